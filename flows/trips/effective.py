"""A segment with the instants it really has: printed, moved by what is said of it, or inferred with the reason why.

Not here: how the legs of a trip are worked out (travelled), how they make chains (itinerary), what a stage is (stage).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from flows.trips.edges import Edges
from flows.trips.evidence import Source
from flows.trips.times import Time, resolve
from flows.trips.trip import Place, Segment

MIDNIGHT = time(0)
DATE_ONLY = "only the date is known"
"""Why an instant is inferred although a paper prints its day."""


ENDS_FIRST = "its printed arrival lies before its departure"
"""Why an arrival is inferred that papers print and that cannot be: no traveller reads it."""


class Doubt(StrEnum):
    """What leaves an arrival open. CONNECTION: the leg before it comes too late."""

    CANCELLED = "cancelled"
    DIVERTED = "diverted"
    WAITS = "waits"
    CONNECTION = "connection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A leg as it goes. departs, arrives: UTC, departs <= arrives. leaves: when one should set out for it (UTC); set_out:
    when they did where a word came too late to keep them at home.

    departs_inferred, arrives_inferred: why nobody knows the instant; empty when it is known and may be an anchor.
    planned: (departs, arrives) by the papers alone, which is how legs are ordered and joined. moved: a word of somebody
    changed its times, timed: who by; said: who said the strongest word on it ("by its flight status"). proven: it has landed. stopped: it does not go. doubt: why nobody
    can say when, or whether, one arrives by it, in words; doubted: which kind of reason that is. source: of the strongest word on it.
    """

    segment: Segment
    departs: datetime
    arrives: datetime
    leaves: datetime
    departs_inferred: str = ""
    arrives_inferred: str = ""
    planned: tuple[datetime, datetime]
    set_out: datetime
    moved: bool = False
    proven: bool = False
    stopped: bool = False
    doubt: str = ""
    doubted: Doubt | None = None
    timed: str = ""
    said: str = ""
    source: Source = Source.TIMETABLE

    @property
    def origin(self) -> Place:
        """Where it starts."""
        return self.segment.origin

    @property
    def destination(self) -> Place:
        """Where it ends."""
        return self.segment.destination


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A stay or visit as it is held: starts <= ends, UTC, each with the reason when inferred.

    zone_known: False when the stage uses a zone that nobody gave; then nothing may anchor to it.
    ends_known: False when nobody gave an end that makes sense; then nothing may anchor to that. comes: the local day on
    which this traveller comes, where their own way brings them after the day of check-in.
    """

    segment: Segment
    starts: datetime
    ends: datetime
    starts_inferred: str = ""
    ends_inferred: str = ""
    zone_known: bool = True
    ends_known: bool = True
    comes: date | None = None

    @property
    def since(self) -> date:
        """The local day on which it begins for this traveller."""
        return self.comes or self.segment.departs.day

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.segment.destination


def instant(when: Time, clock: time, zones: Iterable[str | None]) -> tuple[datetime, str]:
    """The UTC instant of `when` for the stage, and why it is inferred (empty when it is printed).

    clock: the wall time planned for a date alone. zones: whose zone to take, best first; UTC at the end.
    """
    known = when.utc
    if known is not None:
        return known.astimezone(UTC), when.inferred
    zone = next((name for name in zones if name), None)
    reason = "" if zone else "its zone is unknown"
    if when.clock is None:
        reason = DATE_ONLY
    return resolve(when.day, when.clock or clock, zone or "UTC"), when.inferred or reason


def held(segment: Segment, edges: Edges, home: str | None, *, visit: bool = False) -> Held:
    """The instants of a stay (check-in and check-out) or a visit (start and end)."""
    own = segment.departs.zone or segment.destination.zone
    zones = (own, home)
    opens, closes = (MIDNIGHT, MIDNIGHT) if visit else (edges.check_in, edges.check_out)
    starts, why_start = instant(segment.departs, opens, zones)
    ends, why_end = starts, "its end is not known"
    if segment.arrives is not None:
        until = segment.arrives
        if visit and until.clock is None and until.instant is None:
            until = replace(until, day=until.day + timedelta(days=1))
        ends, why_end = instant(until, closes, (until.zone, *zones))
    ends_known = segment.arrives is not None and ends >= starts
    if not ends_known:
        # A night for a stay, the rest of the day for a visit: what one may assume of an end that makes no sense.
        why_end = why_end if segment.arrives is None else "its end lies before its start"
        ends = max(starts, resolve(segment.departs.day + timedelta(days=1), closes, own or home or "UTC"))
    known = own is not None or segment.departs.utc is not None
    return Held(
        segment=segment,
        starts=starts,
        ends=ends,
        starts_inferred=why_start,
        ends_inferred=why_end,
        zone_known=known,
        ends_known=ends_known,
    )
