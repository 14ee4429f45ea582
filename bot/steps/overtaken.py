"""Notices of a change that stand in a chat and hold no more, where agents decided that nothing follows them: they say so.

Where a correction follows, it is the next thing in the chat and nothing is marked. What holds again says so no longer. Not
here: messages that quote a fact (bot.steps.correcting), the agents' word (bot.steps.desk.releasing).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.enqueue import enqueue_edit
from bot.steps.quoting import goes_by, then
from bot.steps.relay import local_time
from bot.steps.situation import Situation, situation
from bot.steps.wording import word
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.mending import last_edit
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.errors import FlowsError
from flows.talk.markup import NOTE, noted
from flows.talk.message import OutgoingMessage
from flows.talk.words import words
from flows.trips.difference import stands

ARRIVED = frozenset({State.SENT, State.UNKNOWN})


async def mark_overtaken(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: Iterable[RecipientRow],
    held: Iterable[DeliveryRow],
    *,
    now: datetime,
) -> None:
    """Nothing follows: notices of which a line holds no more say so. now: trip time."""
    for found, notice in await _notices(session, runtime, row, bound, held, now=now):
        if _false(found, notice):
            said = words(
                found.library,
                "delivery.outdated",
                notice.locale or found.locale,
                when=local_time(now, found.zone, notice.locale or found.locale),
            )
            await _show(session, runtime, found, notice, said)


async def clear_overtaken(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: Iterable[RecipientRow],
    held: Iterable[DeliveryRow],
    *,
    now: datetime,
) -> None:
    """The booking is another: a notice that was marked and holds again reads as it did. now: trip time."""
    for found, notice in await _notices(session, runtime, row, bound, held, now=now):
        if _false(found, notice) or notice.message_id is None:
            continue
        shown = await last_edit(session, notice.chat_id, notice.message_id)
        if shown is not None and shown.body.get("text", "").startswith(f"{notice.text}{NOTE}"):
            await _show(session, runtime, found, notice, "")


async def _notices(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: Iterable[RecipientRow],
    held: Iterable[DeliveryRow],
    *,
    now: datetime,
) -> list[tuple[Situation, DeliveryRow]]:
    """What was told of changes and stands in the chats of this trip, each with where its reader is."""
    if row.cancelled:
        return []
    told = [one for one in held if _is_notice(runtime, one)]
    found: list[tuple[Situation, DeliveryRow]] = []
    for one in bound:
        mine = [notice for notice in told if (notice.holder, notice.chat_id) == (one.holder, one.chat_id)]
        if mine:
            here = await situation(session, runtime, row, one, now=now)
            found.extend((here, notice) for notice in mine)
    return found


def _is_notice(runtime: Runtime, row: DeliveryRow) -> bool:
    arrived = row.state in ARRIVED and row.edit_of is None and row.message_id is not None
    return arrived and runtime.library.notice(row.touchpoint) is not None and not row.own_text


def _false(found: Situation, notice: DeliveryRow) -> bool:
    change = found.trip.change(notice.occurrence or "")
    holds = goes_by(found)
    return change is not None and any(not stands(line, holds) for line in change.lines)


async def _show(
    session: AsyncSession, runtime: Runtime, found: Situation, notice: DeliveryRow, note: str
) -> None:
    """Its own text with this below it, and its buttons."""
    try:
        worded = await word(session, runtime, notice, then(found, notice), found.chat)
        buttons = worded.message.buttons
    except FlowsError:
        buttons = ()
    assert notice.message_id is not None, "only what arrived is put right"
    message = OutgoingMessage(text=noted(notice.text, note), buttons=buttons)
    await enqueue_edit(
        session, chat=notice.chat_id, message_id=notice.message_id, message=message, now=found.now
    )
