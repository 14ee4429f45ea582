"""Ticks: APScheduler rings a few bells. It remembers nothing; the database is the only truth (DESIGN §3.12)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.runtime import Runtime
from bot.services import asks, broadcasts, holds, offers, replies, tidying
from bot.services.publishing import refresh
from bot.services.refreshing import refresh_forecasts

log = structlog.get_logger()

PLAN_SECONDS = 1
DELIVER_SECONDS = 1
UPDATES_SECONDS = 5
TIDY_SECONDS = 5
ERASE_SECONDS = 60
FORGET_SECONDS = 3600
REFRESH_SECONDS = 2
FORECAST_SECONDS = 60


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

    every(PLAN_SECONDS, "plan", runtime.bell.plan)
    every(DELIVER_SECONDS, "deliver", runtime.bell.deliver)
    every(UPDATES_SECONDS, "updates", runtime.bell.updates)
    every(TIDY_SECONDS, "holds", lambda: holds.lapse(runtime))
    every(TIDY_SECONDS, "replies", lambda: replies.undelivered(runtime))
    every(TIDY_SECONDS, "asks", lambda: asks.post(runtime))
    every(TIDY_SECONDS, "offers", lambda: offers.post(runtime))
    every(TIDY_SECONDS, "broadcasts", lambda: broadcasts.progress(runtime))
    every(ERASE_SECONDS, "erase", lambda: tidying.erase_due(runtime))
    every(FORGET_SECONDS, "forget", lambda: tidying.forget(runtime))
    every(REFRESH_SECONDS, "refresh", lambda: refresh(runtime))
    every(FORECAST_SECONDS, "forecasts", lambda: refresh_forecasts(runtime))
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
