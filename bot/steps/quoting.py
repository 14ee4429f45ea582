"""What a message that left says of a trip, and what it would say if the trip were as it was before, or as it is now.

Values are those of the message's own instant and language, so that neither time passing nor another language is a
difference. Not here: what follows from a difference (bot.steps.correcting).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.steps.situation import Situation
from bot.storage.deliveries import DeliveryRow, State
from flows.errors import FlowsError
from flows.planning.folding import DIGEST
from flows.talk.facts import Facts
from flows.talk.values import value
from flows.trips.announced import announced
from flows.trips.difference import stands
from flows.trips.evidence import Evidence, FlightStatus
from flows.trips.moments import TRIP
from flows.trips.trip import Booking, Trip

READ = frozenset({State.SENT, State.UNKNOWN, State.SENDING})
"""What somebody has read, or may have, or is about to."""

Quoted = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """A state of things: the trip, and what is said of its flights."""

    trip: Trip
    evidence: Evidence


def believed(trip: Trip, evidence: Evidence, booking: Booking) -> Believed:
    """The trip with `booking` in place of its own. What was said of its flights then is in its times."""
    words = tuple(one for one in evidence if not isinstance(one, FlightStatus))
    return Believed(trip=replace(trip, booking=alive(booking)), evidence=words)


def alive(booking: Booking) -> Booking:
    """The booking as it was before all of it fell away; any other as it is."""
    if not booking.cancelled:
        return booking
    segments = tuple(replace(one, cancelled=False) for one in booking.segments)
    return replace(booking, cancelled=False, segments=segments)


def quotes(row: DeliveryRow) -> bool:
    """True for a planned message that somebody may have read."""
    return bool(row.touchpoint) and row.edit_of is None and row.state in READ


def occurrence_of(occurrence: str | None) -> str:
    """What the pen knows: those who travel otherwise than the holder still live one trip each."""
    return TRIP if occurrence is None or occurrence.startswith(f"{TRIP}:") else occurrence


def then(found: Situation, row: DeliveryRow) -> Situation:
    """The situation at the message's own instant, in its language."""
    return replace(found, now=row.settled_at or found.now, spoken=row.locale or found.locale)


def quoted(found: Situation, row: DeliveryRow) -> Quoted:
    """The value that each fact of this message has here; None where it has none any more."""
    at = then(found, row)
    facts: dict[str, Facts] = {}
    told: dict[str, str | None] = {}
    for name in row.facts:
        where, _, placeholder = name.rpartition("/")
        occurrence = where or (TRIP if row.touchpoint == DIGEST else occurrence_of(row.occurrence))
        if occurrence not in facts:
            facts[occurrence] = at.facts_of(tuple(row.travellers), occurrence)
        try:
            told[name] = value(facts[occurrence], placeholder)
        except FlowsError:
            told[name] = None
    return told


def taken_back(row: DeliveryRow, before: Situation, now: Situation) -> bool:
    """True for a notice of a change of which a line no longer holds."""
    if now.library.notice(row.touchpoint) is None:
        return False
    change = now.trip.change(row.occurrence or "")
    if change is None:
        return False
    was, holds = goes_by(before), goes_by(now)
    return any(stands(line, was) and not stands(line, holds) for line in change.lines)


def goes_by(found: Situation) -> Booking:
    """The booking as its travellers go by it."""
    return announced(found.trip.booking, found.evidence)
