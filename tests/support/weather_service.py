"""A weather service on loopback that speaks as Open-Meteo does: it remembers what it was asked, and fails when told to."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from types import TracebackType
from typing import Any, Self

import httpx
from aiohttp import web

from bot.lookups.weather import Weather

KEY = "SECRET-KEY"


class WeatherService:
    """Used as `async with WeatherService(since=…) as service:`; service.url is its address.

    code, low, high: the weather of every day, from `since` on. wants_key: 401 without it.
    """

    def __init__(self, *, since: date, days: int = 14, wants_key: bool = False) -> None:
        self.since, self.days, self.wants_key = since, days, wants_key
        self.code, self.low, self.high = 0, 14.4, 22.6
        self.asked: list[dict[str, str]] = []
        self.url = ""
        self._faults: deque[web.Response | None] = deque()
        self._drips = False
        self._closing = asyncio.Event()
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None), shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1/forecast"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        assert self._runner is not None
        await self._runner.cleanup()

    def drip(self) -> None:
        """From now on answers come byte by byte, and do not end."""
        self._drips = True

    def fail(self, status: int = 200, body: bytes = b"", *, hang: bool = False, times: int = 1) -> None:
        """Let the next answers be this; hang: let them not come."""
        self._faults.extend(None if hang else web.Response(status=status, body=body) for _ in range(times))

    def daily(self) -> dict[str, Any]:
        """What it answers for any place."""
        count = range(self.days)
        return {
            "time": [(self.since + timedelta(days=number)).isoformat() for number in count],
            "weather_code": [self.code for _ in count],
            "temperature_2m_min": [self.low for _ in count],
            "temperature_2m_max": [self.high for _ in count],
            "precipitation_probability_max": [30 for _ in count],
        }

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(dict(request.query))
        if self._faults:
            fault = self._faults.popleft()
            if fault is not None:
                return fault
            await self._closing.wait()
        if self._drips:
            dripping = web.StreamResponse()
            await dripping.prepare(request)
            while not self._closing.is_set():
                await dripping.write(b" ")
                await asyncio.sleep(0.02)
            return dripping
        if self.wants_key and request.query.get("apikey") != KEY:
            return web.Response(status=401)
        return web.Response(body=json.dumps({"daily": self.daily()}).encode())


@asynccontextmanager
async def asking(service: WeatherService, *, key: str = "", seconds: float = 5.0) -> AsyncIterator[Weather]:
    """Our side of the wire. seconds: patience with one answer."""
    async with httpx.AsyncClient(timeout=seconds) as client:
        yield Weather(client=client, url=service.url, key=key)
