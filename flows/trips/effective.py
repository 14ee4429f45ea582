"""A segment with the instants it really has: printed, moved by a flight's status, or inferred with the reason why.

Not here: how legs make chains (itinerary), what a stage is (stage).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from flows.trips.edges import Edges
from flows.trips.evidence import Evidence, FlightStatus
from flows.trips.times import Time, resolve
from flows.trips.towns import same_town
from flows.trips.trip import Place, Segment

MIDNIGHT = time(0)
DATE_ONLY = "only the date is known"
"""Why an instant is inferred although a paper prints its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A leg as it goes. departs, arrives: UTC, departs <= arrives. leaves: when one sets out for it (UTC).

    departs_inferred, arrives_inferred: why nobody knows the instant; empty when it is known and may be an anchor.
    moved: a flight status changed its times. proven: it has landed. stopped: a status says it does not go.
    """

    segment: Segment
    departs: datetime
    arrives: datetime
    leaves: datetime
    departs_inferred: str = ""
    arrives_inferred: str = ""
    moved: bool = False
    proven: bool = False
    stopped: bool = False

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
    ends_known: False when nobody gave an end that makes sense; then nothing may anchor to that.
    """

    segment: Segment
    starts: datetime
    ends: datetime
    starts_inferred: str = ""
    ends_inferred: str = ""
    zone_known: bool = True
    ends_known: bool = True

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


def statuses(evidence: Evidence) -> dict[str, FlightStatus]:
    """The latest status of each segment id."""
    found: dict[str, FlightStatus] = {}
    for item in evidence:
        if isinstance(item, FlightStatus) and (
            item.segment not in found or item.at >= found[item.segment].at
        ):
            found[item.segment] = item
    return found


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


def legs(
    segments: Iterable[Segment], waits: Iterable[Held], evidence: Evidence, edges: Edges, home: str | None
) -> tuple[Leg, ...]:
    """The legs in the order in which they are travelled. waits: stays and visits, whose start may end a leg."""
    known = statuses(evidence)
    timed: list[Leg] = []
    dated: list[Segment] = []
    for segment in segments:
        if segment.departs.clock is None and segment.departs.instant is None and segment.id not in known:
            dated.append(segment)
        else:
            timed.append(_departing(segment, known.get(segment.id), edges, home))
    starts = sorted([one.departs for one in timed] + [one.starts for one in waits])
    travelled = [_arriving(one, known.get(one.segment.id), starts, edges, home) for one in timed]
    for segment in dated:
        travelled.append(_dated(segment, travelled, starts, edges, home))
    return tuple(sorted(travelled, key=lambda one: (one.departs, one.arrives)))


def _zones(segment: Segment, home: str | None, *, arriving: bool) -> tuple[str | None, ...]:
    near, far = segment.origin.zone, segment.destination.zone
    return (far, near, home) if arriving else (near, far, home)


def _departing(segment: Segment, status: FlightStatus | None, edges: Edges, home: str | None) -> Leg:
    departs, why = instant(segment.departs, MIDNIGHT, _zones(segment, home, arriving=False))
    if segment.departs.utc is None and not (segment.departs.zone or segment.origin.zone):
        why = why or f"the zone of {segment.origin.label} is unknown"
    moved = False
    if status is not None and status.departs is not None:
        effective = status.departs.astimezone(UTC)
        departs, why, moved = effective, "", effective != departs
    return Leg(
        segment=segment,
        departs=departs,
        arrives=departs,
        leaves=departs - edges.lead(segment.kind),
        departs_inferred=why,
        moved=moved,
        stopped=status is not None and status.cancelled,
    )


def _arriving(
    leg: Leg, status: FlightStatus | None, starts: list[datetime], edges: Edges, home: str | None
) -> Leg:
    segment, printed = leg.segment, leg.segment.arrives
    guess = min(
        next((start for start in starts if start > leg.departs), leg.departs + edges.longest_guess),
        leg.departs + edges.longest_guess,
    )
    arrives, why = guess, "no arrival is printed"
    if printed is not None and printed.clock is None and printed.instant is None:
        zone = printed.zone or segment.destination.zone or home or "UTC"
        midnight = resolve(printed.day + timedelta(days=1), MIDNIGHT, zone)
        arrives, why = (min(guess, midnight) if midnight > leg.departs else guess), "only its date is known"
    elif printed is not None:
        arrives, why = instant(printed, MIDNIGHT, _zones(segment, home, arriving=True))
        if arrives < leg.departs and printed.clock is not None and printed.instant is None:
            # On the night when 02:15 comes twice, a ride from 02:45 arrives at the second one.
            second = replace(printed, clock=printed.clock.replace(fold=1))
            arrives, why = instant(second, MIDNIGHT, _zones(segment, home, arriving=True))
        if printed.utc is None and not segment.destination.zone:
            why = why or f"the zone of {segment.destination.label} is unknown"
        planned = segment.departs.utc
        if leg.moved and planned is not None and leg.departs > planned:
            arrives += leg.departs - planned  # late away and nothing said of the arrival: late there too
    moved, proven = leg.moved, False
    if status is not None:
        if status.arrives is not None:
            effective = status.arrives.astimezone(UTC)
            moved = moved or effective != arrives
            arrives, why = effective, ""
        elif status.landed:
            moved = moved or status.at < arrives
            arrives, why = min(arrives, status.at.astimezone(UTC)), ""
        proven = status.landed
    if arrives < leg.departs:
        arrives, why = max(guess, leg.departs), "its printed arrival lies before its departure"
    return Leg(
        segment=segment,
        departs=leg.departs,
        arrives=arrives,
        leaves=leg.leaves,
        departs_inferred=leg.departs_inferred,
        arrives_inferred=why,
        moved=moved,
        proven=proven,
        stopped=leg.stopped,
    )


def _dated(
    segment: Segment, others: list[Leg], starts: list[datetime], edges: Edges, home: str | None
) -> Leg:
    """A leg with a date only: 00:00 that day, unless a leg that day ends where it starts or starts where it ends.

    A transfer of the arrival day follows the flight, one of the last day goes just before it.
    """
    zone = next(
        (name for name in (segment.departs.zone, *_zones(segment, home, arriving=False)) if name), "UTC"
    )
    opens = resolve(segment.departs.day, MIDNIGHT, zone)
    closes = resolve(segment.departs.day + timedelta(days=1), MIDNIGHT, zone)
    departs = opens
    for other in others:
        if opens <= other.arrives < closes and same_town(
            other.destination, segment.origin, km=edges.same_town_km
        ):
            departs = max(departs, other.arrives)
        elif (
            departs == opens
            and opens <= other.departs < closes
            and same_town(other.origin, segment.destination, km=edges.same_town_km)
        ):
            departs = max(opens, other.leaves)
    leg = Leg(
        segment=segment,
        departs=departs,
        arrives=departs,
        leaves=departs if departs != opens else departs - edges.lead(segment.kind),
        departs_inferred=DATE_ONLY,
    )
    return _arriving(leg, None, starts, edges, home)
