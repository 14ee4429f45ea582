"""The facts of one occurrence that conditions ask for: where, how long, with whom, by what.

Not here: the conditions themselves (conditions).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from flows.library.audience import TripType
from flows.library.library import Library
from flows.planning.conditions import Facts
from flows.planning.group import Group
from flows.planning.occasions import Occasion
from flows.trips.home import home_country
from flows.trips.itinerary import Chain, Destination, Itinerary
from flows.trips.times import zone_info
from flows.trips.trip import Kind, Place, Segment


def facts(occasion: Occasion, library: Library, at: datetime | None) -> Facts:
    """What is true of this occurrence; `at`: its anchor's instant (UTC), from which a next departure is sought."""
    group, segment = occasion.group, occasion.segment
    shape = group.life.itinerary
    chain = _chain_of(shape, segment)
    here = _places(shape, segment, chain)
    known = [facts for facts in (library.place(place) for place in here) if facts is not None]
    home = home_country(shape, group.trip.home_zone)
    countries = frozenset(place.country for place in here if place.country)
    arrives = _arrives(shape, segment, chain)
    before, after = _beside(segment, chain)
    return Facts(
        trip_type=trip_type(shape),
        destinations=frozenset(one.id for one in known),
        countries=countries,
        kinds=_kinds(shape, segment),
        direction=chain.direction.value if chain is not None else None,
        month=_local(arrives, here[0] if here else None).month if arrives is not None else None,
        nights=_nights(shape, segment),
        abroad=any(country != home for country in countries) if countries and home else None,
        children=any(person.minor for person in group.trip.travellers),
        layover=bool(chain.layovers) if chain is not None else any(one.layovers for one in shape.chains),
        new_zone=_new_zone(here, group.trip.home_zone, arrives),
        multi_stay=len(shape.destinations) > 1,
        first=_is_edge(group, shape, segment, chain, 0),
        last=_is_edge(group, shape, segment, chain, -1),
        kinds_before=before,
        kinds_after=after,
        hours_to_leg=_hours_to_leg(shape, at),
    )


def trip_type(shape: Itinerary) -> TripType:
    """The shape in one word. A round trip without a night is a day trip."""
    legs = any(chain.legs for chain in shape.chains)
    if not legs and shape.stays:
        return TripType.STAY_ONLY
    if not shape.closed:
        return TripType.ONE_WAY
    if not shape.stays and _span_nights(shape) == 0:
        return TripType.DAY_TRIP
    return TripType.ROUND_TRIP


def _chain_of(shape: Itinerary, segment: Segment | None) -> Chain | None:
    if segment is None or not segment.kind.is_leg:
        return None
    return next(
        (chain for chain in shape.chains if any(leg.segment.id == segment.id for leg in chain.legs)), None
    )


def _places(shape: Itinerary, segment: Segment | None, chain: Chain | None) -> Sequence[Place]:
    """What "the destination" is: of a leg where its chain ends, of a stay or visit its town, else all of the trip's."""
    if chain is not None:
        return (chain.destination,) if chain.destination is not None else ()
    if segment is None or segment.kind.is_leg:
        return tuple(one.place for one in shape.destinations)
    for one in shape.destinations:
        if any(stay.segment.id == segment.id for stay in one.stays):
            return (one.place,)
    return (segment.destination,)


def _kinds(shape: Itinerary, segment: Segment | None) -> frozenset[Kind]:
    if segment is not None and segment.kind.is_leg:
        return frozenset({segment.kind})
    return frozenset(leg.segment.kind for chain in shape.chains for leg in chain.legs)


def _arrives(shape: Itinerary, segment: Segment | None, chain: Chain | None) -> datetime | None:
    if chain is not None:
        return chain.arrives
    if segment is not None:
        held = next((one for one in (*shape.stays, *shape.visits) if one.segment.id == segment.id), None)
        return held.starts if held is not None else None
    return shape.destinations[0].since if shape.destinations else None


def _nights(shape: Itinerary, segment: Segment | None) -> int | None:
    if segment is not None and segment.kind is Kind.STAY:
        return (segment.arrives.day - segment.departs.day).days if segment.arrives is not None else None
    return _span_nights(shape)


def _span_nights(shape: Itinerary) -> int | None:
    """Nights between reaching the first destination and leaving the last, by the dates there; None without an end."""
    if not shape.destinations:
        return None
    first, last = shape.destinations[0], shape.destinations[-1]
    until = last.until or _checks_out(last)
    if until is None:
        return None
    return (_local(until, last.place).date() - _local(first.since, first.place).date()).days


def _checks_out(destination: Destination) -> datetime | None:
    return max((stay.ends for stay in destination.stays), default=None)


def _local(instant: datetime, place: Place | None) -> datetime:
    return instant.astimezone(_zone(place)) if _zone(place) is not None else instant


def _zone(place: Place | None) -> tzinfo | None:
    return zone_info(place.zone) if place is not None and place.zone else None


def _new_zone(places: Sequence[Place], home: str | None, at: datetime | None) -> bool | None:
    """Does the clock anywhere there differ from home's on arrival?"""
    zones = [place.zone for place in places if place.zone]
    if not zones or home is None or at is None:
        return None
    own = at.astimezone(zone_info(home)).utcoffset()
    return any(at.astimezone(zone_info(zone)).utcoffset() != own for zone in zones)


def _is_edge(
    group: Group, shape: Itinerary, segment: Segment | None, chain: Chain | None, end: int
) -> bool | None:
    """Is this leg the first (0) or last (-1) of its chain, this stay or visit of its trip? None for anything else."""
    if segment is None:
        return None
    if segment.kind.is_leg:
        return chain.legs[end].segment.id == segment.id if chain is not None else None
    row = shape.stays if segment.kind is Kind.STAY else shape.visits
    return row[end].segment.id == segment.id if row else None


def _beside(
    segment: Segment | None, chain: Chain | None
) -> tuple[frozenset[Kind], frozenset[Kind]] | tuple[None, None]:
    """The kinds of the legs before and after this one in its chain; None for what is no leg."""
    if segment is None or chain is None:
        return None, None
    kinds = [leg.segment.kind for leg in chain.legs]
    here = [leg.segment.id for leg in chain.legs].index(segment.id)
    return frozenset(kinds[:here]), frozenset(kinds[here + 1 :])


def _hours_to_leg(shape: Itinerary, at: datetime | None) -> float | None:
    if at is None:
        return None
    ahead = [leg.departs - at for chain in shape.chains for leg in chain.legs if leg.departs > at]
    return min(ahead).total_seconds() / 3600 if ahead else None
