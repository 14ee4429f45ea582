"""The served travellers who live the same trip, and that life: computed once, looked up often.

Not here: for what a touchpoint goes (occasions), what a life is (flows.trips.life).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

from flows.library.audience import Celebration, TripType
from flows.planning.due import Recipient
from flows.planning.lazily import lazily
from flows.planning.whole import nights_away, trip_type
from flows.trips.effective import Leg
from flows.trips.evidence import Direction, Evidence, Stage
from flows.trips.home import home_country
from flows.trips.life import Life
from flows.trips.lives import Lives
from flows.trips.moments import TRIP, Anchor, Moment
from flows.trips.personas import Persona, personas
from flows.trips.stage import StageEstimate
from flows.trips.trip import Kind, Place, Segment, Trip


class Group:
    """travellers: ids of equal itinerary, the first gives the life. name: the occurrence of what goes once a trip.
    cancelled: nothing of the trip is left for them."""

    def __init__(self, trip: Trip, travellers: tuple[str, ...], life: Life, name: str, now: datetime) -> None:
        self.trip = trip
        self.travellers = travellers
        self.name = name
        self.now = now
        self.life = life
        self.cancelled = life.itinerary.cancelled

    @property
    def partly(self) -> bool:
        """True for children of whom this chat knows only a part of the trip."""
        return bool(self.trip.partly) and self.trip.partly.issuperset(self.travellers)

    @lazily
    def segments(self) -> dict[str, Segment]:
        """The live segments by id, in the booking's order."""
        return {segment.id: segment for segment in self.trip.segments_of(self.travellers[0])}

    @lazily
    def moments(self) -> dict[str, dict[Anchor, Moment]]:
        """By occurrence what each anchor means; the first of equals."""
        found: dict[str, dict[Anchor, Moment]] = {}
        for moment in self.life.moments:
            found.setdefault(moment.occurrence, {}).setdefault(moment.anchor, moment)
        return found

    @lazily
    def course(self) -> tuple[object, ...]:
        """What those who come and go together have in common: every stage and its edges."""
        spans = self.life.timeline
        return tuple((span.stage, span.direction, span.since, span.until) for span in spans)

    @lazily
    def starts(self) -> tuple[Moment, ...]:
        """The starts of all stages, in order."""
        return tuple(moment for moment in self.life.moments if moment.anchor is Anchor.STAGE_START)

    @lazily
    def over(self) -> datetime | None:
        """When the trip is over; None when it has no end yet."""
        last = self.life.timeline[-1]
        return last.since if last.stage is Stage.AFTERWARDS else None

    def stage_at(self, at: datetime) -> tuple[Stage, Direction | None, Place | None]:
        """Stage, direction and place by the timetable; before the booking as at its start."""
        span = self.life.timeline[max(bisect_right(self._edges, at) - 1, 0)]
        return span.stage, span.direction, span.place

    @lazily
    def _edges(self) -> tuple[datetime, ...]:
        """Where the stages begin."""
        return tuple(span.since for span in self.life.timeline)

    @lazily
    def today(self) -> StageEstimate:
        """Where they are now."""
        return self.life.estimate(now=self.now)

    @lazily
    def legs(self) -> tuple[Leg, ...]:
        """All of them, chain by chain."""
        return tuple(leg for chain in self.life.itinerary.chains for leg in chain.legs)

    @lazily
    def kinds(self) -> frozenset[Kind]:
        """By what they travel."""
        return frozenset(leg.segment.kind for leg in self.legs)

    @lazily
    def nights(self) -> int | None:
        """How many they are away; None without an end."""
        return nights_away(self.life.itinerary)

    @lazily
    def trip_type(self) -> TripType:
        """The shape of the trip."""
        return trip_type(self.life.itinerary, self.nights)

    @lazily
    def home(self) -> str | None:
        """The country they come from (ISO); None when nobody knows."""
        return home_country(self.life.itinerary, self.trip.home_zone)

    @lazily
    def children(self) -> bool:
        """Is a minor in the party?"""
        return any(person.minor for person in self.trip.travellers)

    @lazily
    def personas(self) -> frozenset[Persona]:
        """What kind of party it is."""
        return frozenset(one.persona for one in personas(self.life))

    @lazily
    def occasions(self) -> frozenset[Celebration]:
        """What is celebrated, as far as content knows the word."""
        return frozenset(one for one in Celebration if one.value in self.trip.celebrated)


def groups(
    trip: Trip, recipient: Recipient, evidence: Evidence, *, now: datetime, lives: Lives | None = None
) -> tuple[Group, ...]:
    """The recipient's travellers who are on the trip, by equal itinerary; the holder's first, else the first served.

    Who has nothing left of the trip comes last, so that what goes once a trip keeps its key for the others.
    lives: those of the trip, where others ask for them too.
    """
    lives = lives or Lives(trip, evidence)
    on_board = {person.id for person in trip.travellers}
    served = [person for person in recipient.travellers if person in on_board]
    together: dict[tuple[str, ...], list[str]] = {}
    for person in sorted(served, key=lambda one: one != recipient.holder):
        together.setdefault(lives.taken(person), []).append(person)
    ordered = sorted(together.items(), key=lambda row: not row[0])
    return tuple(
        Group(
            trip,
            tuple(people),
            lives.of(people[0]),
            TRIP if number == 0 else f"{TRIP}:{people[0]}",
            now,
        )
        for number, (_, people) in enumerate(ordered)
    )
