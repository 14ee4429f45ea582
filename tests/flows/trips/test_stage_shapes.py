"""Trips of unusual shape: by own car, one way, over the date line, split parties, visits alone, cancelled."""

from __future__ import annotations

import pytest

from flows.trips.evidence import Direction, Stage
from flows.trips.stage import timeline
from flows.trips.trip import Kind
from tests.flows.trips.test_stage_rows import at, rows
from tests.support.trips import (
    ANN,
    CHIARA,
    COUPLE,
    DAN,
    FAMILY,
    date_line_business,
    flight,
    leg,
    lisbon_family,
    stay,
    town,
    train,
    trip,
    utc,
    visit,
)


def test_landing_before_leaving_by_the_clock() -> None:
    """Tokyo 19:53 to Newark 18:59 the same day (S3) is a flight of 13 h 06, ordered by instant."""
    found = rows(date_line_business())
    assert found[3:5] == [
        ("IN_TRANSIT", "OUTBOUND", "Newark", "2027-03-10T07:53"),
        ("ON_SITE", "", "Newark", "2027-03-10T23:59"),
    ]


def test_landing_the_day_before() -> None:
    """Auckland to Rarotonga lands the day before it left, by the clock (S3)."""
    journey = trip(
        flight("NZ946", "AKL", "RAR", "2027-07-02T09:00", "2027-07-01T15:00"),
        flight("NZ945", "RAR", "AKL", "2027-07-08T16:00", "2027-07-09T18:00"),
        home_zone="Pacific/Auckland",
    )
    assert rows(journey)[3:] == [
        ("IN_TRANSIT", "OUTBOUND", "Avarua", "2027-07-01T18:00"),
        ("ON_SITE", "", "Avarua", "2027-07-02T01:00"),
        ("IN_TRANSIT", "RETURN", "Auckland", "2027-07-08T23:00"),
        ("AFTERWARDS", "", "Auckland", "2027-07-09T06:00"),
    ]


def test_a_departure_just_after_midnight_leaves_the_evening_before() -> None:
    """For a flight at 00:15 on Saturday (S15) one leaves on Friday at 21:15."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-05-15T00:15", "2027-05-15T02:15"))
    assert rows(journey)[2:4] == [
        ("BEFORE_DEPARTURE", "", "Lisbon", "2027-05-07T22:00"),
        ("IN_TRANSIT", "OUTBOUND", "Lisbon", "2027-05-14T19:15"),
    ]


def test_the_week_before_is_counted_by_the_calendar_over_a_change_of_clocks() -> None:
    """Seven calendar days before 1 April is midnight on 25 March, in winter time."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-04-01T12:00", "2027-04-01T14:00"))
    assert rows(journey)[2][3] == "2027-03-24T23:00"


def test_a_long_layover_stays_in_transit() -> None:
    """Twenty hours in Doha without a bed (S14) are IN_TRANSIT, and Bali is where it goes."""
    journey = trip(
        flight("QR274", "AMS", "DOH", "2027-05-01T15:00", "2027-05-01T22:30"),
        flight("QR962", "DOH", "DPS", "2027-05-02T18:30", "2027-05-03T09:30"),
        stay("Bali Garden", "DPS", "2027-05-03", "2027-05-10"),
        flight("QR963", "DPS", "DOH", "2027-05-10T19:00", "2027-05-10T23:30"),
        flight("QR273", "DOH", "AMS", "2027-05-11T08:00", "2027-05-11T13:30"),
    )
    assert [row[:3] for row in rows(journey)][3:] == [
        ("IN_TRANSIT", "OUTBOUND", "Denpasar"),
        ("ON_SITE", "", "Denpasar"),
        ("IN_TRANSIT", "RETURN", "Amsterdam"),
        ("AFTERWARDS", "", "Amsterdam"),
    ]
    assert "over Doha" in at(journey, "2027-05-02T06:00").because


@pytest.mark.parametrize(("departs", "sites"), [("2027-05-02T12:00:00", 1), ("2027-05-02T12:00:01", 2)])
def test_a_day_exactly_is_a_layover(departs: str, sites: int) -> None:
    """A gap of 24 h is a layover; one second more is a destination."""
    journey = trip(
        flight("AA1", "AMS", "DOH", "2027-05-01T05:00", "2027-05-01T12:00"),
        flight("AA2", "DOH", "DPS", departs, "2027-05-03T03:00"),
    )
    assert sum(row[0] == "ON_SITE" for row in rows(journey)) == sites


def test_a_day_trip_has_a_day_on_site() -> None:
    """Out in the morning and home in the evening is outbound, ON_SITE, return, though no bed is booked."""
    journey = trip(
        flight("KL1001", "AMS", "LHR", "2027-05-03T07:00", "2027-05-03T07:20"),
        flight("KL1024", "LHR", "AMS", "2027-05-03T18:00", "2027-05-03T20:20"),
    )
    assert [row[:2] for row in rows(journey)][3:] == [
        ("IN_TRANSIT", "OUTBOUND"),
        ("ON_SITE", ""),
        ("IN_TRANSIT", "RETURN"),
        ("AFTERWARDS", ""),
    ]


def test_one_way_stays_on_site() -> None:
    """Without a leg home (S24) the traveller stays ON_SITE for good, and the because says so."""
    journey = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
        stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-26"),
    )
    found = at(journey, "2028-05-12T00:00")
    assert (found.stage, found.until, found.next) == (Stage.ON_SITE, None, None)
    assert found.because.endswith("no leg home is booked")


def test_one_way_leg_alone() -> None:
    """A single flight is JUST_BOOKED to ON_SITE and nothing after."""
    journey = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"))
    assert [row[0] for row in rows(journey)][-2:] == ["IN_TRANSIT", "ON_SITE"]


def test_own_car_to_a_stay() -> None:
    """A stay alone is driven to from 08:00 home-local, and home is reached six hours after check-out; all inferred."""
    journey = trip(stay("Gîte", "CDG", "2027-07-03", "2027-07-10"))
    found = timeline(journey, ANN)[3:]
    assert [(span.stage, span.direction, span.since) for span in found] == [
        (Stage.IN_TRANSIT, Direction.OUTBOUND, utc("2027-07-03T06:00")),
        (Stage.ON_SITE, None, utc("2027-07-03T13:00")),
        (Stage.IN_TRANSIT, Direction.RETURN, utc("2027-07-10T09:00")),
        (Stage.AFTERWARDS, None, utc("2027-07-10T15:00")),
    ]
    assert [bool(span.inferred) and span.because.startswith("inferred: ") for span in found] == [True] * 4


def test_an_early_check_in_needs_no_drive() -> None:
    """A check-in before 08:00 home-local leaves no way out."""
    journey = trip(stay("Night lodge", "CDG", "2027-07-03T06:00", "2027-07-04T11:00"))
    assert [row[0] for row in rows(journey)][2:5] == ["BEFORE_DEPARTURE", "ON_SITE", "IN_TRANSIT"]


def test_a_tour_by_own_car_switches_at_check_in() -> None:
    """Two stays in two towns without legs are two destinations; the place switches at the second check-in."""
    journey = trip(
        stay("Hotel Roma", "FCO", "2027-07-03", "2027-07-06"),
        stay("Hotel Arno", "FLR", "2027-07-06", "2027-07-09"),
    )
    assert rows(journey)[4:6] == [
        ("ON_SITE", "", "Rome", "2027-07-03T13:00"),
        ("ON_SITE", "", "Florence", "2027-07-06T13:00"),
    ]


def test_own_car_out_and_a_flight_home() -> None:
    """A stay before the first leg is driven to; a leg that ends in the home zone is the way home."""
    journey = trip(
        stay("Hotel Lumière", "CDG", "2027-07-03", "2027-07-06"),
        flight("AF1", "CDG", "AMS", "2027-07-06T18:00", "2027-07-06T19:20"),
    )
    assert [row[:3] for row in rows(journey)][3:] == [
        ("IN_TRANSIT", "OUTBOUND", "Paris"),
        ("ON_SITE", "", "Paris"),
        ("IN_TRANSIT", "RETURN", "Amsterdam"),
        ("AFTERWARDS", "", "Amsterdam"),
    ]


def test_a_stay_after_the_chain_home_is_the_last_destination() -> None:
    """A hotel after the flight home: ON_SITE to its check-out, then six hours home, inferred."""
    journey = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
        stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19"),
        flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25"),
        stay("Hotel Schiphol", "AMS", "2027-05-19", "2027-05-20"),
    )
    assert rows(journey)[5:] == [
        ("IN_TRANSIT", "BETWEEN", "Amsterdam", "2027-05-19T13:30"),
        ("ON_SITE", "", "Amsterdam", "2027-05-19T19:25"),
        ("IN_TRANSIT", "RETURN", "", "2027-05-20T09:00"),
        ("AFTERWARDS", "", "Amsterdam", "2027-05-20T15:00"),
    ]


def test_visits_alone_make_a_trip() -> None:
    """Visits only: ON_SITE from the first start to the last end, then AFTERWARDS, inferred."""
    journey = trip(
        visit("Concert", "CDG", "2027-06-05T20:00", "2027-06-05T23:00"),
        visit("Museum", "CDG", "2027-06-06", "2027-06-06"),
    )
    found = timeline(journey, ANN)[3:]
    assert [(span.stage, span.since) for span in found] == [
        (Stage.ON_SITE, utc("2027-06-05T18:00")),
        (Stage.AFTERWARDS, utc("2027-06-06T22:00")),
    ]
    assert found[1].because == "inferred: the last visit is over (only visits are booked)"


def test_a_visit_never_moves_the_stage() -> None:
    """Timelines with and without an excursion are the same."""
    journey = lisbon_family()
    bare = trip(*(one for one in journey.booking.segments if one.kind is not Kind.VISIT), travellers=FAMILY)
    assert rows(journey) == rows(bare)


def test_no_segments_is_just_booked_for_good() -> None:
    """A booking without segments stays JUST_BOOKED."""
    assert [(row[0]) for row in rows(trip())] == ["JUST_BOOKED"]
    found = at(trip(), "2027-01-09T00:00")
    assert (found.stage, found.until, found.next) == (Stage.JUST_BOOKED, None, None)


def test_a_cancelled_booking_is_cancelled_throughout() -> None:
    """CANCELLED overrides all, from the booking on and before it."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"), cancelled=True)
    assert [row[0] for row in rows(journey)] == ["CANCELLED"]
    assert at(journey, "2027-01-09T00:00").stage is Stage.CANCELLED


def test_a_party_that_splits_has_two_timelines() -> None:
    """Two fly and two join on day four by train (S13): each has its own way, the hotel is shared."""
    journey = trip(
        flight("AF1", "AMS", "CDG", "2027-05-01T10:00", "2027-05-01T11:20", travellers=COUPLE),
        train("9311", "AMS", "CDG", "2027-05-04T10:00", "2027-05-04T13:20", travellers=(CHIARA, DAN)),
        stay("Hotel Lumière", "CDG", "2027-05-01", "2027-05-08"),
        train("9312", "CDG", "AMS", "2027-05-08T10:00", "2027-05-08T13:20"),
        travellers=FAMILY,
    )
    assert rows(journey, ANN.id)[4] == ("ON_SITE", "", "Paris", "2027-05-01T09:20")
    assert rows(journey, DAN.id)[4] == ("ON_SITE", "", "Paris", "2027-05-04T11:20")


def test_an_unknown_zone_is_guessed_for_the_stage_and_said_so() -> None:
    """A leg to a place without a zone takes the other end's for the stage, and the because says inferred."""
    journey = trip(flight("KL1", "AMS", town("Nowhere", "XX", None), "2027-05-12T09:40", "2027-05-12T11:45"))
    found = at(journey, "2027-05-12T09:45")
    assert (found.stage, found.since) == (Stage.ON_SITE, utc("2027-05-12T09:45"))
    assert found.because.startswith("inferred: ")


def test_a_date_without_a_time_counts_from_midnight() -> None:
    """A leg with a date only departs, for the stage, at 00:00 local, inferred."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-05-12"), flight("KL2", "LIS", "AMS", "2027-05-19"))
    found = at(journey, "2027-05-11T22:00")
    assert (found.stage, found.because) == (
        Stage.IN_TRANSIT,
        "inferred: KL 1 leaves Amsterdam on 12 May 2027 at 00:00 (Europe/Amsterdam) (only the date is known)",
    )


def test_a_ride_without_a_name_is_called_by_its_kind() -> None:
    """A transfer that no ticket names is "the transfer" in the because."""
    journey = trip(leg(Kind.TRANSFER, None, "AMS", "CDG", "2027-05-01T06:00", "2027-05-01T12:00"))
    assert at(journey, "2027-05-01T05:00").because == (
        "the transfer leaves Amsterdam on 1 May 2027 at 06:00 (Europe/Amsterdam)"
    )
