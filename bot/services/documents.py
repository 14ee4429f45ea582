"""Documents of a booking, by an agency's own hand: attach, list, take back.

Not here: documents that agents send in their group (bot.steps.desk.filing), handing them over (bot.steps.documents).
"""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from bot.runtime import Runtime
from bot.steps.documents import attach, detach
from bot.steps.replan import replan
from bot.storage.deliveries import State, deliveries_of_trip
from bot.storage.documents import file_key
from bot.storage.files import LARGEST_FILE, keep_file, kept_file
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import trip_by_reference
from flows.planning.handing import DOCUMENT
from flows.trips.documents import LONGEST_NAME, Document
from flows.trips.naming import segments_named, travellers_named
from flows.trips.trip import Segment, Traveller, Trip


class Refusal(StrEnum):
    """Why nothing was attached or taken back."""

    UNKNOWN_REFERENCE = "unknown_reference"
    UNKNOWN_SEGMENT = "unknown_segment"
    AMBIGUOUS_SEGMENT = "ambiguous_segment"
    UNKNOWN_TRAVELLER = "unknown_traveller"
    AMBIGUOUS_TRAVELLER = "ambiguous_traveller"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NAME_TOO_LONG = "name_too_long"
    UNKNOWN_DOCUMENT = "unknown_document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """about: what was given. segments, travellers, documents: what there is to choose from."""

    reason: Refusal
    about: str
    segments: tuple[Segment, ...] = ()
    travellers: tuple[Traveller, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file as it was read."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One document. size: bytes; given: first names of those who hold a chat that has it, or is about to have it."""

    document: Document
    about: str
    file: str
    size: int
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A booking's documents. joined: somebody of the party has a chat. reference: as it is held."""

    reference: str
    documents: tuple[Listed, ...]
    joined: bool


def about(trip: Trip, document: Document) -> str:
    """What and whom it is for, in words: "KL 1697, for Ann"; "" for the whole trip and party."""
    segment = next((one for one in trip.booking.segments if one.id == document.segment), None)
    names = [one.first_name for one in trip.travellers if one.id in document.travellers]
    told = [segment.label] if segment is not None else []
    return ", ".join((*told, f"for {', '.join(names)}") if names else told)


async def add(
    runtime: Runtime,
    reference: str,
    papers: Sequence[Paper],
    *,
    segment: str = "",
    travellers: Sequence[str] = (),
    name: str = "",
) -> Shelf | Refused:
    """Attach all of these or none. name: in place of the file's (without its ending); several files get a number after it. What is needed by
    now leaves at the next tick; the documents that were just attached come back."""
    if len(name) > LONGEST_NAME:
        return Refused(reason=Refusal.NAME_TOO_LONG, about=name[:LONGEST_NAME])
    for paper in papers:
        if not paper.content:
            return Refused(reason=Refusal.EMPTY, about=paper.name)
        if len(paper.content) > LARGEST_FILE:
            return Refused(reason=Refusal.TOO_LARGE, about=paper.name)
    async with runtime.database.write() as session:
        now = runtime.clock.trip()
        row = await trip_by_reference(session, reference)
        if row is None:
            return Refused(reason=Refusal.UNKNOWN_REFERENCE, about=reference)
        chosen = _segment(row.trip, segment)
        if isinstance(chosen, Refused):
            return chosen
        people: list[str] = []
        for wanted in travellers:
            person = _traveller(row.trip, wanted)
            if isinstance(person, Refused):
                return person
            people.append(person.id)
        added = []
        for number, paper in enumerate(papers, 1):
            mime = mimetypes.guess_type(paper.name, strict=False)[0] or "application/octet-stream"
            key = await keep_file(session, paper.name, mime, paper.content, now=now)
            own = (PurePath(paper.name).stem or paper.name)[:LONGEST_NAME]
            told = own if not name else name if len(papers) == 1 else f"{name} {number}"
            document = Document(
                id="", name=told, segment=chosen.id if chosen else None, travellers=tuple(people)
            )
            added.append((await attach(session, row, document, key)).id)
        await replan(session, runtime, row, now=now)
    await runtime.bell.deliver()
    shelf = await listed(runtime, reference)
    assert isinstance(shelf, Shelf), "it was found a moment ago"
    mine = tuple(one for one in shelf.documents if one.document.id in added)
    return Shelf(reference=shelf.reference, documents=mine, joined=shelf.joined)


async def listed(runtime: Runtime, reference: str) -> Shelf | Refused:
    """Every document of a booking, in the order in which it was attached."""
    async with runtime.database.read() as session:
        row = await trip_by_reference(session, reference)
        if row is None:
            return Refused(reason=Refusal.UNKNOWN_REFERENCE, about=reference)
        names = {one.id: one.first_name for one in row.trip.travellers}
        held = await deliveries_of_trip(session, row.key)
        found = []
        for document in row.trip.documents:
            kept = await kept_file(session, file_key(row.documents, document.id))
            given = tuple(
                names.get(one.holder or "", one.holder or "")
                for one in held
                if one.touchpoint == DOCUMENT
                and one.occurrence == document.id
                and one.state in (State.SENT, State.QUEUED, State.SENDING, State.UNKNOWN)
            )
            found.append(
                Listed(
                    document=document,
                    about=about(row.trip, document),
                    file=kept.name if kept else "",
                    size=kept.size if kept else 0,
                    given=given,
                )
            )
        joined = bool(await recipients_of_trip(session, row.key))
        return Shelf(reference=row.reference, documents=tuple(found), joined=joined)


async def remove(runtime: Runtime, reference: str, document_id: str) -> Document | Refused:
    """Take one back: it is handed over to nobody any more, and the cards no longer name it."""
    async with runtime.database.write() as session:
        now = runtime.clock.trip()
        row = await trip_by_reference(session, reference)
        if row is None:
            return Refused(reason=Refusal.UNKNOWN_REFERENCE, about=reference)
        documents = row.trip.documents
        found = await detach(session, row, document_id, now=now)
        if found is None:
            return Refused(reason=Refusal.UNKNOWN_DOCUMENT, about=document_id, documents=documents)
        await replan(session, runtime, row, now=now)
    await runtime.bell.deliver()
    return found


def _segment(trip: Trip, wanted: str) -> Segment | Refused | None:
    if not wanted:
        return None
    found = segments_named(trip, wanted)
    if not found:
        live = tuple(one for one in trip.booking.segments if not one.cancelled)
        return Refused(reason=Refusal.UNKNOWN_SEGMENT, about=wanted, segments=live)
    if len(found) > 1:
        return Refused(reason=Refusal.AMBIGUOUS_SEGMENT, about=wanted, segments=found)
    return found[0]


def _traveller(trip: Trip, wanted: str) -> Traveller | Refused:
    found = travellers_named(trip, wanted)
    if not found:
        return Refused(reason=Refusal.UNKNOWN_TRAVELLER, about=wanted, travellers=trip.travellers)
    if len(found) > 1:
        return Refused(reason=Refusal.AMBIGUOUS_TRAVELLER, about=wanted, travellers=found)
    return found[0]
