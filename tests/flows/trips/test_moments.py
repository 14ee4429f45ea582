"""The named instants of a trip, and the offsets from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from flows.errors import BadOffset
from flows.trips.evidence import Direction, Evidence, FlightStatus, Stage
from flows.trips.life import life
from flows.trips.moments import TRIP, Anchor, Moment, moments, zone_at
from flows.trips.offset import Offset, Placed, Unplaced, offset_instant
from flows.trips.trip import Trip
from tests.support.trips import (
    ANN,
    date_line_business,
    flight,
    italy_round_trip,
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
    """No arrival without a printed one, no departure without a time, nothing in an unknown zone."""
    journey = trip(
        flight("KL1", "AMS", "LIS", "2027-05-12T09:40", id="no-arrival"),
        flight("KL2", "LIS", "FCO", "2027-05-14", id="no-time"),
        flight("KL3", "FCO", NOWHERE, "2027-05-16T10:00", "2027-05-16T12:00", id="no-zone"),
        stay("Inn", NOWHERE, "2027-05-16", "2027-05-18", id="inn"),
        visit("Show", "FCO", "2027-05-15", id="show"),
        stay("Endless", "LIS", "2027-05-12", id="endless"),
    )
    legs = [m.occurrence for m in moments(journey, ANN) if m.anchor in (Anchor.DEPARTURE, Anchor.ARRIVAL)]
    assert legs == [TRIP, "no-arrival", "no-zone"]
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


def anchored(at: str) -> Moment:
    """A moment at an instant."""
    return Moment(anchor=Anchor.DEPARTURE, at=utc(at), zone=None)


def in_zone(at: str, offset: Offset, zone: str) -> str:
    """The instant at an offset, everything in one zone."""
    placed = offset_instant(anchored(at).at, offset, lambda _: zone)
    assert isinstance(placed, Placed)
    return f"{placed.at:%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("-5d", "18:00", Offset(days=-5, at=time(18))),
        ("+1d", None, Offset(days=1)),
        ("-1w", None, Offset(days=-7)),
        ("+60m", None, Offset(delta=timedelta(minutes=60))),
        ("-3h", None, Offset(delta=timedelta(hours=-3))),
        ("90m", None, Offset(delta=timedelta(minutes=90))),
        ("0", None, Offset()),
        ("+0", "9:30", Offset(at=time(9, 30))),
        (" 0d ", time(8), Offset(at=time(8))),
    ],
)
def test_offsets_are_read(text: str, at: str | time | None, expected: Offset) -> None:
    """Weeks, days, hours and minutes, with a time of day for days."""
    assert Offset.parse(text, at) == expected


@pytest.mark.parametrize(
    ("text", "at"),
    [("", None), ("5", None), ("-1d3h", None), ("d", None), ("-3h", "18:00"), ("-1d", "25:00")],
)
def test_other_offsets_are_refused(text: str, at: str | None) -> None:
    """What is no offset raises BadOffset, which is a ValueError that says how to write one."""
    with pytest.raises(ValueError, match="Write -5d"):
        Offset.parse(text, at)


def test_exact_time_takes_no_time_of_day() -> None:
    """An offset is either of the calendar or exact."""
    with pytest.raises(BadOffset):
        Offset(delta=timedelta(hours=1), days=1)


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (Offset.parse("-5d", "18:00"), "-5d at 18:00"),
        (Offset.parse("+60m"), "+1h"),
        (Offset.parse("-90m"), "-90m"),
        (Offset.parse("0"), "0"),
    ],
)
def test_offsets_are_written(offset: Offset, words: str) -> None:
    """An offset says itself as an editor wrote it."""
    assert str(offset) == words


def test_days_are_calendar_days() -> None:
    """One day before Monday 09:00 after the change of clocks is Sunday 09:00, 24 h or 23 h earlier."""
    assert in_zone("2027-03-29T07:00", Offset(days=-1), "Europe/Amsterdam") == "2027-03-28T07:00"
    assert in_zone("2027-03-28T07:00", Offset(days=-1), "Europe/Amsterdam") == "2027-03-27T08:00"


def test_hours_are_exact() -> None:
    """Three hours before is three hours before, over a change of clocks too."""
    assert in_zone("2027-03-28T02:00", Offset.parse("-3h"), "Europe/Amsterdam") == "2027-03-27T23:00"


def test_a_missing_wall_time_is_the_first_instant_after_it() -> None:
    """02:30 on the night of spring is 03:00 summer time."""
    assert in_zone("2027-03-29T00:30", Offset(days=-1), "Europe/Amsterdam") == "2027-03-28T01:00"


def test_a_double_wall_time_is_the_first_of_both() -> None:
    """02:30 on the night of autumn is the one in summer time, even from an anchor in the second one."""
    assert in_zone("2027-10-30T00:30", Offset(days=1), "Europe/Amsterdam") == "2027-10-31T00:30"
    second = Offset(at=None, days=0)
    assert in_zone("2027-10-31T01:30", second, "Europe/Amsterdam") == "2027-10-31T01:30"
    assert in_zone("2027-10-31T01:30", Offset(at=time(2, 30)), "Europe/Amsterdam") == "2027-10-31T00:30"


def test_the_zone_is_that_of_the_rough_instant() -> None:
    """The evening before a flight home from Tokyo's date line is counted where one is then."""
    lived = life(date_line_business(), ANN)
    home = lived.first(Anchor.RETURN_ARRIVAL)
    assert home is not None
    placed = lived.placed(home, Offset.parse("-1d", "18:00"))
    assert placed == Placed(at=utc("2027-03-16T22:00"), zone="America/New_York")
    out = lived.first(Anchor.DEPARTURE)
    assert out is not None
    assert lived.placed(out, Offset.parse("-5d", "18:00")) == Placed(
        at=utc("2027-03-05T09:00"), zone="Asia/Tokyo"
    )


def test_an_unknown_zone_is_a_reason() -> None:
    """A calendar offset where the zone is unknown has no instant; exact hours have one, without a zone."""
    lived = life(
        trip(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"), home_zone=None), ANN
    )
    departure = lived.first(Anchor.DEPARTURE)
    assert departure is not None
    assert lived.placed(departure, Offset.parse("-5d")) is Unplaced.ZONE_UNKNOWN
    assert lived.placed(departure, Offset.parse("-24h")) == Placed(at=utc("2027-05-11T07:40"), zone=None)


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
