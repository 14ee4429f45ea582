"""What is true of a whole trip as one traveller lives it: its shape in one word, how many nights.

Not here: the facts of one occurrence (facts).
"""

from __future__ import annotations

from datetime import datetime, tzinfo

from flows.library.audience import TripType
from flows.trips.itinerary import Destination, Itinerary
from flows.trips.times import zone_info
from flows.trips.trip import Place


def trip_type(shape: Itinerary, nights: int | None) -> TripType:
    """The shape in one word. A round trip without a night is a day trip. nights: those of the trip."""
    legs = any(chain.legs for chain in shape.chains)
    if not legs and shape.stays:
        return TripType.STAY_ONLY
    if not shape.closed:
        return TripType.ONE_WAY
    if not shape.stays and nights == 0:
        return TripType.DAY_TRIP
    return TripType.ROUND_TRIP


def nights_away(shape: Itinerary) -> int | None:
    """Nights between reaching the first destination and leaving the last, by the dates there; None without an end."""
    if not shape.destinations:
        return None
    first, last = shape.destinations[0], shape.destinations[-1]
    until = left(last)
    if until is None:
        return None
    return (local(until, last.place).date() - local(first.since, first.place).date()).days


def left(destination: Destination) -> datetime | None:
    """When a destination is left: its end, else the last check-out there; None when nobody knows."""
    return destination.until or max((stay.ends for stay in destination.stays), default=None)


def local(instant: datetime, place: Place | None) -> datetime:
    """An instant by the clock of a place, unchanged where its zone is not known."""
    zone = _zone(place)
    return instant.astimezone(zone) if zone is not None else instant


def _zone(place: Place | None) -> tzinfo | None:
    return zone_info(place.zone) if place is not None and place.zone else None
