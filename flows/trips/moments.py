"""The named instants of one traveller's trip, to which touchpoints anchor.

Each has a zone, so that it can be said in local time. What nobody knows is no moment: a leg's inferred arrival, an
arrival's date without a time. A departure's date is a fact all the same: its moment is marked, and counts by whole days.
Check-in and check-out without a time are planned at 15:00 and 11:00 (DESIGN §3.4).
Not here: the values (anchors), what happens during a trip and is no segment (happenings), when a chain without a printed
arrival is held to arrive (reached), how far from an anchor (offset), the zone in force elsewhere (zones).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from flows.trips import happenings
from flows.trips.anchors import TRIP, Anchor, Moment
from flows.trips.edges import DEFAULT, Edges
from flows.trips.effective import DATE_ONLY, Held, Leg
from flows.trips.evidence import Evidence
from flows.trips.itinerary import Chain, Destination, Itinerary, itinerary
from flows.trips.offset import Offset, Placed, Unplaced, offset_instant
from flows.trips.reached import arrives_zone, reached
from flows.trips.span import StageSpan
from flows.trips.stage import spans
from flows.trips.times import resolve
from flows.trips.trip import Traveller, Trip
from flows.trips.zones import Zones, zone_at, zones

NOON = time(12)


def moments(
    trip: Trip, traveller: Traveller | str, evidence: Evidence = (), *, edges: Edges = DEFAULT
) -> tuple[Moment, ...]:
    """All moments of this traveller, by instant."""
    person = traveller if isinstance(traveller, str) else traveller.id
    shape = itinerary(trip, person, evidence, edges=edges)
    return of_life(trip, shape, spans(trip, shape, edges=edges), zones(trip, shape), edges=edges)


def of_life(
    trip: Trip, shape: Itinerary, life: tuple[StageSpan, ...], clocks: Zones, *, edges: Edges = DEFAULT
) -> tuple[Moment, ...]:
    """The moments of an itinerary whose timeline and zones are already known."""
    found = [Moment(anchor=Anchor.BOOKED, at=life[0].since, zone=trip.home_zone, place=shape.origin)]
    for span in life:
        found.append(
            Moment(
                anchor=Anchor.STAGE_START,
                at=span.since,
                zone=clocks.at(span.since),
                place=span.place,
                inferred=span.inferred,
                proven=span.proven,
                stage=span.stage,
                direction=span.direction,
            )
        )
    if not shape.cancelled:
        found.extend(_of_trip(shape, trip))
        for chain in shape.chains:
            for leg in chain.legs:
                found.extend(_of_leg(leg))
        found.extend(_of_stays(shape))
        found.extend(_of_visits(shape))
        found.extend(happenings.clock_changes(shape, clocks, edges))
        found.extend(happenings.birthdays(trip, shape, clocks))
        found.extend(happenings.mid_stays(shape))
    found.extend(happenings.changes(trip, clocks))
    return tuple(sorted(found, key=lambda moment: moment.at))


def _of_trip(shape: Itinerary, trip: Trip) -> Iterator[Moment]:
    ways = (
        (shape.outbound, Anchor.DEPARTURE, Anchor.ARRIVAL),
        (shape.returning, Anchor.RETURN_DEPARTURE, Anchor.RETURN_ARRIVAL),
    )
    for chain, departure, arrival in ways:
        if chain is not None:
            yield from _ends(chain, departure, arrival, shape, trip)
    if shape.stays:
        yield from _held(shape.stays[0], Anchor.CHECK_IN, TRIP)
        yield from _held(max(shape.stays, key=lambda stay: stay.ends), Anchor.CHECK_OUT, TRIP)


def _ends(chain: Chain, departure: Anchor, arrival: Anchor, shape: Itinerary, trip: Trip) -> Iterator[Moment]:
    """Where a chain starts and ends; one's own car starts or ends at home, in the home zone."""
    start, end = chain.origin, chain.destination
    first, final = (chain.legs[0], chain.last) if chain.legs else (None, None)
    from_zone = _departs_zone(first) if first else start.zone if start else trip.home_zone
    if chain.departs_known and from_zone:
        yield Moment(
            anchor=departure,
            at=chain.departs,
            zone=from_zone,
            segment=first.segment if first else None,
            place=start,
            inferred=chain.departs_inferred,
        )
    elif first is not None and from_zone:
        yield from _by_day(first, departure, TRIP, from_zone)
    there = reached(chain, shape, home=trip.home_zone)
    if there is not None and there.zone:
        yield Moment(
            anchor=arrival,
            at=there.at,
            zone=there.zone,
            segment=final.segment if final else None,
            place=end,
            inferred=there.inferred,
            proven=there.proven,
        )


def _of_leg(leg: Leg) -> Iterator[Moment]:
    segment, from_zone, to_zone = leg.segment, _departs_zone(leg), arrives_zone(leg)
    if leg.stopped:
        return
    if not leg.departs_inferred and from_zone:
        yield Moment(
            anchor=Anchor.DEPARTURE,
            at=leg.departs,
            zone=from_zone,
            occurrence=segment.id,
            segment=segment,
            place=leg.origin,
        )
    elif from_zone:
        yield from _by_day(leg, Anchor.DEPARTURE, segment.id, from_zone)
    if not leg.arrives_inferred and to_zone:
        yield Moment(
            anchor=Anchor.ARRIVAL,
            at=leg.arrives,
            zone=to_zone,
            occurrence=segment.id,
            segment=segment,
            place=leg.destination,
            proven=leg.proven,
        )


def _by_day(leg: Leg, anchor: Anchor, occurrence: str, zone: str) -> Iterator[Moment]:
    """A departure of which a paper prints the day alone. Its noon is the same day in any zone that is near."""
    if leg.departs_inferred == DATE_ONLY and not leg.stopped:
        yield Moment(
            anchor=anchor,
            at=resolve(leg.segment.departs.day, NOON, zone),
            zone=zone,
            occurrence=occurrence,
            segment=leg.segment,
            place=leg.origin,
            inferred=leg.departs_inferred,
            day_only=True,
        )


def _of_stays(shape: Itinerary) -> Iterator[Moment]:
    for stay in shape.stays:
        yield from _held(stay, Anchor.CHECK_IN, stay.segment.id)
        yield from _held(stay, Anchor.CHECK_OUT, stay.segment.id)
    yield from _arrived_at(shape)


def _arrived_at(shape: Itinerary) -> Iterator[Moment]:
    """Each destination's first stay is arrived at by the chain before it, else as the place switches."""
    before: Chain | Destination | None = None
    for part in shape.parts:
        if isinstance(part, Destination) and part.stays and part.place.zone:
            chain = before if isinstance(before, Chain) else None
            there = reached(chain, shape, home=None) if chain else None
            if chain is None or there is not None:
                yield Moment(
                    anchor=Anchor.ARRIVAL,
                    at=max(part.since, there.at) if there else part.since,
                    zone=part.place.zone,
                    occurrence=part.stays[0].segment.id,
                    segment=part.stays[0].segment,
                    place=part.place,
                    inferred=there.inferred if there else part.inferred,
                    proven=there is not None and there.proven,
                )
        before = part


def _held(stay: Held, anchor: Anchor, occurrence: str) -> Iterator[Moment]:
    arriving = anchor is Anchor.CHECK_IN
    zone = stay.place.zone or stay.segment.departs.zone
    if zone is None or not stay.zone_known or not (arriving or stay.ends_known):
        return
    yield Moment(
        anchor=anchor,
        at=stay.starts if arriving else stay.ends,
        zone=zone,
        occurrence=occurrence,
        segment=stay.segment,
        place=stay.place,
        inferred=stay.starts_inferred if arriving else stay.ends_inferred,
    )


def _of_visits(shape: Itinerary) -> Iterator[Moment]:
    for visit in shape.visits:
        zone = visit.place.zone or visit.segment.departs.zone
        if zone and not visit.starts_inferred:
            yield Moment(
                anchor=Anchor.VISIT_START,
                at=visit.starts,
                zone=zone,
                occurrence=visit.segment.id,
                segment=visit.segment,
                place=visit.place,
            )


def _departs_zone(leg: Leg) -> str | None:
    return leg.segment.departs.zone or leg.origin.zone


__all__ = [
    "TRIP",
    "Anchor",
    "Moment",
    "Offset",
    "Placed",
    "Unplaced",
    "moments",
    "of_life",
    "offset_instant",
    "zone_at",
]
