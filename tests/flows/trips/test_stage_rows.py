"""Each row of the table of stages, one second before its edge and at it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.trips.edges import Edges
from flows.trips.evidence import Source, Stage
from flows.trips.stage import StageEstimate, estimate, timeline
from flows.trips.trip import Kind, Trip
from tests.support.trips import (
    ANN,
    BRUNO,
    italy_round_trip,
    leg,
    lisbon_family,
    trip,
    utc,
)

SECOND = timedelta(seconds=1)


def at(journey: Trip, text: str, seconds: int = 0, who: str = ANN.id) -> StageEstimate:
    """The estimate at a UTC instant, some seconds off."""
    return estimate(journey, who, (), now=utc(text) + seconds * SECOND)


def rows(journey: Trip, who: str = ANN.id) -> list[tuple[str, str, str, str]]:
    """The timeline as (stage, direction, place, since in UTC)."""
    return [
        (
            span.stage.name,
            span.direction.name if span.direction else "",
            span.place.label if span.place else "",
            f"{span.since:%Y-%m-%dT%H:%M}",
        )
        for span in timeline(journey, who)
    ]


EDGES = [
    ("2027-01-10T10:00", Stage.JUST_BOOKED, Stage.JUST_BOOKED),
    ("2027-01-13T10:00", Stage.JUST_BOOKED, Stage.IN_BETWEEN),
    ("2027-05-04T22:00", Stage.IN_BETWEEN, Stage.BEFORE_DEPARTURE),
    ("2027-05-12T04:40", Stage.BEFORE_DEPARTURE, Stage.IN_TRANSIT),
    ("2027-05-12T10:45", Stage.IN_TRANSIT, Stage.ON_SITE),
    ("2027-05-19T13:30", Stage.ON_SITE, Stage.IN_TRANSIT),
    ("2027-05-19T19:25", Stage.IN_TRANSIT, Stage.AFTERWARDS),
]


@pytest.mark.parametrize(("edge", "before", "after"), EDGES)
def test_each_stage_ends_to_the_second(edge: str, before: Stage, after: Stage) -> None:
    """A family trip changes stage at each edge of the table, not a second earlier."""
    journey = lisbon_family()
    assert (at(journey, edge, -1).stage, at(journey, edge).stage) == (before, after)


def test_an_estimate_tells_since_until_next_and_why() -> None:
    """On site the estimate knows the landing, the next leave-for-travel and what comes then."""
    found = at(lisbon_family(), "2027-05-15T12:00")
    assert (found.since, found.until, found.next, found.source) == (
        utc("2027-05-12T10:45"),
        utc("2027-05-19T13:30"),
        Stage.IN_TRANSIT,
        Source.TIMETABLE,
    )
    assert found.because == "KL 1697 arrives in Lisbon on 12 May 2027 at 11:45 (Europe/Lisbon)"


def test_before_the_booking_it_is_just_booked() -> None:
    """Before `booked` the stage is JUST_BOOKED without a start."""
    found = at(lisbon_family(), "2027-01-10T10:00", -1)
    assert (found.stage, found.since, found.until, found.next) == (
        Stage.JUST_BOOKED,
        None,
        utc("2027-01-13T10:00"),
        Stage.IN_BETWEEN,
    )


def test_just_booked_takes_at_most_a_quarter_of_the_time_left() -> None:
    """Booked eight days before leaving, JUST_BOOKED lasts two days; what is left in between is too short."""
    journey = lisbon_family(booked="2027-05-04T04:40")
    assert [row[0] + " " + row[3] for row in rows(journey)][:3] == [
        "JUST_BOOKED 2027-05-04T04:40",
        "BEFORE_DEPARTURE 2027-05-06T04:40",
        "IN_TRANSIT 2027-05-12T04:40",
    ]


@pytest.mark.parametrize(("seconds", "stages"), [(0, 3), (1, 2)])
def test_in_between_is_left_out_below_two_days(seconds: int, stages: int) -> None:
    """IN_BETWEEN of 48 h exactly is there; a second less and BEFORE_DEPARTURE follows at once."""
    journey = lisbon_family(booked=(utc("2027-04-29T22:00") + seconds * SECOND).isoformat())
    before = [
        span.stage for span in timeline(journey, ANN) if span.until and span.until <= utc("2027-05-12T04:40")
    ]
    assert len(before) == stages


def test_booked_twenty_hours_before_departure() -> None:
    """Booked 20 h before departure (S8) there is a short JUST_BOOKED and no IN_BETWEEN."""
    assert [row[0] for row in rows(lisbon_family(booked="2027-05-11T11:40"))][:3] == [
        "JUST_BOOKED",
        "BEFORE_DEPARTURE",
        "IN_TRANSIT",
    ]


def test_booked_after_leaving_starts_in_todays_stage() -> None:
    """Booked while on the way, the timetable rules at once and the first span starts at the booking."""
    found = timeline(lisbon_family(booked="2027-05-12T08:00"), ANN)
    assert (found[0].stage, found[0].since) == (Stage.IN_TRANSIT, utc("2027-05-12T08:00"))
    over = estimate(lisbon_family(booked="2027-05-12T08:00"), ANN, now=utc("2027-05-12T07:00"))
    assert (over.stage, over.until, over.next) == (
        Stage.JUST_BOOKED,
        utc("2027-05-12T08:00"),
        Stage.IN_TRANSIT,
    )


def test_a_trip_already_over_is_afterwards_from_the_booking() -> None:
    """Booked after the last arrival, everything is AFTERWARDS."""
    assert [row[0] for row in rows(lisbon_family(booked="2027-06-01T00:00"))] == ["AFTERWARDS"]


@pytest.mark.parametrize(
    ("kind", "leaves"),
    [
        (Kind.FLIGHT, "2027-06-01T06:00"),
        (Kind.FERRY, "2027-06-01T08:00"),
        (Kind.TRAIN, "2027-06-01T08:30"),
        (Kind.BUS, "2027-06-01T08:30"),
        (Kind.CAR, "2027-06-01T09:00"),
        (Kind.TRANSFER, "2027-06-01T09:00"),
    ],
)
def test_lead_times_by_kind(kind: Kind, leaves: str) -> None:
    """One leaves 3 h before a flight, 1 h before a ferry, 30 min before train or bus, at once by car."""
    journey = trip(leg(kind, "XX1", "AMS", "CDG", "2027-06-01T11:00", "2027-06-01T14:00"))
    assert (at(journey, leaves, -1).stage, at(journey, leaves).stage) == (
        Stage.BEFORE_DEPARTURE,
        Stage.IN_TRANSIT,
    )


def test_the_numbers_are_settable() -> None:
    """An agency may say that one leaves 2 h before a flight."""
    found = timeline(lisbon_family(), ANN, edges=Edges(flight_lead=timedelta(hours=2)))
    assert found[3].since == utc("2027-05-12T05:40")


def test_a_multi_centre_trip_moves_between_its_towns() -> None:
    """Rome, Florence and Venice (S27) each get their own ON_SITE, with IN_TRANSIT between."""
    assert [row[:3] for row in rows(italy_round_trip(), BRUNO.id)][3:] == [
        ("IN_TRANSIT", "OUTBOUND", "Rome"),
        ("ON_SITE", "", "Rome"),
        ("IN_TRANSIT", "BETWEEN", "Florence"),
        ("ON_SITE", "", "Florence"),
        ("IN_TRANSIT", "BETWEEN", "Venice"),
        ("ON_SITE", "", "Venice"),
        ("IN_TRANSIT", "RETURN", "Amsterdam"),
        ("AFTERWARDS", "", "Amsterdam"),
    ]
