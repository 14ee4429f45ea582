"""Holds: an agent has the talk, and the bot is quiet but for what must be said.

Not here: what a hold silences (flows.planning.budget) and its lapse (bot.services.holds).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.desk.asked import Asked
from bot.steps.enqueue import enqueue_edit
from bot.steps.parting import is_listened_to
from bot.steps.relay import hold_button
from bot.steps.standing import first_shown
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.deliveries import State, waiting_for_reason
from bot.storage.recipients import recipients_of_trip
from bot.storage.taps import TapRow
from flows.planning.due import Reason
from flows.talk.message import OutgoingMessage

HOLD = timedelta(hours=4)


def take(session: AsyncSession, chat: ChatRow, agent: str, now: datetime) -> None:
    """The agent has this talk for four hours from now."""
    chat.hold_until, chat.held_by = now + HOLD, agent
    session.add(chat)


async def let_go(session: AsyncSession, chat: ChatRow, now: datetime) -> None:
    """The bot talks again; what waited for the hold may go now."""
    chat.hold_until, chat.held_by = None, ""
    session.add(chat)
    for row in await waiting_for_reason(session, chat.id, Reason.ON_HOLD):
        if row.state == State.QUEUED and row.not_before > now:
            row.not_before = now
            session.add(row)


async def hold(asked: Asked) -> None:
    """/hold REF"""
    await _each(asked, taken=True)


async def release(asked: Asked) -> None:
    """/release REF"""
    await _each(asked, taken=False)


async def tapped(asked: Asked, tap: TapRow, *, taken: bool) -> str:
    """ "I take this" or "Let go" under what a traveller said; what it says shows whose the talk is. The first agent's tap
    counts. Returns the word for the tap."""
    words, given = asked.words, str(tap.data.get("chat", ""))
    chat = await chat_by_id(asked.session, int(given)) if given.isdecimal() else None
    if chat is None or not await is_listened_to(asked.session, chat.id, now=asked.now):
        return words.bare("desk.gone")
    holder = chat.held_by if chat.hold_until is not None and chat.hold_until > asked.now else ""
    if taken and holder and holder != asked.first_name:
        return words.bare("hold.already", agent=holder)
    if taken:
        take(asked.session, chat, asked.first_name, asked.now)
    else:
        await let_go(asked.session, chat, asked.now)
    shown = await first_shown(asked.session, tap.delivery_id) if tap.delivery_id is not None else None
    if shown is not None and shown.message_id is not None:
        note = f"\n\n{words.say('hold.has', agent=asked.first_name)}" if taken else ""
        message = OutgoingMessage(
            text=f"{shown.text}{note}", buttons=hold_button(words, chat.id, taken=taken)
        )
        await enqueue_edit(
            asked.session,
            chat=shown.chat_id,
            message_id=shown.message_id,
            message=message,
            now=asked.now,
            subject=chat.id,
        )
    return words.bare("hold.yours" if taken else "hold.free")


async def _each(asked: Asked, *, taken: bool) -> None:
    row = await asked.trip()
    if row is None:
        return
    bound = await recipients_of_trip(asked.session, row.key)
    if not bound:
        await asked.say(asked.words.say("desk.nobody_joined", reference=row.reference))
        return
    for chat_id in dict.fromkeys(one.chat_id for one in bound):
        chat = await chat_by_id(asked.session, chat_id)
        if chat is None:
            continue
        if taken:
            take(asked.session, chat, asked.first_name, asked.now)
        else:
            await let_go(asked.session, chat, asked.now)
    word = "hold.taken" if taken else "hold.released"
    facts = {"agent": asked.first_name} if taken else {}
    await asked.say(asked.words.say(word, reference=row.reference, **facts))
