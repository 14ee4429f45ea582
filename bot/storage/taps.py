"""Taps: what a button means. Callback data is only its token, valid for its chat (DESIGN §3.8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete

from bot.storage.columns import chat_key, document


class TapRow(SQLModel, table=True):
    """One button that left: token, the chat it is valid for, action and data, the delivery it stands under."""

    __tablename__ = "taps"

    token: str = Field(primary_key=True)
    chat_id: int = chat_key()
    action: str
    data: dict[str, Any] = document()
    delivery_id: int | None = Field(default=None, index=True)
    created_at: datetime = Field(index=True)


async def tap_by_token(session: AsyncSession, token: str, chat: int) -> TapRow | None:
    """The tap, or None when the token is unknown or belongs to another chat."""
    row = await session.get(TapRow, token)
    return row if row is not None and row.chat_id == chat else None


async def forget_taps(session: AsyncSession, before: datetime) -> None:
    """Delete buttons that left before `before` (trip time)."""
    await session.execute(delete(TapRow).where(col(TapRow.created_at) < before))
