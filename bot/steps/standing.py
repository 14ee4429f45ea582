"""Messages that stand in a chat and change: drawn anew in place, in every copy and in the chat's language.

Not here: what they say (bot.steps.wording), ticks (talk.checklists).
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
from bot.storage.deliveries import (
    DeliveryRow,
    State,
    deliveries_of_trip,
    delivery_by_id,
    delivery_of_message,
)
from bot.storage.recipients import RecipientRow, recipients_of_chat
from bot.storage.trips import trip_by_id
from flows.errors import MissingFact, NothingOpen
from flows.library.touchpoint import TouchpointKind
from flows.planning.due import Reason
from flows.talk.message import OutgoingMessage
from flows.talk.words import words

ANSWERED = frozenset(
    {TouchpointKind.SURVEY, TouchpointKind.PULSE, TouchpointKind.OFFER, TouchpointKind.REMINDER}
)
"""What is put into another language where it stands, besides checklists: what people still act on."""

COPY_OF = "of"
"""In the body of a message shown once more: the delivery that it shows."""


async def speak(session: AsyncSession, runtime: Runtime, chat: ChatRow, *, now: datetime) -> None:
    """Put every checklist, and the newest survey, pulse, offer and reminder, of each trip into the chat's language, with
    all that was said under it (S30)."""
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
        for delivery in (*lists(runtime, every, found), *newest.values()):
            await redraw(session, runtime, chat, delivery, found, every, now=now)


def lists(runtime: Runtime, every: Sequence[DeliveryRow], found: Situation) -> list[DeliveryRow]:
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


async def redraw(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    shown: DeliveryRow,
    found: Situation,
    every: Sequence[DeliveryRow],
    *,
    now: datetime,
    tapped: int | None = None,
) -> None:
    """Draw a delivery anew wherever it stands: in its own message, the last of its copies, and the tapped one."""
    standing = [*([tapped] if tapped is not None else []), *_standing(shown, every, chat)]
    for message_id in dict.fromkeys(standing):
        try:
            message = (await word(session, runtime, shown, found, chat)).message
        except NothingOpen:
            message = OutgoingMessage(text=words(runtime.library, "rendering.checklist_done", chat.locale))
        except MissingFact:
            return  # what stands there stays: a message with a hole would be worse
        await enqueue_edit(session, chat=chat.id, message_id=message_id, message=message, now=now)


async def show_again(
    session: AsyncSession, chat: ChatRow, row: DeliveryRow, message: OutgoingMessage, *, now: datetime
) -> None:
    """Once more at the end of the chat; what is tapped there counts for the delivery that it shows."""
    copy = await enqueue(session, chat=chat.id, message=message, now=now, trip_id=row.trip_id)
    copy.body = {**copy.body, COPY_OF: row.key}
    session.add(copy)


async def first_shown(session: AsyncSession, delivery_id: int) -> DeliveryRow | None:
    """The delivery that first put a message there: behind an edit the edited one, behind a copy what it shows."""
    row = await delivery_by_id(session, delivery_id)
    if row is not None and row.edit_of is not None:
        row = await delivery_of_message(session, row.chat_id, row.edit_of)
    if row is not None and isinstance(row.body.get(COPY_OF), int):
        row = await delivery_by_id(session, row.body[COPY_OF])
    return row


async def situation_of(
    session: AsyncSession, runtime: Runtime, shown: DeliveryRow | None, now: datetime
) -> Situation | None:
    """Whom a delivery is for, while they are bound to its trip; else None."""
    if shown is None or shown.trip_id is None or shown.recipient_id is None:
        return None
    row = await trip_by_id(session, shown.trip_id)
    bound = await session.get(RecipientRow, shown.recipient_id)
    if row is None or bound is None or bound.left_at is not None:
        return None
    return await situation(session, runtime, row, bound, now=now)


def _standing(shown: DeliveryRow, every: Sequence[DeliveryRow], chat: ChatRow) -> list[int]:
    """The messages in which a delivery stands in this chat: its own, and the last of its copies."""
    own = shown.message_id if shown.chat_id == chat.id else None
    copies = [
        row.message_id
        for row in every
        if row.body.get(COPY_OF) == shown.key and row.chat_id == chat.id and row.message_id is not None
    ]
    return list(dict.fromkeys(one for one in (own, *copies[-1:]) if one is not None))
