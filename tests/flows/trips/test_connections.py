"""Which connections a delay breaks, and how much of the wait is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.trips.connections import broken
from flows.trips.evidence import FlightStatus
from flows.trips.life import life
from tests.support.trips import ANN, flight, trip, utc

JOURNEY = trip(
    flight("KL1", "AMS", "MUC", "2027-05-12T09:00", "2027-05-12T10:30", id="one"),
    flight("LH2", "MUC", "LIS", "2027-05-12T12:00", "2027-05-12T14:15", id="two"),
)


def left(**said: object) -> list[timedelta | None]:
    """What is left of each connection that this breaks."""
    late = FlightStatus(segment="one", at=utc("2027-05-12T05:00"), **said)  # type: ignore[arg-type]
    return [one.left for one in broken(life(JOURNEY, ANN), life(JOURNEY, ANN, (late,)))]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(45, []), (46, [timedelta(minutes=44)]), (90, [timedelta()]), (100, [timedelta(minutes=-10)])],
)
def test_a_delay_eats_the_wait(minutes: int, expected: list[timedelta]) -> None:
    """Three quarters of an hour are enough to change planes, a minute less is not."""
    assert left(departs=utc("2027-05-12T07:00") + timedelta(minutes=minutes)) == expected


def test_of_a_cancelled_flight_nobody_knows() -> None:
    """Nothing can be said of the wait behind it."""
    assert left(cancelled=True) == [None]


def test_an_earlier_flight_breaks_nothing() -> None:
    """More time to change."""
    assert left(departs=utc("2027-05-12T06:00"), arrives=utc("2027-05-12T07:30")) == []
