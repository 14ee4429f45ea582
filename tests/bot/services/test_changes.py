"""Changes of a booking that travellers carry: previewed for the agents, let go by one of them, said once (S1, S2, S10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.services import asks
from bot.storage.trips import trip_by_reference
from flows.trips.trip import Trip
from tests.support.changed import LISBON, gone, later, later_room, off
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    SAM,
    House,
    Standing,
    open_house,
    sentence,
    wording,
)
from tests.support.trips import lisbon_family, utc, when

CHANGED, DELAYED = wording("booking_changed"), wording("leg_delayed")
CANCELLED, REINSTATED = wording("trip_cancelled"), wording("trip_reinstated")
WAITS, AGAIN = sentence("release.preview"), sentence("release.replaced")
NOTHING = sentence("release.withdrawn")
SEND, LATER, NEVER = (sentence(f"release.{answer}") for answer in ("now", "later", "not_at_all"))
WORD, NO_WORD = sentence("release.send"), sentence("release.never")
"""On the card of a change that nobody holds anything false of: it waits for an agent alone."""
GOT_IT = sentence("rendering.got_it")


async def previewed(house: House, trip: Trip) -> Standing:
    """A paper comes in, and the preview in the agents' group."""
    await house.add_trip(trip)
    await house.tick()
    return house.find(GROUP, WAITS)


def previews(house: House) -> list[str]:
    """Every preview that stands in the group, as it reads now."""
    return [text for text in house.texts(GROUP) if WAITS in text]


def heard(house: House, part: str, *, chat: int = ANN_CHAT) -> int:
    """How often a chat heard something."""
    return sum(part in text for text in house.texts(chat))


async def started(house: House, now: str) -> None:
    """The agents are there, Ann has joined with her family's phone, and trip time goes to `now`."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.move(utc(now))


async def test_a_change_is_previewed_and_goes_when_an_agent_sends_it() -> None:
    """Nothing reaches the traveller before; then once, with the old and the new time; the card says who sent it."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        card = await previewed(house, later("2027-05-12T06:40", lands="2027-05-12T08:45"))
        assert "Ann de Vries (en)" in card.text
        assert "06:40" in card.text
        assert card.labels == [SEND, NEVER]
        assert heard(house, CHANGED) == 0
        await house.tap(SAM, card, SEND, chat=GROUP)
        said = house.find(ANN_CHAT, CHANGED).text
        assert ("09:40" in said, "06:40" in said) == (True, True)
        assert card.text.endswith(f"✅ Sam: {WORD}")
        assert card.labels == []
        await house.tick()
        assert (heard(house, CHANGED), len(previews(house))) == (1, 1)


async def test_the_same_paper_again_asks_nothing() -> None:
    """A re-import of what is known makes no second preview, before and after it was sent."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        card = await previewed(house, later("2027-05-12T06:40"))
        await previewed(house, later("2027-05-12T06:40"))
        await house.tap(JO, card, SEND, chat=GROUP)
        await previewed(house, later("2027-05-12T06:40"))
        assert (heard(house, CHANGED), len(previews(house))) == (1, 1)


async def test_a_detail_does_not_ask_again() -> None:
    """Who flies it comes in while a change waits: the preview stays the one it was."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        card = await previewed(house, later("2027-05-12T06:40"))
        detailed = later("2027-05-12T06:40")
        flight = replace(detailed.booking.segments[0], operator="KLM Cityhopper")
        segments = (flight, *detailed.booking.segments[1:])
        house.clock.move(utc("2027-04-01T10:03"))
        await house.add_trip(replace(detailed, booking=replace(detailed.booking, segments=segments)))
        await house.tick()
        assert (len(previews(house)), card.labels) == (1, [SEND, NEVER])
        await house.tap(JO, card, SEND, chat=GROUP)
        assert heard(house, CHANGED) == 1


async def test_each_reads_it_in_their_own_language_and_the_agents_in_theirs() -> None:
    """Bruno has a Dutch chat of his own; the preview is in the group's language and names both."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        await house.join(BRUNO_CHAT, "bruno-de-vries", language="nl")
        card = await previewed(house, later("2027-05-12T06:40"))
        assert "Ann de Vries (en), Bruno de Vries (nl)" in card.text
        assert CHANGED in card.text
        await house.tap(JO, card, SEND, chat=GROUP)
        assert heard(house, CHANGED) == 1
        assert heard(house, wording("booking_changed", "nl"), chat=BRUNO_CHAT) == 1


async def test_never_means_never() -> None:
    """Nobody hears of it, and a later change is told from what they were told last."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        card = await previewed(house, later("2027-05-12T06:40"))
        await house.tap(JO, card, NEVER, chat=GROUP)
        second = await previewed(house, later("2027-05-12T07:10"))
        assert ("06:40" in second.text, "07:10" in second.text, "09:40" in second.text) == (False, True, True)
        await house.tap(JO, second, SEND, chat=GROUP)
        assert heard(house, CHANGED) == 1


async def test_not_now_keeps_the_card_open() -> None:
    """It can be sent later from the same card; the word is counted once."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        card = await previewed(house, later_room())
        await house.tap(JO, card, LATER, chat=GROUP)
        assert (heard(house, CHANGED), card.labels) == (0, [WORD, NO_WORD])
        await house.tick()
        assert len(previews(house)) == 1
        late = card.button(WORD).token
        await house.tap(SAM, card, WORD, chat=GROUP)
        assert heard(house, CHANGED) == 1
        assert await house.press(JO, late, card.message_id, chat=GROUP) == f"Sam {sentence('ask.already')}"


async def test_several_changes_become_one_preview() -> None:
    """The newest holds what nobody was told yet, against what they know; the older card is closed."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        first = await previewed(house, later("2027-05-12T06:40"))
        old = first.button(SEND).token
        both = later("2027-05-12T07:10")
        hotel = replace(both.booking.segments[1], departs=when("2027-05-12T17:00", LISBON))
        segments = (both.booking.segments[0], hotel, *both.booking.segments[2:])
        card = await previewed(house, replace(both, booking=replace(both.booking, segments=segments)))
        assert ("09:40" in card.text, "07:10" in card.text, "06:40" in card.text) == (True, True, False)
        assert "17:00" in card.text
        assert AGAIN in first.text
        assert first.labels == []
        assert await house.press(JO, old, first.message_id, chat=GROUP) == sentence("release.outdated")
        await house.tap(JO, card, SEND, chat=GROUP)
        assert heard(house, CHANGED) == 1


async def test_what_changes_back_before_anyone_heard_is_never_said() -> None:
    """The card says that there is nothing to send."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        card = await previewed(house, later("2027-05-12T06:40"))
        await house.add_trip(lisbon_family())
        await house.tick()
        assert NOTHING in card.text
        assert previews(house) == []
        await house.move(utc("2027-04-03T10:00"))
        assert heard(house, CHANGED) == 0


async def test_an_older_change_that_waits_for_the_morning_gives_way() -> None:
    """Sent at night it waits; a newer time that night wins, and the first never arrives (S1)."""
    async with open_house() as house:
        await started(house, "2027-04-01T22:30")
        card = await previewed(house, later("2027-05-12T06:40"))
        await house.tap(JO, card, SEND, chat=GROUP)
        assert heard(house, CHANGED) == 0
        newer = await previewed(house, later("2027-05-12T07:10"))
        await house.tap(JO, newer, SEND, chat=GROUP)
        await house.move(utc("2027-04-02T08:00"))
        assert heard(house, CHANGED) == 1
        assert "07:10" in house.find(ANN_CHAT, CHANGED).text


async def test_a_delay_tonight_does_not_wait_for_the_morning() -> None:
    """Known at 04:00, it is about 09:40: let go, it goes at once, as a delay."""
    async with open_house() as house:
        await started(house, "2027-05-12T02:00")
        card = await previewed(house, later("2027-05-12T10:55", lands="2027-05-12T13:00"))
        assert DELAYED in card.text
        await house.tap(JO, card, SEND, chat=GROUP)
        said = house.find(ANN_CHAT, DELAYED).text
        assert ("10:55" in said, "13:00" in said) == (True, True)


async def test_a_booking_that_nobody_carries_is_not_asked_about() -> None:
    """Without a chat there is nobody to tell."""
    async with open_house() as house:
        await house.agents()
        await house.add_trip(later("2027-05-12T06:40"))
        await house.tick()
        assert previews(house) == []


async def test_without_a_group_the_preview_waits_for_one() -> None:
    """It is posted once a group is bound."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.add_trip(later("2027-05-12T06:40"))
        assert await asks.post(house.runtime) == 0
        await house.agents()
        await house.tick()
        assert len(previews(house)) == 1


async def test_cancelled_and_reinstated() -> None:
    """S10: all that waits stops at once, one humane message let go by an agent; on again, nothing repeats."""
    async with open_house() as house:
        await started(house, "2027-05-05T20:00")
        before = house.texts(ANN_CHAT)
        card = await previewed(house, off())
        await house.live(utc("2027-05-07T18:00"))
        assert house.texts(ANN_CHAT) == before
        await house.tap(JO, card, WORD, chat=GROUP)
        await house.tap(ANN_CHAT, house.standing(ANN_CHAT)[-1], GOT_IT)
        assert house.texts(ANN_CHAT)[len(before) :] == [house.find(ANN_CHAT, CANCELLED).text]
        await house.move(utc("2027-05-08T10:00"))
        card = await previewed(house, lisbon_family())
        assert REINSTATED in card.text
        assert heard(house, REINSTATED) == 0
        await house.tap(JO, card, WORD, chat=GROUP)
        await house.tap(ANN_CHAT, house.find(ANN_CHAT, REINSTATED), GOT_IT)
        await house.live(utc("2027-05-20T12:00"))
        assert (heard(house, CANCELLED), heard(house, REINSTATED)) == (1, 1)
        new = house.texts(ANN_CHAT)[len(before) :]
        assert [text for text in new if text in before] == []


@pytest.mark.parametrize("cancelled", [off, gone])
async def test_no_command_tells_a_cancellation_before_an_agent_does(cancelled: Callable[[], Trip]) -> None:
    """Until it is let go the trip is as they know it, with a word that something is being checked; then it is off, and
    who is there all the same still finds the numbers and the tips."""
    async with open_house() as house:
        await started(house, "2027-05-14T10:00")
        card = await previewed(house, cancelled())
        commands = ("/trip", "/card", "/calendar", "/tips", "/emergency", "/checklist")
        told = {command: "\n".join(await house.say(ANN_CHAT, command)) for command in commands}
        for command in ("/trip", "/card", "/calendar"):
            assert sentence("trip.unsettled") in told[command], command
        assert "Hotel Alfama" in told["/trip"]
        assert "112" in told["/card"]
        assert not any(
            sentence(off) in text for text in told.values() for off in ("trip.cancelled", "card.cancelled")
        )
        assert ("Lisbon" in told["/tips"], "Portugal" in told["/emergency"]) == (True, True)
        await house.tap(JO, card, WORD, chat=GROUP)
        told = {command: "\n".join(await house.say(ANN_CHAT, command)) for command in commands}
        assert sentence("trip.cancelled") in told["/trip"]
        assert sentence("trip.cancelled") in told["/checklist"]
        assert sentence("card.cancelled") in told["/card"]
        assert ("Lisbon" in told["/tips"], "Portugal" in told["/emergency"]) == (True, True)
        assert sentence("trip.unsettled") not in "".join(told.values())


async def test_cancelled_and_back_before_anyone_heard() -> None:
    """A slip of the office is nobody's news: neither message is ever sent."""
    async with open_house() as house:
        await started(house, "2027-04-20T10:00")
        card = await previewed(house, off())
        await house.add_trip(lisbon_family())
        await house.tick()
        assert NOTHING in card.text
        await house.move(utc("2027-05-20T12:00"))
        assert (heard(house, CANCELLED), heard(house, REINSTATED)) == (0, 0)


async def test_what_was_let_go_and_waits_dies_with_the_cancellation() -> None:
    """A change sent at night, the trip cancelled before the morning: only the cancellation is told."""
    async with open_house() as house:
        await started(house, "2027-04-01T22:30")
        card = await previewed(house, later("2027-05-12T06:40"))
        await house.tap(JO, card, SEND, chat=GROUP)
        card = await previewed(house, off())
        await house.tap(JO, card, WORD, chat=GROUP)
        await house.move(utc("2027-04-02T09:00"))
        assert (heard(house, CHANGED), heard(house, CANCELLED)) == (0, 1)


async def test_what_an_agent_lets_go_goes_in_care_mode_too() -> None:
    """Everything gentle is off; a released word is not."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        await house.say(JO, "/care LISBON-4 stranded", chat=GROUP)
        card = await previewed(house, later("2027-05-12T06:40"))
        await house.tap(JO, card, SEND, chat=GROUP)
        assert heard(house, CHANGED) == 1


async def test_the_change_is_kept_with_the_trip() -> None:
    """Known changes are facts of the trip: their kind, when they were known, their lines."""
    async with open_house() as house:
        await started(house, "2027-04-01T10:00")
        card = await previewed(house, later("2027-05-12T06:40"))
        await house.tap(JO, card, SEND, chat=GROUP)
        async with house.runtime.database.read() as session:
            row = await trip_by_reference(session, "LISBON-4")
        assert row is not None
        (change,) = row.trip.changes
        assert (change.kind, change.at) == ("changed", utc("2027-04-01T10:00"))
        assert [(line.segment, line.what, line.was, line.now) for line in change.lines] == [
            ("out", "departs", "2027-05-12T09:40", "2027-05-12T06:40")
        ]
        assert row.told == {}
