"""Who: the conditions of a touchpoint or a broadcast, as data that an editor can read.

Not here: how they are judged against a trip (flows.planning.conditions).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flows.trips.trip import Kind


class Who(StrEnum):
    """lead: only the one who booked. each: everyone; those who share a chat get one message that names them."""

    LEAD = "lead"
    EACH = "each"


class TripType(StrEnum):
    """The shape of a trip."""

    ROUND_TRIP = "round_trip"
    ONE_WAY = "one_way"
    STAY_ONLY = "stay_only"
    DAY_TRIP = "day_trip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """All given conditions must hold; empty ones do not ask.

    destinations: place ids; countries: ISO codes of the destination. transport: kinds of leg in the trip (for a leg
    occurrence: of that leg). season: months 1-12 of arrival. nights: from, to (both counted in). abroad: the destination
    lies in another country than home. children: a minor is in the party. layover: the leg's chain has a layover.
    new_zone: the clock differs from home. multi_stay: more than one destination. directions: outbound, between, return.
    first, last: this leg or stay is the first / last of its trip (for a leg: of its chain). Beside transport, a leg's
    count goes over the chain's legs of those kinds and its flights alone: [flight] and first is the first flight of its
    chain, also where a train or taxi leads to it; [train] and first is no train that a flight leads to.
    before_leg_hours: a leg leaves within so many hours after the moment.
    """

    who: Who = Who.EACH
    destinations: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    transport: frozenset[Kind] = frozenset()
    trip_types: frozenset[TripType] = frozenset()
    directions: frozenset[str] = frozenset()
    months: frozenset[int] = frozenset()
    nights_from: int | None = None
    nights_to: int | None = None
    abroad: bool | None = None
    children: bool | None = None
    layover: bool | None = None
    new_zone: bool | None = None
    multi_stay: bool | None = None
    first: bool | None = None
    last: bool | None = None
    before_leg_hours: int | None = None
