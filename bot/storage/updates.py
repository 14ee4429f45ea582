"""Updates: what Telegram told us, stored before it hears that we have it, then worked on per chat in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, Index, SQLModel, col, delete, func, select

from bot.storage.columns import chat_key, document


class UpdateState(StrEnum):
    """new -> done, or poison: kept aside after several failures."""

    NEW = "new"
    DONE = "done"
    POISON = "poison"


class UpdateRow(SQLModel, table=True):
    """One update. raw: as Telegram sent it, until it is done. chat_id: 0 where there is none."""

    __tablename__ = "updates"
    __table_args__ = (
        Index("updates_work", "state", "chat_id", "update_id"),
        Index("updates_received", "state", "received_at"),
    )

    update_id: int = chat_key(primary=True)
    chat_id: int = chat_key()
    raw: dict[str, Any] = document()
    state: str = Field(default=UpdateState.NEW)
    tries: int = 0
    error: str = ""
    received_at: datetime


async def add_updates(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> int:
    """Store those not held yet; returns how many were new."""
    if not rows:
        return 0
    statement = (
        insert(UpdateRow).values(list(rows)).on_conflict_do_nothing().returning(col(UpdateRow.update_id))
    )
    return len((await session.execute(statement)).scalars().all())


async def waiting_chats(session: AsyncSession, limit: int) -> list[int]:
    """Chats with work, the oldest first."""
    found = await session.execute(
        select(UpdateRow.chat_id)
        .where(UpdateRow.state == UpdateState.NEW)
        .group_by(col(UpdateRow.chat_id))
        .order_by(func.min(UpdateRow.update_id))
        .limit(limit)
    )
    return list(found.scalars())


async def next_update(session: AsyncSession, chat: int) -> UpdateRow | None:
    """The oldest update of a chat that waits."""
    found = await session.execute(
        select(UpdateRow)
        .where(UpdateRow.state == UpdateState.NEW, UpdateRow.chat_id == chat)
        .order_by(col(UpdateRow.update_id))
        .limit(1)
    )
    return found.scalar_one_or_none()


async def forget_updates(session: AsyncSession, before: datetime) -> None:
    """Delete what was done with and received before `before` (real time)."""
    await session.execute(
        delete(UpdateRow).where(col(UpdateRow.state) == UpdateState.DONE, col(UpdateRow.received_at) < before)
    )
