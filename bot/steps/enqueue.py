"""Put a ready message into the outbox: replies, relays, edits. Planned touchpoints come from bot.steps.replan.

The caller rings `bell.deliver()` after its commit.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.deliveries import DeliveryRow, State
from bot.storage.mending import queued_edit
from flows.library.touchpoint import MessageClass
from flows.planning.budget import CLASSES
from flows.talk.message import Attachment, Button, OutgoingMessage


def message_body(message: OutgoingMessage) -> dict[str, Any]:
    """The message as JSON values."""
    return {
        "text": message.text,
        "buttons": [
            [{"label": b.label, "action": b.action, "data": dict(b.data), "url": b.url} for b in row]
            for row in message.buttons
        ],
        "menu": [list(row) for row in message.menu] if message.menu is not None else None,
        "ask": message.ask,
        "reply_to": message.reply_to,
        "silent": message.silent,
        **({"pin": True} if message.pin else {}),
        **({"attachment": asdict(message.attachment)} if message.attachment is not None else {}),
    }


def body_message(body: dict[str, Any]) -> OutgoingMessage:
    """The message that was kept."""
    menu = body.get("menu")
    return OutgoingMessage(
        text=body["text"],
        buttons=tuple(tuple(Button(**button) for button in row) for row in body.get("buttons", ())),
        menu=tuple(tuple(row) for row in menu) if menu is not None else None,
        ask=body.get("ask", ""),
        reply_to=body.get("reply_to"),
        silent=body.get("silent", False),
        pin=body.get("pin", False),
        attachment=Attachment(**body["attachment"]) if body.get("attachment") else None,
    )


async def enqueue(
    session: AsyncSession,
    *,
    chat: int,
    message: OutgoingMessage,
    now: datetime,
    message_class: MessageClass = MessageClass.REPLY,
    subject: int | None = None,
    trip_id: int | None = None,
    confirmed: bool = False,
    useless_after: datetime | None = None,
) -> DeliveryRow:
    """Queue one ready message. now: trip time. subject: the traveller's chat that it is about (agents' group)."""
    row = DeliveryRow(
        chat_id=chat,
        trip_id=trip_id,
        message_class=message_class,
        lane=CLASSES[message_class].lane,
        not_before=now,
        body=message_body(message),
        subject=subject,
        confirmed=confirmed,
        useless_after=useless_after,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def enqueue_edit(
    session: AsyncSession,
    *,
    chat: int,
    message_id: int,
    message: OutgoingMessage,
    now: datetime,
    subject: int | None = None,
) -> DeliveryRow:
    """Queue an edit of a message that stands in the chat. One that waits already is replaced: edits coalesce."""
    waiting = await queued_edit(session, chat, message_id)
    if waiting is not None:
        waiting.body = message_body(message)
        session.add(waiting)
        return waiting
    row = DeliveryRow(
        chat_id=chat,
        message_class=MessageClass.REPLY,
        lane=CLASSES[MessageClass.REPLY].lane,
        not_before=now,
        body=message_body(message),
        edit_of=message_id,
        subject=subject,
        state=State.QUEUED,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row
