"""Plan the trips whose instant has come. The tick's work: with none due it is one look at an index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.runtime import Runtime
from bot.steps.replan import replan
from bot.storage.trips import due_trips, trip_by_id, wait_until

log = structlog.get_logger()

TOGETHER = 50
"""Trips planned in one transaction."""

AGAIN = timedelta(hours=1)
"""When to try again to plan a trip that could not be planned."""


async def plan_due(runtime: Runtime) -> int:
    """Plan every trip whose next due instant has come; returns how many. Rings the delivery bell after each batch."""
    planned = 0
    while not runtime.closing.is_set():
        now = runtime.clock.trip()
        async with runtime.database.read() as session:
            waiting = await due_trips(session, now, TOGETHER)
        if not waiting:
            return planned
        planned += await plan_trips(runtime, waiting)
    return planned


async def plan_trips(runtime: Runtime, trip_ids: Sequence[int]) -> int:
    """Plan these trips in one transaction; returns how many were found."""
    planned = written = 0
    async with runtime.database.write() as session:
        now = runtime.clock.trip()
        for trip_id in trip_ids:
            row = await trip_by_id(session, trip_id)
            if row is None:
                continue
            planned += 1
            try:
                async with session.begin_nested():
                    written += await replan(session, runtime, row, now=now)
            except Exception:
                # One trip that cannot be planned must not stop all others, nor be asked for each second.
                log.exception("A trip cannot be planned.", action="trip_unplanned", trip=trip_id)
                await wait_until(session, trip_id, now + AGAIN)
    if written:
        await runtime.bell.deliver()
        log.info("Trips planned.", action="trips_planned", trips=planned, deliveries=written)
    return planned
