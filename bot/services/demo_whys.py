"""Why each message of the demo's trip came, waits or does not come: what the outbox holds and what the planner answers.

Not here: the decisions (flows.planning), their words (the page's own).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.storage.deliveries import DeliveryRow, State
from flows.library.library import Library
from flows.library.touchpoint import Touchpoint
from flows.planning.due import Answer, Skipped, Waiting
from flows.trips.anchors import segment_of
from flows.trips.trip import Trip

OUTCOMES = {State.SENT: "sent", State.SKIPPED: "skipped", State.FAILED: "skipped", State.UNKNOWN: "sent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a message comes from, as an editor wrote it. anchor, days, minutes, clock: "5 days before departure, at 18:00"
    is ("departure", -5, 0, "18:00"). wants: its goal, in English."""

    kind: str = ""
    message_class: str = ""
    anchor: str = ""
    days: int = 0
    minutes: int = 0
    clock: str = ""
    wants: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What became of one touchpoint. outcome: sent, waiting or skipped. reason: a word of flows.planning.due.Reason, or
    failed; detail: more, in English. who: the chat's holder. about: the segment it is for, as its ticket calls it. chat,
    message: where it stands, None while nowhere."""

    touchpoint: str
    outcome: str
    reason: str
    at: datetime | None
    who: str = ""
    detail: str = ""
    about: str = ""
    origin: Origin = Origin()
    chat: int | None = None
    message: int | None = None


def of_delivery(row: DeliveryRow, trip: Trip, library: Library) -> Why:
    """What the outbox says of a planned message."""
    return Why(
        touchpoint=row.touchpoint or "",
        outcome=OUTCOMES.get(State(row.state), "waiting"),
        reason="failed" if row.state == State.FAILED else row.reason,
        at=row.settled_at or row.not_before,
        who=_names(trip).get(row.holder or "", ""),
        about=_about(trip, row.occurrence or ""),
        origin=origin(library.touchpoint(row.touchpoint or ""), row.message_class),
        chat=row.chat_id,
        message=row.message_id,
    )


def of_answers(answers: Iterable[Answer], holder: str, trip: Trip) -> list[Why]:
    """What the planner says of everything that is not in the outbox."""
    found = []
    for answer in answers:
        if not isinstance(answer, Waiting | Skipped):
            continue
        refused = isinstance(answer, Skipped)
        found.append(
            Why(
                touchpoint=answer.key.touchpoint,
                outcome="skipped" if refused else "waiting",
                reason=answer.reason if isinstance(answer, Skipped) else "",
                detail=answer.detail if isinstance(answer, Skipped) else "",
                at=answer.at,
                who=_names(trip).get(holder, ""),
                about=_about(trip, answer.key.occurrence),
                origin=origin(answer.touchpoint, answer.touchpoint.message_class),
            )
        )
    return found


def origin(touchpoint: Touchpoint | None, message_class: str) -> Origin:
    """What an editor wrote about it; of what no editor wrote (a digest, a document) the class alone."""
    if touchpoint is None:
        return Origin(message_class=message_class)
    when = touchpoint.when
    return Origin(
        kind=touchpoint.kind,
        message_class=message_class,
        anchor=when.anchor,
        days=when.days,
        minutes=int(when.delta.total_seconds()) // 60,
        clock=f"{when.at:%H:%M}" if when.at is not None else "",
        wants=touchpoint.goal.wants,
    )


def _names(trip: Trip) -> Mapping[str, str]:
    return {person.id: person.first_name for person in trip.travellers}


def _about(trip: Trip, occurrence: str) -> str:
    """The segment or the document of an occurrence, the traveller of a birthday; "" for the whole trip."""
    told = {segment.id: segment.label for segment in trip.booking.segments}
    told |= {document.id: document.name for document in trip.documents}
    told |= _names(trip)
    return told.get(segment_of(occurrence), "")
