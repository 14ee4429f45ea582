"""Broadcasts: one message to an audience."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, func, select

from bot.storage.columns import chat_key, document, documents, serial
from bot.storage.deliveries import DeliveryRow


class BroadcastRow(SQLModel, table=True):
    """state: draft -> sending -> done, or cancelled. audience: the conditions as typed; texts: locale -> text.
    recipients: ids, fixed when confirmed. card: the message in the group that shows preview and progress."""

    __tablename__ = "broadcasts"

    id: int | None = serial()
    staff_id: int
    chat_id: int = chat_key()
    audience: dict[str, Any] = document()
    message_class: str
    texts: dict[str, Any] = document()
    recipients: list[int] = documents()
    state: str = "draft"
    card: int | None = None
    created_at: datetime
    confirmed_at: datetime | None = None


async def broadcast_progress(session: AsyncSession, broadcast_id: int) -> Counter[str]:
    """How many of its deliveries stand in which state."""
    found = await session.execute(
        select(DeliveryRow.state, func.count())
        .where(DeliveryRow.broadcast_id == broadcast_id)
        .group_by(DeliveryRow.state)
    )
    return Counter(dict(found.all()))


async def broadcasts_under_way(session: AsyncSession) -> list[BroadcastRow]:
    """Those that are being sent."""
    found = await session.execute(select(BroadcastRow).where(BroadcastRow.state == "sending"))
    return list(found.scalars())
