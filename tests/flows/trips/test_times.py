"""A printed time stays what it was, and means one instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from flows.errors import NaiveTime, UnknownZone
from flows.trips.evidence import Source, Stage, Word
from flows.trips.times import Time, resolve, zone_info
from flows.trips.trip import Kind
from tests.support.trips import ANN, lisbon_family, stay, train, trip, utc, when


def test_an_unknown_zone_is_refused_by_name() -> None:
    """A zone that the zone data does not know is said."""
    with pytest.raises(UnknownZone, match="Mars/Olympus"):
        zone_info("Mars/Olympus")


def test_a_time_without_a_zone_is_no_instant() -> None:
    """Naive instants are refused everywhere."""
    naive = datetime(2027, 1, 1)  # noqa: DTZ001
    with pytest.raises(NaiveTime):
        Time(day=date(2027, 1, 1), instant=naive)
    with pytest.raises(NaiveTime):
        Word(source=Source.TAP, stage=Stage.ON_SITE, at=naive)


@pytest.mark.parametrize(
    ("clock", "instant"),
    [
        (time(1, 59, 59), "2027-03-28T00:59:59"),
        (time(2, 0), "2027-03-28T01:00"),
        (time(2, 30), "2027-03-28T01:00"),
        (time(3, 0), "2027-03-28T01:00"),
    ],
)
def test_a_missing_hour(clock: time, instant: str) -> None:
    """On the night of spring 02:00 to 03:00 is the first instant after the gap."""
    assert resolve(date(2027, 3, 28), clock, "Europe/Amsterdam") == utc(instant)


@pytest.mark.parametrize(("fold", "instant"), [(0, "2027-10-31T00:30"), (1, "2027-10-31T01:30")])
def test_a_double_hour(fold: int, instant: str) -> None:
    """On the night of autumn 02:30 is the first one unless the second is asked for."""
    assert resolve(date(2027, 10, 31), time(2, 30, fold=fold), "Europe/Amsterdam") == utc(instant)


def test_an_instant_is_shown_at_its_place() -> None:
    """`Z` is an instant: day and clock are those of the place; without a zone they are UTC's."""
    there = Time.at(utc("2027-05-12T23:30"), "Europe/Lisbon")
    assert (there.day, there.clock, there.iso) == (
        date(2027, 5, 13),
        time(0, 30),
        "2027-05-13T00:30:00+01:00",
    )
    nowhere = Time.at(utc("2027-05-12T23:30"), None)
    assert (nowhere.day, nowhere.iso, nowhere.local) == (date(2027, 5, 12), "2027-05-12T23:30:00", None)


def test_an_instant_given_in_any_zone_is_utc() -> None:
    """The instant of a time is in UTC, whatever zone it came with."""
    local = datetime(2027, 5, 12, 9, 40, tzinfo=zone_info("Europe/Amsterdam"))
    assert Time(day=local.date(), clock=local.time(), instant=local).utc == utc("2027-05-12T07:40")
    assert Time(day=local.date(), clock=local.time(), instant=local).utc.tzinfo is UTC


def test_times_are_written_as_they_are_known() -> None:
    """A date stays a date; a wall time without a zone has no offset."""
    assert when("2027-05-12", "Europe/Lisbon").iso == "2027-05-12"
    assert when("2027-05-12T09:40", None).iso == "2027-05-12T09:40:00"
    assert when("2027-05-12T09:40", "Europe/Lisbon").iso == "2027-05-12T09:40:00+01:00"


def test_a_date_alone_is_planned_at_a_clock() -> None:
    """A date has an instant at a given clock; a time has its own; without a zone neither."""
    three = time(15)
    assert when("2027-05-12", "Europe/Lisbon").instant_at(three) == utc("2027-05-12T14:00")
    assert when("2027-05-12T09:40", "Europe/Lisbon").instant_at(three) == utc("2027-05-12T08:40")
    assert when("2027-05-12", None).instant_at(three) is None
    assert when("2027-05-12T09:40", None).instant_at(three) is None


def test_the_nouns_of_a_trip_speak() -> None:
    """A segment's label, a booking's lead, a trip's people."""
    journey = lisbon_family()
    assert [segment.label for segment in journey.booking.segments] == [
        "KL 1697",
        "Hotel Alfama",
        "Oceanário de Lisboa",
        "KL 1698",
    ]
    assert train(None, "FCO", "FLR", "2027-05-12").label == "Peretola"
    assert (journey.booking.lead, journey.reference) == (ANN, "LISBON-4")
    assert journey.traveller(ANN.id) is ANN
    with pytest.raises(KeyError):
        trip().traveller("emma")
    assert (Kind.FLIGHT.is_leg, stay("X", "LIS", "2027-05-12").kind.is_leg) == (True, False)
