"""The daily forecast of a place, asked over HTTP of a service that speaks as Open-Meteo does.

Nothing it answers is believed unread: nonsense is a LookupFailed, a nonsensical day is left out. Not here: when it is
asked and what is kept (bot.services.refreshing, bot.storage.forecasts).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx

from bot.errors import LookupFailed
from bot.settings import Settings
from flows.library.lookups import Forecast, Sky

DAYS = 14
SECONDS = 10.0
"""Of patience with each step of an answer."""

LONGEST = 20.0
"""Seconds that a whole answer may take, however steadily it drips."""

LARGEST = 200_000
DAILY = ("weather_code", "temperature_2m_min", "temperature_2m_max", "precipitation_probability_max")

COLDEST, HOTTEST = -95, 65
"""Degrees Celsius that the Earth has known, with a little room."""


def sky(code: int) -> Sky | None:
    """What a WMO weather code (4677, as Open-Meteo groups it) means for a day; None for one that nobody knows."""
    for kind, codes in SKIES.items():
        if code in codes:
            return kind
    return None


SKIES: Mapping[Sky, tuple[int, ...]] = {
    Sky.CLEAR: (0, 1),
    Sky.CLOUD: (2, 3),
    Sky.FOG: (45, 48),
    Sky.RAIN: (51, 53, 55, 56, 57, 61, 63, 65, 66, 67, 80, 81, 82),
    Sky.SNOW: (71, 73, 75, 77, 85, 86),
    Sky.THUNDER: (95, 96, 99),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """A service at an address. longest: seconds for one answer. Open it with `weather`."""

    client: httpx.AsyncClient
    url: str
    key: str = ""
    longest: float = LONGEST

    async def forecast(self, latitude: float, longitude: float) -> tuple[Forecast, ...]:
        """The coming days at these coordinates (degrees), by local day. Raises LookupFailed."""
        query = {
            "latitude": f"{latitude:.2f}",
            "longitude": f"{longitude:.2f}",
            "daily": ",".join(DAILY),
            "timezone": "auto",
            "forecast_days": str(DAYS),
        }
        if self.key:
            query["apikey"] = self.key
        try:
            async with (
                asyncio.timeout(self.longest),
                self.client.stream("GET", self.url, params=query) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    raise LookupFailed(why=f"it answered {answer.status_code}")
                body = bytearray()
                async for piece in answer.aiter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        raise LookupFailed(why=f"it answered more than {LARGEST // 1000} kB")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            # Only the kind of error: its words may hold the address, and that the key.
            raise LookupFailed(why=type(error).__name__) from None
        return days_in(bytes(body))


@asynccontextmanager
async def weather(settings: Settings) -> AsyncIterator[Weather | None]:
    """The service that the settings name, closed with the context; None where it is off."""
    if not settings.weather:
        yield None
        return
    async with httpx.AsyncClient(timeout=SECONDS, follow_redirects=False) as client:
        yield Weather(client=client, url=settings.weather_url, key=settings.weather_key.get_secret_value())


def days_in(body: bytes) -> tuple[Forecast, ...]:
    """The days of an answer, by day. Raises LookupFailed when there is none in it."""
    try:
        daily = json.loads(body)["daily"]
        columns = [daily["time"], *(daily[name] for name in DAILY[:3])]
        rain = daily.get(DAILY[3])
        rows = list(zip(*columns, rain if isinstance(rain, list) else [None] * len(columns[0]), strict=True))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LookupFailed(why="its answer is no forecast") from error
    found = {day.day: day for row in rows[: DAYS * 2] if (day := _day(*row)) is not None}
    if not found:
        raise LookupFailed(why="its answer holds no day")
    return tuple(found[day] for day in sorted(found))


def _day(day: Any, code: Any, low: Any, high: Any, rain: Any) -> Forecast | None:
    """One day, or None when it makes no sense."""
    numbers = [_number(one) for one in (code, low, high)]
    if any(one is None for one in numbers) or not isinstance(day, str):
        return None
    weather_code, coldest, warmest = (round(one) for one in numbers if one is not None)
    kind = sky(weather_code)
    if kind is None or not COLDEST <= coldest <= warmest <= HOTTEST:
        return None
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return None
    chance = _number(rain)
    percent = round(chance) if chance is not None and 0 <= chance <= 100 else None
    return Forecast(day=when, low=coldest, high=warmest, sky=kind, rain_chance=percent)


def _number(value: Any) -> float | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6
    return float(value) if fits else None
