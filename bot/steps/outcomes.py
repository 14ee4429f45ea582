"""What becomes of a row that did not leave, or of which nobody knows whether it did: it goes again, later, or never.

Not here: who may leave (claiming), the HTTP call (bot.services.delivery).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.mending import last_edit
from flows.library.touchpoint import MessageClass
from flows.planning.budget import CLASSES, Promise
from flows.planning.due import Reason

log = structlog.get_logger()

PATIENCE = timedelta(hours=24)
"""What could not leave for so long, in real time, ends FAILED."""

DOUBTS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
)
"""How long to wait after the first, second, … unknown outcome: each may have arrived, so they come ever more seldom."""


async def abandon(
    session: AsyncSession, row: DeliveryRow, trip_now: datetime, real_now: datetime, why: str
) -> None:
    """Nobody knows whether it arrived: by its class it goes again, marked, or never again. An edit may always repeat.

    What has to arrive is given up after several doubts: the person may have had every one of them.
    """
    repeats = CLASSES[MessageClass(row.message_class)].promise is Promise.AT_LEAST_ONCE
    row.lease_until = None
    row.error = why
    row.doubts += 1
    again = (row.edit_of is not None or repeats) and row.doubts <= len(DOUBTS)
    if again:
        row.state = State.QUEUED
        row.repeat = row.edit_of is None
        row.retry_at = real_now + DOUBTS[row.doubts - 1]
        await give_way(session, row, trip_now)
    else:
        row.state = State.UNKNOWN
        row.settled_at = trip_now
    session.add(row)
    log.warning("An outcome is unknown.", action="delivery_unknown", delivery=row.id, why=why, again=again)


async def give_way(session: AsyncSession, row: DeliveryRow, now: datetime) -> None:
    """An edit that goes back into the queue yields to a newer one of the same message: the old text must not win."""
    if row.edit_of is None:
        return
    newest = await last_edit(session, row.chat_id, row.edit_of)
    if newest is not None and newest.key > row.key:
        skip(row, Reason.SUPERSEDED, now)


async def put_off(
    session: AsyncSession, row: DeliveryRow, runtime: Runtime, pause: timedelta, reason: str
) -> None:
    """It certainly did not leave: try again after `pause` (real time), until patience ends."""
    trip_now, real_now = runtime.clock.trip(), runtime.clock.real()
    row.failing_since = row.failing_since or real_now
    if row.failing_since + PATIENCE <= real_now:
        row.state, row.reason, row.settled_at = State.FAILED, reason, trip_now
        log.error("A delivery was given up.", action="delivery_given_up", delivery=row.id, why=row.error)
        return
    row.state, row.retry_at = State.QUEUED, real_now + pause
    await give_way(session, row, trip_now)


def skip(row: DeliveryRow, reason: Reason, now: datetime) -> None:
    """It never goes: the row says why."""
    row.state, row.reason, row.settled_at = State.SKIPPED, reason, now
    log.info("A delivery was skipped.", action="delivery_skipped", delivery=row.id, reason=reason)
