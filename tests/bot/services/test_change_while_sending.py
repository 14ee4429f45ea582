"""A trip changes, or is cancelled, in the middle of a send: what then becomes of the message (bot.services.delivery)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.errors import Uncertain
from bot.services import delivery
from bot.steps.claiming import claim
from bot.storage.deliveries import DeliveryRow, State
from flows.talk.message import OutgoingMessage
from flows.trips.trip import Trip
from tests.support.changed import later, off
from tests.support.chats import ANN_CHAT, GROUP, JO, House, Memory, open_house, sentence, wording
from tests.support.trips import utc

CONFIRMED, CANCELLED, CHANGED = (
    wording("booking_confirmed"),
    wording("trip_cancelled"),
    wording("booking_changed"),
)


@dataclass(kw_only=True)
class Interrupted(Memory):
    """A channel in which something happens while a message with `part` is on its way, once. lost: nobody hears whether it
    arrived."""

    part: str = ""
    happens: Callable[[], Awaitable[object]] | None = None
    lost: bool = False

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """It stands there; then the thing happens."""
        message_id = await super().send(chat, message)
        if self.happens is not None and self.part in message.text:
            happens, self.happens = self.happens, None
            await happens()
            if self.lost:
                raise Uncertain(why="read timed out")
        return message_id


async def begun(house: House, channel: Interrupted, happens: Callable[[], Awaitable[object]]) -> None:
    """Ann joins, and it happens while her confirmation is on its way."""
    await house.agents()
    house.clock.move(utc("2027-04-01T10:00"))
    channel.part, channel.happens = CONFIRMED, happens
    await house.join(ANN_CHAT)
    assert channel.happens is None


async def confirmation(house: House) -> DeliveryRow:
    """The delivery of Ann's confirmation."""
    rows: list[DeliveryRow] = await house.rows(DeliveryRow)
    return next(row for row in rows if row.touchpoint == "booking_confirmed")


def heard(house: House, part: str) -> int:
    """How many of Ann's messages hold this."""
    return sum(part in text for text in house.texts(ANN_CHAT))


async def test_cancelled_while_it_was_sent() -> None:
    """What was sent stands, for nothing can call it back; nothing else leaves until an agent lets the humane word go."""
    channel = Interrupted()
    async with open_house(channel=channel) as house:
        await begun(house, channel, lambda: house.add_trip(off()))
        assert (await confirmation(house)).state == State.SENT
        stands = house.texts(ANN_CHAT)
        await house.live(utc("2027-04-03T10:00"))
        assert house.texts(ANN_CHAT) == stands
        card = house.find(GROUP, sentence("release.preview"))
        await house.tap(JO, card, sentence("release.send"), chat=GROUP)
        assert heard(house, CANCELLED) == 1


async def test_cancelled_while_nobody_knows_whether_it_arrived() -> None:
    """An operational message would go again; of a cancelled trip it never does, and stays UNKNOWN."""
    channel = Interrupted(lost=True)
    async with open_house(channel=channel) as house:
        await begun(house, channel, lambda: house.add_trip(off()))
        await house.live(utc("2027-04-05T10:00"))
        row = await confirmation(house)
        assert (row.state, heard(house, CONFIRMED)) == (State.UNKNOWN, 1)


async def test_changed_while_it_was_sent() -> None:
    """It left with the old time: it is put right as soon as it stands there, and one correction follows by itself."""
    channel = Interrupted()
    async with open_house(channel=channel) as house:
        await begun(house, channel, lambda: house.add_trip(later("2027-05-12T06:40")))
        await house.tick()
        assert ("06:40" in house.find(ANN_CHAT, CONFIRMED).text, heard(house, "09:40–")) == (True, 0)
        await house.live(utc("2027-04-01T10:06"))
        assert heard(house, CHANGED) == 1


async def test_changed_while_nobody_knows_whether_it_arrived() -> None:
    """It goes again with what is true by then."""
    channel = Interrupted(lost=True)
    async with open_house(channel=channel) as house:
        await begun(house, channel, lambda: house.add_trip(later("2027-05-12T06:40")))
        row = await confirmation(house)
        assert (row.state, row.repeat) == (State.QUEUED, True)
        await house.live(utc("2027-04-01T10:30"))
        assert "06:40" in house.find(ANN_CHAT, CONFIRMED).text


@pytest.mark.parametrize(("change", "told"), [(off, 0), (lambda: later("2027-05-12T06:40"), 1)])
async def test_claimed_but_not_sent_yet(change: Callable[[], Trip], told: int) -> None:
    """It waits for its slot when the trip changes: it is called back, and judged and worded anew."""
    async with open_house() as house:
        house.clock.move(utc("2027-04-01T21:00"))
        await house.join(ANN_CHAT)
        house.clock.move(utc("2027-04-02T07:00"))
        async with house.runtime.database.write() as session:
            claimed = await claim(session, house.runtime)
        (taken,) = [one for one in claimed.taken if one.row.touchpoint == "booking_confirmed"]
        await house.add_trip(change())
        slot = house.runtime.clock.real() + timedelta(milliseconds=10)
        assert await delivery.send(house.runtime, replace(taken, leave=slot)) is False
        row = await confirmation(house)
        assert (row.state, heard(house, CONFIRMED)) == (State.QUEUED, 0)
        await house.live(utc("2027-04-02T10:00"))
        assert heard(house, CONFIRMED) == told
        assert not any(CONFIRMED in text and "09:40" in text for text in house.texts(ANN_CHAT))
        assert (await confirmation(house)).state == (State.SENT if told else State.SKIPPED)


async def test_claimed_and_nothing_changed() -> None:
    """In its slot it goes as it was claimed."""
    async with open_house() as house:
        house.clock.move(utc("2027-04-01T21:00"))
        await house.join(ANN_CHAT)
        house.clock.move(utc("2027-04-02T07:00"))
        async with house.runtime.database.write() as session:
            claimed = await claim(session, house.runtime)
        slot = house.runtime.clock.real() + timedelta(milliseconds=10)
        (taken,) = [one for one in claimed.taken if one.row.touchpoint == "booking_confirmed"]
        assert await delivery.send(house.runtime, replace(taken, leave=slot)) is True
        assert heard(house, CONFIRMED) == 1
