"""What a booking becomes: home, the date of booking, its end, whether it can be believed."""

from __future__ import annotations

from datetime import timedelta

from bot.steps.trip_rows import BELIEVABLE, ends, trip_of, unbelievable
from flows.trips.life import life
from flows.trips.trip import Trip
from tests.support.ledger import NOON
from tests.support.trips import booking, flight, lisbon_family, stay, utc

OUT = flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45")


def end_of(trip: Trip) -> object:
    """When it is over."""
    return ends(trip, [life(trip, person) for person in trip.travellers])


def test_home_is_where_it_first_departs_from() -> None:
    """Else the agency's zone, and both say that they are inferred."""
    flown = trip_of(booking(OUT), known=NOON, agency_zone="Europe/Brussels")
    assert (flown.home_zone, flown.home_because) == (
        "Europe/Amsterdam",
        "inferred: the first departure's place",
    )
    driven = trip_of(
        booking(stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19")),
        known=NOON,
        agency_zone="Europe/Brussels",
    )
    assert (driven.home_zone, driven.home_because) == (
        "Europe/Brussels",
        "inferred: the agency's own zone",
    )


def test_an_unknown_booking_date_is_the_day_it_came_in() -> None:
    """And it says so."""
    trip = trip_of(booking(OUT, booked=None), known=NOON, agency_zone="Europe/Amsterdam")
    assert (trip.booked, trip.booked_because) == (
        NOON,
        "the papers do not say when; this is when it came in",
    )


def test_a_trip_ends_at_home_or_a_month_after_its_last_time() -> None:
    """A round trip ends with the landing; one without a way home stays open for a while."""
    assert end_of(lisbon_family()) == utc("2027-05-19T19:25")
    one_way = trip_of(booking(OUT), known=NOON, agency_zone="Europe/Amsterdam")
    assert end_of(one_way) == utc("2027-05-12T10:45") + timedelta(days=30)


def test_ten_years_ahead_is_the_limit_of_belief() -> None:
    """One second within and one beyond."""
    trip = lisbon_family()
    departs = utc("2027-05-12T07:40")
    assert not unbelievable(trip, departs - BELIEVABLE)
    assert unbelievable(trip, departs - BELIEVABLE - timedelta(seconds=1))
