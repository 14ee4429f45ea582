"""Forecasts: looked up for those who are there or soon arrive, kept, and planned with; off and broken without harm."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.runtime import Runtime, Shelf
from bot.services.intake import intake
from bot.services.planning import plan_due, plan_trips
from bot.services.refreshing import AGAIN, EVERY, GATHER, LEASE, TOGETHER, refresh_forecasts
from bot.steps.lookups import STALE, lookups_of
from bot.steps.situation import situation
from bot.steps.take_in import TakenIn
from bot.storage.deliveries import deliveries_of_trip
from bot.storage.forecasts import ForecastRow
from bot.storage.recipients import recipients_of_trip
from flows.library.audience import Audience
from flows.library.lookups import Sky
from flows.library.touchpoint import Touchpoint
from flows.talk.values import value
from flows.trips.trip import Booking
from tests.support.lands import WORLD
from tests.support.ledger import ANN_CHAT, TwoHands, bind, in_memory, runtime_over, trip_row
from tests.support.touchpoints import touchpoint
from tests.support.trips import ANN, italy_round_trip, lisbon_family, place, stay, town, trip, utc
from tests.support.weather_service import WeatherService, asking

ARRIVES = utc("2027-05-12T10:45")
MORNING = utc("2027-05-05T08:00")
SOON = timedelta(seconds=1)


@dataclass(kw_only=True)
class World:
    """A runtime with weather on, the service that it asks, and its clock."""

    runtime: Runtime
    service: WeatherService
    clock: TwoHands

    async def refresh(self) -> int:
        return await refresh_forecasts(self.runtime, apart=0.0)

    async def later(self, time: timedelta) -> int:
        """Both clocks go on, and the bell rings."""
        self.clock.pass_(time)
        return await self.refresh()

    async def takes_in(self, *bookings: Booking) -> list[int]:
        """The trips with Ann's chat bound to each, planned; their ids."""
        told: list[TakenIn] = []
        await intake(self.runtime, bookings, told=told.append)
        ids = [one.row.key for one in told if one.row is not None]
        for trip_id in ids:
            await bind(self.runtime, trip_id, ANN_CHAT + trip_id, ANN.id, known=self.runtime.clock.trip())
        await plan_trips(self.runtime, ids)
        return ids

    async def rows(self) -> list[ForecastRow]:
        async with self.runtime.database.read() as session:
            return list((await session.execute(select(ForecastRow).order_by(ForecastRow.place))).scalars())

    async def places(self) -> list[str]:
        return [row.place for row in await self.rows()]


def with_weather(runtime: Runtime, weather: Any, touchpoints: Iterable[Touchpoint] = ()) -> Runtime:
    shelf = Shelf(replace(WORLD, touchpoints=tuple(touchpoints), words={}))
    changed = replace(runtime, weather=weather, shelf=shelf)
    changed.bell.runtime = changed  # type: ignore[attr-defined]
    return changed


RAINY = touchpoint("rain_tips", "arrival", "+1d", "09:00", audience=Audience(sky=frozenset({Sky.RAIN})))
FORESEEN = touchpoint("weather", "departure", "-3d", "09:00", audience=Audience(forecast=True))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A week before the family flies to Lisbon."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(in_memory())
        service = await stack.enter_async_context(WeatherService(since=date(2027, 5, 5)))
        weather = await stack.enter_async_context(asking(service, seconds=0.2))
        clock = TwoHands(MORNING)
        bare = runtime_over(database, clock=clock, weather=True)
        yield World(runtime=with_weather(bare, weather, (RAINY, FORESEEN)), service=service, clock=clock)


async def test_a_forecast_is_looked_up_once_for_all_who_go_there(world: World) -> None:
    """Two trips to one town are one question, at the town's coordinates."""
    other = replace(lisbon_family().booking, reference="LISBON-5")
    await world.takes_in(lisbon_family().booking, other)
    assert await world.refresh() == 1
    assert await world.places() == ["lisbon"]
    (asked,) = world.service.asked
    assert (asked["latitude"][:4], asked["longitude"][:4]) == ("38.7", "-9.1")
    assert await world.refresh() == 0


async def test_nobody_is_asked_about_a_trip_that_is_far_off_or_over(world: World) -> None:
    """Ten days before the arrival it begins, not a second earlier; a cancelled trip needs none."""
    await world.takes_in(replace(lisbon_family().booking, cancelled=True, reference="OFF-1"))
    await world.takes_in(lisbon_family().booking)
    leaves = utc("2027-05-12T04:40")
    world.clock.trip_now = leaves - timedelta(days=10) - timedelta(hours=3)
    assert await world.refresh() == 0
    world.clock.trip_now = ARRIVES - timedelta(days=10) + SOON
    assert await world.later(GATHER) == 1
    world.clock.trip_now = utc("2027-05-21T12:00")
    assert await world.later(GATHER) == 0
    assert await world.places() == []


async def test_every_town_of_a_trip_has_its_forecast(world: World) -> None:
    """Rome, Florence and Venice."""
    world.clock.trip_now = utc("2027-09-09T08:00")
    await world.takes_in(italy_round_trip().booking)
    assert await world.refresh() == 3
    assert await world.places() == ["IT/florence", "IT/rome", "IT/venice"]


async def test_a_place_that_nobody_can_find_is_left_out(world: World) -> None:
    """A village without coordinates and airport is asked nothing; a town with an airport lies where that is."""
    nowhere = stay("Casa", town("Monsanto", "PT", "Europe/Lisbon"), "2027-05-06", "2027-05-08", id="a")
    porto = stay("Casa", town("Porto", "PT", "Europe/Lisbon"), "2027-05-08", "2027-05-10", id="b")
    await world.takes_in(trip(nowhere, porto).booking)
    assert await world.refresh() == 1
    assert await world.places() == ["PT/porto"]
    assert world.service.asked[0]["latitude"].startswith("41.2")


async def test_it_is_asked_again_after_six_hours(world: World) -> None:
    """One second before nothing is asked."""
    await world.takes_in(lisbon_family().booking)
    await world.refresh()
    assert await world.later(EVERY - SOON) == 0
    assert await world.later(SOON) == 1


async def test_another_sky_wakes_the_trip_and_the_same_one_does_not(world: World) -> None:
    """A degree more changes no condition; rain does."""
    (trip_id,) = await world.takes_in(lisbon_family().booking)
    asleep = (await trip_row(world.runtime, trip_id)).next_due_at
    await world.refresh()
    assert (await trip_row(world.runtime, trip_id)).next_due_at == world.clock.trip() != asleep
    await plan_due(world.runtime)
    planned = (await trip_row(world.runtime, trip_id)).next_due_at
    world.service.high = 25.0
    await world.later(EVERY)
    assert (await trip_row(world.runtime, trip_id)).next_due_at == planned
    world.service.code = 61
    await world.later(EVERY)
    assert (await trip_row(world.runtime, trip_id)).next_due_at == world.clock.trip()


async def test_what_depends_on_the_sky_is_planned_with_it(world: World) -> None:
    """Three days before leaving the forecast is told; tips for rain go on a rainy day only."""
    (trip_id,) = await world.takes_in(lisbon_family().booking)
    await world.refresh()
    for day in ("2027-05-09T07:00", "2027-05-13T08:00"):
        world.clock.trip_now = world.clock.real_now = utc(day)
        await world.refresh()
        await plan_due(world.runtime)
    async with world.runtime.database.read() as session:
        assert [row.touchpoint for row in await deliveries_of_trip(session, trip_id)] == ["weather"]
    world.service.code = 80
    world.clock.trip_now = world.clock.real_now = utc("2027-05-13T08:10")
    await _forget(world)
    await world.refresh()
    await plan_due(world.runtime)
    async with world.runtime.database.read() as session:
        told = [row.touchpoint for row in await deliveries_of_trip(session, trip_id)]
    assert told == ["weather", "rain_tips"]


async def _forget(world: World) -> None:
    """It is time to ask again, at once."""
    async with world.runtime.database.write() as session:
        for row in (await session.execute(select(ForecastRow))).scalars():
            row.next_at = world.clock.real()
            session.add(row)


async def test_a_text_tells_the_forecast_that_is_kept(world: World) -> None:
    """From the wire to the words."""
    (trip_id,) = await world.takes_in(lisbon_family().booking)
    await world.refresh()
    row = await trip_row(world.runtime, trip_id)
    async with world.runtime.database.read() as session:
        (bound,) = await recipients_of_trip(session, trip_id)
        found = await situation(session, world.runtime, row, bound, now=world.clock.trip())
    assert value(found.facts, "trip.weather").splitlines()[0] == "Wed 12 May ☀️ 14–23 °C"


async def test_an_old_forecast_is_not_told(world: World) -> None:
    """Two days after the last answer it counts no more, one second before it does."""
    (trip_id,) = await world.takes_in(lisbon_family().booking)
    await world.refresh()
    row = await trip_row(world.runtime, trip_id)

    async def days() -> int:
        async with world.runtime.database.read() as session:
            known = await lookups_of(session, world.runtime, row, row.trip, now=world.clock.trip())
        return len(known.forecasts("lisbon"))

    world.clock.real_now += STALE
    assert await days() == 14
    world.clock.real_now += SOON
    assert await days() == 0


async def test_a_failure_keeps_the_old_forecast_and_is_tried_ever_more_seldom(world: World) -> None:
    """10 minutes, 20, 40 …, and at once as usual when it answers again."""
    await world.takes_in(lisbon_family().booking)
    await world.refresh()
    world.service.fail(500, times=2)
    assert await world.later(EVERY) == 0
    assert len((await world.rows())[0].forecast) == 14
    assert await world.later(AGAIN - SOON) == 0
    assert len(world.service.asked) == 2
    assert await world.later(SOON) == 0
    assert len(world.service.asked) == 3
    assert await world.later(2 * AGAIN) == 1
    assert (await world.rows())[0].failures == 0


@pytest.mark.parametrize("fault", [{"status": 500}, {"body": b"<html>"}, {"hang": True}])
async def test_whatever_goes_wrong_the_bot_goes_on(world: World, fault: dict[str, Any]) -> None:
    """An error, nonsense, silence: logged, and nothing else happens."""
    (trip_id,) = await world.takes_in(lisbon_family().booking)
    asleep = (await trip_row(world.runtime, trip_id)).next_due_at
    world.service.fail(**fault)
    assert await world.refresh() == 0
    assert (await trip_row(world.runtime, trip_id)).next_due_at == asleep


async def test_a_service_that_is_down_is_left_alone_after_three(world: World) -> None:
    """The rest of the places wait for the next turn."""
    where = ["LIS", "FCO", "FLR", "VCE", "CDG"]
    await world.takes_in(
        *(
            trip(stay("Hotel", place(code), "2027-05-06", "2027-05-09", id=code), reference=code).booking
            for code in where
        )
    )
    world.service.fail(503, times=99)
    assert await world.refresh() == 0
    assert len(world.service.asked) == 3
    assert await world.later(LEASE) == 0
    assert len(world.service.asked) == 6


async def test_what_is_taken_at_once_is_bounded(world: World) -> None:
    """No more than a handful a turn, the rest in the next."""
    await world.takes_in(
        *(
            trip(
                stay(
                    "Inn",
                    town(f"Town {number}", "PT", "Europe/Lisbon", (38.0 + number / 10, -8.0)),
                    "2027-05-06",
                    "2027-05-09",
                    id=f"inn-{number}",
                ),
                reference=f"RG-{number}",
            ).booking
            for number in range(TOGETHER + 2)
        )
    )
    assert [await world.refresh(), await world.refresh(), await world.refresh()] == [TOGETHER, 2, 0]


async def test_two_clocks_ask_once(world: World) -> None:
    """What one has taken, another does not ask for."""
    await world.takes_in(lisbon_family().booking)
    twin = replace(world.runtime)
    assert sorted([await refresh_forecasts(twin), await world.refresh()]) == [0, 1]


async def test_switched_off_nothing_is_asked_and_nothing_told(world: World) -> None:
    """No weather by default: no question, no forecast, and holidays all the same."""
    (trip_id,) = await world.takes_in(lisbon_family().booking)
    await world.refresh()
    off = replace(
        world.runtime, weather=None, settings=world.runtime.settings.model_copy(update={"weather": False})
    )
    world.clock.pass_(EVERY)
    assert await refresh_forecasts(off) == 0
    assert len(world.service.asked) == 1
    row = await trip_row(off, trip_id)
    async with off.database.read() as session:
        known = await lookups_of(session, off, row, row.trip, now=world.clock.trip())
    assert known.forecasts("lisbon") == ()
    assert [one.name("en") for one in known.holidays("PT", date(2027, 5, 1), date(2027, 5, 2))] == [
        "Labour Day"
    ]


async def test_a_stop_ends_the_asking(world: World) -> None:
    """A bot that is closing asks nothing more."""
    await world.takes_in(lisbon_family().booking)
    world.runtime.closing.set()
    assert await world.refresh() == 0
    assert world.service.asked == []
