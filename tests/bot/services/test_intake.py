"""Bookings in: what becomes of each, what is kept, who may join."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.runtime import Runtime
from bot.services.delivery import deliver
from bot.services.intake import intake
from bot.services.invitations import reissue
from bot.services.planning import plan_due
from bot.steps.invite import hash_secret
from bot.steps.take_in import Outcome, TakenIn, take_in
from bot.steps.trip_rows import NOON
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.evidence import AskRow
from bot.storage.invitations import InvitationRow
from bot.storage.trips import trip_by_reference
from flows.library.touchpoint import MessageClass
from flows.trips.times import Time
from flows.trips.trip import Booking
from tests.support.ledger import (
    ANN_CHAT,
    Memory,
    TwoHands,
    bind,
    count_trips,
    in_file,
    in_memory,
    runtime_over,
    trip_row,
)
from tests.support.touchpoints import touchpoint
from tests.support.trips import ANN, BRUNO, booking, flight, lisbon_family, utc

LISBON = lisbon_family().booking
PACKING = touchpoint("packing", "departure", "-5d", "18:00")
WELCOME = touchpoint("welcome", "booked", message_class=MessageClass.OPERATIONAL)


@pytest.fixture
async def runtime() -> AsyncIterator[Runtime]:
    """A runtime over a database in memory, with two touchpoints."""
    async with in_memory() as database:
        yield runtime_over(database, PACKING, WELCOME)


def stored(folder: Path) -> bytes:
    """Every byte of the database and its log; its shared memory is no storage."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if "shm" not in path.name)


async def taken(runtime: Runtime, *bookings: Booking, dry_run: bool = False) -> list[TakenIn]:
    """What became of these."""
    told: list[TakenIn] = []
    await intake(runtime, bookings, dry_run=dry_run, told=told.append)
    return told


async def outcomes(runtime: Runtime, *bookings: Booking, dry_run: bool = False) -> list[Outcome]:
    """The outcomes alone."""
    return [one.outcome for one in await taken(runtime, *bookings, dry_run=dry_run)]


def _later(time: Time, shift: timedelta) -> Time:
    wall = datetime.combine(time.day, time.clock or NOON) + shift
    return replace(time, day=wall.date(), clock=wall.time())


def moved(days: int = 0, hours: int = 0, of: Booking = LISBON) -> Booking:
    """The same booking with every leg so much later."""
    shift = timedelta(days=days, hours=hours)
    return replace(
        of,
        segments=tuple(
            replace(
                one,
                departs=_later(one.departs, shift),
                arrives=_later(one.arrives, shift) if one.arrives else None,
            )
            if one.kind.is_leg
            else one
            for one in of.segments
        ),
    )


async def test_each_booking_is_told_once_with_what_became_of_it(runtime: Runtime) -> None:
    """New, then unchanged, changed, cancelled, reinstated."""
    assert await outcomes(runtime, LISBON) == [Outcome.NEW]
    assert await outcomes(runtime, LISBON) == [Outcome.UNCHANGED]
    assert await outcomes(runtime, moved(hours=2)) == [Outcome.CHANGED]
    assert await outcomes(runtime, replace(moved(hours=2), cancelled=True)) == [Outcome.CANCELLED]
    assert await outcomes(runtime, moved(hours=2)) == [Outcome.CHANGED]
    async with runtime.database.read() as session:
        assert await count_trips(session) == 1


async def test_reading_the_same_file_again_writes_nothing(runtime: Runtime) -> None:
    """A booking that is the same keeps even the time of its last change; so do cancelled and past ones."""
    past = booking(flight("KL1", "AMS", "LIS", "2026-05-12T09:40", "2026-05-12T11:45"), reference="OLD-1")
    gone = replace(flight("KL1", "AMS", "LIS", "2027-06-12T09:40"), cancelled=True)
    off = booking(gone, reference="OFF-1", cancelled=True)
    first = await taken(runtime, LISBON, past, off)
    runtime.clock.pass_(timedelta(hours=1))  # type: ignore[attr-defined]
    again = await taken(runtime, LISBON, past, off)
    assert [one.outcome for one in again] == [Outcome.UNCHANGED, Outcome.PAST, Outcome.CANCELLED]
    for one in first:
        assert one.row is not None
        held = await trip_row(runtime, one.row.key)
        assert held.changed_at == one.row.known_at


async def test_a_reference_is_the_same_in_any_case(runtime: Runtime) -> None:
    """lisbon-4 is LISBON-4, within one file and over two."""
    small = replace(LISBON, reference="lisbon-4")
    assert await outcomes(runtime, LISBON, small) == [Outcome.NEW, Outcome.UNCHANGED]
    assert await outcomes(runtime, small) == [Outcome.UNCHANGED]


async def test_a_party_may_grow(runtime: Runtime) -> None:
    """Bruno joins later: one trip, two travellers, and codes stay for new bookings only."""
    alone = replace(LISBON, travellers=(ANN,))
    (first,) = await taken(runtime, alone)
    assert [one.name for one in first.issued] == ["Ann de Vries"]
    (grown,) = await taken(runtime, replace(LISBON, travellers=(ANN, BRUNO)))
    assert (grown.outcome, grown.issued) == (Outcome.CHANGED, ())
    assert [person.name for person in grown.booking.travellers] == ["Ann de Vries", "Bruno de Vries"]
    again = await reissue(runtime, "lisbon-4")
    assert again is not None
    assert [one.name for one in again] == ["Ann de Vries", "Bruno de Vries"]


async def test_codes_are_for_grown_ups_of_new_live_bookings(runtime: Runtime) -> None:
    """No child, no cancelled and no past booking gets one."""
    past = booking(flight("KL1", "AMS", "LIS", "2026-05-12T09:40", "2026-05-12T11:45"), reference="OLD-1")
    off = replace(LISBON, reference="OFF-1", cancelled=True)
    new, old, cancelled = await taken(runtime, LISBON, past, off)
    assert [one.traveller for one in new.issued] == [ANN.id, BRUNO.id]
    assert (old.issued, cancelled.issued) == ((), ())


async def test_a_code_stands_nowhere_in_the_file(tmp_path: Path) -> None:
    """Only hashes are kept, in the log beside the file too."""
    async with in_file(tmp_path / "db.sqlite") as database:
        (new,) = await taken(runtime_over(database), LISBON)
        held = stored(tmp_path)
    for one in new.issued:
        assert one.code.encode() not in held
        assert one.token.encode() not in held
        assert hash_secret(one.code).encode() in held


async def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    """Not a byte of the file changes, and no codes are made."""
    async with in_file(tmp_path / "db.sqlite") as database:
        runtime = runtime_over(database)
        small = replace(LISBON, reference="lisbon-4")
        told = await taken(runtime, LISBON, small, dry_run=True)
        assert [one.outcome for one in told] == [Outcome.NEW, Outcome.UNCHANGED]
        assert [one.issued for one in told] == [(), ()]
        async with database.read() as session:
            assert await count_trips(session) == 0
        await taken(runtime, LISBON)
        before = stored(tmp_path)
        assert await outcomes(runtime, moved(hours=3), dry_run=True) == [Outcome.CHANGED]
        assert stored(tmp_path) == before


@pytest.mark.parametrize("year", ["1970", "2099"])
async def test_dates_nobody_can_believe_send_nothing(runtime: Runtime, year: str) -> None:
    """Kept as history, flagged, no codes, nothing due, nothing asked."""
    odd = booking(flight("KL1", "AMS", "LIS", f"{year}-05-12T09:40", f"{year}-05-12T11:45"), reference="ODD")
    (one,) = await taken(runtime, odd)
    assert (one.outcome, one.issued) == (Outcome.PAST, ())
    assert one.row is not None
    assert (await trip_row(runtime, one.row.key)).next_due_at is None


async def test_what_is_open_is_asked_once(runtime: Runtime) -> None:
    """A trip without a way home is one question, once they have left, however often it is read; a trip long over is none."""
    one_way = booking(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"), reference="ONE")
    old = booking(flight("KL1", "AMS", "LIS", "2027-03-12T09:40", "2027-03-12T11:45"), reference="OLD")
    later = moved(hours=1, of=one_way)
    for read in (one_way, old, one_way, later):
        await taken(runtime, read)
    clock = runtime.clock
    assert isinstance(clock, TwoHands)
    leaves = utc("2027-05-12T08:40")
    for at, expected in (
        (leaves - timedelta(seconds=1), []),
        (leaves, ["no_return"]),
        (leaves, ["no_return"]),
    ):
        clock.trip_now = at
        await plan_due(runtime)
        async with runtime.database.read() as session:
            assert list((await session.execute(select(AskRow.topic))).scalars()) == expected


async def bound_and_queued(runtime: Runtime) -> tuple[int, int]:
    """Ann joined in January, and her packing list is queued for the morning; the ids of trip and delivery."""
    clock = runtime.clock
    assert isinstance(clock, TwoHands)
    clock.trip_now = utc("2027-01-10T10:00")
    (one,) = await taken(runtime, LISBON)
    assert one.row is not None
    await bind(runtime, one.row.key, ANN_CHAT, ANN.id, known=clock.trip_now)
    clock.trip_now = utc("2027-05-07T16:00")
    async with runtime.database.write() as session:
        held = await session.get(type(one.row), one.row.key)
        assert held is not None
        held.next_due_at = clock.trip_now
        session.add(held)
    await plan_due(runtime)
    async with runtime.database.read() as session:
        rows = [row for row in await deliveries_of_trip(session, one.row.key) if row.touchpoint == "packing"]
    assert [row.state for row in rows] == [State.QUEUED]
    return one.row.key, rows[0].key


async def queued(runtime: Runtime, trip_id: int) -> list[DeliveryRow]:
    """The packing list's deliveries."""
    async with runtime.database.read() as session:
        return [row for row in await deliveries_of_trip(session, trip_id) if row.touchpoint == "packing"]


async def test_what_is_queued_follows_a_moved_anchor(runtime: Runtime) -> None:
    """The flight goes three days later: the packing list is taken back, and goes once, at its new instant."""
    trip_id, _ = await bound_and_queued(runtime)
    await taken(runtime, moved(days=3))
    assert await queued(runtime, trip_id) == []
    assert (await trip_row(runtime, trip_id)).next_due_at == utc("2027-05-10T16:00")
    clock = runtime.clock
    assert isinstance(clock, TwoHands)
    clock.trip_now = utc("2027-05-10T16:00")
    await plan_due(runtime)
    await deliver(runtime)
    assert [row.state for row in await queued(runtime, trip_id)] == [State.SENT]
    assert isinstance(runtime.channel, Memory)
    assert runtime.channel.texts(ANN_CHAT) == ["Hello, Ann!"]


async def test_what_did_not_leave_yet_follows_too(runtime: Runtime) -> None:
    """A packing list that a 429 put back into the queue is not sent for the old date."""
    trip_id, number = await bound_and_queued(runtime)
    async with runtime.database.write() as session:
        held = await session.get(DeliveryRow, number)
        assert held is not None
        held.attempt = 1
        session.add(held)
    await taken(runtime, moved(days=3))
    assert await queued(runtime, trip_id) == []


async def test_a_cancelled_trip_sends_nothing_that_was_queued(runtime: Runtime) -> None:
    """Nothing leaves, nothing is due; and reinstated, the packing list still comes once."""
    trip_id, _ = await bound_and_queued(runtime)
    await taken(runtime, replace(LISBON, cancelled=True))
    await deliver(runtime)
    assert isinstance(runtime.channel, Memory)
    assert runtime.channel.arrived == []
    assert (await trip_row(runtime, trip_id)).next_due_at is None


async def test_a_code_lives_as_long_as_the_departure_that_it_is_for(runtime: Runtime) -> None:
    """Rebooked a month later, the code that was handed out still opens."""
    (one,) = await taken(runtime, LISBON)
    await taken(runtime, moved(days=30))
    async with runtime.database.read() as session:
        ends = (await session.execute(select(col(InvitationRow.expires_at)).distinct())).scalars().all()
    assert one.row is not None
    departs = (await trip_row(runtime, one.row.key)).departs_at
    assert departs is not None
    assert ends == [departs + timedelta(days=7)]


async def test_a_booking_that_breaks_something_stays_out_alone(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others of its batch go in, and who asked hears which one did not."""
    good, bad = lisbon_family().booking, replace(lisbon_family().booking, reference="BAD1")

    async def breaks(*given: Any, **named: Any) -> TakenIn:
        if given[1].reference == "BAD1":
            raise ZeroDivisionError
        return await take_in(*given, **named)

    monkeypatch.setattr("bot.services.intake.take_in", breaks)
    told: list[TakenIn] = []
    refused: list[str] = []
    await intake(runtime, [bad, good], told=told.append, refused=lambda one, _: refused.append(one.reference))
    assert (refused, [one.booking.reference for one in told]) == (["BAD1"], [good.reference])
    async with runtime.database.read() as session:
        assert [await trip_by_reference(session, one) is None for one in ("BAD1", good.reference)] == [
            True,
            False,
        ]
