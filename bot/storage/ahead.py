"""The next instant at which anything at all comes due, for who moves a clock by hand instead of waiting for it.

Not here: what comes due (trips, deliveries, chats).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select

from bot.storage.chats import ChatRow
from bot.storage.deliveries import earliest_queued
from bot.storage.trips import TripRow


async def next_instant(session: AsyncSession, now: datetime) -> datetime | None:
    """The earliest of: a trip to plan, a message that may leave, a hold that ends, an erasure whose time comes. It may lie
    in the past where something waits. None when nothing lies ahead. now: trip time."""
    due = (await session.execute(select(func.min(TripRow.next_due_at)))).scalar_one_or_none()
    hold = select(func.min(ChatRow.hold_until)).where(col(ChatRow.hold_until) > now)
    erase = select(func.min(ChatRow.erase_at)).where(col(ChatRow.erase_at) > now)
    found = (
        due,
        await earliest_queued(session),
        (await session.execute(hold)).scalar_one_or_none(),
        (await session.execute(erase)).scalar_one_or_none(),
    )
    return min((at for at in found if at is not None), default=None)
