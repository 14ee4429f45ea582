"""Where and when one occurrence takes place: its chain, its places, its days. What its facts are read from.

Not here: the facts that conditions ask for (facts), for what a touchpoint goes (occasions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from flows.library.library import Library
from flows.library.lookups import NO_LOOKUPS, Lookups
from flows.planning.lazily import lazily
from flows.planning.occasions import Occasion
from flows.planning.whole import left, local
from flows.trips.effective import Held
from flows.trips.evidence import Direction, Stage
from flows.trips.itinerary import Chain, Itinerary
from flows.trips.towns import same_town
from flows.trips.trip import Place, Segment

THERE = (Direction.OUTBOUND, Direction.BETWEEN)


class Scene:
    """Where and when `occasion` takes place. lookups: what was looked up outside. travel_minutes: from home to the first
    departure, None when not told."""

    def __init__(
        self,
        occasion: Occasion,
        library: Library,
        *,
        lookups: Lookups = NO_LOOKUPS,
        travel_minutes: int | None = None,
    ) -> None:
        self.occasion = occasion
        self.library = library
        self.lookups = lookups
        self.group = occasion.group
        self.travel_minutes = travel_minutes

    @property
    def shape(self) -> Itinerary:
        """Of the trip."""
        return self.group.life.itinerary

    @property
    def segment(self) -> Segment | None:
        """What it is about; None for the trip."""
        return self.occasion.segment

    @lazily
    def chain(self) -> Chain | None:
        """The chain of this leg; None for anything else."""
        segment = self.segment
        if segment is None or not segment.kind.is_leg:
            return None
        return next(
            (chain for chain in self.shape.chains if any(leg.segment.id == segment.id for leg in chain.legs)),
            None,
        )

    @lazily
    def places(self) -> Sequence[Place]:
        """What "the destination" is: of a leg where its chain ends, of a stay or visit its town, else all of the trip's."""
        chain, segment = self.chain, self.segment
        if chain is not None:
            return (chain.destination,) if chain.destination is not None else ()
        if segment is None or segment.kind.is_leg:
            return tuple(one.place for one in self.shape.destinations)
        town = self.occasion.town
        return (town,) if town is not None else ()

    @lazily
    def held(self) -> Held | None:
        """This stay or visit as they live it; None for anything else."""
        segment, shape = self.segment, self.shape
        if segment is None:
            return None
        return next((one for one in (*shape.stays, *shape.visits) if one.segment.id == segment.id), None)

    @lazily
    def arrived(self) -> datetime | None:
        """When they come there."""
        chain, segment, shape = self.chain, self.segment, self.shape
        if chain is not None:
            return chain.arrives
        if segment is not None:
            return self.held.starts if self.held is not None else None
        return shape.destinations[0].since if shape.destinations else None

    @lazily
    def month(self) -> int | None:
        """Of arrival, 1-12."""
        here = self.places[0] if self.places else None
        return local(self.arrived, here).month if self.arrived is not None else None

    @lazily
    def number(self) -> int | None:
        """Which leg of its chain this is, counted from 0."""
        segment, chain = self.segment, self.chain
        if segment is None or chain is None:
            return None
        return [leg.segment.id for leg in chain.legs].index(segment.id)

    def where(self, at: datetime) -> Place | None:
        """Where they are or go to at an instant; at home the main destination."""
        stage, direction, there = self.group.stage_at(at)
        if there is not None and (stage is Stage.ON_SITE or direction in THERE):
            return there
        return self.shape.main.place if self.shape.main is not None else None

    def days(self, at: datetime | None) -> Iterator[tuple[Place, date, date | None]]:
        """(place, first day, last day) of each stretch that lies ahead of `at`, both counted in; None without an end."""
        town = self.occasion.town
        for one in self.shape.destinations:
            if town is not None and not same_town(one.place, town):
                continue
            until = left(one)
            since = max(one.since, at) if at is not None else one.since
            last = local(until, one.place).date() if until is not None else None
            yield one.place, local(since, one.place).date(), last

    def land(self, place: Place) -> str:
        """The country of a place, as it says itself, else the library; empty when unknown."""
        known = None if place.country else self.library.place(place)
        return place.country or (known.country if known is not None else "")
