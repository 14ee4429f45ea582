"""What waits in the outbox is judged again in the transaction of a change: nothing that waits says what is no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.errors import Uncertain
from bot.services import editing
from bot.storage.deliveries import DeliveryRow, State
from flows.trips.edits import DropTraveller
from tests.support.changed import later, off, segments
from tests.support.chats import ANN_CHAT, BRUNO_CHAT, House, open_house, wording
from tests.support.trips import lisbon_family, utc, when

NIGHT, MORNING = utc("2027-04-01T21:00"), utc("2027-04-02T06:00")
CONFIRMED = wording("booking_confirmed")


async def joined_at_night(house: House, *, now: str = "2027-04-01T21:00") -> None:
    """Ann joins when it is night: what she would read waits for the morning."""
    house.clock.move(utc(now))
    await house.join(ANN_CHAT)


async def waiting(house: House, chat: int = ANN_CHAT) -> dict[str, DeliveryRow]:
    """What waits for a chat, by touchpoint."""
    rows = await house.rows(DeliveryRow)
    return {
        row.touchpoint: row
        for row in rows
        if row.state == State.QUEUED and row.chat_id == chat and row.touchpoint
    }


async def states(house: House, touchpoint: str) -> list[str]:
    """What became of a touchpoint."""
    return [row.state for row in await house.rows(DeliveryRow) if row.touchpoint == touchpoint]


async def test_what_waits_goes_by_the_new_times() -> None:
    """The confirmation waits for the morning; its use ends with the departure, and that moved: it stays, with the new end."""
    async with open_house() as house:
        await joined_at_night(house)
        before = (await waiting(house))["booking_confirmed"]
        await house.add_trip(later("2027-05-12T06:40"))
        after = (await waiting(house))["booking_confirmed"]
        assert after.id == before.id
        assert (before.useless_after, after.useless_after) == (
            utc("2027-05-12T07:40"),
            utc("2027-05-12T04:40"),
        )
        await house.live(MORNING)
        assert "06:40" in house.find(ANN_CHAT, CONFIRMED).text


async def test_a_digest_is_folded_anew() -> None:
    """It is unfolded with what it had folded, and the one that goes in the morning holds what is due by then, once."""
    async with open_house() as house:
        await joined_at_night(house)
        before = (await waiting(house))["digest"]
        await house.add_trip(later("2027-05-12T06:40"))
        after = (await waiting(house))["digest"]
        assert after.id != before.id
        assert {one["touchpoint"] for one in after.folded} == {one["touchpoint"] for one in before.folded}
        await house.live(utc("2027-04-02T12:00"))
        assert await states(house, "digest") == ["sent"]
        rows = [row for row in await house.rows(DeliveryRow) if row.reason == "in_digest"]
        keys = [(row.touchpoint, row.occurrence) for row in rows]
        assert len(keys) == len(set(keys))


async def test_a_cancelled_trip_waits_with_nothing() -> None:
    """S10: nothing is queued any more when the transaction of the cancellation ends; on again, it is said once."""
    async with open_house() as house:
        await joined_at_night(house)
        await house.add_trip(off())
        assert await waiting(house) == {}
        await house.live(utc("2027-04-02T10:00"))
        assert CONFIRMED not in "\n".join(house.texts(ANN_CHAT))
        await house.add_trip(lisbon_family())
        await house.live(utc("2027-04-02T12:00"))
        assert await states(house, "booking_confirmed") == ["sent"]


async def test_what_may_have_arrived_never_repeats_for_a_cancelled_trip() -> None:
    """Its outcome was unknown and it was to go again: with the cancellation it ends UNKNOWN, in the same transaction."""
    async with open_house() as house:
        house.channel.refuse[ANN_CHAT] = Uncertain(why="read timed out")
        house.clock.move(utc("2027-04-01T10:00"))
        await house.join(ANN_CHAT)
        assert (await waiting(house))["booking_confirmed"].repeat is True
        await house.add_trip(off())
        assert await states(house, "booking_confirmed") == ["unknown"]
        house.channel.refuse.clear()
        await house.live(utc("2027-04-03T10:00"))
        assert CONFIRMED not in "\n".join(house.texts(ANN_CHAT))


async def test_what_may_have_arrived_repeats_with_the_new_times() -> None:
    """A change is no reason to be silent: the repeat says what is true when it goes."""
    async with open_house() as house:
        house.channel.refuse[ANN_CHAT] = Uncertain(why="read timed out")
        house.clock.move(utc("2027-04-01T10:00"))
        await house.join(ANN_CHAT)
        await house.add_trip(later("2027-05-12T06:40"))
        house.channel.refuse.clear()
        await house.live(utc("2027-04-01T10:30"))
        assert "06:40" in house.find(ANN_CHAT, CONFIRMED).text


async def test_a_visit_that_falls_away_is_not_reminded_of() -> None:
    """Known the night before, its reminder is planned and not sent; without the visit it never is."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.live(utc("2027-05-13T15:00"))
        await house.add_trip(
            segments(lambda one: replace(one, cancelled=True) if one.id == "aquarium" else one)
        )
        await house.live(utc("2027-05-16T12:00"))
        assert await states(house, "visit_reminder") == []


async def test_a_visit_that_moves_is_reminded_of_once() -> None:
    """Moved by a day, the reminder goes the evening before the new day and not before the old one."""
    async with open_house() as house:
        await house.join(ANN_CHAT)
        await house.live(utc("2027-05-13T15:00"))

        def moved(one: Any) -> Any:
            if one.id != "aquarium":
                return one
            zone = "Europe/Lisbon"
            return replace(
                one, departs=when("2027-05-15T10:00", zone), arrives=when("2027-05-15T13:00", zone)
            )

        await house.add_trip(segments(moved))
        await house.live(utc("2027-05-14T12:00"))
        assert await states(house, "visit_reminder") == []
        await house.live(utc("2027-05-14T18:00"))
        assert await states(house, "visit_reminder") == ["sent"]


async def test_who_dropped_out_waits_for_nothing() -> None:
    """S11: what was queued for Bruno's own phone is gone with him; the others' stays."""
    async with open_house() as house:
        house.clock.move(NIGHT)
        await house.join(ANN_CHAT)
        await house.join(BRUNO_CHAT, "bruno-de-vries")
        assert "booking_confirmed" in await waiting(house, BRUNO_CHAT)
        await editing.edit(house.runtime, "LISBON-4", [DropTraveller(traveller="Bruno")], by="Jo")
        assert await waiting(house, BRUNO_CHAT) == {}
        assert "booking_confirmed" in await waiting(house)


async def test_a_broadcast_and_what_an_agent_wrote_are_left_alone() -> None:
    """What has no touchpoint is not the plan's: it goes when it was to go, whatever happens to the booking."""
    async with open_house() as house:
        await joined_at_night(house)
        async with house.runtime.database.write() as session:
            session.add(
                DeliveryRow(
                    chat_id=ANN_CHAT,
                    message_class="service",
                    lane=5,
                    broadcast_id=7,
                    not_before=MORNING,
                    created_at=NIGHT,
                )
            )
        await house.add_trip(later("2027-05-12T06:40"))
        held = [row for row in await house.rows(DeliveryRow) if row.broadcast_id == 7]
        assert [(row.state, row.not_before, row.stale) for row in held] == [(State.QUEUED, MORNING, False)]
