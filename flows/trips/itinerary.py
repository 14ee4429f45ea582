"""The shape of one traveller's trip: chains of legs and the destinations between them, in order (DESIGN §3.3).

Not here: the values it is made of (route), the instants of a single segment (effective), the stages that follow (stage),
anchors (moments).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from flows.trips.chains import gap_place, joined, one_town
from flows.trips.coming import come
from flows.trips.edges import DEFAULT, Edges
from flows.trips.effective import Held, Leg, held
from flows.trips.evidence import Direction, Evidence
from flows.trips.route import Chain, Destination, Itinerary
from flows.trips.times import resolve, zone_info
from flows.trips.towns import borrow, distance_km, same_country
from flows.trips.travelled import legs
from flows.trips.trip import Kind, Place, Trip


def itinerary(trip: Trip, traveller_id: str, evidence: Evidence = (), *, edges: Edges = DEFAULT) -> Itinerary:
    """The shape of this traveller's trip. Odd data (overlaps, ends before starts) never raises."""
    live = trip.segments_of(traveller_id)
    mine = [one for one in trip.booking.segments if not one.travellers or traveller_id in one.travellers]
    home = trip.home_zone
    stays = tuple(
        sorted((held(one, edges, home) for one in live if one.kind is Kind.STAY), key=lambda one: one.starts)
    )
    visits = tuple(
        sorted(
            (held(one, edges, home, visit=True) for one in live if one.kind is Kind.VISIT),
            key=lambda one: one.starts,
        )
    )
    ways = legs(
        (one for one in live if one.kind.is_leg), (*stays, *visits), evidence, edges, home, traveller_id
    )
    if ways:
        runs, gaps = joined(ways, stays, edges)
        later = come(runs, gaps, edges)
        if later:
            stays = _begun(stays, later)
            gaps = [list(_begun(gap, later)) for gap in gaps]
        end = runs[-1][-1].arrives
        followed = any(visit.starts >= end for visit in visits)
        parts, closed = _travelled(runs, gaps, stays, trip, edges, followed=followed)
    elif stays:
        parts, closed = _driven(stays, trip, edges), True
    else:
        parts, closed = _visited(visits), bool(visits)
    return Itinerary(
        parts=parts,
        stays=stays,
        visits=visits,
        origin=ways[0].origin if ways else None,
        closed=closed,
        cancelled=trip.cancelled or (bool(mine) and not live),
    )


def _begun(stays: Iterable[Held], later: Mapping[str, Held]) -> tuple[Held, ...]:
    """The stays as they begin for one who comes later, in their order."""
    return tuple(sorted((later.get(one.segment.id, one) for one in stays), key=lambda one: one.starts))


def _travelled(
    runs: list[tuple[Leg, ...]],
    gaps: list[list[Held]],
    stays: tuple[Held, ...],
    trip: Trip,
    edges: Edges,
    *,
    followed: bool,
) -> tuple[tuple[Chain | Destination, ...], bool]:
    """followed: a visit is booked after the last leg."""
    before, after = gaps[0], gaps[-1]
    homeward = _homeward(runs, gaps, trip, edges) or (
        not followed and not after and _near_home(runs, gaps, edges)
    )
    parts: list[Chain | Destination] = []
    if before:
        parts.append(_drive_out(before[0], trip, edges))
        parts.extend(_destinations(before, None, before[0].starts, runs[0][0].set_out, edges, stays))
    for index, run in enumerate(runs):
        last = index == len(runs) - 1
        direction = Direction.OUTBOUND if not parts else Direction.BETWEEN
        if last and homeward and not after:
            parts.append(_chain(run, Direction.RETURN))
            return tuple(parts), True
        chain = _chain(run, direction)
        parts.append(chain)
        until = None if last else runs[index + 1][0].set_out
        if last and homeward:
            until = max(chain.arrives, max(stay.ends for stay in after))
        parts.extend(_destinations(gaps[index + 1], run[-1], chain.arrives, until, edges, stays))
    if homeward:
        parts.append(_drive_home(after, edges))
    return tuple(parts), homeward


def _homeward(runs: list[tuple[Leg, ...]], gaps: list[list[Held]], trip: Trip, edges: Edges) -> bool:
    """Does the last chain end at home: the first leg's origin, or its country once the trip has left it?"""
    origin, end = runs[0][0].origin, runs[-1][-1].destination
    if len(runs) == 1:
        # A way out by own car and a leg home: the home zone is all that tells where home is.
        zones = (origin.zone, end.zone)
        return bool(gaps[0]) and trip.home_zone is not None and zones[0] != zones[1] == trip.home_zone
    abroad = [run[-1].destination for run in runs[:-1]] + [stay.place for gap in gaps[:-1] for stay in gap]
    left = any(place.country is not None and place.country != origin.country for place in abroad)
    return one_town(end, origin, edges) or (left and same_country(end, origin))


def _near_home(runs: list[tuple[Leg, ...]], gaps: list[list[Held]], edges: Edges) -> bool:
    """Does the last chain end over the border, but in the region of the first leg's origin, after the trip was beyond it?
    Out of Brussels and home to Schiphol is the way home; within a country the town or the border decides."""
    if len(runs) == 1:
        return False
    origin, end = runs[0][0].origin, runs[-1][-1].destination
    if origin.country is None or end.country is None or same_country(origin, end):
        return False
    apart = distance_km(origin, end)
    if apart is None or apart > edges.same_region_km:
        return False
    away = [run[-1].destination for run in runs[:-1]] + [stay.place for gap in gaps[:-1] for stay in gap]
    return any((distance_km(origin, place) or 0.0) > edges.same_region_km for place in away)


def _chain(run: tuple[Leg, ...], direction: Direction) -> Chain:
    first, final = run[0], max(run, key=lambda leg: leg.arrives)
    return Chain(
        legs=run,
        direction=direction,
        leaves=first.set_out,
        departs=first.departs,
        arrives=final.arrives,
        origin=first.origin,
        destination=run[-1].destination,
        departs_inferred=first.departs_inferred,
        arrives_inferred=final.arrives_inferred,
        departs_known=not first.departs_inferred and not first.stopped,
        arrives_known=not final.arrives_inferred and not final.stopped,
    )


def _destinations(
    held_here: list[Held],
    arrival: Leg | None,
    since: datetime,
    until: datetime | None,
    edges: Edges,
    stays: tuple[Held, ...],
) -> list[Destination]:
    """The destinations of one gap: one for each town of its stays; the place switches at the next one's check-in."""
    if not held_here:
        assert arrival is not None
        place = gap_place(arrival, since, until, stays, edges)
        return [Destination(place=place, stays=(), since=since, until=until)]
    groups: list[list[Held]] = []
    for stay in held_here:
        if groups and _together(groups[-1][-1].place, stay.place, arrival, edges):
            groups[-1].append(stay)
        else:
            groups.append([stay])
    found: list[Destination] = []
    for index, group in enumerate(groups):
        nearby = (
            arrival.destination
            if arrival and (index == 0 or one_town(arrival.destination, group[0].place, edges))
            else None
        )
        found.append(
            Destination(
                place=borrow(group[0].place, nearby),
                stays=tuple(group),
                since=since if index == 0 else max(since, group[0].starts),
                until=max(since, groups[index + 1][0].starts) if index + 1 < len(groups) else until,
                inferred="" if index == 0 else "no leg says when they arrive; check-in",
            )
        )
    return found


def _together(a: Place, b: Place, arrival: Leg | None, edges: Edges) -> bool:
    """Are two stays in one town? What both share with the airport they share: "Rome", "Roma" and FCO."""
    if one_town(a, b, edges):
        return True
    return arrival is not None and all(one_town(arrival.destination, place, edges) for place in (a, b))


def _local(when: datetime, zone: str | None) -> datetime:
    return when.astimezone(zone_info(zone)) if zone else when.astimezone(UTC)


def _drive_out(stay: Held, trip: Trip, edges: Edges) -> Chain:
    """The way to the first stay in one's own car: from 08:00 home-local on the check-in day to check-in."""
    zone = trip.home_zone or stay.place.zone
    day = (
        stay.segment.departs.day if stay.segment.departs.instant is None else _local(stay.starts, zone).date()
    )
    departs = min(resolve(day, edges.own_car_leaves, zone or "UTC"), stay.starts)
    why = "no leg is booked; own transport from 08:00 to check-in"
    return Chain(
        legs=(),
        direction=Direction.OUTBOUND,
        leaves=departs,
        departs=departs,
        arrives=stay.starts,
        origin=None,
        destination=stay.place,
        departs_inferred=why,
        arrives_inferred=why,
        departs_known=zone is not None and stay.zone_known,
        arrives_known=stay.zone_known,
    )


def _drive_home(stays: list[Held], edges: Edges) -> Chain:
    """The way home from the last check-out, six hours long."""
    final = max(stays, key=lambda stay: stay.ends)
    why = "no leg is booked; six hours from check-out"
    return Chain(
        legs=(),
        direction=Direction.RETURN,
        leaves=final.ends,
        departs=final.ends,
        arrives=final.ends + edges.own_car_home,
        origin=final.place,
        destination=None,
        departs_inferred=why,
        arrives_inferred=why,
        departs_known=final.zone_known,
        arrives_known=final.zone_known,
    )


def _driven(stays: tuple[Held, ...], trip: Trip, edges: Edges) -> tuple[Chain | Destination, ...]:
    here = list(stays)
    out, back = _drive_out(here[0], trip, edges), _drive_home(here, edges)
    middle = _destinations(here, None, out.arrives, back.departs, edges, stays)
    return (out, *middle, back)


def _visited(visits: tuple[Held, ...]) -> tuple[Destination, ...]:
    if not visits:
        return ()
    why = "only visits are booked"
    end = max(visit.ends for visit in visits)
    return (
        Destination(
            place=visits[0].place,
            stays=(),
            since=visits[0].starts,
            until=end,
            inferred=why,
            ends_inferred=why,
        ),
    )


__all__ = ["Chain", "Destination", "Itinerary", "itinerary"]
