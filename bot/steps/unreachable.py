"""A chat that cannot be reached: the agents hear of it at once, and what matters goes to their call list. When it can be
reached again, what it missed is caught up with in one message.

Not here: the call list (calling), what still helps then (flows.planning).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.calling import call
from bot.steps.named import named
from bot.steps.relay import staff_words, tell_agents
from bot.steps.situation import Situation
from bot.steps.standing import situation_of
from bot.steps.wording import word
from bot.storage.calls import CallWhy
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.recipients import RecipientRow, recipients_of_chat
from bot.storage.trips import TripRow, trip_by_id
from bot.storage.untold import keep_untold
from flows.errors import MissingFact, NothingOpen
from flows.library.touchpoint import MessageClass
from flows.planning.due import Reason
from flows.planning.folding import DIGEST
from flows.planning.ledger import MISSED
from flows.talk.length import visible_text

MATTERS = (MessageClass.SAFETY, MessageClass.OPERATIONAL)
DELETED = ("deactivated",)
"""How Telegram says that the account is no more: nobody will unblock that one."""


async def lost(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, *, now: datetime, why: str = ""
) -> None:
    """From now on this chat cannot be reached. The agents hear it once, for each trip that goes on. why: as the channel
    says."""
    if chat.blocked_at is not None:
        return
    chat.blocked_at = now
    session.add(chat)
    if not chat.private:
        return
    word_of_it = "reach.deleted" if any(part in why.lower() for part in DELETED) else "reach.blocked"
    for bound in await recipients_of_chat(session, chat.id):
        row = await trip_by_id(session, bound.trip_id)
        if row is None or (row.ends_at is not None and row.ends_at <= now):
            continue
        facts = {"name": named(row, bound.holder), "reference": row.reference}
        if not await tell_agents(session, runtime, word_of_it, now=now, facts=facts, subject=chat.id):
            await keep_untold(session, word_of_it, facts, now=now, subject=chat.id)


async def missed(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, found: Situation | None, *, now: datetime
) -> None:
    """It did not reach its chat: when it matters, an agent rings instead, while it is of use."""
    planned = row.touchpoint is not None or row.broadcast_id is not None
    if found is None or not planned or row.message_class not in MATTERS:
        return
    if found.bound.holder in found.trip.surprised and row.message_class != MessageClass.SAFETY:
        return  # they must not hear of it by telephone either
    if row.useless_after is not None and row.useless_after < now:
        return
    words = staff_words(runtime)
    try:
        worded = await word(session, runtime, row, replace(found, spoken=words.locale), found.chat)
    except (MissingFact, NothingOpen):
        return
    about = f"{row.touchpoint}:{row.occurrence}:{row.generation}"
    await call(
        session,
        found.row.key,
        found.bound.holder,
        CallWhy.UNREACHABLE,
        about if row.touchpoint is not None else f"broadcast:{row.broadcast_id}",
        visible_text(worded.message.text),
        now=now,
        until=row.useless_after or row.about_at,
    )


async def undelivered(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, *, now: datetime, why: str
) -> None:
    """The channel said that this chat cannot be reached, when this was sent."""
    chat = await chat_by_id(session, row.chat_id)
    if chat is not None:
        await lost(session, runtime, chat, now=now, why=why)
    await missed(session, runtime, row, await situation_of(session, runtime, row, now), now=now)


async def caught_up(session: AsyncSession, bound: RecipientRow, row: TripRow, *, now: datetime) -> None:
    """This chat can be reached again. Did it miss anything, then it is as who joins now: one digest of what still helps.
    The caller plans the trip again."""
    held = await deliveries_of_trip(session, row.key)
    away = [
        one
        for one in held
        if one.holder == bound.holder
        and one.touchpoint is not None
        and one.state in (State.SKIPPED, State.FAILED)
        and one.reason in MISSED
        and (one.settled_at or one.created_at) >= bound.known_at
    ]
    if not away:
        return
    folded = {
        (entry["touchpoint"], entry["occurrence"])
        for one in away
        if one.touchpoint == DIGEST
        for entry in one.folded
    }
    for one in held:  # what a digest folded that never came has not been said either
        if (
            one.reason == Reason.IN_DIGEST
            and (one.touchpoint, one.occurrence) in folded
            and one.holder == bound.holder
        ):
            one.reason = Reason.BLOCKED
            session.add(one)
    bound.known_at = now
    session.add(bound)
