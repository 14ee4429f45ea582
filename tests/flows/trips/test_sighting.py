"""What a tap and a position say of the way, and what they do not."""

from __future__ import annotations

import pytest

from flows.trips.evidence import Evidence, FlightStatus, Position, Source, Word
from flows.trips.life import Life, life
from flows.trips.sighting import Tapped, Unfit, seen, told
from flows.trips.trip import Trip
from tests.support.trips import ANN, flight, lisbon_family, stay, town, trip, utc

SCHIPHOL, LISBON, BAIXA, PORTO, MADRID = (
    (52.31, 4.77),
    (38.77, -9.13),
    (38.71, -9.14),
    (41.15, -8.61),
    (40.42, -3.70),
)


def lived(evidence: Evidence = (), journey: Trip | None = None) -> Life:
    """Ann's way to Lisbon: 07:40-10:45 UTC on 12 May, back on the 19th."""
    return life(journey or lisbon_family(), ANN, evidence)


def tapped(what: Tapped, now: str, segment: str = "out", evidence: Evidence = ()) -> str:
    """What a tap says: of which leg and what, or why nothing."""
    found = told(lived(evidence), what, segment, now=utc(now))
    if isinstance(found, Unfit):
        return found
    assert (found.source, found.traveller, found.at) == (Source.TAP, ANN.id, utc(now))
    said = {"landed": found.landed, "left": found.left, "waits": found.waits}
    return f"{found.segment} {' '.join(name for name, so in said.items() if so)}"


@pytest.mark.parametrize(
    ("what", "now", "expected"),
    [
        (Tapped.BOARDED, "2027-05-12T05:39:59", "too_early"),
        (Tapped.BOARDED, "2027-05-12T05:40", "out left"),
        (Tapped.LANDED, "2027-05-12T07:39:59", "too_early"),
        (Tapped.LANDED, "2027-05-12T07:40", "out landed"),
        (Tapped.STILL_HERE, "2027-05-12T05:00", "out waits"),
        (Tapped.STILL_HERE, "2027-05-12T18:00", "out waits"),
        (Tapped.LANDED, "2027-05-13T10:45", "out landed"),
        (Tapped.LANDED, "2027-05-13T10:45:01", "over"),
    ],
)
def test_a_tap_counts_in_its_time(what: Tapped, now: str, expected: str) -> None:
    """Two hours before leaving to a day behind the arrival, to the second."""
    assert tapped(what, now) == expected


def test_a_landing_is_tapped_once() -> None:
    """Who has landed has landed."""
    landed = FlightStatus(segment="out", at=utc("2027-05-12T10:40"), landed=True)
    assert tapped(Tapped.LANDED, "2027-05-12T11:00", evidence=(landed,)) == "over"


def test_a_tap_of_no_leg_is_about_the_way_begun() -> None:
    """Under a message about the trip as a whole, and with a segment that fell away."""
    assert [tapped(Tapped.LANDED, now, "trip") for now in ("2027-05-12T11:00", "2027-05-19T19:00")] == [
        "out landed",
        "back landed",
    ]


def said(where: tuple[float, float], now: str, evidence: Evidence = (), journey: Trip | None = None) -> str:
    """What a position says, in short."""
    found = seen(
        lived(evidence, journey), latitude=where[0], longitude=where[1], zone="Europe/Lisbon", now=utc(now)
    )
    position, *rest = found.evidence
    assert isinstance(position, Position)
    told = [
        f"{one.segment} {'landed' if one.landed else 'waits'}" if isinstance(one, FlightStatus) else one.stage
        for one in rest
        if not isinstance(one, Position)
    ]
    return " ".join((position.near or "-", *told))


@pytest.mark.parametrize(
    ("where", "now", "expected"),
    [
        (SCHIPHOL, "2027-05-12T07:00", "Amsterdam"),
        (SCHIPHOL, "2027-05-12T09:00", "Amsterdam out waits"),
        (SCHIPHOL, "2027-05-12T15:00", "Amsterdam out waits"),
        (LISBON, "2027-05-12T10:30", "Lisbon out landed"),
        (BAIXA, "2027-05-12T13:00", "Lisbon out landed"),
        (PORTO, "2027-05-12T13:00", "-"),
        (BAIXA, "2027-05-15T13:00", "Lisbon"),
        (SCHIPHOL, "2027-05-15T13:00", "Amsterdam"),
        (LISBON, "2027-05-19T18:00", "Lisbon back waits"),
        (SCHIPHOL, "2027-05-19T19:30", "Amsterdam back landed"),
    ],
)
def test_a_position_tells_of_the_leg_under_way(where: tuple[float, float], now: str, expected: str) -> None:
    """Near its start after the departure they wait; near its end they have landed; days later it says nothing of it."""
    assert said(where, now) == expected


def test_a_position_in_between_is_of_the_leg_that_ends_there() -> None:
    """In Doha the first flight has landed, and of the second nothing is said until it should have left."""
    journey = trip(
        flight("QR274", "AMS", "DOH", "2027-05-12T14:10", "2027-05-12T21:20", id="one"),
        flight("QR962", "DOH", "DPS", "2027-05-12T23:20", "2027-05-13T14:30", id="two"),
        stay(
            "Villa Puri", town("Ubud", "ID", "Asia/Makassar", (-8.507, 115.263)), "2027-05-13", "2027-05-27"
        ),
    )
    doha = (25.26, 51.56)
    assert [said(doha, now, journey=journey) for now in ("2027-05-12T19:00", "2027-05-12T21:00")] == [
        "Doha one landed",
        "Doha two waits",
    ]


def test_by_car_a_position_at_the_hotel_is_an_arrival() -> None:
    """Without legs there is only the stage."""
    journey = trip(
        stay("Casa Sol", town("Madrid", "ES", "Europe/Madrid", MADRID), "2027-05-12", "2027-05-19"),
        home_zone="Europe/Amsterdam",
    )
    assert said(MADRID, "2027-05-12T11:00", journey=journey) == "Madrid on_site"


def test_no_position_is_in_what_is_kept() -> None:
    """Degrees are in none of it."""
    found = seen(
        lived(), latitude=38.7077, longitude=-9.1365, zone="Europe/Lisbon", now=utc("2027-05-12T12:00")
    )
    assert len(found.evidence) == 2
    assert all("38.7" not in repr(one) and "9.13" not in repr(one) for one in found.evidence)


def test_a_fresh_position_sets_the_clock_for_half_a_day() -> None:
    """And only for whom it is of, until the timetable moves on."""
    there = Position(at=utc("2027-05-14T08:00"), traveller=ANN.id, zone="Atlantic/Azores")
    clocks = [lived((there,)).zone_now(utc(now)) for now in ("2027-05-14T20:00", "2027-05-14T20:00:01")]
    assert clocks == ["Atlantic/Azores", "Europe/Lisbon"]
    of_other = Position(at=utc("2027-05-14T08:00"), traveller="dan-de-vries", zone="Atlantic/Azores")
    assert lived((of_other,)).zone_now(utc("2027-05-14T09:00")) == "Europe/Lisbon"


def test_a_word_from_a_position_says_so() -> None:
    """The because names the place, not where exactly."""
    journey = trip(
        stay("Casa Sol", town("Madrid", "ES", "Europe/Madrid", MADRID), "2027-05-12", "2027-05-19"),
        home_zone="Europe/Amsterdam",
    )
    found = seen(lived((), journey), latitude=40.42, longitude=-3.7, zone=None, now=utc("2027-05-12T11:00"))
    words = tuple(one for one in found.evidence if isinstance(one, Word))
    now = utc("2027-05-12T11:30")
    assert lived(words, journey).estimate(now=now).because == "their position is at Madrid"
