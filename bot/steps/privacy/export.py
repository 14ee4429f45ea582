"""A copy of everything that is kept about a chat's holder and those it serves, as one readable JSON file.

Others of the party are not in it, but for what was written to or by this chat. Not here: counting (care), erasing (erase).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.enqueue import enqueue
from bot.steps.situation import Situation
from bot.storage.bookings import booking_document
from bot.storage.calls import calls_for
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow
from bot.storage.evidence import EvidenceRow, own_words
from bot.storage.files import PASSING, keep_file
from bot.storage.holdings import ACK, messages_of, records_of
from flows.talk.length import visible_text
from flows.talk.message import Attachment, OutgoingMessage
from flows.talk.wishes import WISH
from flows.talk.wording import Wording

MIME = "application/json"


async def send_export(
    session: AsyncSession, words: Wording, chat: ChatRow, situations: Iterable[Situation], *, now: datetime
) -> None:
    """Queue the file as a document in the chat. now: trip time."""
    content = await export(session, chat, situations, now=now)
    name = f"{words.bare('privacy.file')}-{now:%Y-%m-%d}.json"
    key = await keep_file(session, name, MIME, content, now=now, until=now + PASSING)
    message = OutgoingMessage(
        text=words.say("privacy.export_caption"), attachment=Attachment(name=name, mime=MIME, key=key)
    )
    await enqueue(session, chat=chat.id, message=message, now=now)


async def export(
    session: AsyncSession, chat: ChatRow, situations: Iterable[Situation], *, now: datetime
) -> bytes:
    """The file's bytes, UTF-8."""
    document = {
        "made_at": now.isoformat(),
        "chat": {
            "telegram_id": chat.id,
            "name_in_telegram": chat.name,
            "language": chat.locale,
            "first_seen": _at(chat.created_at),
            "offers": {None: "no answer yet", True: "yes", False: "no"}[chat.offers],
            "offers_since": _at(chat.offers_at),
            "stopped_since": _at(chat.stopped_at),
            "offers_paused_since": _at(chat.paused_at),
            "erasure_asked": _at(chat.erase_asked_at),
            "erasure_follows": _at(chat.erase_at),
            "use_of_location": {None: "not asked", True: "yes", False: "no"}[chat.location],
            "use_of_location_since": _at(chat.location_at),
        },
        "trips": [await _trip(session, one) for one in situations],
        "messages": [_message(row, chat.id) for row in await messages_of(session, chat.id)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


async def _trip(session: AsyncSession, one: Situation) -> dict[str, Any]:
    records = await records_of(session, one.bound)
    served = set(one.bound.travellers) | {one.bound.holder}
    return {
        "reference": one.trip.reference,
        "booking": _booking(one, served),
        "home_zone": one.trip.home_zone,
        "celebrated": sorted(one.trip.celebrated),
        "joined": _at(one.bound.known_at),
        "phones": {who: number for who, number in one.row.traits.get("phones", {}).items() if who in served},
        "calls": [
            {"about": row.text, "noted": _at(row.opened_at), "settled": _at(row.closed_at)}
            for row in await calls_for(session, one.row.key, served)
        ],
        "minutes_from_home_to_the_first_departure": one.bound.travel_minutes,
        "where_you_said_you_were": [
            {
                "at": _at(row.at),
                "by": row.source,
                "said": _said(row),
                "near": row.near or row.who,
                "zone": row.zone,
            }
            for row in await own_words(session, one.row.key, served)
        ],
        "documents": [
            document.name
            for document in one.trip.documents
            if not document.travellers or served & set(document.travellers)
        ],
        "invitations": [
            {"made": _at(row.created_at), "used": _at(row.used_at), "wrong_checks": row.tries}
            for row in records.invitations
        ],
        "ticks": [
            {"list": row.touchpoint, "item": row.item, "for": row.person, "at": _at(row.at)}
            for row in records.ticks
        ],
        "own_items": [
            {"list": row.touchpoint, "text": row.text, "at": _at(row.at)} for row in records.own_items
        ],
        "answers": [
            {
                "to": row.survey,
                "question": row.question,
                "score": row.score,
                "text": row.text,
                "at": _at(row.at),
            }
            for row in records.answers
            if row.survey != WISH and not row.survey.startswith(ACK)
        ],
        "wishes": [
            {"wish": row.question, "at": _at(row.at)} for row in records.answers if row.survey == WISH
        ],
        "got_it": [_at(row.at) for row in records.answers if row.survey.startswith(ACK)],
        "offers": [{"offer": row.offer, "said": row.state, "at": _at(row.at)} for row in records.offers],
        "requests": [
            {"offer": row.offer, "state": row.state, "reason": row.reason, "asked": _at(row.asked_at)}
            for row in records.requests
        ],
    }


def _said(row: EvidenceRow) -> str:
    """ "landed", "on board", "still there", or the stage."""
    said = {"landed": row.landed, "on board": row.boarded, "still there": row.waits}
    return next((word for word, so in said.items() if so), row.stage or "there")


def _booking(one: Situation, served: set[str]) -> dict[str, Any]:
    """The booking without the others of the party."""
    kept: dict[str, Any] = booking_document(one.trip.booking)
    kept["travellers"] = [person for person in kept.get("travellers", ()) if person.get("id") in served]
    kept["segments"] = [
        {
            **segment,
            **({"travellers": _ours(segment["travellers"], served)} if "travellers" in segment else {}),
        }
        for segment in kept.get("segments", ())
        if not segment.get("travellers") or _ours(segment["travellers"], served)
    ]
    kept.pop("notes", None)
    return kept


def _ours(travellers: Sequence[str], served: set[str]) -> list[str]:
    return [one for one in travellers if one in served]


def _message(row: DeliveryRow, chat: int) -> dict[str, Any]:
    return {
        "to": "you" if row.chat_id == chat else "the travel agency, about you",
        "at": _at(row.settled_at or row.created_at),
        "kind": row.message_class,
        "about": row.touchpoint,
        "state": row.state,
        "text": visible_text(row.text or row.body.get("text") or ""),
    }


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None
