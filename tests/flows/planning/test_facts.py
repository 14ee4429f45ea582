"""The facts of an occurrence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows.library.audience import TripType
from flows.library.library import Library
from flows.library.place import PlaceFacts
from flows.library.touchpoint import Per
from flows.planning.facts import Facts
from flows.planning.group import groups
from flows.planning.occasions import occasions
from flows.trips.trip import Kind, Trip
from tests.support.touchpoints import recipient
from tests.support.trips import (
    date_line_business,
    flight,
    italy_round_trip,
    leg,
    lisbon_family,
    place,
    stay,
    town,
    train,
    trip,
    utc,
    visit,
)

PLACES = Library(
    places=(
        PlaceFacts(id="lisbon", iata=frozenset({"LIS"}), cities=frozenset({"lisbon"}), country="PT"),
        PlaceFacts(id="rome", iata=frozenset({"FCO"}), cities=frozenset({"rome"}), country="IT"),
    )
)


def known(journey: Trip, per: Per = Per.TRIP, occurrence: str = "trip", **more: Any) -> Facts:
    """The facts of one occurrence of a trip."""
    parties = groups(journey, recipient(journey), (), now=journey.booked)
    (occasion,) = [one for one in occasions(per, parties) if one.occurrence == occurrence]
    return Facts(occasion, more.pop("library", PLACES), **more)


def test_a_week_in_lisbon() -> None:
    """A family's round trip: abroad, seven nights in May, another clock."""
    found = known(lisbon_family())
    assert (found.trip_type, found.kinds) == (TripType.ROUND_TRIP, frozenset({Kind.FLIGHT}))
    assert (found.destinations, found.countries) == (frozenset({"lisbon"}), frozenset({"PT"}))
    assert (found.month, found.nights, found.abroad) == (5, 7, True)
    assert (found.children, found.new_zone, found.layover, found.multi_stay) == (True, True, False, False)
    assert (found.direction, found.first, found.last, found.kinds_before) == (None, None, None, None)
    assert found.hours_to_leg(utc("2027-05-19T10:00")) == 6.5
    assert found.hours_to_leg(None) is None


def test_each_stay_is_its_own_place() -> None:
    """In Florence nothing is known of Rome."""
    journey = italy_round_trip()
    rome, florence = known(journey, Per.STAY, "rome"), known(journey, Per.STAY, "florence")
    assert (rome.destinations, rome.nights, rome.first, rome.last) == (frozenset({"rome"}), 3, True, False)
    assert (florence.destinations, florence.nights, florence.first) == (frozenset(), 2, False)
    assert rome.multi_stay
    assert (known(journey).nights, known(journey).kinds) == (7, {Kind.FLIGHT, Kind.TRAIN})
    assert known(journey).destinations == frozenset({"rome"})


def test_a_leg_knows_what_goes_before_and_after() -> None:
    """A flight between a train and a taxi is neither first nor last, and knows both; a stay knows nothing of the kind."""
    journey = trip(
        train("3512", "BRU", "AMS", "2027-05-12T06:00", "2027-05-12T08:00"),
        flight("KL1697", "AMS", "LIS", "2027-05-12T11:00", "2027-05-12T13:00", id="out"),
        leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-12T14:00"),
        stay("Hotel", "LIS", "2027-05-12", "2027-05-19", id="hotel"),
    )
    out, hotel = known(journey, Per.LEG, "out"), known(journey, Per.STAY, "hotel")
    assert (out.first, out.last) == (False, False)
    assert (out.kinds_before, out.kinds_after) == ({Kind.TRAIN}, {Kind.TRANSFER})
    assert (hotel.kinds_before, hotel.kinds_after) == (None, None)


def test_each_leg_is_its_own_way() -> None:
    """A leg knows its kind, its direction and where its chain ends; after the last leg none follows."""
    journey = italy_round_trip()
    train = known(journey, Per.LEG, "to-florence")
    assert (train.kinds, train.direction, train.layover) == (frozenset({Kind.TRAIN}), "between", False)
    back = known(journey, Per.LEG, "back")
    assert (back.direction, back.countries, back.abroad) == ("return", frozenset({"NL"}), False)
    assert back.hours_to_leg(utc("2027-09-18T10:00")) is None


def test_legs_joined_by_a_layover() -> None:
    """First and last are those of the chain; the destination of both is where the chain ends (S14)."""
    bali = trip(
        flight("QR274", "AMS", "DOH", "2027-06-01T15:00", "2027-06-01T23:00", id="one"),
        flight("QR962", "DOH", "DPS", "2027-06-02T19:00", "2027-06-03T09:00", id="two"),
        stay("Villa", "DPS", "2027-06-03", "2027-06-10"),
    )
    one, two = known(bali, Per.LEG, "one"), known(bali, Per.LEG, "two")
    assert [(leg.first, leg.last, leg.layover) for leg in (one, two)] == [
        (True, False, True),
        (False, True, True),
    ]
    assert one.countries == frozenset({"ID"})
    assert known(bali).layover
    assert known(bali).trip_type is TripType.ONE_WAY
    assert known(bali).nights == 7


def test_a_visit_is_where_it_is() -> None:
    """The only visit is the first and the last."""
    aquarium = known(lisbon_family(), Per.VISIT, "aquarium")
    assert (aquarium.first, aquarium.last, aquarium.month) == (True, True, 5)
    assert aquarium.countries == frozenset({"PT"})


def test_the_month_is_the_destinations() -> None:
    """Arriving on the first of a month there counts as that month."""
    late = trip(flight("NZ1", "LAX", "AKL", "2027-05-30T22:00", "2027-06-01T06:00"))
    assert known(late).month == 6
    assert known(date_line_business()).nights == 6


@pytest.mark.parametrize(
    ("journey", "kind", "nights"),
    [
        (trip(stay("Cabin", "MUC", "2027-06-01", "2027-06-05")), TripType.STAY_ONLY, 4),
        (trip(flight("KL1", "AMS", "LIS", "2027-06-01T10:00", "2027-06-01T12:00")), TripType.ONE_WAY, None),
        (
            trip(
                flight("KL1", "AMS", "LHR", "2027-06-01T07:00", "2027-06-01T07:20"),
                flight("KL2", "LHR", "AMS", "2027-06-01T19:00", "2027-06-01T21:20"),
            ),
            TripType.DAY_TRIP,
            0,
        ),
        (
            trip(
                flight("KL1", "AMS", "LHR", "2027-06-01T07:00", "2027-06-01T07:20"),
                flight("KL2", "LHR", "AMS", "2027-06-04T19:00", "2027-06-04T21:20"),
            ),
            TripType.ROUND_TRIP,
            3,
        ),
        (trip(visit("Uffizi", "FLR", "2027-09-14T10:00", "2027-09-14T12:00")), TripType.DAY_TRIP, 0),
        (trip(), TripType.ONE_WAY, None),
    ],
)
def test_the_shape_of_a_trip(journey: Trip, kind: TripType, nights: int | None) -> None:
    """Every trip has one shape, and nights only where it has an end."""
    assert (known(journey).trip_type, known(journey).nights) == (kind, nights)


def test_home_is_where_the_first_leg_starts_else_the_home_zones_country() -> None:
    """A stay at home is not abroad, by whatever tells where home is."""
    cabin = stay("Cabin", "MUC", "2027-06-01", "2027-06-05")
    assert known(trip(cabin, home_zone="Europe/Berlin")).abroad is False
    assert known(trip(cabin, home_zone="Europe/Amsterdam")).abroad is True
    assert known(trip(cabin, home_zone=None)).abroad is None
    assert known(trip(cabin, home_zone=None)).new_zone is None
    nowhere = replace(place("AMS"), country=None)
    assert known(trip(flight("KL1", nowhere, "LIS", "2027-06-01T10:00", "2027-06-01T12:00"))).abroad is True


def test_what_the_paper_leaves_open_is_unknown() -> None:
    """No check-out, no nights; no country, no "abroad"; no zone, no other clock."""
    somewhere = town("Somewhere", "", None)
    open_end = trip(stay("Cabin", somewhere, "2027-06-01"))
    cabin = open_end.booking.segments[0].id
    found = known(open_end, Per.STAY, cabin)
    assert (found.nights, found.abroad, found.new_zone) == (None, None, None)
    assert known(trip()).month is None


def test_a_stop_on_the_way_is_no_destination() -> None:
    """A stay marked transit knows its own place and month."""
    stop = trip(
        flight("QR274", "AMS", "DOH", "2027-06-01T15:00", "2027-06-01T23:00"),
        stay("Airport Hotel", "DOH", "2027-06-01", "2027-06-02", id="stop", transit=True),
        flight("QR962", "DOH", "DPS", "2027-06-02T19:00", "2027-06-03T09:00"),
        stay("Villa", "DPS", "2027-06-03", "2027-06-10"),
    )
    found = known(stop, Per.STAY, "stop")
    assert (found.countries, found.month, found.nights) == (frozenset({"QA"}), 6, 1)
    assert known(stop).multi_stay is False
