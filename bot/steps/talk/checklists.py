"""Checklists as they stand: turn a tick over, show the list once more, put it in another language.

Not here: what a list looks like (flows.talk.checklist) and what a tap means (flows.talk.taps).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.enqueue import enqueue, enqueue_edit
from bot.steps.situation import Situation, situation
from bot.steps.wording import word
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.feedback import TickRow
from bot.storage.recipients import RecipientRow, recipients_of_chat
from bot.storage.taps import TapRow
from bot.storage.trips import trip_by_id
from flows.errors import MissingFact
from flows.library.touchpoint import TouchpointKind
from flows.planning.due import Reason

FOLLOWING = frozenset({TouchpointKind.CHECKLIST, TouchpointKind.SURVEY, TouchpointKind.PULSE})
"""What is put into another language where it stands: what people still act on."""

USED = "used"


async def tick(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    tap: TapRow,
    shown: DeliveryRow | None,
    *,
    message_id: int | None,
    now: datetime,
) -> bool:
    """Turn the tapped item over and redraw the list; False when the tap fits no list of this chat.

    Each drawing has buttons of its own, and a button turns its item over once: a double tap changes nothing more.
    """
    found = await _situation(session, runtime, shown, now)
    if shown is None or found is None or shown.chat_id != chat.id:
        return False
    touchpoint = runtime.library.touchpoint(shown.touchpoint or "")
    item, person = str(tap.data.get("item", "")), str(tap.data.get("person", ""))
    if touchpoint is None or item not in {one.id for one in touchpoint.items}:
        return False
    if person and person not in shown.travellers:
        return False
    if USED not in tap.data:
        tap.data = {**tap.data, USED: "yes"}
        session.add(tap)
        key = (found.row.key, found.bound.holder, touchpoint.id, item, person)
        held = await session.get(TickRow, key)
        if held is not None:
            await session.delete(held)
        else:
            session.add(
                TickRow(trip_id=key[0], holder=key[1], touchpoint=key[2], item=item, person=person, at=now)
            )
        await session.flush()
    for standing in {message_id, shown.message_id} - {None}:
        assert standing is not None
        await _redraw(session, runtime, chat, shown, found, standing, now)
    return True


async def show(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, found: Situation, *, now: datetime
) -> bool:
    """The newest checklist of the trip once more, at the end of the chat; False when none came yet.

    One that a digest folded counts as come: the digest promises it here.
    """
    for row in reversed(await deliveries_of_trip(session, found.row.key)):
        touchpoint = runtime.library.touchpoint(row.touchpoint or "")
        if touchpoint is None or touchpoint.kind is not TouchpointKind.CHECKLIST:
            continue
        folded = row.state == State.SKIPPED and row.reason == Reason.IN_DIGEST
        if not (row.state == State.SENT or folded) or row.holder != found.bound.holder:
            continue
        try:
            worded = await word(session, runtime, row, found, chat)
        except MissingFact:
            return False
        copy = await enqueue(session, chat=chat.id, message=worded.message, now=now, trip_id=found.row.key)
        copy.body = {**copy.body, "of": row.key}
        session.add(copy)
        return True
    return False


async def speak(session: AsyncSession, runtime: Runtime, chat: ChatRow, *, now: datetime) -> None:
    """Put the newest checklist, survey and pulse of each trip into the chat's language, ticks and all (S30)."""
    for bound in await recipients_of_chat(session, chat.id):
        row = await trip_by_id(session, bound.trip_id)
        if row is None:
            continue
        found = await situation(session, runtime, row, bound, now=now)
        newest: dict[TouchpointKind, DeliveryRow] = {}
        for delivery in await deliveries_of_trip(session, row.key):
            touchpoint = runtime.library.touchpoint(delivery.touchpoint or "")
            mine = delivery.chat_id == chat.id and delivery.holder == bound.holder
            if touchpoint is not None and touchpoint.kind in FOLLOWING and mine and delivery.message_id:
                newest[touchpoint.kind] = delivery
        for delivery in newest.values():
            assert delivery.message_id is not None
            await _redraw(session, runtime, chat, delivery, found, delivery.message_id, now)


async def _redraw(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    shown: DeliveryRow,
    found: Situation,
    message_id: int,
    now: datetime,
) -> None:
    try:
        worded = await word(session, runtime, shown, found, chat)
    except MissingFact:
        return  # what stands there stays: a list with a hole would be worse
    await enqueue_edit(session, chat=chat.id, message_id=message_id, message=worded.message, now=now)


async def _situation(
    session: AsyncSession, runtime: Runtime, shown: DeliveryRow | None, now: datetime
) -> Situation | None:
    if shown is None or shown.trip_id is None or shown.recipient_id is None:
        return None
    row = await trip_by_id(session, shown.trip_id)
    bound = await session.get(RecipientRow, shown.recipient_id)
    if row is None or bound is None or bound.left_at is not None:
        return None
    return await situation(session, runtime, row, bound, now=now)
