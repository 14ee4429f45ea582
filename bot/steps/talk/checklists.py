"""Checklists as they stand: turn a tick over, show the list once more, put it in another language.

Not here: what a list looks like (flows.talk.checklist) and what a tap means (flows.talk.taps).
"""

from __future__ import annotations

from collections.abc import Sequence
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
from flows.talk.checklist import anything_open
from flows.talk.message import OutgoingMessage

ANSWERED = frozenset({TouchpointKind.SURVEY, TouchpointKind.PULSE})
"""What is put into another language where it stands, besides checklists: what people still act on."""

MOST_LISTS = 3
"""Checklists that one command brings."""

COPY_OF = "of"
"""In the body of a list shown once more: the delivery that it shows."""

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
    every = await deliveries_of_trip(session, found.row.key)
    tapped = [message_id] if message_id is not None else []
    for standing in dict.fromkeys((*tapped, *_standing(shown, every, chat))):
        await _redraw(session, runtime, chat, shown, found, standing, now)
    return True


async def show(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, found: Situation, *, now: datetime
) -> bool:
    """The trip's checklists that have something open once more, at the end of the chat, each its own message, the newest
    last; the newest alone when all is done. False when none came yet."""
    every = await deliveries_of_trip(session, found.row.key)
    wanted: list[tuple[DeliveryRow, OutgoingMessage]] = []
    newest: tuple[DeliveryRow, OutgoingMessage] | None = None
    for row in reversed(_lists(runtime, every, found)):
        try:
            message = (await word(session, runtime, row, found, chat)).message
        except MissingFact:
            continue  # a list with a hole would be worse than none
        newest = newest or (row, message)
        if anything_open(message.buttons):
            wanted.append((row, message))
        if len(wanted) == MOST_LISTS:
            break
    if newest is None:
        return False
    for row, message in reversed(wanted or [newest]):
        copy = await enqueue(session, chat=chat.id, message=message, now=now, trip_id=found.row.key)
        copy.body = {**copy.body, COPY_OF: row.key}
        session.add(copy)
    return True


async def speak(session: AsyncSession, runtime: Runtime, chat: ChatRow, *, now: datetime) -> None:
    """Put every checklist, and the newest survey and pulse, of each trip into the chat's language, ticks and all
    (S30)."""
    for bound in await recipients_of_chat(session, chat.id):
        row = await trip_by_id(session, bound.trip_id)
        if row is None:
            continue
        found = await situation(session, runtime, row, bound, now=now)
        every = await deliveries_of_trip(session, row.key)
        newest: dict[TouchpointKind, DeliveryRow] = {}
        for delivery in every:
            touchpoint = runtime.library.touchpoint(delivery.touchpoint or "")
            mine = delivery.chat_id == chat.id and delivery.holder == bound.holder
            if touchpoint is not None and touchpoint.kind in ANSWERED and mine and delivery.message_id:
                newest[touchpoint.kind] = delivery
        for delivery in (*_lists(runtime, every, found), *newest.values()):
            for standing in _standing(delivery, every, chat):
                await _redraw(session, runtime, chat, delivery, found, standing, now)


def _lists(runtime: Runtime, every: Sequence[DeliveryRow], found: Situation) -> list[DeliveryRow]:
    """The checklists of this holder that came, each once as it came last, the newest last.

    One that a digest folded counts as come: the digest promises it behind the command.
    """
    came: dict[tuple[str, str], DeliveryRow] = {}
    for row in sorted(every, key=lambda row: (row.settled_at or row.not_before, row.not_before, row.key)):
        touchpoint = runtime.library.touchpoint(row.touchpoint or "")
        if touchpoint is None or touchpoint.kind is not TouchpointKind.CHECKLIST:
            continue
        folded = row.state == State.SKIPPED and row.reason == Reason.IN_DIGEST
        if (row.state == State.SENT or folded) and row.holder == found.bound.holder:
            named = (touchpoint.id, row.occurrence or "")
            came.pop(named, None)
            came[named] = row
    return list(came.values())


def _standing(shown: DeliveryRow, every: Sequence[DeliveryRow], chat: ChatRow) -> list[int]:
    """The messages in which a delivery stands in this chat: its own, and the last of its copies."""
    own = shown.message_id if shown.chat_id == chat.id else None
    copies = [
        row.message_id
        for row in every
        if row.body.get(COPY_OF) == shown.key and row.chat_id == chat.id and row.message_id is not None
    ]
    return list(dict.fromkeys(one for one in (own, *copies[-1:]) if one is not None))


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
