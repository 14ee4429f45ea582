"""Who: the conditions of a touchpoint or a broadcast, as data that an editor can read.

Not here: how they are judged against a trip (flows.planning.conditions).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import time
from enum import StrEnum

from flows.library.lookups import Sky
from flows.trips.changes import ChangeKind
from flows.trips.personas import Persona
from flows.trips.trip import Kind


class Who(StrEnum):
    """lead: only the one who booked. each: everyone; those who share a chat get one message that names them. adults: as each,
    but of nobody who is a minor. leader: only the tour leader, who hears it of everyone."""

    LEAD = "lead"
    EACH = "each"
    ADULTS = "adults"
    LEADER = "leader"


class TripType(StrEnum):
    """The shape of a trip."""

    ROUND_TRIP = "round_trip"
    ONE_WAY = "one_way"
    STAY_ONLY = "stay_only"
    DAY_TRIP = "day_trip"


class Feel(StrEnum):
    """How a month feels, by the climate."""

    HOT = "hot"
    WARM = "warm"
    MILD = "mild"
    COOL = "cool"
    COLD = "cold"


class Celebration(StrEnum):
    """What a booking, or the traveller, says is celebrated on the trip."""

    ANNIVERSARY = "anniversary"
    HONEYMOON = "honeymoon"
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """A span of the local clock, `since` counted in, `until` not; it may go over midnight."""

    since: time
    until: time

    def hold(self, clock: time) -> bool:
        """True when this local clock lies in the span."""
        if self.since <= self.until:
            return self.since <= clock < self.until
        return clock >= self.since or clock < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """All given conditions must hold; empty ones do not ask.

    destinations: place ids; countries: ISO codes of the destination. transport: kinds of leg in the trip (for a leg
    occurrence: of that leg). season: months 1-12 of arrival. nights: from, to (both counted in). abroad: the destination
    lies in another country than home. children: a minor is in the party. layover: the leg's chain has a layover.
    new_zone: the clock differs from home. multi_stay: more than one destination. directions: outbound, between, return.
    first, last: this leg or stay is the first / last of its trip (for a leg: of its chain). Beside transport, a leg's
    count goes over the chain's legs of those kinds and its flights alone: [flight] and first is the first flight of its
    chain, also where a train or taxi leads to it; [train] and first is no train that a flight leads to; [transfer] alone and first is one that nothing leads to.
    before_leg_hours: a leg leaves within so many hours after the moment.
    personas, not_personas: any of these, none of those. stays: the trip has a stay. feels, wet: the destination in the
    month of arrival. occasions: what is celebrated. regions: every destination's country lies in one of these;
    not_regions: one of them lies in none of these. holidays: a public holiday falls in what is left of the stay. forecast:
    one is there; sky: of the moment's day. documents: the agency attached some. travel_time: known from home to the first
    departure. differs: something there is not as at home. departs, arrives: local clocks of the leg, else of the way out.
    connection_from, connection_to: minutes of the wait after the leg, both counted in. changes: of a change, its kind;
    else of any change of the trip. moved: of a change, it says what is otherwise than before. transfer: somebody is fetched: between this leg and the stay that it leads to or leaves,
    else anywhere on the trip. onward: kinds of the leg that follows in the chain. flies: a flight is in the leg's chain,
    else in the trip. first_of_kind: the trip has no earlier leg of its kind. new_country: the first stay in its country.

    asked: which of these are set and hold whenever it goes; asked_then: those that its instant decides.
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
    personas: frozenset[Persona] = frozenset()
    not_personas: frozenset[Persona] = frozenset()
    stays: bool | None = None
    feels: frozenset[Feel] = frozenset()
    wet: bool | None = None
    occasions: frozenset[Celebration] = frozenset()
    regions: frozenset[str] = frozenset()
    not_regions: frozenset[str] = frozenset()
    holidays: bool | None = None
    forecast: bool | None = None
    sky: frozenset[Sky] = frozenset()
    documents: bool | None = None
    travel_time: bool | None = None
    differs: bool | None = None
    departs: Clocks | None = None
    arrives: Clocks | None = None
    connection_from: int | None = None
    connection_to: int | None = None
    changes: frozenset[ChangeKind] = frozenset()
    moved: bool | None = None
    transfer: bool | None = None
    onward: frozenset[Kind] = frozenset()
    flies: bool | None = None
    first_of_kind: bool | None = None
    new_country: bool | None = None
    asked: tuple[str, ...] = field(init=False, repr=False, compare=False)
    asked_then: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        given = [name for name in CONDITIONS if getattr(self, name) not in (None, frozenset())]
        object.__setattr__(self, "asked", tuple(name for name in given if name not in AT_ITS_INSTANT))
        object.__setattr__(self, "asked_then", tuple(name for name in given if name in AT_ITS_INSTANT))


AT_ITS_INSTANT = frozenset({"before_leg_hours", "holidays", "forecast", "sky"})
"""What can only be asked once it is known when something would go."""

CONDITIONS = tuple(one.name for one in fields(Audience) if one.name not in ("who", "asked", "asked_then"))
