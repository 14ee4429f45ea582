"""When a document is handed over: with the message that brings it, else the evening before it is needed.

A touchpoint of kind documents that asks for documents brings those of its occurrence; what nothing brings, or what came
after that message, goes by itself. Not here: what such a message says (content), sending the files (bot.steps.documents).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flows.library.touchpoint import Touchpoint, TouchpointKind
from flows.planning.due import Answer, Due, Sent, Waiting
from flows.trips.anchors import segment_of
from flows.trips.documents import Document
from flows.trips.effective import Held
from flows.trips.life import Life
from flows.trips.moments import TRIP
from flows.trips.offset import Offset, Placed, offset_instant

DOCUMENT = "document"
"""Stands for a touchpoint in the deliveries of documents; their occurrence is the document's id."""

EVENING = Offset(days=-1, at=time(18))
ON_ITS_WAY = ("queued", "sending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """A document goes at `at`, if that is not after `useless_after`; both UTC."""

    document: Document
    at: datetime
    useless_after: datetime


def brings(touchpoint: Touchpoint) -> bool:
    """True for a touchpoint that its documents follow."""
    return touchpoint.kind is TouchpointKind.DOCUMENTS and bool(touchpoint.audience.documents)


def brought(document: Document, occurrence: str) -> bool:
    """True when this document belongs to the message of this occurrence ("trip", "trip:<traveller>", a segment's id)."""
    if document.segment is None:
        return occurrence == TRIP or occurrence.startswith(f"{TRIP}:")
    return document.segment == segment_of(occurrence)


def handings(lives: Iterable[Life], answers: Iterable[Answer], *, now: datetime) -> tuple[Handing, ...]:
    """When the documents of those whom a chat serves go by themselves, in the order in which they were attached. lives:
    of everyone the chat serves. A document that a message will yet bring is left to it, one that is useless is left out.
    """
    theirs = tuple(lives)
    told = tuple(answer for answer in answers if brings(answer.touchpoint))
    found = []
    for document in theirs[0].trip.documents if theirs else ():
        if any(_will_bring(answer, document) for answer in told):
            continue
        span = next((span for one in theirs if (span := _span(document, one, now)) is not None), None)
        if span is not None and now <= span[1]:
            found.append(Handing(document=document, at=span[0], useless_after=span[1]))
    return tuple(found)


def _will_bring(answer: Answer, document: Document) -> bool:
    if not brought(document, answer.occurrence):
        return False
    on_its_way = isinstance(answer, Sent) and answer.past is not None and answer.past.state in ON_ITS_WAY
    return on_its_way or isinstance(answer, Due | Waiting)


def _span(document: Document, life: Life, now: datetime) -> tuple[datetime, datetime] | None:
    """From when to when this traveller needs it; None when it is not theirs, or they do not take its segment."""
    shape = life.itinerary
    if shape.cancelled or not document.is_for(frozenset((life.traveller.id,))) or shape.ends is None:
        return None
    if document.segment is None:
        return now, shape.ends
    for chain in shape.chains:
        for leg in chain.legs:
            if leg.segment.id == document.segment:
                return _evening(life, chain.leaves), leg.arrives
    for held in (*shape.stays, *shape.visits):
        if held.segment.id == document.segment:
            return _evening(life, _sets_out(life, held)), held.ends
    return None


def _sets_out(life: Life, held: Held) -> datetime:
    """When one sets out for a stay or visit: with the way that leads to it, where one does."""
    ways = [chain.leaves for chain in life.itinerary.chains if chain.leaves <= held.starts <= chain.arrives]
    day_of = [
        chain.leaves
        for chain in life.itinerary.chains
        if chain.arrives <= held.starts < chain.arrives + timedelta(hours=24)
    ]
    return max((*ways, *day_of), default=held.starts)


def _evening(life: Life, at: datetime) -> datetime:
    """18:00 of the day before; a day before where no clock is known."""
    placed = offset_instant(at, EVENING, life.zone_at)
    return placed.at if isinstance(placed, Placed) else at - timedelta(days=1)
