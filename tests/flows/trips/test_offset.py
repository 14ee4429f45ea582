"""Offsets from an anchor: calendar days at a wall time, exact hours, and the zone that counts."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from flows.errors import BadOffset
from flows.trips.life import life
from flows.trips.moments import Anchor, Moment
from flows.trips.offset import Offset, Placed, Unplaced, offset_instant
from tests.support.trips import ANN, date_line_business, flight, trip, utc


def anchored(at: str) -> Moment:
    """A moment at an instant."""
    return Moment(anchor=Anchor.DEPARTURE, at=utc(at), zone=None)


def in_zone(at: str, offset: Offset, zone: str) -> str:
    """The instant at an offset, everything in one zone."""
    placed = offset_instant(anchored(at).at, offset, lambda _: zone)
    assert isinstance(placed, Placed)
    return f"{placed.at:%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("-5d", "18:00", Offset(days=-5, at=time(18))),
        ("+1d", None, Offset(days=1)),
        ("-1w", None, Offset(days=-7)),
        ("+60m", None, Offset(delta=timedelta(minutes=60))),
        ("-3h", None, Offset(delta=timedelta(hours=-3))),
        ("90m", None, Offset(delta=timedelta(minutes=90))),
        ("0", None, Offset()),
        ("+0", "9:30", Offset(at=time(9, 30))),
        (" 0d ", time(8), Offset(at=time(8))),
    ],
)
def test_offsets_are_read(text: str, at: str | time | None, expected: Offset) -> None:
    """Weeks, days, hours and minutes, with a time of day for days."""
    assert Offset.parse(text, at) == expected


@pytest.mark.parametrize(
    ("text", "at"),
    [("", None), ("5", None), ("-1d3h", None), ("d", None), ("-3h", "18:00"), ("-1d", "25:00")],
)
def test_other_offsets_are_refused(text: str, at: str | None) -> None:
    """What is no offset raises BadOffset, which is a ValueError that says how to write one."""
    with pytest.raises(ValueError, match="Write -5d"):
        Offset.parse(text, at)


def test_exact_time_takes_no_time_of_day() -> None:
    """An offset is either of the calendar or exact."""
    with pytest.raises(BadOffset):
        Offset(delta=timedelta(hours=1), days=1)


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (Offset.parse("-5d", "18:00"), "-5d at 18:00"),
        (Offset.parse("+60m"), "+1h"),
        (Offset.parse("-90m"), "-90m"),
        (Offset.parse("0"), "0"),
    ],
)
def test_offsets_are_written(offset: Offset, words: str) -> None:
    """An offset says itself as an editor wrote it."""
    assert str(offset) == words


def test_days_are_calendar_days() -> None:
    """One day before Monday 09:00 after the change of clocks is Sunday 09:00, 24 h or 23 h earlier."""
    assert in_zone("2027-03-29T07:00", Offset(days=-1), "Europe/Amsterdam") == "2027-03-28T07:00"
    assert in_zone("2027-03-28T07:00", Offset(days=-1), "Europe/Amsterdam") == "2027-03-27T08:00"


def test_hours_are_exact() -> None:
    """Three hours before is three hours before, over a change of clocks too."""
    assert in_zone("2027-03-28T02:00", Offset.parse("-3h"), "Europe/Amsterdam") == "2027-03-27T23:00"


def test_a_missing_wall_time_is_the_first_instant_after_it() -> None:
    """02:30 on the night of spring is 03:00 summer time."""
    assert in_zone("2027-03-29T00:30", Offset(days=-1), "Europe/Amsterdam") == "2027-03-28T01:00"


def test_a_double_wall_time_is_the_first_of_both() -> None:
    """02:30 on the night of autumn is the one in summer time, even from an anchor in the second one."""
    assert in_zone("2027-10-30T00:30", Offset(days=1), "Europe/Amsterdam") == "2027-10-31T00:30"
    second = Offset(at=None, days=0)
    assert in_zone("2027-10-31T01:30", second, "Europe/Amsterdam") == "2027-10-31T01:30"
    assert in_zone("2027-10-31T01:30", Offset(at=time(2, 30)), "Europe/Amsterdam") == "2027-10-31T00:30"


def test_the_zone_is_that_of_the_rough_instant() -> None:
    """The evening before a flight home from Tokyo's date line is counted where one is then."""
    lived = life(date_line_business(), ANN)
    home = lived.first(Anchor.RETURN_ARRIVAL)
    assert home is not None
    placed = lived.placed(home, Offset.parse("-1d", "18:00"))
    assert placed == Placed(at=utc("2027-03-16T22:00"), zone="America/New_York")
    out = lived.first(Anchor.DEPARTURE)
    assert out is not None
    assert lived.placed(out, Offset.parse("-5d", "18:00")) == Placed(
        at=utc("2027-03-05T09:00"), zone="Asia/Tokyo"
    )


def test_an_unknown_zone_is_a_reason() -> None:
    """A calendar offset where the zone is unknown has no instant; exact hours have one, without a zone."""
    lived = life(
        trip(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"), home_zone=None), ANN
    )
    departure = lived.first(Anchor.DEPARTURE)
    assert departure is not None
    assert lived.placed(departure, Offset.parse("-5d")) is Unplaced.ZONE_UNKNOWN
    assert lived.placed(departure, Offset.parse("-24h")) == Placed(at=utc("2027-05-11T07:40"), zone=None)
