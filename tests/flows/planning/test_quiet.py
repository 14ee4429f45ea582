"""The local night."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.planning.quiet import QuietHours, quiet_until
from tests.support.trips import utc


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2027-01-12T20:59:59+01:00", None),
        ("2027-01-12T21:00:00+01:00", "2027-01-13T08:00:00+01:00"),
        ("2027-01-13T07:59:59+01:00", "2027-01-13T08:00:00+01:00"),
        ("2027-01-13T08:00:00+01:00", None),
        ("2027-03-27T23:00:00+01:00", "2027-03-28T08:00:00+02:00"),
        ("2027-10-30T23:00:00+02:00", "2027-10-31T08:00:00+01:00"),
    ],
)
def test_the_night_is_nine_to_eight_over_changes_of_the_clock(now: str, until: str | None) -> None:
    """From 21:00:00 until just before 08:00:00 it is quiet, and the morning is the wall clock's."""
    assert quiet_until(utc(now), "Europe/Amsterdam") == (utc(until) if until else None)


def test_hours_within_one_day() -> None:
    """An agency may choose hours that do not pass midnight."""
    siesta = QuietHours(start=time(13), end=time(16))
    assert quiet_until(utc("2027-06-01T14:00+02:00"), "Europe/Madrid", siesta) == utc(
        "2027-06-01T16:00+02:00"
    )
    assert quiet_until(utc("2027-06-01T16:00+02:00"), "Europe/Madrid", siesta) is None


def test_equal_hours_are_never_quiet() -> None:
    """The same start and end switch the night off."""
    assert (
        quiet_until(utc("2027-06-01T00:00Z"), "Europe/Lisbon", QuietHours(start=time(8), end=time(8))) is None
    )


def test_a_night_that_ends_where_the_clock_goes_back_ends_once() -> None:
    """02:45 after 02:30 has passed once is no second night."""
    hours = QuietHours(start=time(21), end=time(2, 30))
    first, second = utc("2027-10-31T02:15+02:00"), utc("2027-10-31T02:15+01:00")
    assert quiet_until(first, "Europe/Amsterdam", hours) == utc("2027-10-31T02:30+02:00")
    assert quiet_until(second, "Europe/Amsterdam", hours) is None


@settings(deadline=None)
@given(
    now=st.datetimes(
        min_value=utc("2026-01-01T00:00").replace(tzinfo=None),
        max_value=utc("2028-12-31T00:00").replace(tzinfo=None),
    ),
    zone=st.sampled_from(
        ["Europe/Amsterdam", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Tokyo"]
    ),
)
def test_every_night_ends_ahead_and_within_a_day(now: object, zone: str) -> None:
    """The end of a night lies ahead, within twelve hours, and is not quiet itself."""
    moment = utc(str(now))
    until = quiet_until(moment, zone)
    if until is not None:
        assert 0 < (until - moment).total_seconds() <= 12 * 3600
        assert quiet_until(until, zone) is None
