"""Made-up weather for the demo's trips, kept where looked-up forecasts are kept: the demo asks nobody outside.

Not here: real forecasts (bot.services.refreshing), what a plan makes of them (bot.steps.lookups).
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.lookups import visited
from bot.storage.forecasts import ForecastRow, forecast_row
from flows.library.audience import Feel
from flows.library.lookups import Forecast, Sky
from flows.trips.trip import Trip

FAR = timedelta(days=365)
WARMTH = {Feel.HOT: 31, Feel.WARM: 25, Feel.MILD: 19, Feel.COOL: 13, Feel.COLD: 3}
SKIES = (Sky.CLEAR, Sky.CLOUD, Sky.RAIN, Sky.CLEAR, Sky.CLEAR, Sky.CLOUD, Sky.CLEAR)
"""From the day of arrival on, over and over: the third day is for museums."""

RAIN = {Sky.CLEAR: 5, Sky.CLOUD: 20, Sky.RAIN: 80}


async def make_weather(session: AsyncSession, runtime: Runtime, trip: Trip) -> None:
    """Put a forecast in place for wherever this trip stays, that nobody will ask for again."""
    real = runtime.clock.real()
    for one in visited(trip):
        place = runtime.library.place_key(one.place)
        row = await forecast_row(session, place)
        if row is None:
            row = ForecastRow(place=place, latitude=0, longitude=0, until=one.until.date(), next_at=real)
        since, until = one.since.date(), one.until.date()
        feel = runtime.library.feel(one.place, since.month) or Feel.MILD
        row.until, row.fetched_at, row.next_at = until, real, real + FAR
        row.keep(_days(since, until, WARMTH[feel]))
        session.add(row)


def _days(since: date, until: date, warmth: int) -> list[Forecast]:
    found = []
    for number in range((until - since).days + 1):
        sky = SKIES[number % len(SKIES)]
        high = warmth + (number * 2) % 3 - (4 if sky is Sky.RAIN else 0)
        day = since + timedelta(days=number)
        found.append(Forecast(day=day, low=high - 7, high=high, sky=sky, rain_chance=RAIN[sky]))
    return found
