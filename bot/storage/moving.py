"""A group got another id (Telegram made it a supergroup): everything that names the old one follows.

Message ids do not: the new group counts anew, so a kept one would name another message there.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, delete, update

from bot.storage.broadcasts import BroadcastRow
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.taps import TapRow
from flows.planning.due import Reason


async def move_chat(session: AsyncSession, old: int, new: int, *, now: datetime) -> None:
    """From now on the chat `old` is `new`: what waits for it, its buttons and its broadcasts included. Edits that wait
    have nothing left to edit. One that already stands there under the new id yields. now: trip time."""
    held = await session.get(ChatRow, old)
    if held is not None:
        await session.execute(delete(ChatRow).where(col(ChatRow.id) == new))
        await session.execute(update(ChatRow).where(col(ChatRow.id) == old).values(id=new))
        session.expunge(held)
    await session.execute(
        update(DeliveryRow)
        .where(
            col(DeliveryRow.chat_id) == old,
            col(DeliveryRow.state) == State.QUEUED,
            col(DeliveryRow.edit_of).is_not(None),
        )
        .values(state=State.SKIPPED, reason=Reason.SUPERSEDED, settled_at=now)
    )
    await session.execute(
        update(DeliveryRow).where(col(DeliveryRow.chat_id) == old).values(chat_id=new, message_id=None)
    )
    await session.execute(update(TapRow).where(col(TapRow.chat_id) == old).values(chat_id=new))
    await session.execute(
        update(BroadcastRow).where(col(BroadcastRow.chat_id) == old).values(chat_id=new, card=None)
    )
