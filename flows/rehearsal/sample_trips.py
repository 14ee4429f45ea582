"""Sample trips of every shape, on which a library is tried: what never falls due on any of them never will.

Not here: how it is tried (reach). Times are written as a ticket prints them, local to their place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from flows.library.lookups import NO_LOOKUPS, Holiday, Lookups
from flows.rehearsal.made_weather import made_weather
from flows.rehearsal.sample_people import COUPLE, FAMILY, GROUP, SENIORS, SOLO, WITH_BIRTHDAY
from flows.rehearsal.sample_segments import at, fly, leg, stay
from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.documents import Document
from flows.trips.trip import Booking, Kind, Segment, Traveller, Trip


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTrip:
    """A trip with the words an editor knows it by. travel_minutes: from home to the first departure, where it was told.
    lookups: public holidays, and the weather where it is known."""

    name: str
    trip: Trip
    travel_minutes: int | None = None
    lookups: Lookups = NO_LOOKUPS


def _sample(
    name: str,
    booked: str,
    *segments: Segment,
    party: tuple[Traveller, ...] = FAMILY,
    home: str = "Europe/Amsterdam",
    occasions: tuple[str, ...] = (),
    forecast: bool = False,
    travel_minutes: int | None = None,
) -> SampleTrip:
    """A trip as it was booked. With a forecast it has its papers too, and a holiday on its second day; a group is led."""
    instant = datetime.fromisoformat(booked).replace(tzinfo=UTC)
    booking = Booking(
        reference="SAMPLE", travellers=party, segments=segments, booked=instant, occasions=occasions
    )
    papers = (Document(id="policy", name="Policy"), *(_paper(segment) for segment in segments))
    trip = Trip(
        booking=booking,
        booked=instant,
        home_zone=home,
        documents=papers if forecast else (),
        leader=party[0].id if party is GROUP else None,
    )
    lookups = Lookups(holidays=_holiday, forecasts=made_weather(trip)) if forecast else NO_LOOKUPS
    return SampleTrip(name=name, trip=trip, travel_minutes=travel_minutes, lookups=lookups)


def _paper(segment: Segment) -> Document:
    return Document(id=f"paper-{segment.id}", name="Voucher", segment=segment.id)


def _holiday(country: str, since: date, until: date) -> tuple[Holiday, ...]:
    return (Holiday(day=min(since + timedelta(days=1), until), names={"": country}),)


def _changed(kind: ChangeKind, *, moved: bool) -> SampleTrip:
    """The couple's week, to which something happens a month before it. moved: with another departure."""
    out = fly("AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45")
    sample = _sample(
        f"a week in Lisbon that is {kind.value}{', and moved' if moved else ''}",
        "2027-01-10T10:00",
        out,
        stay("LIS", "2027-05-12T15:00", "2027-05-19T11:00"),
        fly("LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25"),
        party=COUPLE,
    )
    line = Changed(
        segment=out.id, label=out.label, what=What.DEPARTS, was="2027-05-12T08:40", now="2027-05-12T09:40"
    )
    known = datetime(2027, 4, 12, 10, tzinfo=UTC)
    change = Change(id="change", at=known, kind=kind, lines=(line,) if moved else ())
    booking = replace(sample.trip.booking, cancelled=kind is ChangeKind.CANCELLED)
    return replace(sample, trip=replace(sample.trip, booking=booking, changes=(change,)))


@lru_cache(maxsize=1)
def sample_trips() -> tuple[SampleTrip, ...]:
    """One of each shape, long and short, near and far, booked early and late."""
    return (
        _sample(
            "a week in Lisbon",
            "2027-01-10T10:00",
            fly("AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
            stay("LIS", "2027-05-12T15:00", "2027-05-19T11:00"),
            at(Kind.VISIT, "LIS", "Aquarium", "2027-05-14T10:00", "2027-05-14T13:00"),
            fly("LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25"),
            party=WITH_BIRTHDAY,
            forecast=True,
            travel_minutes=60,
        ),
        _sample(
            "a weekend in Lisbon, booked the day before",
            "2027-06-10T12:00",
            fly("AMS", "LIS", "2027-06-11T17:40", "2027-06-11T19:45"),
            stay("LIS", "2027-06-11", "2027-06-13"),
            fly("LIS", "AMS", "2027-06-13T18:00", "2027-06-13T21:55"),
            party=COUPLE,
        ),
        _sample(
            "four weeks on Bali with 20 hours in Doha",
            "2026-12-01T09:00",
            fly("AMS", "DOH", "2027-09-28T15:00", "2027-09-28T22:30"),
            fly("DOH", "DPS", "2027-09-29T18:30", "2027-09-30T08:30"),
            stay("DPS", "2027-09-30T14:00", "2027-11-02T11:00"),
            fly("DPS", "DOH", "2027-11-02T19:00", "2027-11-02T23:40"),
            fly("DOH", "AMS", "2027-11-03T02:15", "2027-11-03T06:50"),
            party=COUPLE,
            occasions=("honeymoon",),
        ),
        _sample(
            "Rome, Florence and Venice",
            "2027-03-01T09:00",
            fly("AMS", "FCO", "2027-09-10T09:30", "2027-09-10T11:45"),
            stay("FCO", "2027-09-10", "2027-09-13"),
            leg(Kind.TRAIN, "FCO", "FLR", "2027-09-13T12:35", "2027-09-13T14:11"),
            stay("FLR", "2027-09-13", "2027-09-15"),
            leg(Kind.TRAIN, "FLR", "VCE", "2027-09-15T12:20", "2027-09-15T14:34"),
            stay("VCE", "2027-09-15", "2027-09-17"),
            fly("VCE", "AMS", "2027-09-17T17:25", "2027-09-17T19:20"),
            party=COUPLE,
            occasions=("anniversary",),
            forecast=True,
        ),
        _sample(
            "Tokyo to Honolulu over the date line",
            "2027-02-01T09:00",
            fly("NRT", "HNL", "2027-03-10T22:00", "2027-03-10T10:00"),
            stay("HNL", "2027-03-10T15:00", "2027-03-16T11:00"),
            fly("HNL", "NRT", "2027-03-16T13:00", "2027-03-17T17:00"),
            home="Asia/Tokyo",
        ),
        _sample(
            "New York over the change of the clocks, leaving at night",
            "2026-12-15T09:00",
            fly("AMS", "JFK", "2027-03-12T00:15", "2027-03-12T03:10"),
            stay("JFK", "2027-03-12T15:00", "2027-03-20T11:00"),
            fly("JFK", "AMS", "2027-03-20T18:00", "2027-03-21T07:10"),
            party=SENIORS,
            forecast=True,
        ),
        _sample(
            "one way to Lisbon",
            "2027-02-01T09:00",
            fly("AMS", "LIS", "2027-04-05T07:00", "2027-04-05T09:05"),
            stay("LIS", "2027-04-05T15:00", "2027-04-20T11:00"),
            party=SOLO,
        ),
        _sample(
            "own car to a house near Brussels",
            "2027-04-01T09:00",
            stay("BRU", "2027-07-03T16:00", "2027-07-10T10:00"),
        ),
        _sample(
            "a day in Brussels by train",
            "2027-04-01T09:00",
            leg(Kind.TRAIN, "AMS", "BRU", "2027-06-05T07:20", "2027-06-05T09:10"),
            leg(Kind.TRAIN, "BRU", "AMS", "2027-06-05T19:50", "2027-06-05T21:40"),
            party=GROUP,
        ),
        _sample(
            "by ferry to Tallinn",
            "2027-04-01T09:00",
            leg(Kind.FERRY, "HEL", "TLL", "2027-08-01T10:30", "2027-08-01T12:30"),
            stay("TLL", "2027-08-01T15:00", "2027-08-04T11:00"),
            leg(Kind.FERRY, "TLL", "HEL", "2027-08-04T16:30", "2027-08-04T18:30"),
            party=SENIORS,
            home="Europe/Helsinki",
        ),
        _sample(
            "three working days in London",
            "2027-03-01T09:00",
            fly("AMS", "LHR", "2027-06-07T08:10", "2027-06-07T08:30"),
            stay("LHR", "2027-06-07T15:00", "2027-06-09T11:00"),
            fly("LHR", "AMS", "2027-06-09T18:20", "2027-06-09T20:40"),
            party=SOLO,
        ),
        _sample(
            "own car to a house in the home country",
            "2027-04-01T09:00",
            stay("MST", "2027-07-05T16:00", "2027-07-09T10:00"),
            party=COUPLE,
        ),
        _sample(
            "by two trains to Paris and back without a stop",
            "2027-02-01T09:00",
            leg(Kind.TRAIN, "AMS", "BRU", "2027-04-10T10:20", "2027-04-10T12:10"),
            leg(Kind.TRAIN, "BRU", "CDG", "2027-04-10T12:50", "2027-04-10T14:20"),
            stay("CDG", "2027-04-10T15:00", "2027-04-15T11:00"),
            leg(Kind.TRAIN, "CDG", "AMS", "2027-04-15T17:20", "2027-04-15T20:50"),
            party=COUPLE,
            forecast=True,
        ),
        _sample(
            "ten days on Bali with tight and long connections",
            "2027-02-01T09:00",
            fly("AMS", "DOH", "2027-06-05T15:00", "2027-06-05T22:30"),
            fly("DOH", "DPS", "2027-06-05T23:20", "2027-06-06T13:30"),
            stay("DPS", "2027-06-06T15:00", "2027-06-16T11:00"),
            fly("DPS", "DOH", "2027-06-16T19:00", "2027-06-16T23:40"),
            fly("DOH", "AMS", "2027-06-17T09:15", "2027-06-17T14:50"),
            party=SOLO,
        ),
        _sample(
            "landing in the night, home before dawn",
            "2027-02-01T09:00",
            fly("AMS", "LIS", "2027-06-20T21:45", "2027-06-20T23:50"),
            stay("LIS", "2027-06-20T15:00", "2027-06-28T11:00"),
            fly("LIS", "AMS", "2027-06-28T06:10", "2027-06-28T10:00"),
            party=SENIORS,
            travel_minutes=45,
        ),
        _sample(
            "a week in Lisbon with friends",
            "2027-02-01T09:00",
            fly("AMS", "LIS", "2027-09-04T09:40", "2027-09-04T11:45"),
            leg(Kind.TRANSFER, "LIS", "LIS", "2027-09-04T12:30", "2027-09-04T13:00"),
            stay("LIS", "2027-09-04T15:00", "2027-09-11T11:00"),
            fly("LIS", "AMS", "2027-09-11T17:30", "2027-09-11T21:25"),
            party=GROUP,
        ),
        _sample(
            "by train to Brussels and Paris, early away and early home",
            "2027-02-01T09:00",
            leg(Kind.TRAIN, "AMS", "BRU", "2027-05-20T05:40", "2027-05-20T07:35"),
            stay("BRU", "2027-05-20T15:00", "2027-05-22T11:00"),
            leg(Kind.TRAIN, "BRU", "CDG", "2027-05-22T12:40", "2027-05-22T14:05"),
            stay("CDG", "2027-05-22T15:00", "2027-05-26T11:00"),
            leg(Kind.TRAIN, "CDG", "AMS", "2027-05-26T07:10", "2027-05-26T10:30"),
            party=COUPLE,
        ),
        _sample(
            "fetched in Rome before dawn",
            "2027-02-01T09:00",
            fly("AMS", "FCO", "2027-10-04T10:40", "2027-10-04T12:55"),
            leg(Kind.TRANSFER, "FCO", "FCO", "2027-10-04T13:45", "2027-10-04T14:30"),
            stay("FCO", "2027-10-04T15:00", "2027-10-09T11:00"),
            replace(
                leg(Kind.TRANSFER, "FCO", "FCO", "2027-10-09T04:00", "2027-10-09T04:45"), id="transfer-back"
            ),
            fly("FCO", "AMS", "2027-10-09T07:05", "2027-10-09T09:35"),
            party=COUPLE,
        ),
        _changed(ChangeKind.CANCELLED, moved=False),
        *(_changed(ChangeKind.REINSTATED, moved=moved) for moved in (False, True)),
        *(_changed(kind, moved=True) for kind in (ChangeKind.CHANGED, ChangeKind.DELAYED)),
    )
