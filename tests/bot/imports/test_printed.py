"""A printed time means what DESIGN §3.4 says, at its place."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.imports.printed import Printed, known_zone, read_clock, read_time, settle
from bot.imports.rejection import Reason, Refusal
from flows.trips.times import Time
from tests.bot.imports.readings import one_booking, one_segment
from tests.support.papers import airport, flight, stay


@pytest.mark.parametrize(
    ("printed", "wall", "offset"),
    [
        ("2027-03-04T20:15:00-08:00", "2027-03-04T20:15", -480),
        ("2027-03-04 20:15", "2027-03-04T20:15", None),
        ("2027-03-04T20:15+0100", "2027-03-04T20:15", 60),
        ("2027-03-04T20:15+05", "2027-03-04T20:15", 300),
        ("2017-06-15T14:00:00+0:00", "2017-06-15T14:00", 0),
        ("2017-06-15T14:00:00.000+5:30", "2017-06-15T14:00", 330),
        (" 2027-03-04t9:05 ", "2027-03-04T09:05", None),
        ("2027-03-04T24:00", "2027-03-05T00:00", None),
        ("1970-01-01T00:00", "1970-01-01T00:00", None),
        ("2099-12-31T23:59", "2099-12-31T23:59", None),
    ],
)
def test_iso_times_are_read(printed: str, wall: str, offset: int | None) -> None:
    """Seconds, spaces, short and long offsets: all are ISO enough."""
    found = read_time(printed)
    assert found.wall == datetime.fromisoformat(wall).replace(tzinfo=UTC)
    assert found.offset == (None if offset is None else timedelta(minutes=offset))


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("03/04/2026", "never guessed"),
        ("3.4.2026 10:00", "never guessed"),
        ("03-04-26", "never guessed"),
        ("46115", "serial number"),
        ("46115,5", "serial number"),
        ("tomorrow", "not a date"),
        ("2027-02-29", "does not exist"),
        ("2027-05-12T25:00", "does not exist"),
        ("2027-05-12T10:00+25:00", "does not exist"),
        ("1969-12-31", "1970-2100"),
        ("2101-01-01", "1970-2100"),
        ("٢٠٢٧-05-12", "not a date"),
        ("", "not a date"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(printed: str, words: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Refusal) as caught:
        read_time(printed)
    assert words in caught.value.why
    assert caught.value.value == printed


def test_years_outside_the_range_have_their_own_reason() -> None:
    """Out of range is told apart from unreadable."""
    with pytest.raises(Refusal) as caught:
        read_time("2101-01-01")
    assert caught.value.reason is Reason.OUT_OF_RANGE


def test_z_is_an_instant_shown_at_the_place() -> None:
    """14:00Z in Lisbon in summer is 15:00."""
    found, note = settle(read_time("2027-06-15T14:00:00Z"), "Europe/Lisbon", what="x")
    assert (found.iso, note) == ("2027-06-15T15:00:00+01:00", "")
    unknown, note = settle(read_time("2027-06-15T14:00:00Z"), None, what="x")
    assert (unknown.utc, unknown.zone) == (datetime(2027, 6, 15, 14, tzinfo=UTC), None)
    assert "UTC" in note


def test_an_offset_that_disagrees_loses_to_the_place() -> None:
    """The wall time stays, the instant comes from the zone, the note says so; +00:00 is an offset like any other."""
    found, note = settle(read_time("2017-06-15T14:00:00+0:00"), "Europe/London", what="Inn, check-in")
    assert (found.iso, found.utc) == ("2017-06-15T14:00:00+01:00", datetime(2017, 6, 15, 13, tzinfo=UTC))
    assert note == (
        "Inn, check-in: the paper's offset +00:00 is not that of Europe/London then; the printed wall time is kept."
    )


def test_an_offset_tells_the_two_of_a_fold_apart() -> None:
    """02:30 happens twice on 31 October: the offset says which."""
    first, none = settle(read_time("2027-10-31T02:30:00+02:00"), "Europe/Amsterdam", what="x")
    second, note = settle(read_time("2027-10-31T02:30:00+01:00"), "Europe/Amsterdam", what="x")
    assert (none, note) == ("", "")
    assert (first.utc, second.utc) == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    )


def test_an_unknown_zone_keeps_the_wall_time_without_offset() -> None:
    """A UTC offset is not a zone."""
    booking = one_booking(
        flight(departs="2027-05-12T09:40:00+02:00", more={"departureAirport": {"name": "Nowhere Strip"}})
    )
    assert booking.segments[0].departs.iso == "2027-05-12T09:40:00"
    assert booking.segments[0].origin.zone is None
    assert booking.notes == (
        "TP 669: the zone of Nowhere Strip is unknown; its times are kept without offset."
        " Add its IATA code, its country and city, or its coordinates.",
    )


def test_the_paper_may_name_the_zone_itself() -> None:
    """A wall time with an IANA name settles a place that nothing else settles."""
    named = {"@type": "QDateTime", "@value": "2018-06-11T09:50:00+02:00", "timezone": "Europe/Berlin"}
    found = one_segment(
        flight(departs=None, arrives=None, more={"departureTime": named, "departureAirport": "Old Field"})
    )
    assert (found.origin.name, found.origin.zone) == ("Old Field", "Europe/Berlin")
    assert found.departs.iso == "2018-06-11T09:50:00+02:00"
    there = one_segment(flight("LHR", departs=None, arrives=None, more={"departureTime": named}))
    assert there.departs.iso == "2018-06-11T09:50:00+01:00"
    bracket = one_segment(
        stay(country="", city="", geo=None, arrives="2027-05-12T15:00+01:00[Europe/Lisbon]")
    )
    assert bracket.origin.zone == "Europe/Lisbon"


def test_a_date_stays_a_date() -> None:
    """No hour is made up."""
    found, note = settle(read_time("2027-05-12"), "Europe/Lisbon", what="x")
    assert (found, note) == (Time(day=datetime(2027, 5, 12, tzinfo=UTC).date(), zone="Europe/Lisbon"), "")


def test_an_instant_is_the_best_that_is_known() -> None:
    """Z, offset, zone, then UTC."""
    assert read_time("2027-05-12T10:00Z").instant("Asia/Tokyo") == datetime(2027, 5, 12, 10, tzinfo=UTC)
    assert read_time("2027-05-12T10:00+01:00").instant("Asia/Tokyo") == datetime(2027, 5, 12, 9, tzinfo=UTC)
    assert read_time("2027-05-12T10:00").instant("Asia/Tokyo") == datetime(2027, 5, 12, 1, tzinfo=UTC)
    assert read_time("2027-05-12").instant(None) == datetime(2027, 5, 12, tzinfo=UTC)
    assert isinstance(read_time("2027-05-12"), Printed)


def test_only_names_of_places_are_zones() -> None:
    """UTC, Etc/GMT+1 and nonsense are no place's zone."""
    assert known_zone("Europe/Lisbon") == "Europe/Lisbon"
    for name in ("UTC", "Etc/GMT+1", "Europe/Atlantis", "../etc/passwd", "", None):
        assert known_zone(name) is None


def test_a_clock_alone_is_read() -> None:
    """15:00 is an hour; 25:00 and words are not."""
    assert read_clock("15:00") == time(15)
    assert read_clock(" 9:05:30 ") == time(9, 5, 30)
    assert (read_clock("25:00"), read_clock("noon")) == (None, None)


def test_unknown_codes_are_noted() -> None:
    """A code that is no airport we know keeps its code, without a zone."""
    booking = one_booking(flight(more={"arrivalAirport": airport("QQQ", name="Gone Field")}, arrives=None))
    assert (booking.segments[0].destination.iata, booking.segments[0].destination.zone) == ("QQQ", None)
    assert booking.notes == (
        "QQQ is not an airport code we know.",
        "TP 669: the zone of Gone Field is unknown; its times are kept without offset."
        " Add its IATA code, its country and city, or its coordinates.",
    )
