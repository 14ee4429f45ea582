"""What happens during a trip and is no segment of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.trips.changes import Change, ChangeKind
from flows.trips.moments import TRIP, Anchor, Moment, moments
from flows.trips.trip import Traveller, Trip
from tests.support.trips import (
    ANN,
    BRUNO,
    date_line_business,
    flight,
    italy_round_trip,
    lisbon_family,
    stay,
    town,
    trip,
    utc,
)


def of(journey: Trip, anchor: Anchor) -> list[tuple[str, str, str | None]]:
    """(occurrence, instant, zone) of each moment of one anchor, as Ann lives it."""
    return [(one.occurrence, f"{one.at:%Y-%m-%dT%H:%M}", one.zone) for one in found(journey, anchor)]


def found(journey: Trip, anchor: Anchor) -> list[Moment]:
    """The moments of one anchor, as Ann lives them."""
    return [moment for moment in moments(journey, ANN) if moment.anchor is anchor]


def born(journey: Trip, *days: date | None) -> Trip:
    """The trip with these birth dates for its first travellers."""
    people = journey.travellers
    party: tuple[Traveller, ...] = tuple(
        replace(person, born=days[number] if number < len(days) else None)
        for number, person in enumerate(people)
    )
    return replace(journey, booking=replace(journey.booking, travellers=party))


@pytest.mark.parametrize(
    ("birthday", "at"),
    [
        (date(1985, 5, 11), None),
        (date(1985, 5, 12), ("2027-05-11T22:00", "Europe/Amsterdam")),
        (date(1985, 5, 15), ("2027-05-14T23:00", "Europe/Lisbon")),
        (date(1985, 5, 19), ("2027-05-18T23:00", "Europe/Lisbon")),
        (date(1985, 5, 20), None),
    ],
)
def test_a_birthday_begins_at_midnight_where_they_are(birthday: date, at: tuple[str, str] | None) -> None:
    """From the day of leaving, at home, to the day of being back; the days beside them are no trip's."""
    expected = [(ANN.id, *at)] if at else []
    assert of(born(lisbon_family(), birthday), Anchor.BIRTHDAY) == expected


def test_everyone_in_the_party_has_a_birthday() -> None:
    """Each under the traveller's own id, with the place where they are."""
    journey = born(lisbon_family(), date(1985, 5, 15), date(1980, 5, 14))
    assert [(one.occurrence, one.place and one.place.label) for one in found(journey, Anchor.BIRTHDAY)] == [
        (BRUNO.id, "Lisbon"),
        (ANN.id, "Lisbon"),
    ]


def test_who_was_born_on_the_29th_of_february_celebrates_on_the_28th() -> None:
    """In a year that has no 29th; in a leap year on the day itself."""
    for year, day in ((2027, "28"), (2028, "29")):
        journey = trip(
            flight("KL1697", "AMS", "LIS", f"{year}-02-26T09:40", f"{year}-02-26T11:45"),
            flight("KL1698", "LIS", "AMS", f"{year}-03-02T17:30", f"{year}-03-02T21:25"),
        )
        leap = born(journey, date(1988, 2, 29))
        assert of(leap, Anchor.BIRTHDAY) == [(ANN.id, f"{year}-02-{day}T00:00", "Europe/Lisbon")]


def test_over_the_date_line_a_birthday_comes_once() -> None:
    """10 March is left in Tokyo and reached again in Newark: the first of the two midnights counts."""
    journey = born(date_line_business(), date(1985, 3, 11))
    assert of(journey, Anchor.BIRTHDAY) == [(ANN.id, "2027-03-11T05:00", "America/New_York")]
    leaving = born(date_line_business(), date(1985, 3, 10))
    assert of(leaving, Anchor.BIRTHDAY) == [(ANN.id, "2027-03-09T15:00", "Asia/Tokyo")]


def test_a_long_stay_has_a_middle() -> None:
    """Seven nights from the 12th: the 15th, for the stay and for the trip; three nights have none."""
    assert of(lisbon_family(), Anchor.MID_STAY) == [
        ("hotel", "2027-05-14T23:00", "Europe/Lisbon"),
        (TRIP, "2027-05-14T23:00", "Europe/Lisbon"),
    ]
    assert of(italy_round_trip(), Anchor.MID_STAY) == []


def test_the_trips_middle_is_that_of_the_longest_stay() -> None:
    """Four nights are long enough; where nobody knows the zone there is no midnight."""
    journey = trip(
        stay("Short", "FCO", "2027-09-01", "2027-09-05", id="short"),
        stay("Long", "FLR", "2027-09-05", "2027-09-11", id="long"),
        stay("Nowhere", town("Nowhere", "XX", None), "2027-09-11", "2027-09-21", id="nowhere"),
    )
    assert [(one[0], one[1]) for one in of(journey, Anchor.MID_STAY)] == [
        ("short", "2027-09-02T22:00"),
        ("long", "2027-09-07T22:00"),
    ]


def test_a_stay_without_an_end_has_no_middle() -> None:
    """Nobody knows how long it lasts."""
    assert of(trip(stay("Open", "LIS", "2027-05-12", id="open")), Anchor.MID_STAY) == []


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_change_is_a_moment_of_its_own(cancelled: bool) -> None:
    """Also of a trip that is cancelled, of which nothing else is left."""
    change = Change(id="c1", at=utc("2027-05-01T10:00"), kind=ChangeKind.CANCELLED)
    held = lisbon_family()
    journey = replace(held, changes=(change,), booking=replace(held.booking, cancelled=cancelled))
    assert of(journey, Anchor.CHANGE) == [("c1", "2027-05-01T10:00", "Europe/Amsterdam")]
