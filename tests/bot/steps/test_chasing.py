"""A change that nobody said "Got it" to: once more, then a companion, then the call list; a tap on any of it ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.services.editing import edit
from bot.steps.chasing import LEAST, patience
from bot.storage.calls import CallRow
from bot.storage.chases import ChaseRow
from bot.storage.deliveries import DeliveryRow
from flows.trips.edits import DropTraveller
from tests.support.changed import later, off
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

CHANGED, CANCELLED = wording("booking_changed"), wording("trip_cancelled")
ONCE_MORE, COMPANION = sentence("delivery.once_more"), sentence("delivery.companion")
GOT_IT = sentence("rendering.got_it")
FIRST = utc("2027-04-01T06:00")
TOLD = FIRST + timedelta(minutes=5)
EVE = utc("2027-05-11T12:00")
HALF_A_DAY = timedelta(hours=12)
SECOND = timedelta(seconds=1)


def heard(house: House, part: str, *, chat: int = ANN_CHAT) -> int:
    """How many messages of a chat hold this."""
    return sum(part in text for text in house.texts(chat))


async def told(house: House, *, bruno: bool = False) -> None:
    """Ann's family is told of an earlier flight, five minutes past the first of April's six o'clock."""
    await house.join(ANN_CHAT)
    if bruno:
        await house.join(BRUNO_CHAT, "bruno-de-vries")
    await house.move(FIRST)
    await house.add_trip(later("2027-05-12T06:40"))
    await house.live(TOLD)
    assert heard(house, CHANGED) == 1


async def calls(house: House) -> list[tuple[str, str]]:
    """(traveller, why) of everyone to be rung."""
    return [(row.traveller, row.why) for row in await house.rows(CallRow)]


async def ends(house: House) -> list[str]:
    """How every chase ended."""
    return [row.ended for row in await house.rows(ChaseRow)]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (None, HALF_A_DAY),
        (FIRST + timedelta(hours=48), HALF_A_DAY),
        (FIRST + timedelta(hours=47), timedelta(hours=47) / 4),
        (FIRST + timedelta(hours=2), LEAST),
        (FIRST + timedelta(minutes=20), LEAST),
    ],
)
async def test_how_long_it_waits(about: datetime | None, expected: timedelta) -> None:
    """Half a day, at most a quarter of the time that is left, at least half an hour."""
    async with open_house() as house:
        assert patience(house.runtime, about, now=FIRST) == expected


@pytest.mark.parametrize(("after", "times"), [(HALF_A_DAY - SECOND, 1), (HALF_A_DAY, 2)])
async def test_unacknowledged_it_is_told_once_more(after: timedelta, times: int) -> None:
    """The same notice, marked, with "Got it" again; not a second too early, and only once."""
    async with open_house() as house:
        await told(house)
        await house.live(TOLD + after)
        assert (heard(house, CHANGED), heard(house, ONCE_MORE)) == (times, times - 1)
        if times == 2:
            assert GOT_IT in house.find(ANN_CHAT, ONCE_MORE).labels
        await house.live(TOLD + timedelta(days=4))
        assert heard(house, CHANGED) == 2


async def test_without_a_companion_an_agent_rings() -> None:
    """The call list says whom, why and what they have to hear; then it is over."""
    async with open_house() as house:
        await told(house)
        await house.live(TOLD + 2 * HALF_A_DAY - SECOND)
        assert await calls(house) == []
        await house.live(TOLD + 2 * HALF_A_DAY)
        (row,) = await house.rows(CallRow)
        assert (row.traveller, row.why) == ("ann-de-vries", "unacknowledged")
        assert "was 09:40, now 06:40" in row.text
        assert await ends(house) == ["called"]


async def test_a_companion_is_asked_before_an_agent_rings() -> None:
    """Bruno has tapped, Ann has not: he is asked to tell her; only when he says nothing an agent rings."""
    async with open_house() as house:
        await told(house, bruno=True)
        await house.tap(BRUNO_CHAT, house.find(BRUNO_CHAT, CHANGED), GOT_IT)
        await house.live(TOLD + 2 * HALF_A_DAY)
        asked = house.find(BRUNO_CHAT, COMPANION)
        assert ("Ann" in asked.text, "was 09:40, now 06:40" in asked.text) == (True, True)
        assert (await calls(house), heard(house, COMPANION)) == ([], 0)
        await house.live(TOLD + 3 * HALF_A_DAY)
        assert await calls(house) == [("ann-de-vries", "unacknowledged")]


async def test_a_companion_who_passes_it_on_ends_it() -> None:
    """Bruno says "Got it" to the question: nobody rings."""
    async with open_house() as house:
        await told(house, bruno=True)
        await house.tap(BRUNO_CHAT, house.find(BRUNO_CHAT, CHANGED), GOT_IT)
        await house.live(TOLD + 2 * HALF_A_DAY)
        await house.tap(BRUNO_CHAT, house.find(BRUNO_CHAT, COMPANION), GOT_IT)
        await house.live(TOLD + timedelta(days=5))
        assert await calls(house) == []
        assert await ends(house) == ["acknowledged", "acknowledged"]


async def test_got_it_ends_it_at_once() -> None:
    """Tapped under the notice: nothing more is said."""
    async with open_house() as house:
        await told(house)
        await house.tap(ANN_CHAT, house.find(ANN_CHAT, CHANGED), GOT_IT)
        await house.live(TOLD + timedelta(days=3))
        assert (heard(house, CHANGED), await calls(house), await ends(house)) == (1, [], ["acknowledged"])


async def test_got_it_under_the_second_ends_it_too() -> None:
    """A tap on either message counts."""
    async with open_house() as house:
        await told(house)
        await house.live(TOLD + HALF_A_DAY)
        await house.tap(ANN_CHAT, house.find(ANN_CHAT, ONCE_MORE), GOT_IT)
        await house.live(TOLD + timedelta(days=3))
        assert (heard(house, CHANGED), await calls(house), await ends(house)) == (2, [], ["acknowledged"])


async def test_newer_news_takes_its_place() -> None:
    """The flight moves again before she tapped: the old notice never comes once more, the new one does."""
    async with open_house() as house:
        await told(house)
        await house.live(TOLD + timedelta(hours=6))
        await house.add_trip(later("2027-05-12T07:10"))
        await house.live(TOLD + timedelta(days=4))
        assert await ends(house) == ["superseded", "called"]
        again = [text for text in house.texts(ANN_CHAT) if ONCE_MORE in text]
        assert len(again) == 1
        assert "was 06:40, now 07:10" in again[0]


async def test_a_trip_that_is_off_is_no_longer_chased_for_a_time() -> None:
    """Cancelled before she tapped: the old notice never comes once more; the cancellation is said once, then an agent rings."""
    async with open_house() as house:
        await house.agents()
        await told(house)
        await house.live(TOLD + timedelta(hours=6))
        await house.add_trip(off())
        await house.tick()
        await house.tap(
            JO, house.find(GROUP, sentence("release.preview")), sentence("release.send"), chat=GROUP
        )
        await house.live(TOLD + timedelta(days=4))
        assert (heard(house, CHANGED), heard(house, CANCELLED)) == (1, 1)
        assert await ends(house) == ["superseded", "called"]


async def test_who_drops_out_is_said_once() -> None:
    """Dan no longer travels, Ann never taps: it comes once, Bruno is not asked to pass it on, an agent rings."""
    async with open_house() as house:
        await house.agents()
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.move(FIRST)
        await edit(house.runtime, "LISBON-4", (DropTraveller(traveller="dan-de-vries"),), by="Jo")
        await house.tick()
        await house.tap(
            JO, house.find(GROUP, sentence("release.preview")), sentence("release.send"), chat=GROUP
        )
        await house.live(TOLD)
        await house.tap(BRUNO_CHAT, house.find(BRUNO_CHAT, CHANGED), GOT_IT)
        await house.live(TOLD + HALF_A_DAY)
        assert await calls(house) == [("ann-de-vries", "unacknowledged")]
        await house.live(TOLD + timedelta(days=4))
        assert (heard(house, CHANGED), heard(house, COMPANION, chat=BRUNO_CHAT)) == (1, 0)


async def test_nobody_who_has_not_tapped_is_asked() -> None:
    """Neither Ann nor Bruno has tapped: neither is asked to tell the other, an agent rings both."""
    async with open_house() as house:
        await told(house, bruno=True)
        await house.live(TOLD + 2 * HALF_A_DAY)
        assert (heard(house, COMPANION), heard(house, COMPANION, chat=BRUNO_CHAT)) == (0, 0)
        assert await calls(house) == [
            ("ann-de-vries", "unacknowledged"),
            ("bruno-de-vries", "unacknowledged"),
        ]


async def test_a_companion_is_not_woken() -> None:
    """On the eve it would be past nine when Bruno is asked: an agent rings instead."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        await house.move(EVE)
        await house.add_trip(later("2027-05-12T06:40"))
        await house.live(EVE + timedelta(minutes=5))
        await house.tap(BRUNO_CHAT, house.find(BRUNO_CHAT, CHANGED), GOT_IT)
        await house.live(utc("2027-05-11T19:00"))
        assert await calls(house) == []
        await house.live(utc("2027-05-11T19:45"))
        assert await calls(house) == [("ann-de-vries", "unacknowledged")]
        assert heard(house, COMPANION, chat=BRUNO_CHAT) == 0


async def test_back_as_it_was_is_news_of_its_own() -> None:
    """She was told, and the flight goes back to its first time: a second correction, and the first is chased no more."""
    async with open_house() as house:
        await told(house)
        await house.live(TOLD + timedelta(hours=2))
        await house.add_trip(lisbon_family())
        await house.live(TOLD + timedelta(hours=3))
        notices = [text for text in house.texts(ANN_CHAT) if CHANGED in text]
        assert [("now 06:40" in text, "was 06:40, now 09:40" in text) for text in notices] == [
            (True, False),
            (False, True),
        ]
        assert await ends(house) == ["superseded", ""]


async def test_it_counts_once_in_each_generation() -> None:
    """The repeat is a delivery of its own: same touchpoint, same change, next generation."""
    async with open_house() as house:
        await told(house)
        await house.live(TOLD + timedelta(days=3))
        rows = [row for row in await house.rows(DeliveryRow) if row.touchpoint == "booking_changed"]
        assert [(row.generation, row.state) for row in rows] == [(0, "sent"), (1, "sent")]
