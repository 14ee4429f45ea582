"""Answers kept, and their survey, pulse or offer drawn anew where it stands.

Not here: what an answer leads to (flows.talk.feedback), how it is drawn (bot.steps.standing).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps import standing
from bot.steps.situation import Situation
from bot.steps.standing import show_again, situation_of
from bot.steps.talk.known import Loaded
from bot.steps.wording import word
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow, deliveries_of_trip
from bot.storage.feedback import AnswerRow, answers_of
from flows.talk.effects import Store


async def store(session: AsyncSession, chat: ChatRow, answer: Store, *, now: datetime) -> None:
    """Keep an answer in place of the one before."""
    rows = await answers_of(session, answer.trip, answer.holder, answer.survey)
    row = next((one for one in rows if one.question == answer.question), None) or AnswerRow(
        trip_id=answer.trip,
        holder=answer.holder,
        chat_id=chat.id,
        survey=answer.survey,
        question=answer.question,
        at=now,
    )
    row.score, row.text, row.draft, row.at = answer.score, answer.text, answer.draft, now
    session.add(row)
    await session.flush()


async def redraw(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    loaded: Loaded,
    survey: str,
    *,
    again: bool,
    now: datetime,
) -> None:
    """The tapped message ("" for survey), or the survey's wherever the talk about it stands; again: at the end of the
    chat."""
    shown, current = loaded.shown, loaded.current
    if current is None:
        return
    every = await deliveries_of_trip(session, current.row.key)
    if survey:
        asking = (row for row in reversed(every) if _asks(runtime, chat, row, current, survey))
        shown = next(asking, None)
    found = await situation_of(session, runtime, shown, now)
    if shown is None or found is None:
        return
    if again:
        message = (await word(session, runtime, shown, found, chat)).message
        await show_again(session, chat, shown, message, now=now)
        return
    tapped = loaded.known.tapped
    here = tapped.message_id if tapped is not None else None
    await standing.redraw(session, runtime, chat, shown, found, every, now=now, tapped=here)


def _asks(runtime: Runtime, chat: ChatRow, row: DeliveryRow, current: Situation, survey: str) -> bool:
    touchpoint = runtime.library.touchpoint(row.touchpoint or "")
    return (
        touchpoint is not None
        and touchpoint.survey == survey
        and row.message_id is not None
        and (row.chat_id, row.holder) == (chat.id, current.bound.holder)
    )
