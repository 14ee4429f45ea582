"""A group got another id (Telegram made it a supergroup): everything that names the old one follows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.broadcasts import rename_broadcasts
from bot.storage.chats import rename_chat
from bot.storage.deliveries import rename_deliveries
from bot.storage.taps import rename_taps


async def move_chat(session: AsyncSession, old: int, new: int, *, now: datetime) -> None:
    """From now on the chat `old` is `new`: what waits for it, its buttons and its broadcasts included. now: trip time."""
    await rename_chat(session, old, new)
    await rename_deliveries(session, old, new, now)
    await rename_taps(session, old, new)
    await rename_broadcasts(session, old, new)
