"""Made-up weather for made-up trips: every sky comes by, the same at every run. Nobody is told it as true.

Not here: real forecasts (bot.lookups).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flows.library.lookups import Forecast, Sky
from flows.trips.trip import Trip

SKIES = (Sky.CLEAR, Sky.RAIN, Sky.CLEAR, Sky.CLOUD, Sky.THUNDER, Sky.CLEAR, Sky.SNOW, Sky.FOG)
LONGEST = 120


def made_weather(trip: Trip) -> Callable[[str], tuple[Forecast, ...]]:
    """A forecast for every day of the trip, at any place."""
    days = [
        time.day for segment in trip.booking.segments for time in (segment.departs, segment.arrives) if time
    ]
    if not days:
        return lambda key: ()
    first = min(days) - timedelta(days=1)
    length = min((max(days) - first).days + 2, LONGEST)
    found = tuple(
        Forecast(
            day=(day := first + timedelta(days=number)),
            low=(low := 4 + (day.toordinal() * 7) % 16),
            high=low + 6,
            sky=SKIES[day.toordinal() % len(SKIES)],
            rain_chance=(day.toordinal() * 13) % 100,
        )
        for number in range(length)
    )
    return lambda key: found
