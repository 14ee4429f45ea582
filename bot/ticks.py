"""Ticks: APScheduler rings a few bells. It remembers nothing; the database is the only truth (DESIGN §3.12)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.runtime import Runtime
from bot.services import asks, broadcasts, calls, flights, holds, offers, replies, tidying
from bot.services.publishing import refresh
from bot.services.refreshing import refresh_forecasts

log = structlog.get_logger()

PLAN_SECONDS = 1
DELIVER_SECONDS = 1
UPDATES_SECONDS = 5
TIDY_SECONDS = 5
FLIGHTS_SECONDS = 1
"""Who lets a report on a flight go waits for what it does."""
ERASE_SECONDS = 60
FORGET_SECONDS = 3600
REFRESH_SECONDS = 2
FORECAST_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One bell that rings by itself, every so many seconds."""

    seconds: int
    name: str
    work: Callable[[], Coroutine[Any, Any, object]]


def ticks(runtime: Runtime) -> tuple[Tick, ...]:
    """All of them. The rehearsal rings the same ones, whenever it has moved the clock."""
    return (
        Tick(seconds=PLAN_SECONDS, name="plan", work=runtime.bell.plan),
        Tick(seconds=DELIVER_SECONDS, name="deliver", work=runtime.bell.deliver),
        Tick(seconds=UPDATES_SECONDS, name="updates", work=runtime.bell.updates),
        Tick(seconds=TIDY_SECONDS, name="holds", work=lambda: holds.lapse(runtime)),
        Tick(seconds=TIDY_SECONDS, name="replies", work=lambda: replies.undelivered(runtime)),
        Tick(seconds=TIDY_SECONDS, name="asks", work=lambda: asks.post(runtime)),
        Tick(seconds=FLIGHTS_SECONDS, name="flights", work=lambda: flights.tend(runtime)),
        Tick(seconds=TIDY_SECONDS, name="calls", work=lambda: calls.tend(runtime)),
        Tick(seconds=TIDY_SECONDS, name="offers", work=lambda: offers.post(runtime)),
        Tick(seconds=TIDY_SECONDS, name="broadcasts", work=lambda: broadcasts.progress(runtime)),
        Tick(seconds=ERASE_SECONDS, name="erase", work=lambda: tidying.erase_due(runtime)),
        Tick(seconds=FORGET_SECONDS, name="forget", work=lambda: tidying.forget(runtime)),
        Tick(seconds=REFRESH_SECONDS, name="refresh", work=lambda: refresh(runtime)),
        Tick(seconds=FORECAST_SECONDS, name="forecasts", work=lambda: refresh_forecasts(runtime)),
    )


@asynccontextmanager
async def ticking(runtime: Runtime) -> AsyncIterator[None]:
    """Ring while the context is open. Late bells ring once (coalesced), never in a row."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    at_work: set[asyncio.Task[None]] = set()

    def every(seconds: int, name: str, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        async def ring() -> None:
            ringing = asyncio.current_task()
            assert ringing is not None, "the scheduler makes a task of every ring"
            at_work.add(ringing)
            try:
                await work()
            except Exception:
                log.exception("A tick failed; the next one tries again.", action="tick_failed", tick=name)
            finally:
                at_work.discard(ringing)

        scheduler.add_job(
            ring,
            "interval",
            seconds=seconds,
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    for tick in ticks(runtime):
        every(tick.seconds, tick.name, tick.work)
    scheduler.start()
    try:
        yield
    finally:
        # Its shutdown cancels what it rang, even a ring that has not begun and can settle nothing. So: no bell from
        # here on, one turn in which what rang begins, and only then the end.
        scheduler.pause()
        await asyncio.sleep(0)
        if at_work:
            await asyncio.wait(at_work)
        scheduler.shutdown(wait=False)
