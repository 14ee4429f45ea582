"""The nouns of an itinerary: Chain, Destination and the Itinerary that they make.

Values only. Not here: how they are found (itinerary), the instants of a single leg or stay (effective).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from flows.trips.effective import Held, Leg
from flows.trips.evidence import Direction, Source
from flows.trips.towns import same_town
from flows.trips.trip import Place

OWN = frozenset({Source.TAP, Source.LOCATION})
"""What a traveller says, or shows, of where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Legs joined by layovers; no legs at all for one's own car. Instants in UTC.

    leaves: when the traveller sets out. departs_inferred, arrives_inferred: why an instant is not printed.
    departs_known, arrives_known: whether something may anchor to it. last: the leg that arrives last; None for one's own
    car. layovers: where it waits on the way, from when to when; a taxi from the airport into town waits nowhere.
    """

    legs: tuple[Leg, ...]
    direction: Direction
    leaves: datetime
    departs: datetime
    arrives: datetime
    origin: Place | None
    destination: Place | None
    departs_inferred: str = ""
    arrives_inferred: str = ""
    departs_known: bool = True
    arrives_known: bool = True
    last: Leg | None = field(init=False, repr=False, compare=False)
    layovers: tuple[tuple[Place, datetime, datetime], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        last = max(self.legs, key=lambda leg: leg.arrives, default=None)
        object.__setattr__(self, "last", last)
        waits = ((a.destination, a.arrives, b.departs) for a, b in pairwise(self.legs))
        ends = [place for place in (self.origin, self.destination) if place is not None]
        layovers = tuple(wait for wait in waits if not any(same_town(wait[0], end) for end in ends))
        object.__setattr__(self, "layovers", layovers)

    @property
    def inferred(self) -> str:
        """Why its times are not all printed; empty when they are."""
        return self.departs_inferred or self.arrives_inferred

    @property
    def proven(self) -> bool:
        """True when its last leg has landed."""
        return self.last is not None and self.last.proven

    @property
    def moved(self) -> bool:
        """True when a word of somebody changed its times."""
        return any(leg.moved for leg in self.legs)

    @property
    def source(self) -> Source:
        """Who says when it goes and arrives: who proved the landing or saw them wait, else a flight's status."""
        last = self.last
        if last is not None and last.proven:
            return last.source
        waits = next((leg.source for leg in self.legs if leg.doubt and leg.source in OWN), None)
        return waits or (Source.FLIGHT_STATUS if self.moved else Source.TIMETABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the traveller stays a while. since, until: UTC; until None when nothing ends it.

    inferred: why its start is not printed. ends_inferred: the same for its end.
    """

    place: Place
    stays: tuple[Held, ...]
    since: datetime
    until: datetime | None
    inferred: str = ""
    ends_inferred: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """One traveller's trip. parts: chains and destinations in order, from leaving home to being back (if ever).

    closed: True when the trip has an end, after which the traveller is at home. origin: where the first leg starts.
    cancelled: the booking, or all this traveller had of it, is cancelled. chains, destinations: the parts of each kind,
    in order. outbound, returning: the ways out and home, where there is one.
    """

    parts: tuple[Chain | Destination, ...]
    stays: tuple[Held, ...]
    visits: tuple[Held, ...]
    origin: Place | None
    closed: bool
    cancelled: bool
    chains: tuple[Chain, ...] = field(init=False, repr=False, compare=False)
    destinations: tuple[Destination, ...] = field(init=False, repr=False, compare=False)
    outbound: Chain | None = field(init=False, repr=False, compare=False)
    returning: Chain | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        chains = tuple(part for part in self.parts if isinstance(part, Chain))
        object.__setattr__(self, "chains", chains)
        destinations = tuple(part for part in self.parts if isinstance(part, Destination))
        object.__setattr__(self, "destinations", destinations)
        ways = {chain.direction: chain for chain in reversed(chains)}
        object.__setattr__(self, "outbound", ways.get(Direction.OUTBOUND))
        object.__setattr__(self, "returning", ways.get(Direction.RETURN))

    @property
    def leaves(self) -> datetime | None:
        """When the traveller leaves for the trip; None for a trip without segments."""
        if not self.parts:
            return None
        first = self.parts[0]
        return first.leaves if isinstance(first, Chain) else first.since

    @property
    def ends(self) -> datetime | None:
        """When the last segment ends: arrival, check-out or end of a visit."""
        known = [chain.arrives for chain in self.chains] + [one.ends for one in (*self.stays, *self.visits)]
        return max(known, default=None)

    @property
    def main(self) -> Destination | None:
        """The destination where most time is spent; the first of equals. An open one counts to its last check-out."""

        def length(destination: Destination) -> float:
            until = destination.until or max(
                (stay.ends for stay in destination.stays), default=destination.since
            )
            return (until - destination.since).total_seconds()

        return max(self.destinations, key=length, default=None)
