"""Bring a file that a traveller asked for: a document once more, the trip for the calendar.

Not here: who may have it (flows.talk.handouts decides), handing documents over unasked (bot.steps.documents).
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.calendar_file import MIME, calendar_file
from bot.runtime import Runtime
from bot.steps.documents import document_message
from bot.steps.enqueue import enqueue
from bot.steps.situation import Situation, as_told
from bot.storage.chats import ChatRow
from bot.storage.files import PASSING, keep_file
from bot.storage.recipients import recipients_of_chat
from bot.storage.trips import trip_by_id
from flows.talk.calendar import calendar_name, events
from flows.talk.called import headed
from flows.talk.effects import BringCalendar, BringDocument
from flows.talk.message import Attachment, OutgoingMessage
from flows.talk.wording import Wording


async def bring(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    wanted: BringDocument | BringCalendar,
    *,
    now: datetime,
) -> None:
    """Queue the file as a reply, or the word that there is none. now: trip time."""
    words = Wording(library=runtime.library, locale=chat.locale)
    found = await _situation(session, runtime, chat, wanted.trip, now)
    message: OutgoingMessage | None = None
    if found is not None and isinstance(wanted, BringDocument):
        message = await document_message(session, found.row, found.facts, wanted.document)
    elif found is not None:
        message = await _calendar(session, found, words)
    if message is None:
        missing = "documents.gone" if isinstance(wanted, BringDocument) else "calendar.nothing"
        message = OutgoingMessage(text=words.say(missing))
    await enqueue(session, chat=chat.id, message=message, now=now, trip_id=wanted.trip)


async def _situation(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, trip_id: int, now: datetime
) -> Situation | None:
    """The chat's own trip; None for any other."""
    row = await trip_by_id(session, trip_id)
    for bound in await recipients_of_chat(session, chat.id):
        if row is not None and bound.trip_id == trip_id:
            return await as_told(session, runtime, row, bound, now=now)
    return None


async def _calendar(session: AsyncSession, found: Situation, words: Wording) -> OutgoingMessage | None:
    facts = found.facts
    planned = events(facts)
    if not planned:
        return None
    name = calendar_name(facts)
    content = calendar_file(name, planned, changed=found.now)
    file = f"{re.sub('[^0-9A-Za-z-]+', '-', found.trip.reference).strip('-') or 'trip'}.ics"
    key = await keep_file(session, file, MIME, content, now=found.now, until=found.now + PASSING)
    told = [words.say("trip.unsettled")] if found.unsettled else []
    return OutgoingMessage(
        text=headed(facts, "\n\n".join((*told, words.say("calendar.here")))),
        attachment=Attachment(name=file, mime=MIME, key=key),
    )
