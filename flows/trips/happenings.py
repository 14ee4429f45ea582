"""The moments of what happens during a trip and is no segment of its own: changes of the clock, birthdays, the middle of a
stay, and changes of the booking.

Not here: the moments of segments and stages (moments).
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from flows.trips.anchors import TRIP, Anchor, Moment
from flows.trips.edges import Edges
from flows.trips.effective import Held
from flows.trips.itinerary import Itinerary
from flows.trips.times import aware, resolve, zone_info
from flows.trips.trip import Place, Trip
from flows.trips.zones import Zones

MIDNIGHT = time(0)
LONG_STAY = 4
"""From how many nights on a stay has a middle worth a word."""

ABOUT = timedelta(days=2)
"""How far the days of any two places lie apart, and more."""


def clock_changes(shape: Itinerary, clocks: Zones, edges: Edges) -> Iterator[Moment]:
    """Each jump of the clock in force between leaving and being back, else until the last segment ends."""
    leaves, ends = _away(shape)
    if leaves is None or ends is None:
        return
    for at, zone in clocks.changes(leaves, min(ends, leaves + edges.clock_changes)):
        day = at.astimezone(zone_info(zone)).date().isoformat()
        yield Moment(anchor=Anchor.CLOCK_CHANGE, at=at, zone=zone, occurrence=day, place=_place_at(shape, at))


def birthdays(trip: Trip, shape: Itinerary, clocks: Zones) -> Iterator[Moment]:
    """00:00 where this traveller is, on each birthday of anyone in the party from the day of leaving to that of being
    back. Who was born on 29 February celebrates on the 28th in other years."""
    leaves, ends = _away(shape)
    if leaves is None or ends is None:
        return
    first, last = leaves.date() - ABOUT, ends.date() + ABOUT
    for person in trip.travellers:
        for day in _birthdays(person.born, first, last):
            found = _starts(day, clocks)
            if found is not None and _day(leaves, clocks) <= day <= _day(ends, clocks):
                at, zone = found
                place = _place_at(shape, at)
                yield Moment(anchor=Anchor.BIRTHDAY, at=at, zone=zone, occurrence=person.id, place=place)


def mid_stays(shape: Itinerary) -> Iterator[Moment]:
    """00:00 on the middle day of each long stay; the longest one's is the trip's too."""
    long = [(nights, stay) for stay in shape.stays if (nights := _nights(stay)) >= LONG_STAY]
    for nights, stay in long:
        yield from _middle(stay, nights, stay.segment.id)
    if long:
        nights, stay = max(long, key=lambda one: one[0])
        yield from _middle(stay, nights, TRIP)


def changes(trip: Trip, clocks: Zones) -> Iterator[Moment]:
    """The instant at which each change became known."""
    for change in trip.changes:
        at = aware(change.at, "Change.at")
        yield Moment(anchor=Anchor.CHANGE, at=at, zone=clocks.at(at), occurrence=change.id)


def _away(shape: Itinerary) -> tuple[datetime | None, datetime | None]:
    return shape.leaves, shape.returning.arrives if shape.returning else shape.ends


def _place_at(shape: Itinerary, at: datetime) -> Place | None:
    return next((one.place for one in reversed(shape.destinations) if one.since <= at), None)


def _birthdays(born: date | None, first: date, last: date) -> Iterator[date]:
    """Each within these days. 29 February is the 28th in other years."""
    if born is None:
        return
    for year in range(max(first.year, born.year + 1), last.year + 1):
        shifted = (born.month, born.day) == (2, 29) and not isleap(year)
        day = born.replace(year=year, day=28) if shifted else born.replace(year=year)
        if first <= day <= last:
            yield day


def _starts(day: date, clocks: Zones) -> tuple[datetime, str] | None:
    """When a day begins where they are then; over the date line the first such place. None where nobody knows."""
    for name in dict.fromkeys(clocks.names):
        if name is not None:
            at = resolve(day, MIDNIGHT, name)
            if clocks.at(at) == name:
                return at, name
    return None


def _day(at: datetime, clocks: Zones) -> date:
    return at.astimezone(zone_info(clocks.at(at) or "UTC")).date()


def _nights(stay: Held) -> int:
    arrives = stay.segment.arrives
    return (arrives.day - stay.since).days if arrives is not None else 0


def _middle(stay: Held, nights: int, occurrence: str) -> Iterator[Moment]:
    zone = stay.place.zone or stay.segment.departs.zone
    if zone is None:
        return
    day = stay.since + timedelta(days=nights // 2)
    yield Moment(
        anchor=Anchor.MID_STAY,
        at=resolve(day, MIDNIGHT, zone),
        zone=zone,
        occurrence=occurrence,
        segment=stay.segment,
        place=stay.place,
    )
