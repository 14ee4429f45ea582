"""Edits that are on their way to messages which stand in chats, with the message that each of them puts right."""

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
