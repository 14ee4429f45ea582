"""What a tap or a position says of where a traveller is, as evidence: of the leg under way, and of the clock in force.

Not here: who may be asked for a position (flows.talk.whereabouts), keeping it (bot.steps.talk.whereabouts).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from flows.trips.effective import Leg
from flows.trips.evidence import FlightStatus, Position, Source, Stage, Word
from flows.trips.life import Life
from flows.trips.route import Chain
from flows.trips.times import aware
from flows.trips.towns import distance_km
from flows.trips.trip import Kind, Place

BOARDING = timedelta(hours=2)
"""Nobody sits on board longer before it leaves."""

LONG_AGO = timedelta(hours=24)
"""After an arrival: what is tapped then is about another time."""

NEAR_KM = 60.0
"""An airport lies so far from its town at most, and a town's hotel from it."""

SHORT = frozenset({Kind.TRANSFER, Kind.CAR})


class Tapped(StrEnum):
    """What a traveller says by a tap."""

    BOARDED = "boarded"
    LANDED = "landed"
    STILL_HERE = "still_here"


class Unfit(StrEnum):
    """Why a tap says nothing now."""

    NO_LEG = "no_leg"
    TOO_EARLY = "too_early"
    OVER = "over"


def told(life: Life, what: Tapped, segment_id: str, *, now: datetime) -> FlightStatus | Unfit:
    """A tap under a message about this segment ("" or any other: about the way as a whole)."""
    now = aware(now, "now")
    leg = _leg(life, segment_id, now)
    if leg is None:
        return Unfit.NO_LEG
    since = leg.departs - (BOARDING if what is Tapped.BOARDED else timedelta(0))
    if what is not Tapped.STILL_HERE and now < since:
        return Unfit.TOO_EARLY
    if leg.proven or now > leg.arrives + LONG_AGO:
        return Unfit.OVER
    return FlightStatus(
        segment=leg.segment.id,
        at=now,
        landed=what is Tapped.LANDED,
        left=what is Tapped.BOARDED,
        waits=what is Tapped.STILL_HERE,
        source=Source.TAP,
        traveller=life.traveller.id,
    )


def _leg(life: Life, segment_id: str, now: datetime) -> Leg | None:
    """The leg that is meant; of a taxi, or of the way as a whole, the flight (else the leg) before it that is under way."""
    legs = [leg for chain in life.itinerary.chains for leg in chain.legs]
    place = next((n for n, leg in enumerate(legs) if leg.segment.id == segment_id), None)
    if place is None:
        begun = [leg for leg in legs if leg.set_out <= now]
        return begun[-1] if begun else next(iter(legs), None)
    if legs[place].segment.kind in SHORT:
        before = [leg for leg in legs[:place] if leg.segment.kind not in SHORT]
        return before[-1] if before else legs[place]
    return legs[place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a position says. near: the place of the trip that it is at, None where it is at none; evidence: to be kept."""

    near: Place | None
    evidence: tuple[Word | FlightStatus | Position, ...]


def seen(life: Life, *, latitude: float, longitude: float, zone: str | None, now: datetime) -> Seen:
    """A position in degrees; zone: of the land there. The position itself is in none of what is kept."""
    now = aware(now, "now")
    here = Place(name="", latitude=latitude, longitude=longitude)
    near = _nearest(life, here)
    person = life.traveller.id
    found: list[Word | FlightStatus | Position] = [
        Position(at=now, traveller=person, zone=zone, near=near.label if near is not None else "")
    ]
    chain = _under_way(life, now)
    if chain is not None and near is not None:
        found.extend(_of_chain(chain, here, near, person, now))
    return Seen(near=near, evidence=tuple(found))


def _of_chain(
    chain: Chain, here: Place, near: Place, person: str, now: datetime
) -> Iterator[Word | FlightStatus]:
    """Of the legs that should have left: one ends here, or starts here and has not left."""
    gone = [leg for leg in chain.legs if leg.departs <= now]
    for leg in reversed(gone):
        if _at(here, leg.destination) and not _at(here, leg.origin):
            yield replace(_said(leg, near, person, now), landed=True)
            return
        if _at(here, leg.origin) and not _at(here, leg.destination):
            yield replace(_said(leg, near, person, now), waits=True)
            return
    there = chain.destination
    if not chain.legs and there is not None and _at(here, there) and now < chain.arrives:
        yield Word(source=Source.LOCATION, stage=Stage.ON_SITE, at=now, traveller=person, near=near.label)


def _said(leg: Leg, near: Place, person: str, now: datetime) -> FlightStatus:
    return FlightStatus(
        segment=leg.segment.id, at=now, source=Source.LOCATION, who=near.label, traveller=person
    )


def _under_way(life: Life, now: datetime) -> Chain | None:
    """The last chain that one has set out for; one that is long over says nothing any more."""
    begun = [chain for chain in life.itinerary.chains if chain.leaves <= now]
    if not begun or now > begun[-1].arrives + LONG_AGO:
        return None
    return begun[-1]


def _places(life: Life) -> Iterator[Place]:
    for part in life.itinerary.chains:
        for leg in part.legs:
            yield from (leg.origin, leg.destination)
    for held in (*life.itinerary.stays, *life.itinerary.visits):
        yield held.place


def _nearest(life: Life, here: Place) -> Place | None:
    known = [(far, place) for place in _places(life) if (far := distance_km(here, place)) is not None]
    far, place = min(known, key=lambda pair: pair[0], default=(NEAR_KM + 1, None))
    return place if far <= NEAR_KM else None


def _at(here: Place, place: Place) -> bool:
    far = distance_km(here, place)
    return far is not None and far <= NEAR_KM
