"""Chats: private ones of travellers and staff, and the agents' group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from bot.storage.columns import chat_key, document


class ChatRow(SQLModel, table=True):
    """One chat. locale_chosen: by the person, not by the channel. state: the dialogue's, as JSON. offers: consent
    (None: not asked); location: the same to positions. tries, locked_until: wrong codes. trip_id: the trip that was chosen to be talked about, None when
    nobody chose. several: it joined more than one trip. agents: it is the bound agents' group. paused_at, paused_why: marketing is paused until an agent says
    otherwise, and for what ("score", "mood"). erase_asked_at: erasure was asked for; erase_at: when it follows, once duty
    of care needs nothing any more."""

    __tablename__ = "chats"

    id: int = chat_key(primary=True)
    private: bool = True
    name: str = ""
    locale: str = "en"
    locale_chosen: bool = False
    agents: bool = Field(default=False, index=True)
    state: dict[str, Any] = document()
    trip_id: int | None = None
    several: bool = False
    offers: bool | None = None
    offers_at: datetime | None = None
    location: bool | None = None
    location_at: datetime | None = None
    blocked_at: datetime | None = None
    stopped_at: datetime | None = None
    hold_until: datetime | None = Field(default=None, index=True)
    held_by: str = ""
    tries: int = 0
    locked_until: datetime | None = None
    paused_at: datetime | None = None
    paused_why: str = ""
    erase_asked_at: datetime | None = None
    erase_at: datetime | None = Field(default=None, index=True)
    created_at: datetime


async def chat_by_id(session: AsyncSession, chat: int) -> ChatRow | None:
    """The chat, or None when it never wrote."""
    return await session.get(ChatRow, chat)


async def agents_group(session: AsyncSession) -> ChatRow | None:
    """The bound group of the agents, or None."""
    found = await session.execute(select(ChatRow).where(col(ChatRow.agents).is_(True)).limit(1))
    return found.scalar_one_or_none()


async def lapsed_holds(session: AsyncSession, now: datetime) -> list[ChatRow]:
    """Chats whose hold has run out."""
    found = await session.execute(
        select(ChatRow).where(col(ChatRow.hold_until).is_not(None), col(ChatRow.hold_until) <= now)
    )
    return list(found.scalars())


async def chats_to_erase(session: AsyncSession) -> list[ChatRow]:
    """Chats whose holders asked for erasure, while duty of care needs what is kept."""
    found = await session.execute(
        select(ChatRow).where(col(ChatRow.erase_at).is_not(None)).order_by(col(ChatRow.id))
    )
    return list(found.scalars())
