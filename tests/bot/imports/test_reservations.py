"""Every kind of schema.org reservation becomes the right segment."""

from __future__ import annotations

import pytest

from flows.trips.trip import Kind
from tests.bot.imports.readings import one_booking, one_segment, read, refusal
from tests.support.papers import address, document, flight, reservation, station, stay, train


def test_a_flight_has_carrier_number_places_and_local_times() -> None:
    """A flight keeps its code, its number and the wall times of both airports."""
    found = one_segment(flight())
    assert (found.kind, found.carrier, found.number, found.operator) == (
        Kind.FLIGHT,
        "TP",
        "669",
        "Example Air",
    )
    assert (found.origin.iata, found.origin.country, found.origin.zone) == ("AMS", "NL", "Europe/Amsterdam")
    assert (found.destination.city, found.destination.zone) == ("Lisbon", "Europe/Lisbon")
    assert found.departs.iso == "2027-05-12T09:40:00+02:00"
    assert found.arrives is not None
    assert found.arrives.iso == "2027-05-12T11:35:00+01:00"


@pytest.mark.parametrize(
    ("carrier", "printed", "expected"),
    [
        ("KL", "1697", ("KL", "1697")),
        ("KL", "KL1697", ("KL", "1697")),
        ("KL", "kl 1697", ("KL", "1697")),
        ("KL", "0897", ("KL", "0897")),
        ("", "KL-1697", ("KL", "1697")),
        ("", "4U8465", ("4U", "8465")),
        ("", "1697", (None, "1697")),
        ("AF", "KL1697", ("KL", "1697")),
        ("KL", "KLM1697", ("KL", "KLM1697")),
    ],
)
def test_a_flight_number_stands_without_its_carrier(
    carrier: str, printed: str, expected: tuple[str, str]
) -> None:
    """The carrier is the code before the digits, else the airline's; the number stands without it."""
    found = one_segment(flight(carrier=carrier, number=printed))
    assert (found.carrier, found.number) == expected


def test_a_number_may_be_a_json_number() -> None:
    """A flight number printed as a JSON number is read."""
    assert one_segment(flight(more={"flightNumber": 669})).number == "669"


def test_the_day_alone_stands_in_for_a_missing_departure_time() -> None:
    """A flight with only a departure day keeps the day."""
    found = one_segment(flight(departs=None, arrives=None, more={"departureDay": "2027-05-12"}))
    assert (found.departs.iso, found.departs.zone) == ("2027-05-12", "Europe/Amsterdam")


def test_a_boarding_time_gives_only_the_day() -> None:
    """A boarding pass without a departure time gives a day and a note."""
    found = one_booking(flight(departs=None, arrives=None, more={"boardingTime": "2027-05-11T23:10:00Z"}))
    assert found.segments[0].departs.iso == "2027-05-12"
    assert found.notes == ("TP 669: only the boarding time is known; the departure is kept as a day.",)


def test_a_flight_over_the_date_line_may_land_before_it_leaves_by_the_calendar() -> None:
    """Auckland to Rarotonga arrives the day before, and that is right."""
    found = one_segment(flight("AKL", "RAR", "2027-05-12T09:00:00", "2027-05-11T15:00:00"))
    assert found.arrives is not None
    assert found.departs.utc is not None
    assert found.arrives.utc is not None
    assert (found.arrives.utc - found.departs.utc).total_seconds() == 4 * 3600


def test_a_flight_that_lands_before_it_leaves_is_refused() -> None:
    """By instants, an arrival before the departure is a fault of the paper."""
    data = document(flight(arrives="2027-05-12T08:39:00"))
    assert refusal(data) == (1, "reservationFor.arrivalTime", "2027-05-12T08:39:00", "order")
    assert one_segment(flight(arrives="2027-05-12T08:40:00")).number == "669"


def test_a_train_keeps_its_printed_number() -> None:
    """A train's number is what the ticket says, and no carrier is made up."""
    roma, firenze = station("Roma Termini", "Rome", "IT"), station("Firenze SMN", "Florence", "Italy")
    found = one_segment(train(roma, firenze, "2027-06-04T08:35", "2027-06-04T10:11", number="FR 9415"))
    assert (found.kind, found.carrier, found.number, found.operator) == (Kind.TRAIN, None, "FR 9415", None)
    assert (found.origin.name, found.origin.city, found.origin.zone) == (
        "Roma Termini",
        "Rome",
        "Europe/Rome",
    )
    assert found.departs.iso == "2027-06-04T08:35:00+02:00"


def test_a_bus_names_who_runs_it() -> None:
    """A bus has stops, a number and an operator in words."""
    subject = {
        "@type": "BusTrip",
        "busNumber": "N12",
        "busName": "Night bus",
        "provider": {"@type": "Organization", "name": "Example Coaches"},
        "departureBusStop": station("Utrecht Jaarbeurs", "Utrecht", "NL"),
        "arrivalBusStop": station("Praha Florenc", "Prague", "CZ"),
        "departureTime": "2027-07-01T21:00",
    }
    found = one_segment(reservation("Bus", subject))
    assert (found.kind, found.number, found.name, found.operator) == (
        Kind.BUS,
        "N12",
        "Night bus",
        "Example Coaches",
    )
    assert found.destination.zone == "Europe/Prague"


def test_a_boat_is_a_ferry() -> None:
    """A boat trip leaves from its terminal."""
    subject = {
        "@type": "BoatTrip",
        "name": "Morning crossing",
        "departureBoatTerminal": station("Terminal 1", "Harwich", "United Kingdom"),
        "arrivalBoatTerminal": station("Hoek van Holland", "Rotterdam", "Nederland"),
        "departureTime": "2027-07-01T09:00",
        "arrivalTime": "2027-07-01T17:15",
    }
    found = one_segment(reservation("Boat", subject))
    assert (found.kind, found.name) == (Kind.FERRY, "Morning crossing")
    assert (found.origin.zone, found.destination.zone) == ("Europe/London", "Europe/Amsterdam")


def test_a_hired_car_is_one_visit_at_its_pick_up() -> None:
    """A rental never moves the stage: it is a visit from pick-up to hand-back."""
    paper = reservation(
        "RentalCar",
        {"@type": "RentalCar", "name": "Small car", "rentalCompany": {"name": "Example Cars"}},
        pickupLocation={"@type": "Place", "name": "Desk", "address": address("Florence", "IT")},
        dropoffLocation={"@type": "Place", "name": "Other desk", "address": address("Rome", "IT")},
        pickupTime="2027-06-05T10:00",
        dropoffTime="2027-06-07T18:00",
    )
    booking = one_booking(paper)
    found = booking.segments[0]
    assert (found.kind, found.name, found.origin, found.arrives and found.arrives.iso) == (
        Kind.VISIT,
        "Example Cars",
        found.destination,
        "2027-06-07T18:00:00+02:00",
    )
    assert booking.notes == ("Example Cars: the car is handed back at Other desk.",)


def test_a_taxi_without_an_end_leads_to_where_the_trip_goes_on() -> None:
    """A ride's missing end is taken from the next segment, and the report says so."""
    ride = reservation(
        "Taxi",
        {"@type": "Taxi", "name": "Airport taxi"},
        pickupLocation={"name": "Home", "address": address("Utrecht", "NL")},
        pickupTime="2027-05-12T06:30",
    )
    booking = one_booking(ride, flight())
    assert [(leg.kind, leg.destination.iata) for leg in booking.segments] == [
        (Kind.TRANSFER, "AMS"),
        (Kind.FLIGHT, "LIS"),
    ]
    assert any("end is not printed" in note for note in booking.notes)


def test_a_hotel_is_a_stay_with_address_phone_and_zone() -> None:
    """A stay begins and ends at its own place."""
    found = one_segment(stay())
    assert (found.kind, found.name, found.origin) == (Kind.STAY, "Hotel by the River", found.destination)
    assert (found.origin.address, found.origin.phone) == ("Example Street 1, Lisbon", "+351 000 000")
    assert (found.origin.country, found.origin.zone) == ("PT", "Europe/Lisbon")
    assert found.arrives is not None
    assert found.arrives.iso == "2027-05-19T11:00:00+01:00"


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"checkinDate": "2027-05-12", "checkoutDate": "2027-05-19"}, ("2027-05-12", "2027-05-19")),
        (
            {"checkinDate": "2027-05-12", "checkinTime": "15:00", "checkoutDate": "2027-05-19"},
            ("2027-05-12T15:00:00+01:00", "2027-05-19"),
        ),
        (
            {"checkInTime": "2027-05-12 14:00", "checkOutTime": "2027-05-19 10:30"},
            ("2027-05-12T14:00:00+01:00", "2027-05-19T10:30:00+01:00"),
        ),
        (
            {"checkinTime": "2027-05-12", "checkinDate": "2027-05-12T14:00", "checkoutDate": "2027-05-19"},
            ("2027-05-12T14:00:00+01:00", "2027-05-19"),
        ),
    ],
)
def test_check_in_and_check_out_are_read_in_every_spelling(
    times: dict[str, str], expected: tuple[str, str]
) -> None:
    """A date stays a date; a day here and an hour there are put together."""
    found = one_segment(stay(arrives=None, leaves=None, **times))
    assert found.arrives is not None
    assert (found.departs.iso, found.arrives.iso) == expected


def test_an_event_is_a_visit_at_its_venue() -> None:
    """An event happens where its location is."""
    subject = {
        "@type": "Event",
        "name": "Fado evening",
        "startDate": "2027-05-13T20:00",
        "endDate": "2027-05-13T22:00",
        "location": {"name": "Small theatre", "address": address("Lisbon", "Portugal")},
    }
    found = one_segment(reservation("Event", subject))
    assert (found.kind, found.name, found.origin.name) == (Kind.VISIT, "Fado evening", "Small theatre")
    assert found.departs.iso == "2027-05-13T20:00:00+01:00"


def test_a_table_is_a_visit() -> None:
    """A restaurant's time stands on the reservation itself."""
    subject = {"@type": "Restaurant", "name": "Tasca", "address": address("Porto", "Portugal")}
    found = one_segment(reservation("FoodEstablishment", subject, startTime="2027-05-14T19:30", partySize=2))
    assert (found.kind, found.name, found.departs.iso) == (Kind.VISIT, "Tasca", "2027-05-14T19:30:00+01:00")


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (flight(reference=None), "reservationNumber"),
        (flight(departs=None), "reservationFor.departureTime"),
        (flight(departs="tomorrow"), "reservationFor.departureTime"),
        (flight(arrives="2027-13-01T10:00"), "reservationFor.arrivalTime"),
        (flight(more={"departureAirport": {}}), "reservationFor.departureAirport"),
        (stay(arrives=None), "checkinTime"),
        (stay(leaves="2027-05-11"), "checkoutTime"),
        (reservation("Flight"), "reservationFor.departureAirport"),
        (reservation("Spa", {"name": "Sauna"}), "@type"),
        (reservation("Taxi", {"name": "Taxi"}), "pickupLocation"),
        (reservation("RentalCar", pickupLocation="Desk"), "pickupTime"),
        (reservation("Event", {"name": "Fado"}), "reservationFor.startDate"),
        (reservation("FoodEstablishment", {"name": "Tasca"}), "startTime"),
    ],
)
def test_a_reservation_that_lacks_the_needful_is_refused(paper: dict[str, object], field: str) -> None:
    """The rejection names the property at fault."""
    assert refusal(document(paper))[:2] == (1, field)


def test_another_spelling_of_the_number_will_do() -> None:
    """Without a reservationNumber, reservationId or confirmationNumber name the booking."""
    assert one_booking(flight(reference=None, reservationId="ABC")).reference == "ABC"
    assert one_booking(flight(reference=None, confirmationNumber=123)).reference == "123"


def test_one_reservation_may_be_for_several_flights() -> None:
    """A list in reservationFor gives one segment each; a broken one sinks alone."""
    out, back = flight()["reservationFor"], flight("LIS", "AMS", "2027-05-19T12:00", None, number="668")
    booking = one_booking(reservation("Flight", [out, back["reservationFor"]]))
    assert [leg.number for leg in booking.segments] == ["669", "668"]


def test_a_cancellation_by_the_reference_alone_says_of_what_kind() -> None:
    """A reservation is of one kind; a row of the project's own table calls off the whole booking."""
    off = "http://schema.org/ReservationCancelled"
    assert one_booking(reservation("Flight", reservationStatus=off)).bare == (Kind.FLIGHT,)
    both = one_booking(
        reservation("Flight", reservationStatus=off), reservation("Lodging", reservationStatus=off)
    )
    assert both.bare == (Kind.FLIGHT, Kind.STAY)
    assert one_booking(flight(reservationStatus=off)).bare == ()
    bookings, _ = read(b"reference,traveller,kind,from,departs,status\nLIS27A,,,,,cancelled\n", "a.csv")
    assert [(one.cancelled, one.bare) for one in bookings] == [(True, ())]
