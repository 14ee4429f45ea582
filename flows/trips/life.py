"""One traveller's trip, worked out once: itinerary, timeline, zones and moments for the same evidence.

What the planner holds while it asks many questions. Not here: any of the answers (stage, moments, zones, offset).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.trips.edges import DEFAULT, Edges
from flows.trips.evidence import Evidence, Position
from flows.trips.homecoming import ended, home_again, home_clock, returned
from flows.trips.itinerary import Itinerary, itinerary
from flows.trips.moments import TRIP, Anchor, Moment, of_life
from flows.trips.offset import Offset, Placed, Unplaced, offset_instant
from flows.trips.span import StageSpan
from flows.trips.stage import StageEstimate, judged, spans
from flows.trips.trip import Kind, Traveller, Trip
from flows.trips.zones import Zones, zones

FRESH = timedelta(hours=12)
"""How long a position tells the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A trip as one traveller lives it. Make it with `life`."""

    trip: Trip
    traveller: Traveller
    evidence: Evidence
    itinerary: Itinerary
    timeline: tuple[StageSpan, ...]
    zones: Zones
    moments: tuple[Moment, ...]

    def estimate(self, *, now: datetime) -> StageEstimate:
        """The stage at `now`, after the timetable and what people say."""
        return judged(self.timeline, self.traveller.id, self.evidence, now=now)

    def zone_at(self, at: datetime) -> str | None:
        """The zone in force; None when unknown."""
        return self.zones.at(at)

    def zone_now(self, now: datetime) -> str | None:
        """The zone in force as far as anybody knows: a fresh position's, unless the timetable has moved on since."""
        found = [
            one
            for one in self.evidence
            if isinstance(one, Position) and one.traveller == self.traveller.id and one.at <= now
        ]
        latest = max(found, key=lambda one: one.at, default=None)
        if latest is None or latest.zone is None or now - latest.at > FRESH:
            return self.zone_at(now)
        moved_on = self.zone_at(latest.at) != self.zone_at(now)
        return self.zone_at(now) if moved_on else latest.zone

    def airborne_until(self, now: datetime) -> datetime | None:
        """The landing of the flight under way, by its effective times; None on the ground."""
        for chain in self.itinerary.chains:
            for leg in chain.legs:
                flies = leg.segment.kind is Kind.FLIGHT and not leg.doubt
                if flies and leg.departs <= now < leg.arrives:
                    return leg.arrives
        return None

    def of(self, anchor: Anchor, *, occurrence: str | None = None) -> tuple[Moment, ...]:
        """The moments of an anchor, by instant; of one occurrence if given."""
        return tuple(
            moment
            for moment in self.moments
            if moment.anchor is anchor and (occurrence is None or moment.occurrence == occurrence)
        )

    def first(self, anchor: Anchor, *, occurrence: str = TRIP) -> Moment | None:
        """The first moment of an anchor for one occurrence; None when the trip has none."""
        found = self.of(anchor, occurrence=occurrence)
        return found[0] if found else None

    def placed(self, moment: Moment, offset: Offset) -> Placed | Unplaced:
        """The instant at `offset` from a moment, in the zone in force there, or why there is none."""
        return offset_instant(moment.at, offset, self.zones.at)


def life(trip: Trip, traveller: Traveller | str, evidence: Evidence = (), *, edges: Edges = DEFAULT) -> Life:
    """Work out one traveller's trip. Raises KeyError for a stranger to the party."""
    person = trip.traveller(traveller) if isinstance(traveller, str) else traveller
    shape = itinerary(trip, person.id, evidence, edges=edges)
    timeline = spans(trip, shape, edges=edges)
    clocks = zones(trip, shape)
    word = ended(evidence, timeline) if evidence else None
    if word is not None:
        timeline = home_again(timeline, word, shape.origin)
        clocks = home_clock(clocks, word.at, trip.home_zone)
    moments = of_life(trip, shape, timeline, clocks, edges=edges)
    if word is not None and trip.home_zone is not None:
        moments = returned(moments, word.at, trip.home_zone, shape.origin)
    return Life(
        trip=trip,
        traveller=person,
        evidence=evidence,
        itinerary=shape,
        timeline=timeline,
        zones=clocks,
        moments=moments,
    )
