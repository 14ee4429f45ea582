"""Put somebody on the agents' call list, once for one thing.

Not here: the list itself (bot.storage.calls), how agents see it and close it (bot.steps.desk).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.calls import CallRow, CallWhy, call_about


async def call(
    session: AsyncSession,
    trip_id: int,
    traveller: str,
    why: CallWhy,
    about: str,
    text: str,
    *,
    now: datetime,
) -> CallRow:
    """An agent shall ring `traveller`. about: names the thing; text: what they have to hear, plain. now: trip time."""
    held = await call_about(session, trip_id, traveller, why, about)
    if held is not None:
        return held
    row = CallRow(trip_id=trip_id, traveller=traveller, why=why, about=about, text=text, opened_at=now)
    session.add(row)
    await session.flush()
    return row
