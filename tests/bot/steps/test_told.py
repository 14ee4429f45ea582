"""What travellers were last told is what a correction compares with, whatever agents decided in between."""

from __future__ import annotations

from datetime import time, timedelta

from bot.services import editing
from flows.trips.edits import CancelTrip, DropTraveller, ReinstateTrip, Retime, When
from tests.support.changed import later, later_room
from tests.support.chats import ANN_CHAT, GROUP, JO, House, open_house, sentence, wording
from tests.support.trips import utc

CHANGED = wording("booking_changed")
SEND, LATER, NEVER = (sentence(f"release.{answer}") for answer in ("send", "later", "not_at_all"))
WAITS, WAITS_ON = sentence("release.preview"), sentence("release.waits_on").split("{")[0].strip()
OUTDATED = sentence("delivery.outdated").split("{")[0].strip()
FIRST = utc("2027-04-01T10:00")
SETTLED = timedelta(minutes=6)


def heard(house: House, part: str, *, chat: int = ANN_CHAT) -> int:
    """How many messages of a chat hold this."""
    return sum(part in text for text in house.texts(chat))


async def told_earlier(house: House) -> None:
    """Ann has joined with her family's phone and was told by itself that she leaves at 08:40 instead of 09:40."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.move(FIRST)
    await house.add_trip(later("2027-05-12T08:40", lands="2027-05-12T10:35"))
    await house.live(FIRST + SETTLED)
    assert heard(house, "was 09:40, now 08:40") == 1


async def suppressed(house: House) -> None:
    """An hour later it moves to 07:40, and an agent says that they need not hear it."""
    await house.live(FIRST + timedelta(hours=1))
    await house.add_trip(later("2027-05-12T07:40", lands="2027-05-12T09:35"))
    await house.tick()
    await house.tap(JO, house.find(GROUP, "07:40"), NEVER, chat=GROUP)
    await house.live(FIRST + timedelta(hours=2))


async def test_what_was_suppressed_is_not_known() -> None:
    """Told 08:40, 07:40 suppressed, now 07:30: the correction says was 08:40, of the landing too."""
    async with open_house() as house:
        await told_earlier(house)
        await suppressed(house)
        await house.add_trip(later("2027-05-12T07:30", lands="2027-05-12T09:35"))
        await house.live(FIRST + timedelta(hours=3))
        assert (heard(house, "was 08:40, now 07:30"), heard(house, "was 07:40")) == (1, 0)
        assert heard(house, "was 10:35, now 09:35") == 1


async def test_what_was_suppressed_is_not_told_with_something_else() -> None:
    """Not at all holds for that time when another fact changes: of that one alone they hear."""
    async with open_house() as house:
        await told_earlier(house)
        await suppressed(house)
        when_back = [Retime(segment="back", departs=When(clock=time(18, 30)))]
        await editing.edit(house.runtime, "LISBON-4", when_back, by="Jo")
        await house.live(FIRST + timedelta(hours=3))
        assert (heard(house, "now 18:30"), heard(house, "now 07:40")) == (1, 0)
        await house.add_trip(later("2027-05-12T07:30", lands="2027-05-12T09:35"))
        await house.live(FIRST + timedelta(hours=4))
        assert heard(house, "was 08:40, now 07:30") == 1


async def test_what_was_suppressed_and_came_back_is_no_news() -> None:
    """Back at what they were told: nothing goes, and the notice stands as it was, unmarked."""
    async with open_house() as house:
        await told_earlier(house)
        await suppressed(house)
        await house.add_trip(later("2027-05-12T08:40", lands="2027-05-12T10:35"))
        await house.live(FIRST + timedelta(hours=3))
        assert (heard(house, CHANGED), heard(house, "07:40"), heard(house, OUTDATED)) == (1, 0, 0)


async def test_a_notice_that_holds_no_more_says_so() -> None:
    """The older time was told and a newer one suppressed: the notice in the chat says that it is no longer right."""
    async with open_house() as house:
        await told_earlier(house)
        assert OUTDATED not in house.find(ANN_CHAT, CHANGED).text
        await suppressed(house)
        assert OUTDATED in house.find(ANN_CHAT, CHANGED).text
        assert house.find(ANN_CHAT, CHANGED).labels != []


async def test_on_again_is_told_against_what_was_last_told() -> None:
    """Told 08:40; moved to 07:40 and cancelled within the minutes, which is told; on again: the release says was and now."""
    async with open_house() as house:
        await told_earlier(house)
        await house.live(FIRST + timedelta(hours=1))
        await house.add_trip(later("2027-05-12T07:40", lands="2027-05-12T09:35"))
        await house.live(FIRST + timedelta(hours=1, minutes=2))
        await editing.edit(house.runtime, "LISBON-4", [CancelTrip()], by="Jo")
        await house.tick()
        await house.tap(JO, house.find(GROUP, "is cancelled"), SEND, chat=GROUP)
        await house.live(FIRST + timedelta(days=1))
        await editing.edit(house.runtime, "LISBON-4", [ReinstateTrip()], by="Jo")
        await house.tick()
        assert heard(house, "goes ahead after all") == 0
        card = house.find(GROUP, "goes ahead after all")
        assert "was 08:40, now 07:40" in card.text
        await house.tap(JO, card, SEND, chat=GROUP)
        said = house.find(ANN_CHAT, "goes ahead after all")
        assert ("was 08:40, now 07:40" in said.text, sentence("rendering.got_it") in said.labels) == (
            True,
            True,
        )
        await house.add_trip(later("2027-05-12T07:30", lands="2027-05-12T09:35"))
        await house.live(FIRST + timedelta(days=1, hours=1))
        assert heard(house, "was 07:40, now 07:30") == 1


async def dropped_and_withheld(house: House) -> None:
    """Dan drops out, an agent says not now, and ten minutes later an earlier flight comes in."""
    await house.agents()
    await house.join(ANN_CHAT)
    await house.move(FIRST)
    await editing.edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Dan")], by="Jo")
    await house.tick()
    await house.tap(JO, house.find(GROUP, "Dan de Vries is no longer"), LATER, chat=GROUP)
    await house.live(FIRST + timedelta(minutes=10))
    earlier = [Retime(segment="out", departs=When(clock=time(8, 40)))]
    await editing.edit(house.runtime, "LISBON-4", earlier, by="Jo")
    await house.tick()


async def test_what_was_withheld_waits_on_when_a_time_goes() -> None:
    """The time goes by itself, and nothing of Dan; the card says so, and one of its own waits for a word on Dan."""
    async with open_house() as house:
        await dropped_and_withheld(house)
        assert WAITS_ON in house.find(GROUP, "08:40").text
        await house.live(FIRST + timedelta(hours=1))
        assert (heard(house, "was 09:40, now 08:40"), heard(house, "Dan de Vries is no longer")) == (1, 0)
        cards = [one for one in house.standing(GROUP) if WAITS in one.text and one.labels]
        assert ["08:40" in one.text for one in cards] == [False]
        await house.live(FIRST + timedelta(days=2))
        assert heard(house, "Dan de Vries is no longer") == 0
        await house.tap(JO, cards[0], SEND, chat=GROUP)
        assert "08:40" not in house.find(ANN_CHAT, "Dan de Vries is no longer").text


async def test_a_later_time_leaves_the_withheld_line_where_it_is() -> None:
    """The time moves once more: again it goes alone, against what was told."""
    async with open_house() as house:
        await dropped_and_withheld(house)
        await house.live(FIRST + timedelta(hours=1))
        again = [Retime(segment="out", departs=When(clock=time(8, 10)))]
        await editing.edit(house.runtime, "LISBON-4", again, by="Jo")
        await house.live(FIRST + timedelta(hours=2))
        assert (heard(house, "was 08:40, now 08:10"), heard(house, "Dan de Vries is no longer")) == (1, 0)


async def test_send_now_sends_what_the_card_shows() -> None:
    """Not what it says waits on; Never on that card is for its time alone too."""
    async with open_house() as house:
        await dropped_and_withheld(house)
        card = house.find(GROUP, "08:40")
        await house.tap(JO, card, sentence("release.now"), chat=GROUP)
        assert (heard(house, "was 09:40, now 08:40"), heard(house, "Dan de Vries is no longer")) == (1, 0)
        await house.tick()
        cards = [one for one in house.standing(GROUP) if WAITS in one.text and one.labels]
        assert ["Dan de Vries is no longer" in one.text for one in cards] == [True]


async def test_not_now_holds_for_any_line() -> None:
    """An hour at the hotel that nobody was told waits on an agent's not now; the flight's new time goes without it."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.move(FIRST)
        await house.add_trip(later_room())
        await house.tick()
        await house.tap(JO, house.find(GROUP, WAITS), LATER, chat=GROUP)
        earlier = [Retime(segment="out", departs=When(clock=time(8, 40)))]
        await editing.edit(house.runtime, "LISBON-4", earlier, by="Jo")
        await house.live(FIRST + timedelta(hours=1))
        said = house.find(ANN_CHAT, CHANGED).text
        assert ("now 08:40" in said, "17:00" in said) == (True, False)
        cards = [one for one in house.standing(GROUP) if WAITS in one.text and one.labels]
        assert ["17:00" in one.text for one in cards] == [True]
