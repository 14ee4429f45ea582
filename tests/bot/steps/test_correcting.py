"""Messages know their facts: what a change makes false is put right where it stands, and the change is told once, by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services import editing
from bot.storage.deliveries import DeliveryRow
from flows.trips.edits import DropTraveller, Split
from tests.support.changed import called, later, later_room, off
from tests.support.chats import (
    ANN_CHAT,
    BRUNO_CHAT,
    GROUP,
    JO,
    House,
    open_house,
    sentence,
    wording,
)
from tests.support.trips import lisbon_family, utc

CONFIRMED, CHANGED, DELAYED = wording("booking_confirmed"), wording("booking_changed"), wording("leg_delayed")
UPDATED, OUTDATED = "<i>Updated", sentence("delivery.outdated")
WAITS, ITSELF = sentence("release.preview"), sentence("release.by_itself")
WENT = sentence("release.went_by_itself")
TOLD_APART = sentence("release.went")
GONE = sentence("release.withdrawn")
NEVER = sentence("release.not_at_all")
MINUTES = timedelta(minutes=5)
SECOND = timedelta(seconds=1)
FIRST = utc("2027-04-01T10:00")
NIGHT = utc("2027-04-01T21:00")
MORNING = "Fri 2 Apr, 08:00, when their night is over"


def heard(house: House, part: str, *, chat: int = ANN_CHAT) -> int:
    """How many messages of a chat hold this."""
    return sum(part in text for text in house.texts(chat))


async def begun(house: House, *, agents: bool = True) -> None:
    """Ann has joined with her family's phone and read what was booked; it is the first of April."""
    if agents:
        await house.agents()
    await house.join(ANN_CHAT)
    await house.move(FIRST)


async def test_what_stands_is_put_right_at_once() -> None:
    """The confirmation says the new time where it stands, says when it was updated, and the old time is nowhere."""
    async with open_house() as house:
        await begun(house)
        standing = house.find(ANN_CHAT, CONFIRMED)
        assert ("09:40" in standing.text, UPDATED in standing.text) == (True, False)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.tick()
        assert ("06:40" in standing.text, "Updated Thu 1 Apr, 12:00" in standing.text) == (True, True)
        assert heard(house, "09:40") == 0


@pytest.mark.parametrize(("after", "told"), [(MINUTES - SECOND, 0), (MINUTES, 1), (MINUTES + SECOND, 1)])
async def test_the_correction_goes_by_itself_once_nothing_changes(after: timedelta, told: int) -> None:
    """Five minutes after the change, not a second before; with was and now, and once."""
    async with open_house() as house:
        await begun(house)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.tick()
        assert ITSELF.split("{")[0] in house.find(GROUP, WAITS).text
        await house.live(FIRST + after)
        assert heard(house, CHANGED) == told
        await house.live(FIRST + timedelta(hours=1))
        assert heard(house, CHANGED) == 1
        said = house.find(ANN_CHAT, CHANGED).text
        assert ("was 09:40, now 06:40" in said) is True
        assert WENT in house.find(GROUP, WAITS).text
        assert house.find(GROUP, WAITS).labels == []


async def test_every_further_change_starts_the_minutes_anew() -> None:
    """Three changes within minutes are one: five minutes after the last of them, first to last."""
    async with open_house() as house:
        await begun(house)
        for minutes, leaves in ((0, "06:40"), (3, "07:10"), (6, "07:55")):
            await house.live(FIRST + timedelta(minutes=minutes))
            await house.add_trip(later(f"2027-05-12T{leaves}"))
            await house.tick()
        await house.live(FIRST + timedelta(minutes=11) - SECOND)
        assert heard(house, CHANGED) == 0
        await house.live(FIRST + timedelta(hours=1))
        assert heard(house, CHANGED) == 1
        said = house.find(ANN_CHAT, CHANGED).text
        assert "was 09:40, now 07:55" in said
        assert heard(house, "06:40") + heard(house, "07:10") == 0


async def test_changed_back_before_it_left() -> None:
    """Nothing goes; what was put right is put right again; the agents' card says so."""
    async with open_house() as house:
        await begun(house)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.tick()
        await house.live(FIRST + timedelta(minutes=4))
        await house.add_trip(lisbon_family())
        await house.live(FIRST + timedelta(hours=3))
        assert heard(house, CHANGED) == 0
        assert ("09:40" in house.find(ANN_CHAT, CONFIRMED).text, heard(house, "06:40–")) == (True, 0)
        assert heard(house, GONE, chat=GROUP) == 1


async def test_what_waits_for_the_morning_was_told_to_nobody() -> None:
    """Let go at night, changed back that night: the morning brings nothing."""
    async with open_house() as house:
        await begun(house)
        await house.live(utc("2027-04-01T21:00"))
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(utc("2027-04-01T22:00"))
        assert heard(house, CHANGED) == 0
        await house.add_trip(lisbon_family())
        await house.live(utc("2027-04-02T12:00"))
        assert heard(house, CHANGED) == 0


async def test_what_waits_for_the_morning_is_told_with_what_came_on_top() -> None:
    """Two changes in one night, each let go by itself: the morning brings one notice, from what they know to what is."""
    async with open_house() as house:
        await begun(house)
        await house.live(utc("2027-04-01T21:00"))
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(utc("2027-04-01T22:00"))
        await house.add_trip(later("2027-05-12T07:10"))
        await house.live(utc("2027-04-02T07:00"))
        assert heard(house, CHANGED) == 1
        assert "was 09:40, now 07:10" in house.find(ANN_CHAT, CHANGED).text


async def test_at_night_the_card_says_when_it_reaches_them() -> None:
    """It goes at 23:05 and arrives at eight: the card says so, says "sent" only then, and is right if it is undone before."""
    async with open_house() as house:
        await begun(house)
        await house.live(NIGHT)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.tick()
        assert f"Ann de Vries: {MORNING}" in house.find(GROUP, WAITS).text
        await house.live(NIGHT + timedelta(hours=1))
        card = house.find(GROUP, WAITS).text
        assert (card.count(MORNING), WENT in card, heard(house, CHANGED)) == (2, False, 0)
        await house.live(utc("2027-04-02T06:05"))
        assert (heard(house, CHANGED), WENT in house.find(GROUP, WAITS).text) == (1, True)


async def test_what_was_undone_at_night_is_not_said_to_have_gone() -> None:
    """Changed back before the morning: the card says that there is nothing to send."""
    async with open_house() as house:
        await begun(house)
        await house.live(NIGHT)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(NIGHT + timedelta(hours=1))
        await house.add_trip(lisbon_family())
        await house.live(utc("2027-04-02T12:00"))
        assert (heard(house, GONE, chat=GROUP), heard(house, WENT, chat=GROUP)) == (1, 0)


async def test_in_flight_the_group_reads_that_it_arrives_on_landing() -> None:
    """Under way, the flight is to land later: what the group hears says when they will read it."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.live(utc("2027-05-12T08:30"))
        await house.add_trip(later("2027-05-12T09:40", lands="2027-05-12T12:15"))
        await house.tick()
        assert (
            "Ann de Vries: Wed 12 May, 13:15 Amsterdam (12:15 Lisbon), on landing"
            in house.find(GROUP, TOLD_APART).text
        )
        assert heard(house, DELAYED) == 0


@pytest.mark.parametrize(("now", "at_once"), [("2027-05-12T05:39:59", False), ("2027-05-12T05:40:00", True)])
async def test_three_hours_before_nothing_is_waited_for(now: str, *, at_once: bool) -> None:
    """What is about something within three hours goes at once; the agents hear that it went."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.live(utc(now))
        await house.add_trip(later("2027-05-12T10:40", lands="2027-05-12T12:45"))
        await house.tick()
        assert heard(house, DELAYED) == int(at_once)
        assert heard(house, TOLD_APART, chat=GROUP) == int(at_once)


async def test_who_holds_nothing_false_waits_for_an_agent() -> None:
    """A change of what nobody was told goes only on an agent's word; nothing is edited."""
    async with open_house() as house:
        await begun(house)
        before = house.texts(ANN_CHAT)
        await house.add_trip(later_room())
        await house.live(FIRST + timedelta(hours=6))
        assert heard(house, CHANGED) == 0
        assert [text for text in house.texts(ANN_CHAT) if UPDATED in text] == []
        assert len(house.texts(ANN_CHAT)) == len(before)
        assert ITSELF.split("{")[0] not in house.find(GROUP, WAITS).text


async def test_not_at_all_means_not_at_all() -> None:
    """An agent stops it within the minutes: what stands is right, and no notice comes."""
    async with open_house() as house:
        await begun(house)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.tick()
        await house.tap(JO, house.find(GROUP, WAITS), NEVER, chat=GROUP)
        await house.live(FIRST + timedelta(days=1))
        assert heard(house, CHANGED) == 0
        assert "06:40" in house.find(ANN_CHAT, CONFIRMED).text


async def test_without_agents_it_goes_all_the_same() -> None:
    """No group is bound, so nobody could let it go: it goes by itself."""
    async with open_house() as house:
        await begun(house, agents=False)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(FIRST + timedelta(minutes=6))
        assert heard(house, CHANGED) == 1


async def test_a_name_put_right_is_a_detail() -> None:
    """What names her is put right where it stands; no notice, no card."""
    async with open_house() as house:
        await begun(house)
        assert "Ann" in house.find(ANN_CHAT, CONFIRMED).text
        await house.add_trip(called("ann-de-vries", "Anna de Vries"))
        await house.live(FIRST + timedelta(hours=1))
        assert "Anna" in house.find(ANN_CHAT, CONFIRMED).text
        assert (heard(house, CHANGED), heard(house, WAITS, chat=GROUP)) == (0, 0)


async def test_a_cancelled_trip_is_not_edited() -> None:
    """Only an agent's word tells that it is off; until then, and after, what stands in the chat stands."""
    async with open_house() as house:
        await begun(house)
        before = house.find(ANN_CHAT, CONFIRMED).text
        await house.add_trip(off())
        await house.live(FIRST + timedelta(days=1))
        assert house.find(ANN_CHAT, CONFIRMED).text == before
        assert heard(house, CHANGED) == 0


async def test_on_again_with_another_time() -> None:
    """Off and back with an earlier flight, before anyone was told: what stands is put right, one correction goes."""
    async with open_house() as house:
        await begun(house)
        await house.add_trip(off())
        await house.live(FIRST + timedelta(minutes=2))
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(FIRST + timedelta(hours=1))
        assert "06:40" in house.find(ANN_CHAT, CONFIRMED).text
        assert (heard(house, CHANGED), heard(house, "Updated")) == (1, 1)


async def test_words_written_for_another_day_are_not_drawn_anew() -> None:
    """A packing list "five days before" of a trip that moved by two weeks says that it no longer holds; ticks stay."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.live(utc("2027-05-11T18:00"))
        sent = [row for row in await house.rows(DeliveryRow) if row.touchpoint == "route_and_times"]
        assert [row.state for row in sent] == ["sent"]
        standing = next(one for one in house.standing(ANN_CHAT) if one.message_id == sent[0].message_id)
        assert "09:40" in standing.text
        moved = later("2027-05-13T09:40", lands="2027-05-13T11:45")
        await house.add_trip(moved)
        await house.tick()
        assert OUTDATED in standing.text


async def test_a_companion_with_a_phone_of_their_own_is_corrected_too() -> None:
    """Each chat is put right in its own language, and each gets its one notice."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries", language="nl")
        await house.move(FIRST)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(FIRST + timedelta(minutes=6))
        assert (heard(house, CHANGED), heard(house, wording("booking_changed", "nl"), chat=BRUNO_CHAT)) == (
            1,
            1,
        )
        assert "Bijgewerkt" in house.find(BRUNO_CHAT, wording("booking_confirmed", "nl")).text


async def test_one_of_four_drops_out() -> None:
    """S11: texts follow, the lead hears it on an agent's word only, and nobody else leaves."""
    async with open_house() as house:
        await begun(house)
        await editing.edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Dan")], by="Jo")
        await house.live(FIRST + timedelta(hours=1))
        assert heard(house, CHANGED) == 0
        card = house.find(GROUP, WAITS)
        assert "Dan de Vries" in card.text
        await house.tap(JO, card, sentence("release.send"), chat=GROUP)
        assert "Dan de Vries" in house.find(ANN_CHAT, CHANGED).text


async def test_who_dropped_out_hears_nothing_more() -> None:
    """Bruno had a phone of his own: what waited for the morning there never leaves; one line says that the trip is no longer
    there, the card too, and nothing else changes."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.live(utc("2027-05-05T21:00"))
        before = house.texts(BRUNO_CHAT)
        await editing.edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Bruno")], by="Jo")
        await house.live(utc("2027-05-21T12:00"))
        new = [text for text in house.texts(BRUNO_CHAT) if text not in before]
        assert len(new) == 2  # the card, and the line
        assert not any("KL 1697" in text for text in new)
        assert [
            row.state
            for row in await house.rows(DeliveryRow)
            if row.chat_id == BRUNO_CHAT and row.state in ("queued", "sending")
        ] == []


async def test_a_party_that_splits() -> None:
    """Who no longer takes the flight reads so, and who still does reads nothing of it."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.move(FIRST)
        others = ("ann-de-vries", "chiara-de-vries", "dan-de-vries")
        await editing.edit(house.runtime, "LISBON-4", [Split(segments=("out",), travellers=others)], by="Jo")
        await house.live(FIRST + timedelta(minutes=6))
        assert sentence("rendering.change_not_theirs").strip(": ") in house.find(BRUNO_CHAT, CHANGED).text
        assert heard(house, CHANGED) == 0
