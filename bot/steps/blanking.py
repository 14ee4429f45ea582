"""What the bot said of a trip in a chat that it should not have been said in: made neutral, as far as Telegram lets it.

Not here: taking the chat off the trip (unbinding), its card (carding).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.enqueue import enqueue_edit
from bot.storage.chats import chat_by_id
from bot.storage.deliveries import DeliveryRow, standing_in
from bot.storage.recipients import RecipientRow
from flows.library.library import Library
from flows.planning.handing import DOCUMENT
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Blanked:
    """How many messages are made neutral, and how many stay readable: files, and what carries the menu or a question."""

    count: int = 0
    stay: int = 0


async def blank(session: AsyncSession, library: Library, bound: RecipientRow, *, now: datetime) -> Blanked:
    """Queue the edits, in the open transaction. now: trip time."""
    chat = await chat_by_id(session, bound.chat_id)
    if chat is None:
        return Blanked()
    message = OutgoingMessage(text=Wording(library=library, locale=chat.locale).say("card.unbound"))
    stand = await standing_in(session, chat.id, bound.trip_id, bound.known_at)
    editable = [one for one in stand if _is_editable(one)]
    for one in editable:
        assert one.message_id is not None, "it stands there"
        await enqueue_edit(session, chat=chat.id, message_id=one.message_id, message=message, now=now)
    return Blanked(count=len(editable), stay=len(stand) - len(editable))


def _is_editable(row: DeliveryRow) -> bool:
    """Telegram edits the text of what has buttons of its own or none; no file becomes a text."""
    body = row.body
    return not (row.touchpoint == DOCUMENT or body.get("attachment") or body.get("menu") or body.get("ask"))
