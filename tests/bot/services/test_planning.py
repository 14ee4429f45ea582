"""The clockwork: trips whose instant has come are planned, once, and none stops the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.runtime import Runtime
from bot.services.intake import intake
from bot.services.planning import plan_due, plan_trips
from bot.steps import replan as replanning
from bot.steps.take_in import TakenIn
from bot.storage.database import Database
from bot.storage.deliveries import deliveries_of_trip
from bot.storage.trips import TripRow, wake_trips
from flows.planning.due import Plan
from tests.support.ledger import ANN_CHAT, TwoHands, bind, in_file, in_memory, runtime_over, trip_row
from tests.support.touchpoints import touchpoint
from tests.support.trips import ANN, lisbon_family, utc

BOOKED = utc("2027-01-10T10:00")
PACKING = touchpoint("packing", "departure", "-5d", "18:00")
SUNSCREEN = touchpoint("sunscreen", "departure", "-3d", "18:00")


@pytest.fixture
async def runtime() -> AsyncIterator[Runtime]:
    """A runtime over a database in memory, in January."""
    async with in_memory() as database:
        yield runtime_over(database, PACKING, SUNSCREEN, clock=TwoHands(BOOKED))


def put(runtime: Runtime, at: datetime) -> None:
    """Trip time is `at`."""
    assert isinstance(runtime.clock, TwoHands)
    runtime.clock.trip_now = at


async def ann_joins(runtime: Runtime) -> int:
    """The Lisbon trip with Ann's chat, planned once; its id."""
    told: list[TakenIn] = []
    await intake(runtime, [lisbon_family().booking], told=told.append)
    assert told[0].row is not None
    await bind(runtime, told[0].row.key, ANN_CHAT, ANN.id, known=BOOKED)
    await plan_trips(runtime, [told[0].row.key])
    return told[0].row.key


async def planned(runtime: Runtime, trip_id: int) -> list[str | None]:
    """The touchpoints that were written into the outbox."""
    async with runtime.database.read() as session:
        return [row.touchpoint for row in await deliveries_of_trip(session, trip_id)]


async def test_a_trip_is_planned_at_its_instant_and_not_before(runtime: Runtime) -> None:
    """One second before nothing, then once, then the next instant is the next touchpoint's."""
    trip_id = await ann_joins(runtime)
    put(runtime, utc("2027-05-07T15:59:59"))
    assert (await plan_due(runtime), await planned(runtime, trip_id)) == (0, [])
    put(runtime, utc("2027-05-07T16:00"))
    assert (await plan_due(runtime), await planned(runtime, trip_id)) == (1, ["packing"])
    assert (await trip_row(runtime, trip_id)).next_due_at == utc("2027-05-09T16:00")
    assert await plan_due(runtime) == 0


async def test_planning_twice_writes_once(runtime: Runtime) -> None:
    """What is in the outbox is not planned again, however often a bell rings."""
    trip_id = await ann_joins(runtime)
    put(runtime, utc("2027-05-07T16:00"))
    await plan_trips(runtime, [trip_id, trip_id])
    await plan_trips(runtime, [trip_id])
    assert await planned(runtime, trip_id) == ["packing"]


async def test_two_processes_plan_a_trip_once(tmp_path: Path) -> None:
    """Both look at the same instant; the second finds the work done."""
    async with in_file(tmp_path / "db.sqlite") as one, in_file(tmp_path / "db.sqlite") as two:
        runtimes = [runtime_over(each, PACKING, clock=TwoHands(BOOKED)) for each in (one, two)]
        trip_id = await ann_joins(runtimes[0])
        for runtime in runtimes:
            put(runtime, utc("2027-05-07T16:00"))
        await asyncio.gather(*(plan_due(runtime) for runtime in (*runtimes, *runtimes)))
        assert await planned(runtimes[1], trip_id) == ["packing"]


async def test_an_empty_tick_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing due there is no transaction that writes."""
    async with in_file(tmp_path / "db.sqlite") as database:
        runtime = runtime_over(database, PACKING, clock=TwoHands(BOOKED))
        await ann_joins(runtime)

        def refused(_: Database) -> None:
            raise AssertionError("an empty tick writes")

        monkeypatch.setattr(Database, "write", refused)
        assert await plan_due(runtime) == 0


async def test_a_plan_that_names_the_past_does_not_turn_on_the_spot(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a plan's next instant ever over, the trip is looked at again a minute later."""
    trip_id = await ann_joins(runtime)
    put(runtime, utc("2027-05-07T16:00"))
    monkeypatch.setattr(replanning, "plan", lambda *_, now, **__: Plan(next_due=now))
    async with asyncio.timeout(10):
        assert await plan_due(runtime) == 1
    assert (await trip_row(runtime, trip_id)).next_due_at == utc("2027-05-07T16:01")


async def test_a_trip_that_cannot_be_planned_stops_nobody(runtime: Runtime) -> None:
    """A broken booking is told and tried again in an hour; the others are planned."""
    trip_id = await ann_joins(runtime)
    now = utc("2027-05-07T16:00")
    put(runtime, now)
    async with runtime.database.write() as session:
        broken = TripRow(
            reference="BROKEN",
            folded="broken",
            booking={"no": "booking"},
            booked_at=BOOKED,
            known_at=BOOKED,
            changed_at=BOOKED,
            next_due_at=BOOKED,
        )
        session.add(broken)
        await session.flush()
        number = broken.key
    async with asyncio.timeout(10):
        await plan_due(runtime)
    assert await planned(runtime, trip_id) == ["packing"]
    assert (await trip_row(runtime, number)).next_due_at == now + timedelta(hours=1)


async def test_a_trip_is_never_woken_later_than_its_own_instant(runtime: Runtime) -> None:
    """A publication spreads its looks; what is due earlier stays due."""
    trip_id = await ann_joins(runtime)
    due = (await trip_row(runtime, trip_id)).next_due_at
    assert due is not None
    for at, expected in (
        (due + timedelta(hours=1), due),
        (due - timedelta(hours=1), due - timedelta(hours=1)),
    ):
        async with runtime.database.write() as session:
            await wake_trips(session, [trip_id], at)
        assert (await trip_row(runtime, trip_id)).next_due_at == expected


async def test_closing_stops_planning(runtime: Runtime) -> None:
    """SIGTERM: what is due is planned at the next start."""
    trip_id = await ann_joins(runtime)
    put(runtime, utc("2027-05-07T16:00"))
    runtime.closing.set()
    assert (await plan_due(runtime), await planned(runtime, trip_id)) == (0, [])
