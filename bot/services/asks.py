"""Put open questions before the agents, each once. Rung by the tick.

Not here: what is asked (bot.steps.asking), how it reads and what an answer does (bot.steps.desk.asks).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.asking import is_answered
from bot.steps.desk.asks import answers, question
from bot.steps.desk.releasing import card
from bot.steps.desk.withheld import withheld_card
from bot.steps.enqueue import enqueue
from bot.steps.relay import staff_words
from bot.steps.releasing import asked_about
from bot.steps.withheld import is_withheld
from bot.storage.chats import agents_group
from bot.storage.evidence import AskRow, open_asks
from bot.storage.trips import TripRow, trip_by_id
from flows.library.touchpoint import MessageClass
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording, sendable


async def post(runtime: Runtime) -> int:
    """Post what was not posted yet, while a group is bound; returns how many."""
    async with runtime.database.read() as session:
        group = await agents_group(session)
        if group is None or group.blocked_at is not None or not await open_asks(session, limit=1):
            return 0
    words, now, posted = staff_words(runtime), runtime.clock.trip(), 0
    async with runtime.database.write() as session:
        for ask in await open_asks(session):
            row = await trip_by_id(session, ask.trip_id)
            ask.posted = True
            session.add(ask)
            message = await _message(session, runtime, ask, row, words, now=now)
            if row is None or message is None:
                continue
            shown = await enqueue(
                session,
                chat=group.id,
                message=message,
                now=now,
                message_class=MessageClass.OPERATIONAL,
                trip_id=row.key,
            )
            ask.delivery_id = shown.key
            posted += 1
    if posted:
        await runtime.bell.deliver()
    return posted


async def _message(
    session: AsyncSession,
    runtime: Runtime,
    ask: AskRow,
    row: TripRow | None,
    words: Wording,
    *,
    now: datetime,
) -> OutgoingMessage | None:
    """How an ask reads; None when it is asked no more."""
    if row is None:
        return None
    if asked_about(ask.topic) is not None:
        return await card(session, runtime, ask, row, now=now)
    if is_withheld(ask.topic):
        return await withheld_card(session, runtime, ask, row, now=now)
    if row.cancelled or is_answered(ask.topic, row.trip):
        return None
    return OutgoingMessage(text=sendable(question(ask, row, words)), buttons=answers(ask, words))
