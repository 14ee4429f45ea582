"""Slots: the pace of the bot and of each chat, in real time (DESIGN §3.12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

BOT = "bot"
BELIEVABLE = timedelta(seconds=120)
"""A slot further ahead than this, which no 429 asked for, comes from a clock that was set back: it counts as now."""


class SlotRow(SQLModel, table=True):
    """key: "bot" or "chat:<id>". next_at: when the next message may leave. pushed: the seconds that a 429 asked for."""

    __tablename__ = "slots"

    key: str = Field(primary_key=True)
    next_at: datetime
    pushed: float = 0.0

    def opens(self, now: datetime) -> datetime:
        """When the next message may leave, as far as it can be believed."""
        allowed = now + max(timedelta(seconds=self.pushed), BELIEVABLE)
        return self.next_at if now < self.next_at <= allowed else now


def chat_slot(chat: int) -> str:
    """The key of a chat's slot."""
    return f"chat:{chat}"


async def take_slot(session: AsyncSession, key: str, *, now: datetime, rate: float) -> datetime:
    """When a message may leave; the slot moves on by 1/rate."""
    row = await session.get(SlotRow, key)
    step = timedelta(seconds=1 / rate)
    if row is None:
        session.add(SlotRow(key=key, next_at=now + step))
        return now
    at = row.opens(now)
    row.next_at = at + step
    row.pushed = 0.0
    session.add(row)
    return at


async def peek_slot(session: AsyncSession, key: str, *, now: datetime) -> datetime:
    """When the next message could leave, without taking the slot."""
    row = await session.get(SlotRow, key)
    return row.opens(now) if row is not None else now


async def push_slot(session: AsyncSession, key: str, *, until: datetime, now: datetime) -> None:
    """Nothing leaves before `until`: Telegram asked to wait."""
    row = await session.get(SlotRow, key) or SlotRow(key=key, next_at=now)
    row.next_at = max(row.opens(now), until)
    row.pushed = (row.next_at - now).total_seconds()
    session.add(row)


async def another_pushed(session: AsyncSession, key: str, *, now: datetime) -> bool:
    """True when a 429 holds another private chat too: then it is not one chat that is too fast, but the bot."""
    found = await session.execute(
        select(SlotRow).where(
            col(SlotRow.pushed) > 0,
            col(SlotRow.next_at) > now,
            col(SlotRow.key).like("chat:%"),
            col(SlotRow.key).not_like("chat:-%"),
            SlotRow.key != key,
        )
    )
    return any(row.opens(now) > now for row in found.scalars())
