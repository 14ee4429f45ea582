"""Chains and destinations: layovers, turning back, whose gap a stay is, and segments without times."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.trips.chains import overlap
from flows.trips.edges import Edges
from flows.trips.effective import held
from flows.trips.evidence import Direction, FlightStatus
from flows.trips.itinerary import Itinerary, itinerary
from flows.trips.times import Time
from flows.trips.trip import Kind, Segment, Trip
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


def shape(*segments: Segment, home_zone: str | None = "Europe/Amsterdam") -> Itinerary:
    """The itinerary of Ann's trip over these segments."""
    return itinerary(trip(*segments, home_zone=home_zone), ANN.id)


def ways(found: Itinerary) -> list[tuple[str, str]]:
    """Each chain as (direction, the airports it touches)."""
    return [
        (chain.direction.name, "-".join(one.destination.iata or one.destination.label for one in chain.legs))
        for chain in found.chains
    ]


def ride(number: str, origin: str, destination: str, departs: str, arrives: str) -> Segment:
    """A flight on 3 May 2027."""
    return flight(number, origin, destination, f"2027-05-03T{departs}", f"2027-05-03T{arrives}")


def test_back_over_the_same_stop_is_a_second_chain() -> None:
    """Berlin, Brussels, Toulouse and back on one day make two chains that meet in Toulouse."""
    found = shape(
        ride("SN1", "TXL", "BRU", "06:00", "07:30"),
        ride("SN2", "BRU", "TLS", "08:30", "10:10"),
        ride("SN3", "TLS", "BRU", "16:00", "17:40"),
        ride("SN4", "BRU", "BER", "19:00", "20:30"),
    )
    assert ways(found) == [("OUTBOUND", "BRU-TLS"), ("RETURN", "BRU-BER")]
    assert [one.place.label for one in found.destinations] == ["Toulouse"]


def test_home_to_another_airport_of_the_metro_is_the_return() -> None:
    """Out of Heathrow and home into Gatwick is a return."""
    found = shape(
        flight("BA1", "LHR", "LIS", "2027-05-03T07:00", "2027-05-03T09:40"),
        flight("BA2", "LIS", "LGW", "2027-05-08T10:00", "2027-05-08T12:40"),
    )
    assert ways(found) == [("OUTBOUND", "LIS"), ("RETURN", "LGW")]


def test_home_to_another_city_of_the_country_is_the_return_from_abroad() -> None:
    """Munich to Rome and home to Berlin is a return; Munich to Berlin to Munich's neighbour is not asked to be."""
    found = shape(
        flight("LH1", "MUC", "FCO", "2027-05-03T07:00", "2027-05-03T08:40"),
        flight("LH2", "FCO", "BER", "2027-05-08T10:00", "2027-05-08T12:10"),
    )
    assert ways(found) == [("OUTBOUND", "FCO"), ("RETURN", "BER")]


OUT_OF_BRUSSELS = flight("TP1", "BRU", "LIS", "2027-05-03T07:00", "2027-05-03T08:40")
TO_SCHIPHOL = flight("TP2", "LIS", "AMS", "2027-05-08T10:00", "2027-05-08T14:10")


def test_home_over_the_border_but_in_the_region_is_the_return() -> None:
    """Out of Brussels and back to Schiphol: Amsterdam is no destination."""
    found = shape(OUT_OF_BRUSSELS, stay("Casa Graça", "LIS", "2027-05-03", "2027-05-08"), TO_SCHIPHOL)
    assert ways(found) == [("OUTBOUND", "LIS"), ("RETURN", "AMS")]
    assert [one.place.label for one in found.destinations] == ["Lisbon"]
    assert found.closed is True


def test_where_something_is_booked_after_it_the_region_is_no_home() -> None:
    """A hotel or a visit in Amsterdam makes it a destination."""
    hotel = stay("Hotel Amstel", "AMS", "2027-05-08", "2027-05-10")
    tour = visit("Canal tour", "AMS", "2027-05-08T17:00", "2027-05-08T18:00")
    for booked in (hotel, tour):
        found = shape(OUT_OF_BRUSSELS, TO_SCHIPHOL, booked)
        assert ways(found)[-1] == ("BETWEEN", "AMS")


def test_a_trip_that_never_left_the_region_has_no_home_in_it() -> None:
    """Brussels, then Amsterdam, then Paris is a tour; Toulouse and home to Paris is too far from Brussels."""
    tour = shape(
        train("1", "AMS", "BRU", "2027-05-03T07:00", "2027-05-03T08:40"),
        train(
            "2",
            "BRU",
            town("Düsseldorf", "DE", "Europe/Berlin", (51.29, 6.77)),
            "2027-05-08T10:00",
            "2027-05-08T12:10",
        ),
    )
    assert ways(tour)[-1][0] == "BETWEEN"
    far = shape(
        flight("1", "AMS", "TLS", "2027-05-03T07:00", "2027-05-03T08:40"),
        flight("2", "TLS", "CDG", "2027-05-08T10:00", "2027-05-08T12:10"),
    )
    assert ways(far)[-1] == ("BETWEEN", "CDG")


def test_a_trip_within_the_country_goes_home_to_its_own_town_only() -> None:
    """Rome, Florence, Venice by train ends in Italy but not at home."""
    found = shape(
        train("1", "FCO", "FLR", "2027-05-03T07:00", "2027-05-03T08:40"),
        train("2", "FLR", "VCE", "2027-05-08T10:00", "2027-05-08T12:10"),
    )
    assert ways(found) == [("OUTBOUND", "FLR"), ("BETWEEN", "VCE")]
    assert found.closed is False


def test_a_day_abroad_home_to_another_airport_turns_back() -> None:
    """London for the day and home to Berlin instead of Munich: the day in London is a destination."""
    found = shape(ride("BA1", "MUC", "LHR", "07:00", "08:00"), ride("BA2", "LHR", "BER", "18:00", "21:00"))
    assert ways(found) == [("OUTBOUND", "LHR"), ("RETURN", "BER")]


def test_a_connection_abroad_to_a_hotel_at_home_does_not() -> None:
    """Munich to Berlin over London with a hotel in Berlin is one chain: two hours in London are no stay."""
    found = shape(
        ride("BA1", "MUC", "LHR", "07:00", "08:00"),
        ride("BA2", "LHR", "BER", "10:00", "13:00"),
        stay("Hotel Spree", "BER", "2027-05-03", "2027-05-06"),
    )
    assert ways(found) == [("OUTBOUND", "LHR-BER")]


def test_a_stay_breaks_a_chain_unless_an_agent_marks_it_transit() -> None:
    """A night in Doha is a destination; marked transit it is a layover, however long."""
    out = flight("QR1", "AMS", "DOH", "2027-05-01T10:00", "2027-05-01T17:00")
    on = flight("QR2", "DOH", "DPS", "2027-05-03T10:00", "2027-05-03T23:00")
    night = stay("Oryx", "DOH", "2027-05-01", "2027-05-03")
    assert ways(shape(out, night, on)) == [("OUTBOUND", "DOH"), ("BETWEEN", "DPS")]
    through = shape(out, replace(night, transit=True), on)
    assert ways(through) == [("OUTBOUND", "DOH-DPS")]
    assert through.chains[0].layovers == ((place("DOH"), utc("2027-05-01T14:00"), utc("2027-05-03T07:00")),)


def test_an_overnight_flight_does_not_give_its_hotel_to_the_day_before() -> None:
    """A date-only hotel of one night after a night flight belongs to where it is, though it overlaps home longer."""
    found = shape(
        flight("QR1", "AMS", "DOH", "2027-05-01T22:30", "2027-05-02T06:00"),
        stay("Oryx", "DOH", "2027-05-01", "2027-05-02", id="oryx"),
        flight("QR2", "DOH", "DPS", "2027-05-02T12:00", "2027-05-03T01:00"),
    )
    assert ways(found) == [("OUTBOUND", "DOH"), ("BETWEEN", "DPS")]
    assert [stay.segment.id for stay in found.destinations[0].stays] == ["oryx"]


def test_a_stay_belongs_to_the_gap_it_overlaps_longest() -> None:
    """A house that is no airport's town goes to the gap with most of its nights."""
    house = town("Casa Rural", "PT", "Europe/Lisbon")
    found = shape(
        flight("TP1", "AMS", "LIS", "2027-05-01T10:00", "2027-05-01T12:00"),
        train("1", "LIS", "FCO", "2027-05-03T10:00", "2027-05-03T20:00"),
        flight("TP2", "FCO", "AMS", "2027-05-09T10:00", "2027-05-09T12:00"),
        stay("Casa Rural", house, "2027-05-02", "2027-05-09"),
    )
    assert [one.place.label for one in found.destinations] == ["Lisbon", "Casa Rural"]


def test_a_day_out_of_the_hotel_of_the_week() -> None:
    """The first night before a day out is on site, though the hotel belongs to the longer gap after it."""
    sintra = town("Sintra", "PT", "Europe/Lisbon", (38.80, -9.90))
    found = shape(
        flight("TP1", "AMS", "LIS", "2027-05-01T10:00", "2027-05-01T12:00"),
        stay("Hotel Alfama", "LIS", "2027-05-01", "2027-05-08"),
        train(None, "LIS", sintra, "2027-05-02T09:00", "2027-05-02T09:40"),
        train(None, sintra, "LIS", "2027-05-02T18:00", "2027-05-02T18:40"),
        flight("TP2", "LIS", "AMS", "2027-05-08T18:00", "2027-05-08T22:00"),
    )
    assert [one.place.name for one in found.destinations] == ["Hotel Alfama", "Sintra", "Hotel Alfama"]
    assert [chain.direction.name for chain in found.chains] == ["OUTBOUND", "BETWEEN", "BETWEEN", "RETURN"]


def test_taxis_of_a_day_trip_stay_with_their_flights() -> None:
    """In and out of town by taxi on a day trip: the longest wait is the day on site."""
    found = shape(
        ride("KL1", "AMS", "LHR", "07:00", "07:20"),
        leg(Kind.TRANSFER, None, "LHR", "LHR", "2027-05-03T08:00", "2027-05-03T09:00"),
        leg(Kind.TRANSFER, None, "LHR", "LHR", "2027-05-03T15:00", "2027-05-03T16:00"),
        ride("KL2", "LHR", "AMS", "18:00", "20:20"),
    )
    assert ways(found) == [("OUTBOUND", "LHR-LHR"), ("RETURN", "LHR-AMS")]


def test_a_taxi_at_either_end_is_no_layover() -> None:
    """From the house to the airport and from the airport to the hotel nobody waits for a connection."""
    house = town("Haarlem", "NL", "Europe/Amsterdam", (52.38, 4.64))
    found = shape(
        leg(Kind.TRANSFER, None, house, "AMS", "2027-05-01T06:00", "2027-05-01T06:30"),
        flight("QR1", "AMS", "DOH", "2027-05-01T10:00", "2027-05-01T17:00"),
        flight("QR2", "DOH", "DPS", "2027-05-01T20:00", "2027-05-02T10:00"),
        leg(Kind.TRANSFER, None, "DPS", "DPS", "2027-05-02T11:00", "2027-05-02T12:00"),
    )
    assert [wait[0].label for wait in found.chains[0].layovers] == ["Doha"]


def test_date_only_transfers_hang_on_their_flights() -> None:
    """A transfer with a date only follows the flight that lands, or goes just before the flight that leaves."""
    found = shape(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"),
        leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-12", id="in"),
        stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19"),
        leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-19", id="out"),
        flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25"),
    )
    assert ways(found) == [("OUTBOUND", "LIS-LIS"), ("RETURN", "LIS-AMS")]
    assert found.chains[1].departs == utc("2027-05-19T13:30")


@pytest.mark.parametrize(
    ("after", "arrives"),
    [
        ((), "2027-05-13T07:40"),
        ((stay("Hotel", "LIS", "2027-05-12T15:00", "2027-05-14"),), "2027-05-12T14:00"),
        ((visit("Fado", "LIS", "2027-05-12T20:00"),), "2027-05-12T19:00"),
        ((flight("KL2", "LIS", "FCO", "2027-05-12T13:00", "2027-05-12T17:00"),), "2027-05-12T12:00"),
    ],
)
def test_a_leg_without_an_arrival_ends_at_what_follows(after: tuple[Segment, ...], arrives: str) -> None:
    """The next segment's start ends it, at the latest departure + 24 h; inferred."""
    found = shape(flight("KL1", "AMS", "LIS", "2027-05-12T09:40"), *after)
    first = found.chains[0].legs[0]
    assert (first.arrives, first.arrives_inferred) == (utc(arrives), "no arrival is printed")


def test_an_arrival_with_a_date_only_ends_by_that_midnight() -> None:
    """Knowing the day of landing bounds the guess."""
    found = shape(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12"))
    assert found.chains[0].arrives == utc("2027-05-12T23:00")
    odd = shape(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-11"))
    assert odd.chains[0].arrives == utc("2027-05-13T07:40")


def test_an_arrival_before_its_departure_is_not_believed() -> None:
    """Landing before take-off is nonsense: the arrival is inferred."""
    found = shape(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T05:00"))
    assert found.chains[0].arrives_inferred == "its printed arrival lies before its departure"
    assert found.chains[0].arrives_known is False


def test_an_arrival_in_the_hour_that_comes_twice() -> None:
    """A night bus at 02:45 that arrives at 02:15 on the night of autumn arrives at the second 02:15, known."""
    found = shape(leg(Kind.BUS, "FB1", "AMS", "BRU", "2027-10-31T02:45", "2027-10-31T02:15"))
    assert (found.chains[0].arrives, found.chains[0].arrives_known) == (utc("2027-10-31T01:15"), True)


@pytest.mark.parametrize(
    ("check_out", "ends", "known"),
    [
        ("2027-05-14", "2027-05-14T10:00", True),
        (None, "2027-05-13T10:00", False),
        ("2027-05-10", "2027-05-13T10:00", False),
    ],
)
def test_a_stay_without_a_sensible_end_lasts_a_night(check_out: str | None, ends: str, known: bool) -> None:
    """No check-out, or one before check-in, becomes the next morning, and nothing anchors to it."""
    found = held(stay("Hotel", "LIS", "2027-05-12", check_out), Edges(), None)
    assert (found.ends, found.ends_known) == (utc(ends), known)


def test_a_landing_proves_a_guess() -> None:
    """A leg without an arrival has one once its status says landed."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", id="out"))
    landed = FlightStatus(segment="out", at=utc("2027-05-12T10:50"), landed=True)
    chain = itinerary(journey, ANN.id, (landed,)).chains[0]
    assert (chain.arrives, chain.inferred, chain.proven, chain.moved) == (
        utc("2027-05-12T10:50"),
        "",
        True,
        True,
    )


def test_a_status_times_a_leg_with_a_date_only() -> None:
    """A status may say when a leg departs that the paper only dates."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-05-12", id="out"))
    said = FlightStatus(segment="out", at=utc("2027-05-11T10:50"), departs=utc("2027-05-12T10:00"))
    chain = itinerary(journey, ANN.id, (said,)).chains[0]
    assert (chain.departs, chain.departs_known) == (utc("2027-05-12T10:00"), True)


def test_the_main_destination_is_where_most_time_is_spent() -> None:
    """A night in Doha on the way does not make it a trip to Doha; of equals the first; an open end counts its hotel."""
    night = shape(
        flight("QR1", "AMS", "DOH", "2027-05-01T10:00", "2027-05-01T17:00"),
        stay("Oryx", "DOH", "2027-05-01", "2027-05-02"),
        flight("QR2", "DOH", "DPS", "2027-05-02T10:00", "2027-05-02T23:00"),
        stay("Bali Garden", "DPS", "2027-05-02", "2027-05-12"),
    )
    assert night.main is not None
    assert night.main.place.label == "Denpasar"
    assert shape().main is None


def test_an_itinerary_knows_its_ends() -> None:
    """Leaving, outbound, return and the last end of all."""
    found = itinerary(lisbon_family(), ANN.id)
    assert (found.leaves, found.ends) == (utc("2027-05-12T04:40"), utc("2027-05-19T19:25"))
    assert found.returning is not None
    assert found.returning.direction is Direction.RETURN
    empty = shape()
    assert (empty.leaves, empty.ends, empty.outbound, empty.returning) == (None, None, None, None)
    only = shape(visit("Concert", "CDG", "2027-06-05T20:00", "2027-06-05T23:00"))
    assert (only.leaves, only.ends) == (utc("2027-06-05T18:00"), utc("2027-06-05T21:00"))


def test_own_car_without_a_home_zone_starts_at_eight_over_there() -> None:
    """With no home zone the stay's zone, or UTC, serves for the guess, and nothing anchors in UTC."""
    there = shape(stay("Inn", "LIS", "2027-07-03", "2027-07-10"), home_zone=None)
    assert there.chains[0].departs == utc("2027-07-03T07:00")
    nowhere = shape(stay("Inn", town("X", "XX", None), "2027-07-03", "2027-07-10"), home_zone=None)
    assert (nowhere.chains[0].departs, nowhere.chains[0].departs_known) == (utc("2027-07-03T08:00"), False)


def test_a_check_in_that_is_an_instant_counts_its_home_day() -> None:
    """A check-in printed with Z starts the drive at 08:00 of its day at home."""
    inn = stay("Inn", "JFK", "2027-07-03", "2027-07-10")
    late = replace(inn, departs=Time.at(utc("2027-07-03T23:30"), "America/New_York"))
    assert shape(late).chains[0].departs == utc("2027-07-03T23:30")
    assert shape(late, home_zone="America/New_York").chains[0].departs == utc("2027-07-03T12:00")


def test_two_hotels_of_one_town_are_one_destination() -> None:
    """Moving within Rome is no new destination."""
    found = shape(
        flight("KL1", "AMS", "FCO", "2027-05-01T10:00", "2027-05-01T12:00"),
        stay("Hotel Uno", "FCO", "2027-05-01", "2027-05-03"),
        stay(
            "Hotel Due",
            town("Roma", "IT", "Europe/Rome", (41.9, 12.5), metro="ROM"),
            "2027-05-03",
            "2027-05-05",
        ),
        flight("KL2", "FCO", "AMS", "2027-05-05T18:00", "2027-05-05T20:00"),
    )
    assert [len(one.stays) for one in found.destinations] == [2]
    near = shape(
        stay("A", town("Roma", "IT", None, (41.9, 12.5)), "2027-05-01", "2027-05-03"),
        stay("B", town("Trastevere", "IT", None, (41.88, 12.47)), "2027-05-03", "2027-05-05"),
    )
    assert [len(one.stays) for one in near.destinations] == [2]


def test_overlap_is_negative_apart() -> None:
    """A stay after a gap overlaps it by less than nothing."""
    night = held(stay("Hotel", "LIS", "2027-05-12", "2027-05-13"), Edges(), None)
    assert overlap(night, utc("2027-05-12T00:00"), utc("2027-05-12T13:00")) == timedelta(hours=-1)


def test_the_italian_round_trip_as_a_shape() -> None:
    """Four chains, three destinations, closed."""
    found = itinerary(italy_round_trip(), ANN.id)
    assert ways(found) == [("OUTBOUND", "FCO"), ("BETWEEN", "FLR"), ("BETWEEN", "VCE"), ("RETURN", "AMS")]
    assert found.closed


def test_who_has_no_segments_at_all_is_not_cancelled() -> None:
    """A trip without segments is open, not cancelled."""
    journey: Trip = trip()
    assert itinerary(journey, ANN.id).cancelled is False
