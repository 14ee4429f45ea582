"""Sample trips of every shape, on which a library is tried: what never falls due on any of them never will.

Not here: how it is tried (reach). Times are written as a ticket prints them, local to their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from flows.trips.times import Time
from flows.trips.trip import Booking, Kind, Place, Segment, Traveller, Trip

PARENT = Traveller(id="ann", name="Ann Jansen", first_name="Ann", surname="Jansen", lead=True)
PARTNER = Traveller(id="bruno", name="Bruno Jansen", first_name="Bruno", surname="Jansen")
CHILD = Traveller(id="chiara", name="Chiara Jansen", first_name="Chiara", surname="Jansen", minor=True)
PARTY = (PARENT, PARTNER, CHILD)

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
)
PLACES = {
    code: Place(name=city, city=city, country=country, iata=code, metro=code, zone=zone, address=f"{city} 1")
    for code, city, country, zone in _ROWS
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTrip:
    """A trip with the words an editor knows it by."""

    name: str
    trip: Trip


def _time(text: str, place: Place) -> Time:
    if "T" not in text:
        return Time(day=date.fromisoformat(text), zone=place.zone)
    wall = datetime.fromisoformat(text)
    return Time(day=wall.date(), clock=wall.time(), zone=place.zone)


def _leg(kind: Kind, origin: str, destination: str, departs: str, arrives: str) -> Segment:
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


def _fly(origin: str, destination: str, departs: str, arrives: str) -> Segment:
    return _leg(Kind.FLIGHT, origin, destination, departs, arrives)


def _at(kind: Kind, code: str, name: str, start: str, end: str) -> Segment:
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


def _stay(code: str, start: str, end: str) -> Segment:
    return _at(Kind.STAY, code, f"Hotel {PLACES[code].city}", start, end)


def _sample(name: str, booked: str, *segments: Segment, home: str = "Europe/Amsterdam") -> SampleTrip:
    instant = datetime.fromisoformat(booked).replace(tzinfo=UTC)
    booking = Booking(reference="SAMPLE", travellers=PARTY, segments=segments, booked=instant)
    return SampleTrip(name=name, trip=Trip(booking=booking, booked=instant, home_zone=home))


@lru_cache(maxsize=1)
def sample_trips() -> tuple[SampleTrip, ...]:
    """One of each shape, long and short, near and far, booked early and late."""
    return (
        _sample(
            "a week in Lisbon",
            "2027-01-10T10:00",
            _fly("AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
            _stay("LIS", "2027-05-12T15:00", "2027-05-19T11:00"),
            _at(Kind.VISIT, "LIS", "Aquarium", "2027-05-14T10:00", "2027-05-14T13:00"),
            _fly("LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25"),
        ),
        _sample(
            "a weekend in Lisbon, booked the day before",
            "2027-06-10T12:00",
            _fly("AMS", "LIS", "2027-06-11T17:40", "2027-06-11T19:45"),
            _stay("LIS", "2027-06-11", "2027-06-13"),
            _fly("LIS", "AMS", "2027-06-13T18:00", "2027-06-13T21:55"),
        ),
        _sample(
            "four weeks on Bali with 20 hours in Doha",
            "2026-12-01T09:00",
            _fly("AMS", "DOH", "2027-09-28T15:00", "2027-09-28T22:30"),
            _fly("DOH", "DPS", "2027-09-29T18:30", "2027-09-30T08:30"),
            _stay("DPS", "2027-09-30T14:00", "2027-11-02T11:00"),
            _fly("DPS", "DOH", "2027-11-02T19:00", "2027-11-02T23:40"),
            _fly("DOH", "AMS", "2027-11-03T02:15", "2027-11-03T06:50"),
        ),
        _sample(
            "Rome, Florence and Venice",
            "2027-03-01T09:00",
            _fly("AMS", "FCO", "2027-09-10T09:30", "2027-09-10T11:45"),
            _stay("FCO", "2027-09-10", "2027-09-13"),
            _leg(Kind.TRAIN, "FCO", "FLR", "2027-09-13T12:35", "2027-09-13T14:11"),
            _stay("FLR", "2027-09-13", "2027-09-15"),
            _leg(Kind.TRAIN, "FLR", "VCE", "2027-09-15T12:20", "2027-09-15T14:34"),
            _stay("VCE", "2027-09-15", "2027-09-17"),
            _fly("VCE", "AMS", "2027-09-17T17:25", "2027-09-17T19:20"),
        ),
        _sample(
            "Tokyo to Honolulu over the date line",
            "2027-02-01T09:00",
            _fly("NRT", "HNL", "2027-03-10T22:00", "2027-03-10T10:00"),
            _stay("HNL", "2027-03-10T15:00", "2027-03-16T11:00"),
            _fly("HNL", "NRT", "2027-03-16T13:00", "2027-03-17T17:00"),
            home="Asia/Tokyo",
        ),
        _sample(
            "New York over the change of the clocks, leaving at night",
            "2026-12-15T09:00",
            _fly("AMS", "JFK", "2027-03-12T00:15", "2027-03-12T03:10"),
            _stay("JFK", "2027-03-12T15:00", "2027-03-20T11:00"),
            _fly("JFK", "AMS", "2027-03-20T18:00", "2027-03-21T07:10"),
        ),
        _sample(
            "one way to Lisbon",
            "2027-02-01T09:00",
            _fly("AMS", "LIS", "2027-04-05T07:00", "2027-04-05T09:05"),
            _stay("LIS", "2027-04-05T15:00", "2027-04-20T11:00"),
        ),
        _sample(
            "own car to a house near Brussels",
            "2027-04-01T09:00",
            _stay("BRU", "2027-07-03T16:00", "2027-07-10T10:00"),
        ),
        _sample(
            "a day in Brussels by train",
            "2027-04-01T09:00",
            _leg(Kind.TRAIN, "AMS", "BRU", "2027-06-05T07:20", "2027-06-05T09:10"),
            _leg(Kind.TRAIN, "BRU", "AMS", "2027-06-05T19:50", "2027-06-05T21:40"),
        ),
        _sample(
            "by ferry to Tallinn",
            "2027-04-01T09:00",
            _leg(Kind.FERRY, "HEL", "TLL", "2027-08-01T10:30", "2027-08-01T12:30"),
            _stay("TLL", "2027-08-01T15:00", "2027-08-04T11:00"),
            _leg(Kind.FERRY, "TLL", "HEL", "2027-08-04T16:30", "2027-08-04T18:30"),
            home="Europe/Helsinki",
        ),
    )
