"""The places of the sample trips, and the legs, stays and visits that they are made of.

Not here: the trips (sample_trips). Times are written as a ticket prints them, local to their place.
"""

from __future__ import annotations

from datetime import date, datetime

from flows.trips.times import Time
from flows.trips.trip import Kind, Place, Segment

_ROWS = (
    ("AMS", "Amsterdam", "NL", "Europe/Amsterdam"),
    ("LIS", "Lisbon", "PT", "Europe/Lisbon"),
    ("FCO", "Rome", "IT", "Europe/Rome"),
    ("FLR", "Florence", "IT", "Europe/Rome"),
    ("VCE", "Venice", "IT", "Europe/Rome"),
    ("DOH", "Doha", "QA", "Asia/Qatar"),
    ("DPS", "Denpasar", "ID", "Asia/Makassar"),
    ("NRT", "Tokyo", "JP", "Asia/Tokyo"),
    ("HNL", "Honolulu", "US", "Pacific/Honolulu"),
    ("JFK", "New York", "US", "America/New_York"),
    ("BRU", "Brussels", "BE", "Europe/Brussels"),
    ("HEL", "Helsinki", "FI", "Europe/Helsinki"),
    ("TLL", "Tallinn", "EE", "Europe/Tallinn"),
    ("LHR", "London", "GB", "Europe/London"),
    ("CDG", "Paris", "FR", "Europe/Paris"),
    ("MST", "Maastricht", "NL", "Europe/Amsterdam"),
)
PLACES = {
    code: Place(name=city, city=city, country=country, iata=code, metro=code, zone=zone, address=f"{city} 1")
    for code, city, country, zone in _ROWS
}


def _time(text: str, place: Place) -> Time:
    if "T" not in text:
        return Time(day=date.fromisoformat(text), zone=place.zone)
    wall = datetime.fromisoformat(text)
    return Time(day=wall.date(), clock=wall.time(), zone=place.zone)


def leg(kind: Kind, origin: str, destination: str, departs: str, arrives: str) -> Segment:
    """A leg between two airports' towns; times as a ticket prints them."""
    start, end = PLACES[origin], PLACES[destination]
    return Segment(
        id=f"{kind.value}-{origin}-{destination}".lower(),
        kind=kind,
        origin=start,
        destination=end,
        departs=_time(departs, start),
        arrives=_time(arrives, end),
        carrier="KL" if kind is Kind.FLIGHT else None,
        number="1234",
    )


def fly(origin: str, destination: str, departs: str, arrives: str) -> Segment:
    """A flight."""
    return leg(Kind.FLIGHT, origin, destination, departs, arrives)


def at(kind: Kind, code: str, name: str, start: str, end: str) -> Segment:
    """A stay or visit."""
    place = PLACES[code]
    return Segment(
        id=f"{kind.value}-{code}".lower(),
        kind=kind,
        origin=place,
        destination=place,
        departs=_time(start, place),
        arrives=_time(end, place),
        name=name,
    )


def stay(code: str, start: str, end: str) -> Segment:
    """A stay in the town's hotel."""
    return at(Kind.STAY, code, f"Hotel {PLACES[code].city}", start, end)
