"""Calendar files: flights, hotels, trains, what is called off, zones, floating times, whole days, and what is no booking."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.calendar_file import calendar_file
from flows.talk.calendar import CalendarEvent
from flows.trips.trip import Kind, Segment
from tests.bot.imports.readings import read, told

REFERENCE = "DESCRIPTION:Booking reference: LIS27A"


def calendar(*events: str, before: str = "") -> bytes:
    """A .ics of these events, each its lines."""
    blocks = [f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT" for number, event in enumerate(events)]
    lines = "\n".join(
        ("BEGIN:VCALENDAR", "VERSION:2.0", *([before] if before else []), *blocks, "END:VCALENDAR")
    )
    return lines.replace("\n", "\r\n").encode()


def segment_of(*lines: str) -> Segment:
    """The only segment of the only event."""
    (booking,), reading = read(calendar("\n".join((*lines, REFERENCE))), "a.ics")
    assert told(reading) == []
    (segment,) = booking.segments
    return segment


@pytest.mark.parametrize(
    "summary",
    [
        "Flight KL 1697 from AMS to LIS",
        "Vlucht KL1697 van AMS naar LIS",
        "Vol KL 1697 de AMS à LIS",
        "Flug KL 1697 von AMS nach LIS",
        "KL1697 AMS-LIS",
        "KL 1697 Amsterdam (AMS) → Lisbon (LIS)",
    ],
)
def test_a_flight_is_read_from_its_words(summary: str) -> None:
    """In four languages; a time with a zone is an instant and is shown where it happens."""
    segment = segment_of(
        f"SUMMARY:{summary}",
        "DTSTART;TZID=Europe/Amsterdam:20270512T094000",
        "DTEND;TZID=Europe/Amsterdam:20270512T123500",
    )
    assert (segment.kind, segment.carrier, segment.number) == (Kind.FLIGHT, "KL", "1697")
    assert (segment.origin.iata, segment.destination.iata) == ("AMS", "LIS")
    assert segment.departs.iso == "2027-05-12T09:40:00+02:00"
    assert segment.arrives is not None
    assert segment.arrives.iso == "2027-05-12T11:35:00+01:00"


def test_a_floating_time_is_the_places_own() -> None:
    """Without a zone it is what the clock on the wall says."""
    segment = segment_of("SUMMARY:Flight TP 669 from AMS to LIS", "DTSTART:20270512T094000")
    assert segment.departs.iso == "2027-05-12T09:40:00+02:00"
    assert segment.arrives is None


def test_a_time_in_utc_is_shown_at_its_place() -> None:
    """07:40 in UTC is 09:40 in Amsterdam in May."""
    segment = segment_of(
        "SUMMARY:Flight TP 669 from AMS to LIS", "DTSTART:20270512T074000Z", "DURATION:PT2H55M"
    )
    assert segment.departs.iso == "2027-05-12T09:40:00+02:00"
    assert segment.arrives is not None
    assert segment.arrives.iso == "2027-05-12T11:35:00+01:00"


@pytest.mark.parametrize(
    "name", ["W. Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Amsterdam"]
)
def test_a_zone_is_known_by_other_names_too(name: str) -> None:
    """Windows has its own; some programs put their address in front."""
    segment = segment_of("SUMMARY:Guided tour", "LOCATION:Market", f"DTSTART;TZID={name}:20270512T094000")
    assert segment.departs.utc is not None
    assert segment.departs.utc.hour == 7


def test_the_rules_of_a_zone_are_never_worked_out() -> None:
    """A zone that changes its clock every second for ever costs nothing; its name alone counts."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Europe/Lisbon\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\n"
    )
    zone += "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE"
    event = f"SUMMARY:Guided tour\nDTSTART;TZID=Europe/Lisbon:20270512T094000\n{REFERENCE}"
    (booking,), _ = read(calendar(event, before=zone), "a.ics")
    assert booking.segments[0].departs.iso == "2027-05-12T09:40:00+01:00"


def test_a_stay_of_whole_days_ends_on_the_last_day_shown() -> None:
    """The end of a whole-day event is the day after it; that check-out is inferred is said."""
    event = "\n".join(
        (
            "SUMMARY:Hotel by the River",
            "LOCATION:Example Street 1\\, 1000-001 Lisbon\\, Portugal",
            "DTSTART;VALUE=DATE:20270512",
            "DTEND;VALUE=DATE:20270520",
            "DESCRIPTION:Check-in: 3:00 PM\\nCheck-out: 11:00\\nPhone: +351 000 000 000\\nBuchungsnummer: LIS27A",
        )
    )
    (booking,), _ = read(calendar(event), "a.ics")
    (segment,) = booking.segments
    assert (segment.kind, segment.name) == (Kind.STAY, "Hotel by the River")
    assert segment.departs.iso == "2027-05-12T15:00:00+01:00"
    assert segment.arrives is not None
    assert segment.arrives.iso == "2027-05-19T11:00:00+01:00"
    assert (segment.origin.city, segment.origin.country, segment.origin.phone) == (
        "Lisbon",
        "PT",
        "+351 000 000 000",
    )
    assert any("check-out on 2027-05-19 is inferred" in note for note in booking.notes)


def test_a_train_has_the_zone_that_stands_beside_its_times() -> None:
    """Where nothing else tells where a station is."""
    segment = segment_of(
        "SUMMARY:Train 5186 from Nîmes Gare to Lyon Part-Dieu",
        "DTSTART;TZID=Europe/Paris:20270512T182600",
        "DTEND;TZID=Europe/Paris:20270512T195200",
    )
    assert (segment.kind, segment.number, segment.destination.name) == (Kind.TRAIN, "5186", "Lyon Part-Dieu")
    assert segment.departs.iso == "2027-05-12T18:26:00+02:00"


def test_a_flight_begins_where_the_event_is() -> None:
    """As mail programs write it into a calendar by themselves."""
    segment = segment_of(
        "SUMMARY:Flight to Lisbon (TP 669)", "LOCATION:Amsterdam AMS", "DTSTART:20270512T074000Z"
    )
    assert (segment.origin.iata, segment.destination.name, segment.label) == ("AMS", "Lisbon", "TP 669")
    assert segment.departs.iso == "2027-05-12T09:40:00+02:00"


@pytest.mark.parametrize(
    ("summary", "hours", "kind", "label"),
    [
        ("Transfer from Lisbon Airport to Hotel by the River", 1, Kind.TRANSFER, "Lisbon Airport"),
        ("Dinner at Hotel by the River", 2, Kind.VISIT, "Dinner at Hotel by the River"),
        ("Hotel Restaurant by the River", 48, Kind.STAY, "Hotel Restaurant by the River"),
        ("Ferry Rotterdam - Hull", 17, Kind.FERRY, "Rotterdam"),
        ("KL 1697 - confirmed", 3, Kind.VISIT, "Market"),
    ],
)
def test_a_kind_is_the_one_that_is_meant(summary: str, hours: int, kind: Kind, label: str) -> None:
    """A hotel's name in a title makes no stay of what takes an hour."""
    segment = segment_of(
        f"SUMMARY:{summary}", "LOCATION:Market", "DTSTART:20270512T074000Z", f"DURATION:PT{hours}H"
    )
    assert (segment.kind, segment.origin.name) == (kind, label)


def test_words_that_only_sound_like_a_ride_are_something_to_be_at() -> None:
    """A bus tour goes nowhere."""
    segment = segment_of("SUMMARY:Bus tour of Lisbon", "LOCATION:Market", "DTSTART:20270512T094000Z")
    assert (segment.kind, segment.name) == (Kind.VISIT, "Bus tour of Lisbon")


@pytest.mark.parametrize(
    ("line", "summary"),
    [
        ("STATUS:CANCELLED", "Flight TP 669 from AMS to LIS"),
        ("TRANSP:OPAQUE", "Canceled: Flight TP 669 from AMS to LIS"),
        ("TRANSP:OPAQUE", "Geannuleerd: vlucht TP 669 van AMS naar LIS"),
    ],
)
def test_what_is_called_off_is_cancelled(line: str, summary: str) -> None:
    """By its status or its title."""
    assert segment_of(f"SUMMARY:{summary}", "DTSTART:20270512T074000Z", line).cancelled


def test_a_calendar_that_is_withdrawn_cancels_everything_in_it() -> None:
    """METHOD:CANCEL."""
    event = f"SUMMARY:Flight TP 669 from AMS to LIS\nDTSTART:20270512T074000Z\n{REFERENCE}"
    (booking,), _ = read(calendar(event, before="METHOD:CANCEL"), "a.ics")
    assert booking.cancelled


def test_people_are_those_named_or_invited() -> None:
    """Addresses are no names, rooms no people."""
    named = f"SUMMARY:Tour\nDTSTART:20270512T074000Z\n{REFERENCE}\\nReizigers: Ann de Vries\\, Bruno de Vries"
    invited = (
        f"SUMMARY:Tour\nDTSTART:20270512T074000Z\n{REFERENCE}\n"
        'ATTENDEE;CN="Chiara Rossi":mailto:c@example.com\nATTENDEE;CN=d@example.com:mailto:d@example.com\n'
        "ATTENDEE;CUTYPE=ROOM;CN=Room 1:mailto:room@example.com"
    )
    (booking,), _ = read(calendar(named), "a.ics")
    assert [person.name for person in booking.travellers] == ["Ann de Vries", "Bruno de Vries"]
    (booking,), _ = read(calendar(invited), "a.ics")
    assert [person.name for person in booking.travellers] == ["Chiara Rossi"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Passenger: de Vries\\, Ann", ["Ann de Vries"]),
        ("Passengers: Ann de Vries\\, Bruno de Vries", ["Ann de Vries", "Bruno de Vries"]),
        ("Reisende: Ann de Vries und Bruno de Vries", ["Ann de Vries", "Bruno de Vries"]),
        ("Passagiers: DE VRIES/ANN MRS", ["Ann de Vries"]),
        (
            "Nom : Ann de Vries; Bruno de Vries; Chiara Rossi",
            ["Ann de Vries", "Bruno de Vries", "Chiara Rossi"],
        ),
    ],
)
def test_one_name_is_not_two_people(line: str, names: list[str]) -> None:
    """A comma inside a name makes nobody up."""
    (booking,), _ = read(calendar(f"SUMMARY:Tour\nDTSTART:20270512T074000Z\n{REFERENCE}\\n{line}"), "a.ics")
    assert [person.name for person in booking.travellers] == names


def test_an_event_that_is_no_booking_is_refused_by_number_and_the_rest_goes_in() -> None:
    """Each says what is missing."""
    good = f"SUMMARY:Tour\nDTSTART:20270512T074000Z\n{REFERENCE}"
    bookings, reading = read(
        calendar(
            "SUMMARY:Dentist\nDTSTART:20270512T074000Z",
            good,
            f"SUMMARY:Stand-up\nDTSTART:20270512T074000Z\nRRULE:FREQ=SECONDLY\n{REFERENCE}",
            f"SUMMARY:Never\n{REFERENCE}",
            f"SUMMARY:Broken\nDTSTART:99999999T999999\n{REFERENCE}",
            f"SUMMARY:Flight TP 669\nDTSTART:20270512T074000Z\n{REFERENCE}",
        ),
        "a.ics",
    )
    assert [one.reference for one in bookings] == ["LIS27A"]
    assert told(reading) == [
        ("a.ics", 1, "reservationNumber", "Dentist", "missing"),
        ("a.ics", 3, "RRULE", "Stand-up", "not_understood"),
        ("a.ics", 4, "DTSTART", "Never", "missing"),
        ("a.ics", 5, "DTSTART", "99999999T999999", "not_a_time"),
        ("a.ics", 6, "SUMMARY", "Flight TP 669", "missing"),
    ]


def test_our_own_calendar_file_holds_no_booking() -> None:
    """What travellers are given is not read back as a new trip."""
    at = datetime(2027, 5, 12, 7, 40, tzinfo=UTC)
    event = CalendarEvent(uid="1", title="Flight TP 669", start=at, end=at)
    bookings, reading = read(calendar_file("Lisbon", [event], changed=at), "trip.ics")
    assert (bookings, len(reading.rejections)) == ([], 1)
