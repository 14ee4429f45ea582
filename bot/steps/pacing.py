"""When the pace allows a message to leave: the bot's slot and the chat's, asked and taken (DESIGN §3.12).

Not here: the slots themselves (bot.storage.slots), what leaves (claiming).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.storage.slots import BOT, chat_slot, peek_slot, take_slot

AHEAD = timedelta(milliseconds=250)
"""Never claim further ahead, so that a safety message never waits longer."""


async def allowed(
    session: AsyncSession, runtime: Runtime, chat_id: int, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """(leave, wait) of a message to this chat: wait is set when the pace does not allow it yet; leave is None when the
    whole bot must wait. now: real time; nothing is taken."""
    if not runtime.paced:
        return now, None
    bot = await peek_slot(session, BOT, now=now)
    if bot > now + AHEAD:
        return None, bot
    chat = await peek_slot(session, chat_slot(chat_id), now=now)
    if chat > now + AHEAD:
        return now, chat
    return max(bot, chat), None


async def take(session: AsyncSession, runtime: Runtime, chat_id: int, now: datetime) -> datetime:
    """Take the next slot of the bot and the chat: the real time at which the message leaves."""
    if not runtime.paced:
        return now
    settings = runtime.settings
    bot = await take_slot(session, BOT, now=now, rate=settings.bot_rate)
    rate = settings.chat_rate if chat_id > 0 else settings.group_rate
    return max(bot, await take_slot(session, chat_slot(chat_id), now=now, rate=rate))
