"""Personas: what kind of party a booking speaks of, inferred from its facts only (never health or origin).

Each says why, in words for agents. Not here: the conditions that ask for one (flows.planning.conditions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from flows.trips.itinerary import Itinerary
from flows.trips.life import Life
from flows.trips.times import zone_info
from flows.trips.trip import Kind, Traveller, Trip

YOUNG = 12
OLD = 65
LARGE_PARTY = 7
MANY_ADULTS = 5
MOST_COLLEAGUES = 3
MOST_WORKING_NIGHTS = 4
SATURDAY = 5
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
CORRECTED = "an agent said so"


class Persona(StrEnum):
    """A kind of party. One trip may be several."""

    FAMILY = "family"
    COUPLE = "couple"
    SOLO = "solo"
    BUSINESS = "business"
    SENIORS = "seniors"
    GROUP = "group"
    OWN_CAR = "own_car"


BY_NAME = {persona.value: persona for persona in Persona}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """because: one plain sentence: "two adults share every stay"."""

    persona: Persona
    because: str


def personas(life: Life) -> tuple[Inferred, ...]:
    """The personas of a trip as this traveller lives it, in the order of their list; an agent's word wins.

    Those who still travel count, with their age on the day they leave.
    """
    found = {one.persona: one for one in _inferred(life)}
    for name, is_one in life.trip.corrections:
        persona = BY_NAME.get(name)
        if persona is None:
            continue
        found.pop(persona, None)
        if is_one:
            found[persona] = Inferred(persona=persona, because=CORRECTED)
    return tuple(found[persona] for persona in Persona if persona in found)


def _inferred(life: Life) -> Iterator[Inferred]:
    trip, shape = life.trip, life.itinerary
    party = _party(trip)
    leaves = _leaves(life)
    minors = [person for person in party if _is_minor(person, leaves)]
    adults = [person for person in party if not _is_minor(person, leaves)]
    young = _young(minors, leaves)
    if young:
        yield Inferred(persona=Persona.FAMILY, because=young)
    business = _business(life, adults, minors)
    if len(party) == 1 and adults:
        yield Inferred(persona=Persona.SOLO, because="one adult travels alone")
    if business:
        yield Inferred(persona=Persona.BUSINESS, because=business)
    elif len(adults) == 2 and not minors and _share(trip, adults):
        yield Inferred(persona=Persona.COUPLE, because="two adults share every stay")
    if adults and leaves is not None and all(_age(person, leaves) >= OLD for person in adults):
        who = "every adult is" if len(adults) > 1 else "the only adult is"
        yield Inferred(persona=Persona.SENIORS, because=f"{who} {OLD} or older on the day of departure")
    if len(party) >= LARGE_PARTY:
        yield Inferred(persona=Persona.GROUP, because=f"{len(party)} people travel together")
    elif len(adults) >= MANY_ADULTS:
        yield Inferred(persona=Persona.GROUP, because=f"{len(adults)} adults travel together")
    car = _own_car(shape)
    if car:
        yield Inferred(persona=Persona.OWN_CAR, because=car)


def _party(trip: Trip) -> tuple[Traveller, ...]:
    """Those who still have something of the trip; all where nobody has."""
    live = [segment for segment in trip.booking.segments if not segment.cancelled]
    if not live or any(not segment.travellers for segment in live):
        return trip.travellers
    taken = {person for segment in live for person in segment.travellers}
    return tuple(person for person in trip.travellers if person.id in taken)


def _leaves(life: Life) -> date | None:
    """The day on which they leave home, there."""
    leaves = life.itinerary.leaves
    return leaves.astimezone(zone_info(life.trip.home_zone or "UTC")).date() if leaves is not None else None


def _age(person: Traveller, day: date) -> int:
    """Full years on a day; -1 where the birth date is not known."""
    born = person.born
    if born is None:
        return -1
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _is_minor(person: Traveller, leaves: date | None) -> bool:
    return person.minor or (leaves is not None and 0 <= _age(person, leaves) < 18)


def _young(minors: Sequence[Traveller], leaves: date | None) -> str:
    """Why there are young children: what the birth dates say, else the booking's word for a child."""
    if any(person.born is None for person in minors) or (minors and leaves is None):
        return "the booking names a child"
    ages = [_age(person, leaves) for person in minors] if leaves is not None else []
    youngest = min(ages, default=YOUNG)
    return f"the youngest is {youngest} on the day of departure" if youngest < YOUNG else ""


def _share(trip: Trip, adults: Sequence[Traveller]) -> bool:
    first, second = (
        [segment.id for segment in trip.segments_of(person.id) if segment.kind is Kind.STAY]
        for person in adults
    )
    return bool(first) and first == second


def _business(life: Life, adults: Sequence[Traveller], minors: Sequence[Traveller]) -> str:
    """A few adults, away and back on working days only, by a ticket: a midweek in one's own car is a holiday."""
    shape = life.itinerary
    out, back = shape.outbound, shape.returning
    if minors or not 0 < len(adults) <= MOST_COLLEAGUES or out is None or back is None or _own_car(shape):
        return ""
    if not (out.departs_known and back.arrives_known):
        return ""
    first = _day(life, out.departs, out.origin.zone if out.origin else None)
    last = _day(life, back.arrives, back.destination.zone if back.destination else None)
    nights = (last - first).days
    if nights > MOST_WORKING_NIGHTS:
        return ""
    if any((first + timedelta(days=number)).weekday() >= SATURDAY for number in range(nights + 1)):
        return ""
    if not nights:
        return f"a working day's trip, on a {DAYS[first.weekday()]}"
    span = f"{DAYS[first.weekday()]} to {DAYS[last.weekday()]}"
    return f"a few working days and no weekend: {span}"


def _day(life: Life, at: datetime, zone: str | None) -> date:
    return at.astimezone(zone_info(zone or life.trip.home_zone or "UTC")).date()


def _own_car(shape: Itinerary) -> str:
    """Do they drive there themselves?"""
    out = shape.outbound
    if out is None:
        return ""
    if not out.legs:
        return "no way there is booked: they come by themselves"
    return "the first leg is by their own car" if out.legs[0].segment.kind is Kind.CAR else ""
