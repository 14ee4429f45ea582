"""Edits of messages that stand in chats: which are on their way, and what each of them puts right."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.storage.deliveries import DeliveryRow, State


async def mended(session: AsyncSession, chats: Sequence[int]) -> list[tuple[DeliveryRow, DeliveryRow]]:
    """(edit that waits, the message that it puts right) of these chats, by the edit's id."""
    stands = aliased(DeliveryRow)
    found = await session.execute(
        select(DeliveryRow, stands)
        .join(
            stands,
            (col(stands.chat_id) == col(DeliveryRow.chat_id))
            & (col(stands.message_id) == col(DeliveryRow.edit_of))
            & col(stands.edit_of).is_(None),
        )
        .where(
            col(DeliveryRow.chat_id).in_(chats),
            DeliveryRow.state == State.QUEUED,
            col(DeliveryRow.edit_of).is_not(None),
        )
        .order_by(col(DeliveryRow.id))
    )
    return [(edit, message) for edit, message in found]


async def queued_edit(session: AsyncSession, chat: int, message_id: int) -> DeliveryRow | None:
    """The newest edit of this message that has not left yet: edits coalesce."""
    found = await session.execute(
        select(DeliveryRow)
        .where(
            DeliveryRow.chat_id == chat, DeliveryRow.edit_of == message_id, DeliveryRow.state == State.QUEUED
        )
        .order_by(col(DeliveryRow.id).desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def last_edit(session: AsyncSession, chat: int, message_id: int) -> DeliveryRow | None:
    """The newest edit of a message, on its way or done."""
    found = await session.execute(
        select(DeliveryRow)
        .where(DeliveryRow.chat_id == chat, DeliveryRow.edit_of == message_id)
        .order_by(col(DeliveryRow.id).desc())
        .limit(1)
    )
    return found.scalar_one_or_none()
