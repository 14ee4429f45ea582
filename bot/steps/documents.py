"""Documents of a trip: attached, taken back, handed over to the chats that they are for.

Each is a delivery of its own, once a holder. Not here: when one is needed (flows.planning.handing), which segment a name
means (flows.trips.naming), its bytes' way out (bot.services.delivery).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.situation import Situation
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.documents import document_entry, file_key
from bot.storage.files import kept_file, let_go, take_up
from bot.storage.trips import TripRow
from flows.library.touchpoint import MessageClass
from flows.planning.budget import CLASSES
from flows.planning.due import Answer
from flows.planning.handing import DOCUMENT, brings, brought, handings
from flows.talk.called import headed
from flows.talk.facts import Facts
from flows.talk.markup import escape
from flows.talk.message import Attachment, OutgoingMessage
from flows.talk.papers import caption
from flows.trips.documents import Document

KEPT_ON = timedelta(days=30)
"""A file that no trip has any more is kept so long: what is on its way still needs it."""

BEHIND_TEXTS = -2
NEVER_LEFT = frozenset({"unreachable", "never_left", "not_worded"})
"""Why a delivery failed that brought its document to nobody."""


async def attach(session: AsyncSession, row: TripRow, document: Document, file: str) -> Document:
    """Attach a kept file to the trip under an id of its own, which no other document ever was handed over under; the same
    file once more under the same name changes for what and whom it is. The caller plans the trip again. file: its key."""
    kept = [one for one in row.documents if not (one["file"] == file and one["name"] == document.name)]
    same = [one["id"] for one in row.documents if one not in kept]
    if not same:
        await take_up(session, file)
    handed = (one for one in await deliveries_of_trip(session, row.key) if one.touchpoint == DOCUMENT)
    taken = {one["id"] for one in row.documents} | {one.occurrence for one in handed}
    number = 1
    while f"d{number}" in taken:
        number += 1
    named = Document(
        id=same[0] if same else f"d{number}",
        name=document.name,
        segment=document.segment,
        travellers=document.travellers,
    )
    row.documents = [*kept, document_entry(named, file)]
    session.add(row)
    await session.flush()
    return named


async def detach(session: AsyncSession, row: TripRow, document_id: str, *, now: datetime) -> Document | None:
    """Take a document back; None for an unknown id. What was handed over stays where it is."""
    found = next((one for one in row.trip.documents if one.id == document_id), None)
    if found is None:
        return None
    await let_go(session, file_key(row.documents, document_id), until=now + KEPT_ON)
    row.documents = [one for one in row.documents if one["id"] != document_id]
    session.add(row)
    await session.flush()
    return found


async def hand_over(
    session: AsyncSession, found: Situation, held: Iterable[DeliveryRow], answers: Iterable[Answer]
) -> tuple[int, datetime | None]:
    """Queue what is needed by now, and say when the next document is. held: the trip's deliveries; answers: of the plan."""
    if not found.trip.documents or found.chat.blocked_at is not None or found.row.care:
        return 0, None  # whatever ends that plans the trip again
    party = {person.id for person in found.trip.travellers}
    served = [person for person in found.bound.travellers if person in party]
    lives = [found.lives.of(person) for person in served]
    held = list(held)
    given = _given(found, held)
    written, next_at = 0, None
    for handing in handings(lives, answers, now=found.now):
        if handing.document.id in given:
            continue
        if handing.at > found.now:
            next_at = min(next_at or handing.at, handing.at)
            continue
        _queue(session, found, handing.document, held, useless_after=handing.useless_after)
        written += 1
    return written, next_at


async def follow(session: AsyncSession, found: Situation, row: DeliveryRow) -> int:
    """A message that brings documents leaves: queue those of its occurrence behind it."""
    touchpoint = found.library.touchpoint(row.touchpoint or "")
    if touchpoint is None or not found.trip.documents or not brings(touchpoint):
        return 0
    spoken_of = frozenset(row.travellers)
    held = await deliveries_of_trip(session, found.row.key)
    given = _given(found, held)
    written = 0
    for document in found.trip.documents:
        wanted = brought(document, row.occurrence or "") and document.is_for(spoken_of)
        if wanted and document.id not in given:
            _queue(session, found, document, held, useless_after=found.life.itinerary.ends)
            written += 1
    return written


async def give(
    session: AsyncSession, found: Situation, document: Document, held: Collection[DeliveryRow]
) -> bool:
    """Hand one over now, whatever its moment; False when this chat had it already or it is for others."""
    if document.id in _given(found, held) or not document.is_for(frozenset(found.bound.travellers)):
        return False
    _queue(session, found, document, held, useless_after=None)
    return True


async def document_message(
    session: AsyncSession, row: TripRow, facts: Facts, document_id: str
) -> OutgoingMessage | None:
    """The file with its caption; None when the trip or the store has it no more, or it is for nobody the chat serves."""
    document = next((one for one in row.trip.documents if one.id == document_id), None)
    if document is None or not document.is_for(frozenset(facts.served)):
        return None
    kept = await kept_file(session, file_key(row.documents, document_id))
    if kept is None:
        return None
    attachment = Attachment(
        name=kept.name,
        mime=kept.mime,
        key=kept.key,
        size=kept.size,
        file_id=kept.file_id,
        photo=kept.photo,
    )
    return OutgoingMessage(
        text=headed(facts, escape(caption(document, facts))), silent=True, attachment=attachment
    )


def _given(found: Situation, held: Iterable[DeliveryRow]) -> set[str]:
    """The documents that this holder was given, or that are on their way. What was skipped, or found nobody, may go when
    it is needed again."""
    return {
        one.occurrence or ""
        for one in _handed(found, held)
        if one.state != State.SKIPPED and not (one.state == State.FAILED and one.reason in NEVER_LEFT)
    }


def _handed(found: Situation, held: Iterable[DeliveryRow]) -> list[DeliveryRow]:
    return [one for one in held if one.touchpoint == DOCUMENT and one.holder == found.bound.holder]


def _queue(
    session: AsyncSession,
    found: Situation,
    document: Document,
    held: Iterable[DeliveryRow],
    *,
    useless_after: datetime | None,
) -> None:
    """Operational, whatever brought it: it must arrive, and three files are not three of a day's three messages."""
    before = [one for one in _handed(found, held) if one.occurrence == document.id]
    session.add(
        DeliveryRow(
            trip_id=found.row.key,
            recipient_id=found.bound.id,
            chat_id=found.bound.chat_id,
            holder=found.bound.holder,
            touchpoint=DOCUMENT,
            occurrence=document.id,
            generation=len(before),
            travellers=list(document.travellers or found.bound.travellers),
            message_class=MessageClass.OPERATIONAL,
            lane=CLASSES[MessageClass.OPERATIONAL].lane,
            importance=BEHIND_TEXTS,
            not_before=found.now,
            planned_at=found.now,
            useless_after=useless_after,
            state=State.QUEUED,
            created_at=found.now,
        )
    )
