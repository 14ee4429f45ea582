"""Erase at once, or as soon as duty of care lets go; and take an erasure that waits back.

Idempotent: asking again changes nothing, and a chat that is erased is nobody's. Not here: which rows go
(bot.storage.erasing), until when they are needed (care), the clockwork that comes back to it (bot.services.tidying).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.privacy.care import needed_until
from bot.steps.relay import holder_name, local_time, staff_words, tell_agents
from bot.steps.replan import replan
from bot.steps.situation import Situation, situation
from bot.storage.chats import ChatRow
from bot.storage.erasing import NO_NAME, erase_chat, erase_gentle, sweep_later
from bot.storage.recipients import recipients_of_chat
from bot.storage.trips import trip_by_id
from bot.storage.untold import keep_untold

WHY = "erasure"
"""Why marketing is paused in a chat that waits to be erased."""


async def ask_erasure(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, *, now: datetime
) -> datetime | None:
    """Everyone this chat serves wishes to be erased: done now, or written down for the instant returned. The agents hear
    it. now: trip time."""
    if chat.erase_asked_at is not None:
        return chat.erase_at
    found = await situations_of(session, runtime, chat, now=now)
    needed = needed_until(found, now=now)
    facts = _named(found, chat)
    if needed is None:
        await erase(session, runtime, chat, now=now)
        await _tell_last(session, runtime, "staff.erased", facts, chat.id, now=now)
        return None
    chat.erase_asked_at, chat.erase_at = now, needed
    chat.offers, chat.offers_at, chat.stopped_at = False, now, now
    if chat.paused_at is None:  # an agent's or a low score's pause outlives it
        chat.paused_at, chat.paused_why = now, WHY
    session.add(chat)
    for one in found:
        await erase_gentle(session, one.bound)
        await replan(session, runtime, one.row, now=now)
    until = local_time(needed, runtime.settings.agency_zone, staff_words(runtime).locale)
    facts["until"] = until
    if not await tell_agents(session, runtime, "staff.erasure_asked", now=now, facts=facts, subject=chat.id):
        await keep_untold(session, "staff.erasure_asked", facts, now=now, subject=chat.id)
    return needed


async def erase(session: AsyncSession, runtime: Runtime, chat: ChatRow, *, now: datetime) -> None:
    """Erase the chat now, whatever it was needed for. Its trips are planned again without it."""
    for trip_id in await erase_chat(session, chat.id):
        row = await trip_by_id(session, trip_id)
        if row is not None:
            await replan(session, runtime, row, now=now)


async def erase_when_due(session: AsyncSession, runtime: Runtime, chat: ChatRow, *, now: datetime) -> bool:
    """Erase a chat that waits for it if no trip of it is live any more; True when it was. A trip that moved moves the
    date along."""
    found = await situations_of(session, runtime, chat, now=now)
    needed = needed_until(found, now=now)
    if needed is not None:
        if chat.erase_at != needed:
            chat.erase_at = needed
            session.add(chat)
        return False
    facts = _named(found, chat)
    await erase(session, runtime, chat, now=now)
    await _tell_last(session, runtime, "staff.erased_later", facts, chat.id, now=now)
    return True


def keep(session: AsyncSession, chat: ChatRow) -> None:
    """The erasure that waits is taken back; offers and tips stay off until they are switched on again."""
    chat.erase_asked_at = chat.erase_at = None
    if chat.paused_why == WHY:
        chat.paused_at, chat.paused_why = None, ""
    session.add(chat)


async def situations_of(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, *, now: datetime
) -> list[Situation]:
    """Every trip the chat is bound to, as it is now."""
    found = []
    for bound in await recipients_of_chat(session, chat.id):
        row = await trip_by_id(session, bound.trip_id)
        if row is not None:
            found.append(await situation(session, runtime, row, bound, now=now))
    return found


def _named(found: list[Situation], chat: ChatRow) -> dict[str, str]:
    return {
        "name": ", ".join(dict.fromkeys(holder_name(one) for one in found)) or chat.name,
        "reference": ", ".join(one.trip.reference for one in found),
    }


async def _tell_last(
    session: AsyncSession, runtime: Runtime, word: str, facts: dict[str, str], chat_id: int, *, now: datetime
) -> None:
    """The agents hear whose traces in their group they are to delete; our own copy of that is swept once it has left.
    While there is no group only the booking is kept, not the name."""
    if not await tell_agents(session, runtime, word, now=now, facts=facts, subject=chat_id):
        await keep_untold(session, word, {**facts, "name": NO_NAME}, now=now)
    await sweep_later(session, chat_id)
