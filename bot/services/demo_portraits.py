"""Who travels on the demo's trips, told from their bookings alone: the party, its personas, what is celebrated, its papers.

Not here: the trips (demo_trips), how a persona is found (flows.trips.personas).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.services.demo_trips import DemoTrip
from flows.trips.life import life
from flows.trips.personas import personas
from flows.trips.times import zone_info
from flows.trips.trip import Traveller, Trip


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """One of the party. age: full years on the day of departure, None when not known. birthday: when it falls within
    the trip. child: as the booking has it."""

    name: str
    age: int | None
    birthday: date | None
    child: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A party. personas: (persona, because). occasions: what is celebrated. documents: names of what is attached."""

    people: Sequence[Companion]
    personas: Sequence[tuple[str, str]]
    occasions: Sequence[str]
    documents: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A trip as it is offered for choice."""

    id: str
    title: str
    about: str
    symbol: str
    portrait: Portrait


@lru_cache
def shown(trip: DemoTrip) -> Shown:
    """The trip with the portrait of its party."""
    return Shown(id=trip.id, title=trip.title, about=trip.about, symbol=trip.symbol, portrait=portrait(trip))


def portrait(trip: DemoTrip) -> Portrait:
    """What its booking tells about those who travel."""
    booking = trip.booking
    assert booking.booked is not None, "every demo trip says when it was booked"
    home = booking.segments[0].origin.zone
    lived = life(Trip(booking=booking, booked=booking.booked, home_zone=home), booking.lead)
    leaves, ends = lived.itinerary.leaves, lived.itinerary.ends
    assert leaves is not None and ends is not None, "every demo trip leaves and comes home"
    zone = zone_info(home or "UTC")
    span = (leaves.astimezone(zone).date(), ends.astimezone(zone).date())
    return Portrait(
        people=tuple(_companion(person, *span) for person in booking.travellers),
        personas=tuple((one.persona.value, one.because) for one in personas(lived)),
        occasions=booking.occasions,
        documents=tuple(paper.name for paper in trip.papers),
    )


def _companion(person: Traveller, leaves: date, ends: date) -> Companion:
    born = person.born
    if born is None:
        return Companion(name=person.first_name, age=None, birthday=None, child=person.minor)
    age = leaves.year - born.year - ((leaves.month, leaves.day) < (born.month, born.day))
    days = (date(year, born.month, born.day) for year in (leaves.year, ends.year))
    birthday = next((day for day in days if leaves <= day <= ends), None)
    return Companion(name=person.first_name, age=age, birthday=birthday, child=person.minor)
