"""Lines of one reference become one booking: its party, its segments, what is cancelled."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.imports.paper import read_files
from flows.trips.trip import Kind
from tests.bot.imports.readings import one_booking, read
from tests.support.papers import address, document, flight, person, reservation, station, stay, train

CANCELLED = "http://schema.org/Cancelled"
HOME = ("LIS", "AMS", "2027-05-19T12:00:00", "2027-05-19T15:55:00")


def test_one_flight_of_four_is_one_segment_with_four_travellers() -> None:
    """Names in one reservation, in several, as passengers and on tickets make one party in order; the first leads."""
    booking = one_booking(
        flight(name=None, underName=[person("Ann de Vries"), person("Bruno de Vries")]),
        flight(name="Chiara de Vries", passengers=[person("Chiara de Vries")]),
        flight(name=None, reservedTicket=[{"underName": person("Dan de Vries")}]),
    )
    assert [(one.id, one.lead) for one in booking.travellers] == [
        ("ann-de-vries", True),
        ("bruno-de-vries", False),
        ("chiara-de-vries", False),
        ("dan-de-vries", False),
    ]
    assert [leg.travellers for leg in booking.segments] == [tuple(one.id for one in booking.travellers)]


def test_two_people_of_one_name_in_one_reservation_are_two() -> None:
    """A name twice in one list gets a number; twice in two reservations it is the same person."""
    twice = flight(name=None, underName=[person("Ann de Vries"), person("ANN DE VRIES")])
    assert [one.id for one in one_booking(twice).travellers] == ["ann-de-vries", "ann-de-vries-2"]
    assert [one.id for one in one_booking(flight(), flight(name="VRIES/ANN DE"), stay()).travellers] == [
        "ann-de-vries"
    ]


def test_the_best_printing_of_a_name_is_kept() -> None:
    """Capitals are a way of printing: a calmer printing of the same name wins."""
    booking = one_booking(flight(name="MCDONALD/BRUNO MR"), stay(name="Bruno McDonald"))
    assert [one.name for one in booking.travellers] == ["Bruno McDonald"]


def test_reservations_of_one_reference_meet_over_files(tmp_path: Path) -> None:
    """Files are read together; bookings keep the order in which they first appear."""
    for name, papers in {
        "a.json": [flight(reference="B1"), flight(reference="A1")],
        "b.json": [stay(reference="a1")],
    }.items():
        (tmp_path / name).write_bytes(document(*papers))
    reading = read_files([tmp_path / "a.json", tmp_path / "b.json"])
    assert [(one.reference, len(one.segments)) for one in reading] == [("B1", 1), ("A1", 2)]


def test_segments_stand_in_order_of_departure_by_instant() -> None:
    """Across the date line the earlier instant comes first; a stay's day counts as its afternoon."""
    onward = flight("NRT", "EWR", "2027-05-12T17:00:00", "2027-05-12T16:30:00", number="79", carrier="UA")
    after = flight("EWR", "YUL", "2027-05-12T19:00:00", None, number="1", carrier="AC")
    hotel = stay(hotel="Old Port", city="Montréal", country="CA", arrives="2027-05-12", geo=(45.5, -73.55))
    booking = one_booking(after, hotel, onward)
    assert [segment.label for segment in booking.segments] == ["UA 79", "Old Port", "AC 1"]


def test_ids_are_the_same_on_the_next_reading_and_survive_a_changed_hour() -> None:
    """A segment's id depends on what, where and the day; two alike on one day are told apart."""
    first = one_booking(flight(), stay()).segments
    later = one_booking(stay(), flight(departs="2027-05-12T08:00")).segments
    assert [one.id for one in first] == [one.id for one in later]
    assert first[0].id != one_booking(flight(departs="2027-05-11T09:40")).segments[0].id
    home, work = station("Utrecht Centraal", "Utrecht", "NL"), station("Amsterdam Zuid", "Amsterdam", "NL")
    twice = one_booking(
        train(home, work, "2027-05-12T07:00", number=""), train(home, work, "2027-05-12T08:00", number="")
    ).segments
    assert twice[1].id == f"{twice[0].id}-2"


def test_the_same_flight_printed_twice_keeps_the_more_exact_time() -> None:
    """A boarding pass with a day alone and a ticket with the hour are one flight."""
    vague = flight(departs=None, arrives=None, more={"departureDay": "2027-05-12"})
    for papers in ((vague, flight()), (flight(), vague)):
        booking = one_booking(*papers)
        assert [leg.departs.iso for leg in booking.segments] == ["2027-05-12T09:40:00+02:00"]


def test_the_newer_of_two_times_is_used_and_said() -> None:
    """modifiedTime decides; without it the later word."""
    old = flight(departs="2027-05-12T14:10:00", arrives=None)
    new = flight(departs="2027-05-12T06:40:00", arrives=None, modifiedTime="2027-03-01T00:00:00Z")
    for papers in ((old, new), (new, old)):
        booking = one_booking(*papers)
        assert [leg.departs.iso for leg in booking.segments] == ["2027-05-12T06:40:00+02:00"]
        assert any("printed with two departures" in note for note in booking.notes)


def test_two_stays_in_one_hotel_that_end_differently_are_two() -> None:
    """Who leaves earlier has a stay of their own."""
    booking = one_booking(stay(), stay(name="Dan de Vries", leaves="2027-05-16T11:00"))
    assert [one.travellers for one in booking.segments] == [("ann-de-vries",), ("dan-de-vries",)]


def test_a_paper_without_names_names_nobody() -> None:
    """Nobody is invented, the reference is no name, and the report says so."""
    booking = one_booking(flight(name=None))
    assert [(one.name, one.surname) for one in booking.travellers] == [("N.N.", "")]
    assert booking.segments[0].travellers == (booking.lead.id,)
    assert booking.notes == ("No traveller is named; N.N. stands for the name until somebody gives it.",)


def test_a_nameless_reservation_is_for_the_whole_party() -> None:
    """What names nobody is everyone's."""
    booking = one_booking(stay(name=None), flight(), flight(name="Bruno de Vries"))
    assert [one.travellers for one in booking.segments] == [("ann-de-vries", "bruno-de-vries")] * 2


def test_an_organization_does_not_travel() -> None:
    """A booking under a company's name names no traveller."""
    booking = one_booking(flight(name=None, underName={"@type": "Organization", "name": "Example BV"}))
    assert booking.lead.name == "N.N."


def test_a_birth_date_tells_a_minor_on_the_day_of_leaving() -> None:
    """Seventeen on the day of departure is a minor, eighteen is not."""
    for born, minor in (("2009-05-13", True), ("2009-05-12", False), ("1955-02-01", False)):
        booking = one_booking(flight(name=None, underName=person("Dan de Vries") | {"birthDate": born}))
        assert (booking.lead.minor, str(booking.lead.born)) == (minor, born)


def test_every_spelling_of_cancelled_is_understood() -> None:
    """A wholly cancelled booking keeps its segments, marked."""
    for status in (
        CANCELLED,
        "https://schema.org/ReservationCancelled",
        "cancelled",
        "Canceled",
        {"@id": CANCELLED},
    ):
        booking = one_booking(flight(reservationStatus=status))
        assert (booking.cancelled, [leg.cancelled for leg in booking.segments]) == (True, [True])
    assert one_booking(flight(reservationStatus="http://schema.org/Confirmed")).cancelled is False


def test_a_cancellation_may_name_nothing_but_the_booking() -> None:
    """A cancellation without a flight cancels the booking."""
    booking = one_booking(reservation("Flight", name=None, reservationStatus=CANCELLED))
    assert (booking.reference, booking.cancelled, booking.segments) == ("LIS27A", True, ())
    both = one_booking(reservation("Flight", name=None, reservationStatus=CANCELLED), flight(), stay())
    assert (both.cancelled, [one.cancelled for one in both.segments]) == (True, [True, True])


def test_a_cancellation_of_a_time_that_cannot_be_read_is_refused() -> None:
    """A cancelled flight with a broken time is not taken for the whole booking's cancellation."""
    bookings, reading = read(document(flight(departs="soon", reservationStatus=CANCELLED)))
    assert (bookings, [one.field for one in reading.rejections]) == ([], ["reservationFor.departureTime"])


def test_a_confirmation_newer_than_the_cancellation_reinstates() -> None:
    """Only a known later modification undoes a cancellation."""
    gone = reservation("Flight", reservationStatus=CANCELLED, modifiedTime="2027-02-01T08:00:00Z")
    newer = flight(modifiedTime="2027-02-02T08:00:00Z")
    older = flight(modifiedTime="2027-01-02T08:00:00Z")
    assert [one_booking(gone, paper).cancelled for paper in (newer, older, flight())] == [False, True, True]


def test_one_cancelled_flight_leaves_the_rest() -> None:
    """Only the segment that is named goes."""
    booking = one_booking(flight(), flight(*HOME, number="668", reservationStatus=CANCELLED), stay())
    assert booking.cancelled is False
    assert [one.cancelled for one in booking.segments] == [False, False, True]


def test_one_of_two_drops_out() -> None:
    """Whose everything is cancelled leaves the party; the others travel on."""
    booking = one_booking(
        flight(),
        flight(name="Bruno de Vries"),
        stay(name=None),
        reservation("Flight", name="Bruno de Vries", reservationStatus=CANCELLED),
    )
    assert [one.name for one in booking.travellers] == ["Ann de Vries"]
    assert [(one.travellers, one.cancelled) for one in booking.segments] == [(("ann-de-vries",), False)] * 2
    assert booking.notes == ("Bruno de Vries no longer travels: everything under this name is cancelled.",)


def test_when_the_first_drops_out_the_next_leads() -> None:
    """There is always exactly one lead."""
    booking = one_booking(flight(reservationStatus=CANCELLED), flight(name="Bruno de Vries"))
    assert [(one.name, one.lead) for one in booking.travellers] == [("Bruno de Vries", True)]


def test_the_booking_time_is_the_earliest() -> None:
    """booked is an instant: with its offset, or read where the trip begins, which the report says."""
    booking = one_booking(
        flight(bookingTime="2027-01-02T10:00:00+01:00"), stay(bookingTime="2027-01-01T10:00:00Z")
    )
    assert booking.booked == datetime(2027, 1, 1, 10, tzinfo=UTC)
    day = one_booking(flight(bookingTime="2027-01-02"))
    assert day.booked == datetime(2027, 1, 1, 23, tzinfo=UTC)
    assert day.notes == ("The booking time names no zone; it is read in Europe/Amsterdam.",)
    assert one_booking(flight()).booked is None


def test_a_booking_time_that_cannot_be_read_costs_a_note() -> None:
    """The flight is worth more than when it was booked."""
    booking = one_booking(flight(bookingTime="last week"))
    assert (booking.booked, booking.notes) == (
        None,
        ("The booking time last week cannot be read and was left out.",),
    )


def sleeping(*papers: object) -> list[tuple[str, ...]]:
    """Who takes each stay of one booking."""
    return [one.travellers for one in one_booking(*papers).segments if one.kind is Kind.STAY]


def test_a_room_under_one_name_is_for_the_party() -> None:
    """Hotels print who booked; the others who fly along sleep there too. A flight stays with those it names."""
    booking = one_booking(flight(), flight(name="Bruno de Vries"), flight(*HOME, number="668"), stay())
    taken = {one.label: one.travellers for one in booking.segments}
    assert taken["Hotel by the River"] == ("ann-de-vries", "bruno-de-vries")
    assert taken["TP 668"] == ("ann-de-vries",)


def test_two_rooms_at_once_are_not_guessed() -> None:
    """With two hotels in the same nights each keeps the name it prints; one night later is no rival."""
    bruno = flight(name="Bruno de Vries")
    other = stay("House on the Hill", name="Bruno de Vries")
    assert sleeping(flight(), bruno, stay(), other) == [("ann-de-vries",), ("bruno-de-vries",)]
    later = stay("House on the Hill", arrives="2027-05-19T15:00:00+01:00", leaves="2027-05-21T11:00:00+01:00")
    assert sleeping(flight(), bruno, stay(), later) == [("ann-de-vries", "bruno-de-vries")] * 2


def test_a_table_under_one_name_is_for_the_party_on_that_day_only() -> None:
    """Who has a table of their own that day is not put at another."""
    tables = [
        reservation(
            "FoodEstablishment",
            {"@type": "FoodEstablishment", "name": place, "address": address("Lisbon", "PT")},
            name=name,
            startTime=f"2027-05-1{day}T20:00:00+01:00",
        )
        for place, name, day in (
            ("A Table", "Ann de Vries", 4),
            ("B Table", "Bruno de Vries", 4),
            ("C", "Ann de Vries", 5),
        )
    ]
    booking = one_booking(flight(), flight(name="Bruno de Vries"), *tables)
    taken = {one.label: one.travellers for one in booking.segments if one.kind is Kind.VISIT}
    assert taken == {
        "A Table": ("ann-de-vries",),
        "B Table": ("bruno-de-vries",),
        "C": ("ann-de-vries", "bruno-de-vries"),
    }
