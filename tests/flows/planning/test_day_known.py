"""A departure of which a paper prints the day and no clock: whole days are counted from it, hours are not."""

from __future__ import annotations

from datetime import time

from flows.library.audience import Audience, Clocks
from flows.planning.due import Reason, Skipped, Waiting
from flows.trips.evidence import FlightStatus
from flows.trips.moments import Anchor, moments
from flows.trips.trip import Kind
from tests.support.touchpoints import answer, touchpoint, when
from tests.support.trips import ANN, leg, stay, trip, utc

FERRY = trip(
    leg(Kind.FERRY, None, "AMS", "LIS", "2027-08-01", "2027-08-02", id="out"),
    stay("Hotel", "LIS", "2027-08-02", "2027-08-05", id="hotel"),
    leg(Kind.FERRY, None, "LIS", "AMS", "2027-08-05", "2027-08-06", id="back"),
)
BOOKED = FERRY.booked


def test_days_are_counted_from_the_day() -> None:
    """Five days before it at 18:00 is known, for the trip and for the leg; so is the evening before the way home."""
    packing = touchpoint("packing", "departure", "-5d", "18:00")
    found = answer(FERRY, packing, now=BOOKED)
    assert isinstance(found, Waiting)
    assert found.at == utc("2027-07-27T16:00")
    home = touchpoint("home", "return_departure", "-1d", "18:00")
    told = answer(FERRY, home, now=BOOKED)
    assert isinstance(told, Waiting)
    assert told.at == utc("2027-08-04T17:00")


def test_nothing_else_is_counted_from_it() -> None:
    """No hours, no clock of its own, and no hour of that very day: it may have left by then."""
    for offset, at in (("-3h", None), ("-5d", None), ("0", "18:00"), ("0", None)):
        told = answer(FERRY, touchpoint("words", "departure", offset, at), now=BOOKED)
        assert isinstance(told, Skipped)
        assert (told.reason, told.detail) == (
            Reason.NO_ANCHOR,
            "the departure of Humberto Delgado is not known",
        )


def test_what_ends_with_it_ends_as_the_day_begins() -> None:
    """Three hours before a departure whose hour nobody knows is as early as it may be."""
    packing = touchpoint("packing", "departure", "-5d", "18:00", useless_after=when("departure", "-3h"))
    told = answer(FERRY, packing, now=BOOKED)
    assert isinstance(told, Waiting)
    assert told.useless_after == utc("2027-07-31T22:00")
    early = touchpoint("early", "departure", "-20d", "18:00", useless_after=when("departure", "-10d"))
    found = answer(FERRY, early, now=BOOKED)
    assert isinstance(found, Waiting)
    assert found.useless_after == utc("2027-07-21T22:00")


def test_its_clock_is_not_known() -> None:
    """Its noon is a way to count, no hour that a condition may ask for."""
    day = Audience(departs=Clocks(since=time(6), until=time(20)))
    told = answer(FERRY, touchpoint("words", "departure", "-1d", "18:00", audience=day), now=BOOKED)
    assert isinstance(told, Skipped)
    assert told.detail == "only for departures from 06:00 to 20:00, and that is not known here"


def test_a_status_makes_it_a_departure_like_any_other() -> None:
    """Once somebody says when it leaves, its moment is no longer marked."""
    status = FlightStatus(segment="out", at=utc("2027-07-30T10:00"), departs=utc("2027-08-01T14:00"))
    told = moments(FERRY, ANN, (status,))
    found = [one for one in told if one.anchor is Anchor.DEPARTURE and one.occurrence == "out"]
    assert {(one.at, one.day_only) for one in found} == {(utc("2027-08-01T14:00"), False)}
