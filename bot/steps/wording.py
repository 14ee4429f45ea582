"""Word a delivery: text, buttons and the facts it quotes, from what is true at the claim and never earlier.

Not here: how texts are filled (flows.talk.render).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.carding import is_card
from bot.steps.documents import document_message
from bot.steps.enqueue import body_message
from bot.steps.keeping import kept_under
from bot.steps.situation import Situation
from bot.storage.broadcasts import BroadcastRow
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow, deliveries_of_trip
from bot.storage.files import kept_file
from flows.errors import MissingFact
from flows.library.text import FALLBACK
from flows.planning.folding import DIGEST
from flows.planning.handing import DOCUMENT
from flows.talk.addressed import first_name, unaddressed
from flows.talk.called import headed
from flows.talk.card import card
from flows.talk.markup import MOST_UNITS, escape, noted
from flows.talk.message import OutgoingMessage
from flows.talk.render import Rendered, render_digest, render_touchpoint
from flows.talk.words import words
from flows.trips.moments import TRIP

ONCE_MORE = "once_more"
"""In the body of a notice that comes again, for nobody said "Got it": the delivery that it repeats."""

MOST_CAPTION = 1024
"""UTF-16 units that may stand under a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """What leaves, the facts it quotes (placeholder -> value) and its language."""

    message: OutgoingMessage
    facts: Mapping[str, str] = field(default_factory=dict)
    locale: str = ""


async def word(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, found: Situation | None, chat: ChatRow
) -> Worded:
    """The message of a delivery. Raises MissingFact when something it must say is not known."""
    worded = await _word(session, runtime, row, found, chat)
    marked = "delivery.once_more" if ONCE_MORE in row.body else "delivery.repeat" if row.repeat else ""
    if not marked or is_card(row):
        return worded
    note = runtime.library.words.get(marked)
    if found is not None and note is not None and note.locale(worded.locale) != worded.locale:
        # One language a message.
        worded = await _word(session, runtime, row, replace(found, spoken=FALLBACK), chat)
    line = words(runtime.library, marked, worded.locale)
    most = MOST_UNITS if worded.message.attachment is None else MOST_CAPTION
    return replace(worded, message=replace(worded.message, text=noted(worded.message.text, line, most)))


async def _word(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, found: Situation | None, chat: ChatRow
) -> Worded:
    if is_card(row):
        if found is None:
            raise MissingFact("card")
        # What stands there is put right each time: a note that it may be a repeat would stay in it.
        shown = OutgoingMessage(text=card(found.facts).text, silent=True, pin=row.edit_of is None)
        return Worded(message=shown, locale=chat.locale)
    if row.touchpoint == DOCUMENT and found is not None:
        facts = found.facts_of(tuple(row.travellers), row.occurrence or "")
        brought = await document_message(session, found.row, facts, row.occurrence or "")
        if brought is None:
            raise MissingFact(f"document {row.occurrence}")
        return Worded(message=brought, locale=chat.locale)
    if row.touchpoint is None or found is None:
        return Worded(message=await _ready(session, row, found, chat), locale=chat.locale)
    if row.touchpoint == DIGEST:
        return _worded(_digest(runtime, row, found, await _just_read(session, row, found)))
    return _worded(await _touchpoint(session, runtime, row, found))


def _worded(rendered: Rendered) -> Worded:
    return Worded(message=rendered.message, facts=rendered.facts, locale=rendered.locale)


def _occurrence(occurrence: str | None) -> str:
    """What the pen knows: those who travel otherwise than the holder still live one trip each."""
    return TRIP if occurrence is None or occurrence.startswith(f"{TRIP}:") else occurrence


async def _touchpoint(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, found: Situation
) -> Rendered:
    touchpoint = runtime.library.touchpoint(row.touchpoint or "")
    if touchpoint is None:
        raise MissingFact(f"touchpoint {row.touchpoint}")
    kept = await kept_under(session, runtime.library, row, touchpoint)
    facts = found.facts_of(tuple(row.travellers), _occurrence(row.occurrence))
    return render_touchpoint(touchpoint, facts, text=row.own_text, kept=kept)


async def _just_read(session: AsyncSession, row: DeliveryRow, found: Situation) -> frozenset[str]:
    """The placeholders that this chat was told about this trip within a day."""
    told = await deliveries_of_trip(session, found.row.key)
    edge = found.now - timedelta(hours=24)
    return frozenset(
        placeholder
        for one in told
        if one.chat_id == row.chat_id and one.text and (one.settled_at or found.now) > edge
        for placeholder in one.facts
    )


def _digest(runtime: Runtime, row: DeliveryRow, found: Situation, shown: frozenset[str]) -> Rendered:
    folded = []
    for entry in row.folded:
        touchpoint = runtime.library.touchpoint(entry["touchpoint"])
        if touchpoint is not None:
            facts = found.facts_of(tuple(row.travellers), _occurrence(entry["occurrence"]))
            folded.append((touchpoint, facts))
    return render_digest(found.facts, folded, shown=shown)


async def _ready(
    session: AsyncSession, row: DeliveryRow, found: Situation | None, chat: ChatRow
) -> OutgoingMessage:
    if row.broadcast_id is None:
        return await _with_file(session, body_message(row.body))
    broadcast = await session.get(BroadcastRow, row.broadcast_id)
    if broadcast is None or not broadcast.texts:
        raise MissingFact(f"broadcast {row.broadcast_id}")
    text = broadcast_text(broadcast.texts, chat.locale, found)
    return OutgoingMessage(text=headed(found.facts, text) if found is not None else text)


async def _with_file(session: AsyncSession, message: OutgoingMessage) -> OutgoingMessage:
    """A file that the channel has by now travels by its id."""
    attachment = message.attachment
    kept = await kept_file(session, attachment.key) if attachment is not None else None
    if attachment is None or kept is None:
        return message
    return replace(message, attachment=replace(attachment, file_id=kept.file_id))


def broadcast_text(texts: Mapping[str, str], locale: str, found: Situation | None) -> str:
    """What an agent wrote, escaped, in the chat's language, else in the first it has."""
    text = escape(texts.get(locale) or next(iter(texts.values())))
    if found is None:
        return text
    main = found.facts.destination()
    named = {
        "{traveller.first_name}": first_name(found.facts.greeted, found.trip),
        "{trip.destination}": found.facts.named(main.place) if main else "",
    }
    for placeholder, value in named.items():
        text = text.replace(placeholder, escape(value))
    return unaddressed(text)
