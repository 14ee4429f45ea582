"""The legs of one traveller's trip with the instants they really have, in the order in which they are travelled.

Where something is said that leaves the arrival open (cancelled, diverted, still not gone, a connection that breaks) nobody
arrives until a word proves it, or a day is over. Not here: what was said (progress), the values (effective), chains.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.trips.duration import too_short
from flows.trips.edges import Edges
from flows.trips.effective import DATE_ONLY, ENDS_FIRST, MIDNIGHT, Doubt, Held, Leg, instant
from flows.trips.evidence import Evidence, FlightStatus, Source
from flows.trips.progress import Progress, progress
from flows.trips.times import MOVED_ALONG, resolve, zone_info
from flows.trips.towns import same_town
from flows.trips.trip import Segment


def legs(
    segments: Iterable[Segment],
    waits: Iterable[Held],
    evidence: Evidence,
    edges: Edges,
    home: str | None,
    traveller: str | None = None,
) -> tuple[Leg, ...]:
    """The legs in the order of the papers. waits: stays and visits, whose start may end a leg. traveller: whose own words
    count beside everybody's."""
    known = progress(evidence, traveller) if evidence else {}
    timed: list[Segment] = []
    dated: list[Segment] = []
    for segment in segments:
        told = known.get(segment.id)
        unknown = segment.departs.clock is None and segment.departs.instant is None
        (dated if unknown and (told is None or told.departs is None) else timed).append(segment)
    away = [_departing(segment, known.get(segment.id), edges, home) for segment in timed]
    starts = sorted([one.departs for one in away] + [one.starts for one in waits])
    found = [_arriving(one, known.get(one.segment.id), starts, edges, home) for one in away]
    for segment in dated:
        found.append(_dated(segment, found, starts, edges, home))
    ordered = sorted(found, key=lambda one: (*one.planned, one.departs))
    return tuple(_connected(ordered, edges) if known else ordered)


def _zones(segment: Segment, home: str | None, *, arriving: bool) -> tuple[str | None, ...]:
    near, far = segment.origin.zone, segment.destination.zone
    return (far, near, home) if arriving else (near, far, home)


def _departing(segment: Segment, told: Progress | None, edges: Edges, home: str | None) -> Leg:
    printed, why = instant(segment.departs, MIDNIGHT, _zones(segment, home, arriving=False))
    if segment.departs.utc is None and not (segment.departs.zone or segment.origin.zone):
        why = why or f"the zone of {segment.origin.label} is unknown"
    departs = printed
    if told is not None and told.departs is not None:
        departs, why = told.departs.astimezone(UTC), ""
    if told is not None and told.boarded is not None and not why:
        boarded = told.boarded.at.astimezone(UTC)
        if departs < boarded <= departs + edges.longest_guess:
            departs = boarded  # who is on board only now has not left before
    return Leg(
        segment=segment,
        departs=departs,
        arrives=departs,
        leaves=departs - edges.lead(segment.kind),
        set_out=_set_out(printed, departs, told, edges.lead(segment.kind)),
        departs_inferred=why,
        planned=(printed, printed),
        moved=departs != printed,
        stopped=told is not None and told.cancelled,
        timed=_by(told.boarded or told.timed) if told is not None else "",
        said=_by(_strongest(told)),
        source=_source(told),
    )


def _set_out(printed: datetime, departs: datetime, told: Progress | None, lead: timedelta) -> datetime:
    """Who has set out is on the way, however late the word came that there was time."""
    away = printed - lead
    if told is None:
        return away
    for at, said in told.announced:
        if at.astimezone(UTC) < away:
            away = said.astimezone(UTC) - lead
    if told.boarded is not None:
        away = min(away, told.boarded.at.astimezone(UTC))
    return min(away, departs)


def _by(word: FlightStatus | None) -> str:
    """Who changed or proved something: "by its flight status", "says Jo"."""
    if word is None:
        return ""
    match word.source:
        case Source.AGENT:
            return f"says {word.who or 'an agent'}"
        case Source.TAP:
            return "by their own tap"
        case Source.LOCATION:
            return "by their position"
    return "by its flight status"


def _source(told: Progress | None) -> Source:
    word = _strongest(told)
    return word.source if word is not None else Source.TIMETABLE


def _strongest(told: Progress | None) -> FlightStatus | None:
    return None if told is None else told.landed or told.waits or told.boarded or told.timed


def _arriving(leg: Leg, told: Progress | None, starts: list[datetime], edges: Edges, home: str | None) -> Leg:
    planned, why = _planned_end(leg, starts, edges, home)
    arrives = planned
    away, printed = leg.planned[0], leg.segment.departs.utc
    if leg.moved and printed is not None and leg.departs > away and why in ("", MOVED_ALONG):
        arrives += leg.departs - away  # late away and nothing said of the arrival: late there too
    moved, proven, doubt, doubted = leg.moved, False, "", None
    if told is not None:
        if told.arrives is not None:
            said = told.arrives.astimezone(UTC)
            slid = told.boarded is not None and told.departs is not None and leg.departs > told.departs
            if slid and told.departs is not None:
                said += leg.departs - told.departs.astimezone(UTC)
            if told.landed is not None or not too_short(leg.segment, leg.departs, said):
                moved = moved or said != arrives
                arrives, why = said, ""
        doubted, doubt = _doubt(leg, told)
        if doubt:
            since = max(leg.departs, told.waits.at if told.waits else told.at).astimezone(UTC)
            arrives, why = since + edges.longest_guess, doubt
        if told.landed is not None and not told.diverted:
            at = told.landed.at.astimezone(UTC)
            if doubt or why or (told.late and told.landed.arrives is None):
                arrives, moved = max(at, leg.departs), True
            elif told.landed.arrives is None:
                moved = moved or at < arrives
                arrives = min(arrives, at)
            proven, doubt, doubted, why = True, "", None, ""
    if arrives < leg.departs:
        if proven:  # it landed before it is said to leave: the departure that we know is wrong
            return replace(
                leg,
                departs=min(leg.planned[0], arrives),
                planned=(leg.planned[0], planned),
                arrives=arrives,
                arrives_inferred="",
                moved=True,
                proven=True,
            )
        arrives = max(_guess(leg.departs, starts, edges), leg.departs)
        why = ENDS_FIRST
    if planned < leg.planned[0]:
        planned = max(_guess(leg.planned[0], starts, edges), leg.planned[0])
    return replace(
        leg,
        arrives=arrives,
        arrives_inferred=why,
        planned=(leg.planned[0], planned),
        moved=moved,
        proven=proven,
        doubt=doubt,
        doubted=doubted,
    )


def _doubt(leg: Leg, told: Progress) -> tuple[Doubt | None, str]:
    """Why nobody can say when one arrives; nothing when that is known."""
    if told.cancelled:
        return Doubt.CANCELLED, f"{leg.segment.label} is cancelled"
    if told.diverted:
        return Doubt.DIVERTED, f"{leg.segment.label} goes to {told.diverted} instead"
    if told.waits is not None and told.waits.at.astimezone(UTC) >= leg.departs:
        zone = leg.segment.departs.zone or leg.origin.zone
        local = told.waits.at.astimezone(zone_info(zone) if zone else UTC)
        return Doubt.WAITS, f"still in {leg.origin.label} at {local:%H:%M}"
    return None, ""


def _guess(departs: datetime, starts: list[datetime], edges: Edges) -> datetime:
    """When a leg ends of which nobody says so: as the next thing starts."""
    latest = departs + edges.longest_guess
    return min(next((start for start in starts if start > departs), latest), latest)


def _planned_end(leg: Leg, starts: list[datetime], edges: Edges, home: str | None) -> tuple[datetime, str]:
    """The arrival by the papers, and why it is inferred. It is guessed from the departure that holds now."""
    segment, printed = leg.segment, leg.segment.arrives
    guess = _guess(leg.departs, starts, edges)
    if printed is None:
        return guess, "no arrival is printed"
    if printed.clock is None and printed.instant is None:
        zone = printed.zone or segment.destination.zone or home or "UTC"
        midnight = resolve(printed.day + timedelta(days=1), MIDNIGHT, zone)
        return (min(guess, midnight) if midnight > leg.departs else guess), "only its date is known"
    arrives, why = instant(printed, MIDNIGHT, _zones(segment, home, arriving=True))
    if arrives < leg.planned[0] and printed.clock is not None and printed.instant is None:
        # On the night when 02:15 comes twice, a ride from 02:45 arrives at the second one.
        second = replace(printed, clock=printed.clock.replace(fold=1))
        arrives, why = instant(second, MIDNIGHT, _zones(segment, home, arriving=True))
    if printed.utc is None and not segment.destination.zone:
        why = why or f"the zone of {segment.destination.label} is unknown"
    return arrives, why


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
        if opens <= other.planned[1] < closes and same_town(
            other.destination, segment.origin, km=edges.same_town_km
        ):
            departs = max(departs, other.arrives)
        elif (
            departs == opens
            and opens <= other.departs < closes
            and same_town(other.origin, segment.destination, km=edges.same_town_km)
        ):
            departs = max(opens, other.leaves)
    leaves = departs if departs != opens else departs - edges.lead(segment.kind)
    leg = Leg(
        segment=segment,
        departs=departs,
        arrives=departs,
        leaves=leaves,
        set_out=leaves,
        departs_inferred=DATE_ONLY,
        planned=(departs, departs),
    )
    return _arriving(leg, None, starts, edges, home)


def _connected(ordered: list[Leg], edges: Edges) -> list[Leg]:
    """Who left by a leg has arrived by the one before it; and a leg that goes before one gets to it takes nobody along."""
    found = list(ordered)
    for number in range(len(found) - 2, -1, -1):
        leg, following = found[number], found[number + 1]
        gone = following.proven or (following.source in (Source.TAP, Source.LOCATION) and following.moved)
        if gone and _joins(leg, following, edges) and leg.arrives > following.departs:
            proven = max(leg.departs, following.departs)
            found[number] = replace(
                leg, arrives=proven, arrives_inferred="", doubt="", doubted=None, proven=True
            )
    for number in range(1, len(found)):
        before, leg = found[number - 1], found[number]
        late = (before.moved or before.doubt) and before.arrives > leg.departs
        if late and _joins(before, leg, edges) and not (leg.proven or leg.doubt):
            doubt = f"its connection from {before.segment.label} does not hold"
            arrives = max(leg.departs, before.arrives) + edges.longest_guess
            found[number] = replace(
                leg, arrives=arrives, arrives_inferred=doubt, doubt=doubt, doubted=Doubt.CONNECTION
            )
    return found


def _joins(before: Leg, leg: Leg, edges: Edges) -> bool:
    """Were they to be one journey?"""
    return timedelta(0) <= leg.planned[0] - before.planned[1] <= edges.layover
