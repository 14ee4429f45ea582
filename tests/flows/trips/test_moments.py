"""The named instants of a trip, and the offsets from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.trips.evidence import Direction, Evidence, FlightStatus, Stage
from flows.trips.life import life
from flows.trips.moments import TRIP, Anchor, moments, zone_at
from flows.trips.trip import Kind, Trip
from tests.support.trips import (
    ANN,
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

NOWHERE = town("Nowhere", "XX", None)


def of(journey: Trip, anchor: Anchor, evidence: Evidence = ()) -> list[tuple[str, str, str | None]]:
    """(occurrence, instant, zone) of each moment of one anchor."""
    return [
        (moment.occurrence, f"{moment.at:%Y-%m-%dT%H:%M}", moment.zone)
        for moment in moments(journey, ANN, evidence)
        if moment.anchor is anchor
    ]


@pytest.mark.parametrize(
    ("anchor", "at", "zone"),
    [
        (Anchor.BOOKED, "2027-01-10T10:00", "Europe/Amsterdam"),
        (Anchor.DEPARTURE, "2027-05-12T07:40", "Europe/Amsterdam"),
        (Anchor.ARRIVAL, "2027-05-12T10:45", "Europe/Lisbon"),
        (Anchor.CHECK_IN, "2027-05-12T14:00", "Europe/Lisbon"),
        (Anchor.CHECK_OUT, "2027-05-19T10:00", "Europe/Lisbon"),
        (Anchor.RETURN_DEPARTURE, "2027-05-19T16:30", "Europe/Lisbon"),
        (Anchor.RETURN_ARRIVAL, "2027-05-19T19:25", "Europe/Amsterdam"),
    ],
)
def test_the_anchors_of_a_trip(anchor: Anchor, at: str, zone: str) -> None:
    """A family trip has each anchor of the trip once, at its place's zone."""
    found = [row for row in of(lisbon_family(), anchor) if row[0] == TRIP]
    assert found == [(TRIP, at, zone)]


def test_each_leg_and_stay_has_its_own() -> None:
    """An Italian round trip has departures, arrivals and check-ins per leg and stay; a stay is arrived at by its chain."""
    journey = italy_round_trip()
    assert [row[0] for row in of(journey, Anchor.DEPARTURE)] == [
        TRIP,
        "out",
        "to-florence",
        "to-venice",
        "back",
    ]
    assert [row[0] for row in of(journey, Anchor.CHECK_IN)] == [TRIP, "rome", "florence", "venice"]
    assert [row[0] for row in of(journey, Anchor.CHECK_OUT)] == ["rome", "florence", TRIP, "venice"]
    arrivals = {row[0]: row[1] for row in of(journey, Anchor.ARRIVAL)}
    assert arrivals["florence"] == arrivals["to-florence"] == "2027-09-13T12:11"
    assert of(journey, Anchor.VISIT_START) == [("uffizi", "2027-09-14T08:00", "Europe/Rome")]


def test_stage_starts_name_their_stage() -> None:
    """Each span of the timeline begins with a moment that names it."""
    found = [m for m in moments(lisbon_family(), ANN) if m.anchor is Anchor.STAGE_START]
    assert [(m.stage, m.direction) for m in found][-2:] == [
        (Stage.IN_TRANSIT, Direction.RETURN),
        (Stage.AFTERWARDS, None),
    ]
    assert found[-2].zone == "Europe/Lisbon"
    assert found[-1].zone == "Europe/Amsterdam"


def test_a_cancelled_trip_has_its_booking_and_its_end() -> None:
    """Only booked and the start of CANCELLED remain."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"), cancelled=True)
    assert [m.anchor for m in moments(journey, ANN)] == [Anchor.BOOKED, Anchor.STAGE_START]


def test_date_only_hotels_are_planned_and_say_so() -> None:
    """Check-in at 15:00 and check-out at 11:00 are inferred."""
    lived = life(italy_round_trip(), ANN)
    check_in, check_out = lived.first(Anchor.CHECK_IN), lived.first(Anchor.CHECK_OUT)
    assert check_in is not None
    assert check_out is not None
    assert (check_in.at, check_in.inferred) == (utc("2027-09-10T13:00"), "only the date is known")
    assert (check_out.at, check_out.inferred) == (utc("2027-09-17T09:00"), "only the date is known")


def test_what_nobody_knows_is_no_moment() -> None:
    """A leg has no arrival without a printed one, nothing in an unknown zone; a departure's day without a time is marked."""
    journey = trip(
        flight("KL1", "AMS", "LIS", "2027-05-12T09:40", id="no-arrival"),
        flight("KL2", "LIS", "FCO", "2027-05-14", id="no-time"),
        flight("KL3", "FCO", NOWHERE, "2027-05-16T10:00", "2027-05-16T12:00", id="no-zone"),
        stay("Inn", NOWHERE, "2027-05-16", "2027-05-18", id="inn"),
        visit("Show", "FCO", "2027-05-15", id="show"),
        stay("Endless", "LIS", "2027-05-12", id="endless"),
    )
    legs = [m.occurrence for m in moments(journey, ANN) if m.anchor in (Anchor.DEPARTURE, Anchor.ARRIVAL)]
    assert legs == [TRIP, "no-arrival", TRIP, "endless", "no-time", "no-zone"]
    marked = [(m.occurrence, m.at, m.inferred) for m in moments(journey, ANN) if m.day_only]
    assert marked == [("no-time", utc("2027-05-14T11:00"), "only the date is known")]
    assert of(journey, Anchor.CHECK_IN) == [
        (TRIP, "2027-05-12T14:00", "Europe/Lisbon"),
        ("endless", "2027-05-12T14:00", "Europe/Lisbon"),
    ]
    assert of(journey, Anchor.CHECK_OUT) == []
    assert of(journey, Anchor.VISIT_START) == []


def test_a_delay_moves_the_anchors() -> None:
    """A status moves departure and arrival, of the trip and of the leg; landed proves them."""
    late = FlightStatus(
        segment="out",
        at=utc("2027-05-12T16:50"),
        departs=utc("2027-05-12T13:40"),
        arrives=utc("2027-05-12T16:48"),
        landed=True,
    )
    found = [m for m in moments(lisbon_family(), ANN, (late,)) if m.anchor is Anchor.ARRIVAL][:3]
    assert {(m.at, m.proven) for m in found} == {(utc("2027-05-12T16:48"), True)}


def test_nothing_anchors_to_a_flight_that_does_not_go() -> None:
    """A flight called cancelled by its status has no moments."""
    stopped = FlightStatus(segment="out", at=utc("2027-05-12T06:00"), cancelled=True)
    assert [row[0] for row in of(lisbon_family(), Anchor.DEPARTURE, (stopped,))] == ["back"]


def test_own_car_departs_inferred_in_the_home_zone() -> None:
    """Stay-only: departure at 08:00 home, arrival at check-in, return six hours after check-out, all inferred."""
    journey = trip(stay("Gîte", "CDG", "2027-07-03", "2027-07-10", id="gite"))
    found = {m.anchor: m for m in moments(journey, ANN) if m.occurrence == TRIP and m.stage is None}
    assert {anchor: (f"{m.at:%dT%H:%M}", m.zone) for anchor, m in found.items()} == {
        Anchor.BOOKED: ("10T10:00", "Europe/Amsterdam"),
        Anchor.DEPARTURE: ("03T06:00", "Europe/Amsterdam"),
        Anchor.ARRIVAL: ("03T13:00", "Europe/Paris"),
        Anchor.CHECK_IN: ("03T13:00", "Europe/Paris"),
        Anchor.MID_STAY: ("05T22:00", "Europe/Paris"),
        Anchor.CHECK_OUT: ("10T09:00", "Europe/Paris"),
        Anchor.RETURN_DEPARTURE: ("10T09:00", "Europe/Paris"),
        Anchor.RETURN_ARRIVAL: ("10T15:00", "Europe/Amsterdam"),
    }
    assert found[Anchor.RETURN_ARRIVAL].inferred == "no leg is booked; six hours from check-out"


def test_a_second_town_by_own_car_is_arrived_at_at_check_in() -> None:
    """A stay that no leg leads to is arrived at, inferred, at its check-in."""
    journey = trip(
        stay("Hotel Roma", "FCO", "2027-07-03", "2027-07-06", id="rome"),
        stay("Hotel Arno", "FLR", "2027-07-06", "2027-07-09", id="florence"),
    )
    arrival = life(journey, ANN).first(Anchor.ARRIVAL, occurrence="florence")
    assert arrival is not None
    assert (arrival.at, arrival.inferred) == (
        utc("2027-07-06T13:00"),
        "no leg says when they arrive; check-in",
    )


def test_the_clocks_change_where_one_is() -> None:
    """In New York in March the American change counts (S4), not the European one at home."""
    journey = trip(
        flight("KL1", "AMS", "JFK", "2027-03-10T10:00", "2027-03-10T13:00"),
        flight("KL2", "JFK", "AMS", "2027-04-02T18:00", "2027-04-03T08:00"),
    )
    assert of(journey, Anchor.CLOCK_CHANGE) == [("2027-03-14", "2027-03-14T07:00", "America/New_York")]


def test_both_changes_count_when_one_lives_through_both() -> None:
    """A week in New York, a week in Lisbon: each place's change, one a place; home's fall-back before leaving is not."""
    journey = trip(
        flight("KL1", "AMS", "JFK", "2027-03-10T10:00", "2027-03-10T13:00"),
        flight("TP2", "JFK", "LIS", "2027-03-20T18:00", "2027-03-21T06:00"),
        flight("KL3", "LIS", "AMS", "2027-11-20T18:00", "2027-11-20T21:00"),
    )
    assert [row[0] for row in of(journey, Anchor.CLOCK_CHANGE)] == ["2027-03-14", "2027-03-28", "2027-10-31"]


def test_a_one_way_trip_looks_for_changes_to_its_last_check_out() -> None:
    """Without a return the last segment's end bounds the search."""
    out = flight("KL1", "AMS", "LIS", "2027-03-20T10:00", "2027-03-20T12:00")
    short = trip(out, stay("Casa", "LIS", "2027-03-20", "2027-03-27"))
    long = trip(out, stay("Casa", "LIS", "2027-03-20", "2027-03-29"))
    assert of(short, Anchor.CLOCK_CHANGE) == []
    assert of(long, Anchor.CLOCK_CHANGE) == [("2027-03-28", "2027-03-28T01:00", "Europe/Lisbon")]


@pytest.mark.parametrize(("seconds", "count"), [(0, 0), (1, 1)])
def test_a_change_at_the_very_end_is_not_in_the_trip(seconds: int, count: int) -> None:
    """Half-open: the change at 02:00 counts for who is there one second longer."""
    lived = life(lisbon_family(), ANN)
    jump = utc("2027-10-31T01:00")
    found = lived.zones.changes(jump - timedelta(days=1), jump + timedelta(seconds=seconds))
    assert len(found) == count


@pytest.mark.parametrize(
    ("at", "seconds", "zone"),
    [
        ("2027-05-12T04:40", -1, "Europe/Amsterdam"),
        ("2027-05-12T07:40", -1, "Europe/Amsterdam"),
        ("2027-05-12T07:40", 0, "Europe/Lisbon"),
        ("2027-05-19T16:30", -1, "Europe/Lisbon"),
        ("2027-05-19T16:30", 0, "Europe/Amsterdam"),
        ("2027-05-25T00:00", 0, "Europe/Amsterdam"),
    ],
)
def test_the_zone_in_force(at: str, seconds: int, zone: str) -> None:
    """Home before; the departure's place until it leaves, then the arrival's; the destination; home after."""
    assert zone_at(lisbon_family(), ANN, utc(at) + timedelta(seconds=seconds)) == zone


def test_the_zone_in_force_is_the_departures_place_once_one_leaves_for_it() -> None:
    """Living in Lisbon and flying from Madrid's zone: from leave-for-travel the departure's place counts."""
    journey = trip(
        flight("KL1", "AMS", "JFK", "2027-05-12T09:40", "2027-05-12T11:45"), home_zone="Europe/London"
    )
    lived = life(journey, ANN)
    assert lived.zone_at(utc("2027-05-12T04:39")) == "Europe/London"
    assert lived.zone_at(utc("2027-05-12T04:40")) == "Europe/Amsterdam"


def test_own_car_is_home_until_it_leaves() -> None:
    """By own car the home zone holds until 08:00, then the stay's, and home's again from check-out."""
    lived = life(trip(stay("Inn", "LIS", "2027-07-03", "2027-07-10")), "ann-de-vries")
    assert [
        lived.zone_at(utc(at)) for at in ("2027-07-03T05:59", "2027-07-03T06:00", "2027-07-10T10:00")
    ] == [
        "Europe/Amsterdam",
        "Europe/Lisbon",
        "Europe/Amsterdam",
    ]


def test_a_life_answers_from_one_working_out() -> None:
    """A Life finds by anchor and occurrence, and says nothing where there is nothing."""
    lived = life(lisbon_family(), ANN.id)
    assert [m.occurrence for m in lived.of(Anchor.CHECK_IN)] == [TRIP, "hotel"]
    assert [m.occurrence for m in lived.of(Anchor.CHECK_IN, occurrence="hotel")] == ["hotel"]
    assert lived.first(Anchor.CHECK_IN, occurrence="nothing") is None
    assert lived.estimate(now=utc("2027-05-15T10:00")).stage is Stage.ON_SITE
    with pytest.raises(KeyError):
        life(lisbon_family(), "emma")


def test_a_hotel_without_a_city_borrows_the_airports() -> None:
    """A hotel known by name alone is called by the town that one lands in."""
    bare = replace(place("LIS"), name="Casa Amarela", city=None, country=None, iata=None, metro=None)
    journey = trip(
        flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
        stay("Casa Amarela", bare, "2027-05-12", "2027-05-14"),
        train("X1", "LIS", "AMS", "2027-05-14T12:00", "2027-05-15T12:00"),
    )
    found = life(journey, ANN).estimate(now=utc("2027-05-13T10:00")).place
    assert found is not None
    assert (found.name, found.label, found.country) == ("Casa Amarela", "Lisbon", "PT")


# A chain that does not say when it arrives

OUT = flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:35", id="out")
BACK = flight("KL1698", "LIS", "AMS", "2027-05-19T09:40", "2027-05-19T13:35", id="back")
TAXI = leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-12T12:30", id="taxi")
TAXI_HOME = leg(Kind.TRANSFER, None, "AMS", "AMS", "2027-05-19T14:15", id="taxi-home")
HOTEL = stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19", id="hotel")


def arrivals(journey: Trip, evidence: Evidence = ()) -> dict[str, tuple[str, str, bool]]:
    """Each arrival, of the trip, a leg or a stay: when (UTC), why it is not printed, whether it is proven."""
    return {
        moment.occurrence: (f"{moment.at:%dT%H:%M}", moment.inferred, moment.proven)
        for moment in moments(journey, ANN, evidence)
        if moment.anchor is Anchor.ARRIVAL
    }


def test_a_taxi_without_drop_off_takes_no_arrival_away() -> None:
    """The trip and the hotel are reached when the way ends, the taxi itself never; the flight keeps its own."""
    why = "no arrival is printed; KL 1697 arrives before it"
    assert arrivals(trip(OUT, TAXI, HOTEL, BACK)) == {
        TRIP: ("12T14:00", why, False),
        "hotel": ("12T14:00", why, False),
        "out": ("12T10:35", "", False),
        "back": ("19T11:35", "", False),
    }


def test_a_landing_does_not_prove_the_taxi() -> None:
    """When the flight has landed, nobody knows yet that they are at the hotel."""
    landed = FlightStatus(segment="out", at=utc("2027-05-12T10:30"), landed=True)
    found = arrivals(trip(OUT, TAXI, HOTEL, BACK), (landed,))
    assert (found["out"][2], found[TRIP][2]) == (True, False)


def test_the_arrival_never_lies_on_the_way() -> None:
    """The trip's arrival is where its stage ON_SITE starts, also where only a taxi says how it goes on."""
    lived = life(trip(OUT, TAXI, BACK), ANN)
    arrival = lived.first(Anchor.ARRIVAL)
    starts = [span.since for span in lived.timeline if span.stage is Stage.ON_SITE]
    assert arrival is not None
    assert [arrival.at] == starts


def test_a_taxi_home_without_drop_off_takes_no_return_away() -> None:
    """Home is reached when the way home ends."""
    journey = trip(OUT, HOTEL, BACK, TAXI_HOME)
    (home,) = [m for m in moments(journey, ANN) if m.anchor is Anchor.RETURN_ARRIVAL]
    (since,) = [span.since for span in life(journey, ANN).timeline if span.stage is Stage.AFTERWARDS]
    assert (home.at, home.zone) == (since, "Europe/Amsterdam")
    assert home.inferred == "no arrival is printed; KL 1698 arrives before it"


def test_a_train_without_arrival_is_there_at_check_in() -> None:
    """A hotel says that one is there by its check-in; at home nothing does."""
    journey = trip(
        train("9014", "AMS", "CDG", "2027-06-11T10:24", id="there"),
        stay("Hotel Bastille", "CDG", "2027-06-11T15:00", "2027-06-14T11:00", id="hotel"),
        train("9039", "CDG", "AMS", "2027-06-14T16:13", id="home"),
    )
    why = "no arrival is printed; check-in"
    assert arrivals(journey) == {TRIP: ("11T13:00", why, False), "hotel": ("11T13:00", why, False)}
    assert of(journey, Anchor.RETURN_ARRIVAL) == []


def test_a_check_in_before_leaving_is_no_arrival() -> None:
    """Who leaves after the hotel's check-in time arrives when the way is held to end, not before leaving."""
    journey = trip(
        train("9014", "AMS", "CDG", "2027-06-11T20:24", id="there"),
        stay("Hotel Bastille", "CDG", "2027-06-11", "2027-06-14", id="hotel"),
    )
    lived = life(journey, ANN)
    arrival, leaves = lived.first(Anchor.ARRIVAL), lived.first(Anchor.DEPARTURE)
    assert arrival is not None
    assert leaves is not None
    assert arrival.at == utc("2027-06-12T18:24") > leaves.at


def test_a_check_in_after_a_visit_counts() -> None:
    """A visit may end the way; the hotel is reached at its own check-in."""
    journey = trip(
        train("9014", "AMS", "CDG", "2027-06-11T08:24", id="there"),
        visit("Louvre", "CDG", "2027-06-11T13:00", "2027-06-11T14:00"),
        stay("Hotel Bastille", "CDG", "2027-06-11T16:00", "2027-06-14T11:00", id="hotel"),
    )
    assert arrivals(journey)[TRIP][0] == arrivals(journey)["hotel"][0] == "11T14:00"


def test_without_a_hotel_nothing_says_when() -> None:
    """A train without a printed arrival to nowhere booked arrives at no moment; so with a hotel of unknown zone."""
    there = train("9014", "AMS", "CDG", "2027-06-11T10:24", id="there")
    away = train("9014", "AMS", NOWHERE, "2027-06-11T10:24", id="there")
    assert arrivals(trip(there)) == {}
    assert arrivals(trip(away, stay("Inn", NOWHERE, "2027-06-11", "2027-06-14"))) == {}


def test_a_flight_that_does_not_go_reaches_no_hotel() -> None:
    """Neither a taxi nor a check-in makes a traveller arrive whose flight is called off."""
    stopped = FlightStatus(segment="out", at=utc("2027-05-12T06:00"), cancelled=True)
    assert set(arrivals(trip(OUT, TAXI, HOTEL, BACK), (stopped,))) == {"back"}
