"""Forecasts of where travellers are or soon arrive: which are wanted, asked one after the other, kept. Rung by the tick.

Nothing is asked inside a write transaction, and whatever fails is tried later: without a forecast nothing breaks.
Not here: the question itself (bot.lookups.weather), what a plan makes of it (bot.steps.lookups).
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.errors import LookupFailed
from bot.lookups.weather import Weather
from bot.runtime import Runtime
from bot.steps.lookups import AHEAD, coordinates, visited
from bot.storage.forecasts import ForecastRow, Wanted, forecast_row, take_forecasts, want_forecasts
from bot.storage.marks import mark, set_mark
from bot.storage.trips import soon_trips, wake_trips
from flows.library.lookups import Forecast, Sky

log = structlog.get_logger()

LOOKED = "forecasts_wanted"
"""The mark that says when the wanted places were last gathered (real time)."""

GATHER = timedelta(hours=1)
EVERY = timedelta(hours=6)
AGAIN = timedelta(minutes=10)
"""After a failure; twice as long after each further one, up to EVERY."""

LEASE = timedelta(minutes=10)
"""Longer than asking for all that is taken together can take."""

TOGETHER = 20
TRIPS_TOGETHER = 50
APART = 0.5
"""Seconds between two questions."""

PATIENCE = 3
"""Failures in a row after which the service is left alone until the next tick."""


async def refresh_forecasts(runtime: Runtime, *, apart: float = APART) -> int:
    """Ask for the forecasts whose turn it is, a few at a time; returns how many came. apart: seconds between two."""
    if runtime.weather is None:
        return 0
    await _gather(runtime)
    now = runtime.clock.real()
    async with runtime.database.write() as session:
        taken = await take_forecasts(session, now, now + LEASE, TOGETHER)
        asked = [(row.place, row.latitude, row.longitude) for row in taken]
    came = failed = 0
    for number, (place, latitude, longitude) in enumerate(asked):
        if runtime.closing.is_set() or failed == PATIENCE:
            break
        if number:
            await asyncio.sleep(apart)
        forecast = await _ask(runtime.weather, place, latitude, longitude)
        failed = failed + 1 if forecast is None else 0
        came += forecast is not None
        await _keep(runtime, place, forecast)
    if came:
        log.info("Forecasts came.", action="forecasts_refreshed", places=came)
    return came


async def _ask(
    weather: Weather, place: str, latitude: float, longitude: float
) -> tuple[Forecast, ...] | None:
    try:
        return await weather.forecast(latitude, longitude)
    except LookupFailed as error:
        why = str(error.facts["why"])
        log.warning("A forecast did not come.", action="forecast_failed", place=place, why=why)
        return None


async def _keep(runtime: Runtime, place: str, forecast: tuple[Forecast, ...] | None) -> None:
    """Put it in place of the old one, and let the trips be planned again where it tells another sky."""
    async with runtime.database.write() as session:
        row = await forecast_row(session, place)
        if row is None:
            return
        now = runtime.clock.real()
        if forecast is None:
            row.failures += 1
            row.next_at = now + min(AGAIN * 2 ** (min(row.failures, 10) - 1), EVERY)
            session.add(row)
            return
        before = _skies(row, row.forecast)
        row.keep(forecast)
        row.fetched_at, row.next_at, row.failures = now, now + EVERY, 0
        session.add(row)
        if _skies(row, forecast) != before:
            for start in range(0, len(row.trips), 500):
                await wake_trips(session, row.trips[start : start + 500], runtime.clock.trip())


def _skies(row: ForecastRow, forecast: tuple[Forecast, ...]) -> list[tuple[str, Sky]]:
    """What conditions ask of it."""
    return [(one.day.isoformat(), one.sky) for one in forecast if one.day <= row.until]


async def _gather(runtime: Runtime) -> None:
    """Once an hour: which places are wanted, by the trips that are under way or begin soon."""
    real = runtime.clock.real()
    async with runtime.database.read() as session:
        looked = await mark(session, LOOKED)
    if looked is not None and real - GATHER < datetime.fromisoformat(looked) <= real:
        return
    now = runtime.clock.trip()
    wanted: dict[str, Wanted] = {}
    last = 0
    while True:
        async with runtime.database.read() as session:
            rows = await soon_trips(session, now, AHEAD, after=last, limit=TRIPS_TOGETHER)
            trips = [(row.key, row.trip) for row in rows]
        for trip_id, trip in trips:
            for one in visited(trip):
                at = coordinates(one.place, trip, runtime.library)
                if at is None or one.since > now + AHEAD or one.until < now:
                    continue
                key, until = runtime.library.place_key(one.place), one.until.date() + timedelta(days=1)
                held = wanted.get(key)
                wanted[key] = Wanted(
                    latitude=held.latitude if held else round(at[0], 2),
                    longitude=held.longitude if held else round(at[1], 2),
                    until=max(until, held.until) if held else until,
                    trips=(held.trips if held else frozenset()) | {trip_id},
                )
        if len(trips) < TRIPS_TOGETHER or runtime.closing.is_set():
            break
        last = trips[-1][0]
        await asyncio.sleep(0)
    async with runtime.database.write() as session:
        await want_forecasts(session, wanted, real)
        await set_mark(session, LOOKED, real.isoformat())
