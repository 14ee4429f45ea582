"""Slots: the pace of the bot and of each chat, in real time (DESIGN §3.12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel


class SlotRow(SQLModel, table=True):
    """key: "bot" or "chat:<id>". next_at: when the next message may leave. pushed: the furthest that a 429 asked for."""

    __tablename__ = "slots"

    key: str = Field(primary_key=True)
    next_at: datetime
    pushed: float = 0.0


async def take_slot(session: AsyncSession, key: str, *, now: datetime, rate: float) -> datetime:
    """When a message may leave; the slot moves on by 1/rate. A slot further ahead than a clock jump explains is now."""
    row = await session.get(SlotRow, key)
    step = timedelta(seconds=1 / rate)
    if row is None:
        session.add(SlotRow(key=key, next_at=now + step))
        return now
    allowed = now + max(timedelta(seconds=row.pushed), timedelta(seconds=120))
    at = row.next_at if now < row.next_at <= allowed else now
    row.next_at = at + step
    row.pushed = 0.0
    session.add(row)
    return at


async def peek_slot(session: AsyncSession, key: str, *, now: datetime) -> datetime:
    """When the next message could leave, without taking the slot."""
    row = await session.get(SlotRow, key)
    return max(row.next_at, now) if row is not None else now


async def push_slot(session: AsyncSession, key: str, *, until: datetime, now: datetime) -> None:
    """Nothing leaves before `until`: Telegram asked to wait."""
    row = await session.get(SlotRow, key) or SlotRow(key=key, next_at=until)
    row.next_at = max(row.next_at, until)
    row.pushed = (row.next_at - now).total_seconds()
    session.add(row)
