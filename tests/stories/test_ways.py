"""What the pack says of each leg, whatever it is travelled with before and after: the flight leads, nothing is doubled."""

from __future__ import annotations

import pytest

from flows.planning.due import Waiting
from flows.trips.trip import Kind, Segment
from tests.stories.playing import shipped
from tests.support.touchpoints import planned
from tests.support.trips import flight, leg, stay, town, train, trip, utc

UTRECHT = town("Utrecht", "NL", "Europe/Amsterdam", (52.09, 5.11))
EVORA = town("Évora", "PT", "Europe/Lisbon", (38.57, -7.91))
HOTEL = stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel")
INN = stay("Inn", EVORA, "2027-05-12T15:00", "2027-05-19T11:00", id="inn")

TRAIN_OUT = train("3512", UTRECHT, "AMS", "2027-05-12T08:30", "2027-05-12T09:00", id="train-out")
TAXI_OUT = leg(Kind.TRANSFER, None, UTRECHT, "AMS", "2027-05-12T08:30", "2027-05-12T09:10", id="taxi-out")
OUT = flight("KL1697", "AMS", "LIS", "2027-05-12T11:00", "2027-05-12T13:00", id="out")
VIA_PARIS = flight("AF1241", "AMS", "CDG", "2027-05-12T09:00", "2027-05-12T10:20", id="via-paris")
FROM_PARIS = flight("AF1024", "CDG", "LIS", "2027-05-12T12:00", "2027-05-12T13:30", id="from-paris")
TRAIN_ON = train("133", "LIS", EVORA, "2027-05-12T15:30", "2027-05-12T17:30", id="train-on")
TAXI_ON = leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-12T13:45", id="taxi-on")

BACK = flight("KL1698", "LIS", "AMS", "2027-05-19T14:30", "2027-05-19T18:30", id="back")
TAXI_TO = leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-19T11:30", id="taxi-to")
TRAIN_TO = train("132", EVORA, "LIS", "2027-05-19T09:30", "2027-05-19T11:30", id="train-to")
TRAIN_HOME = train("3513", "AMS", UTRECHT, "2027-05-19T19:30", "2027-05-19T20:00", id="train-home")
RAIL_OUT = train("9302", UTRECHT, "CDG", "2027-05-12T09:00", "2027-05-12T12:30", id="rail-out")
RAIL_BACK = train("9303", "CDG", UTRECHT, "2027-05-19T14:00", "2027-05-19T17:30", id="rail-back")
PARIS = stay("Hôtel", "CDG", "2027-05-12T15:00", "2027-05-19T11:00", id="paris")

OF_A_LEG = {
    "check_in",
    "connection",
    "onward_leg",
    "safe_travels",
    "safe_travels_ground",
    "first_steps",
    "next_leg",
    "way_home_times",
    "way_home_times_ground",
    "way_home",
    "way_home_ground",
}


def said(*segments: Segment) -> set[tuple[str, str]]:
    """(touchpoint, leg) of all that the pack is going to say of legs."""
    journey = trip(*segments)
    plan = planned(journey, now=journey.booked, library=shipped())
    return {
        (one.key.touchpoint, one.key.occurrence)
        for one in plan.answers
        if isinstance(one, Waiting) and one.key.touchpoint in OF_A_LEG
    }


FLOWN_HOME = {("way_home_times", "back"), ("way_home", "back")}
FLOWN_OUT = {("check_in", "out"), ("safe_travels", "out"), ("first_steps", "out")}


@pytest.mark.parametrize(
    ("way_out", "expected"),
    [
        ((OUT, HOTEL), FLOWN_OUT),
        ((TRAIN_OUT, OUT, HOTEL), FLOWN_OUT | {("safe_travels_ground", "train-out")}),
        ((TAXI_OUT, OUT, HOTEL), FLOWN_OUT),
        ((OUT, TAXI_ON, HOTEL), FLOWN_OUT - {("first_steps", "out")}),
        ((OUT, TRAIN_ON, INN), FLOWN_OUT),
        (
            (VIA_PARIS, FROM_PARIS, HOTEL),
            {
                ("check_in", "via-paris"),
                ("safe_travels", "via-paris"),
                ("connection", "via-paris"),
                ("first_steps", "from-paris"),
            },
        ),
    ],
    ids=["flight", "train+flight", "taxi+flight", "flight+taxi", "flight+train", "flight+flight"],
)
def test_the_way_out(way_out: tuple[Segment, ...], expected: set[tuple[str, str]]) -> None:
    """The first flight has its check-in and its good wishes, the last one its first steps, a change between flights
    its words, whatever leads there and on. Who is fetched is not sent to the metro."""
    assert said(*way_out, BACK) == expected | FLOWN_HOME


@pytest.mark.parametrize(
    ("way_home", "starts"),
    [
        ((BACK,), "back"),
        ((TAXI_TO, BACK), "taxi-to"),
        ((BACK, TRAIN_HOME), "back"),
        ((TAXI_TO, BACK, TRAIN_HOME), "taxi-to"),
    ],
    ids=["flight", "taxi+flight", "flight+train", "taxi+flight+train"],
)
def test_the_way_home(way_home: tuple[Segment, ...], starts: str) -> None:
    """One is told once when to set out and to check in, for the leg that comes first, and wished a good flight."""
    home = {("way_home_times", starts), ("way_home", "back")}
    assert said(OUT, HOTEL, *way_home) == FLOWN_OUT | home


def test_a_train_to_the_flight_home() -> None:
    """A train that leads to the flight home has its wishes, and the flight has its own."""
    assert said(OUT, TRAIN_ON, INN, TRAIN_TO, BACK) == FLOWN_OUT | {
        ("way_home_times", "train-to"),
        ("way_home_ground", "train-to"),
        ("way_home", "back"),
    }


def test_by_rail_alone() -> None:
    """Without a flight the train has the wishes, and nobody is sent to an airport."""
    assert said(RAIL_OUT, PARIS, RAIL_BACK) == {
        ("safe_travels_ground", "rail-out"),
        ("way_home_times_ground", "rail-back"),
        ("way_home_ground", "rail-back"),
    }


def test_the_flight_says_when() -> None:
    """Check-in opens a day before the flight, not before the train that leads to it; so do the good wishes count."""
    journey = trip(TRAIN_OUT, OUT, HOTEL, BACK)
    plan = planned(journey, now=journey.booked, library=shipped())
    at = {
        (one.key.touchpoint, one.key.occurrence): one.at for one in plan.answers if isinstance(one, Waiting)
    }
    assert at["check_in", "out"] == utc("2027-05-11T11:00+02:00")
    assert at["safe_travels", "out"] == utc("2027-05-12T10:15+02:00")
