"""The calendar file, read back as a phone would."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.calendar_file import calendar_file
from flows.talk.calendar import CalendarEvent
from tests.support.trips import utc

AMSTERDAM, LISBON = ZoneInfo("Europe/Amsterdam"), ZoneInfo("Europe/Lisbon")
FLIGHT = CalendarEvent(
    uid="out.L@reisgenoot",
    title="✈️ Amsterdam → Lisbon; KL 1697, seat 3",
    start=datetime(2027, 5, 12, 9, 40, tzinfo=AMSTERDAM),
    end=datetime(2027, 5, 12, 11, 45, tzinfo=LISBON),
    place="Schiphol, Amsterdam",
    about="be there: 06:40\nReference: L",
)
HOTEL = CalendarEvent(
    uid="h.L@reisgenoot", title="🏨 Alfama", start=date(2027, 5, 12), end=date(2027, 5, 19), free=True
)
NOW = utc("2027-03-01T10:00")


def test_every_value_comes_back_as_it_went_in() -> None:
    """Zones, days, and text with commas, semicolons and lines."""
    content = calendar_file("Lisbon L", (FLIGHT, HOTEL), changed=NOW)
    read = Calendar.from_ical(content)
    flight, hotel = read.walk("VEVENT")
    assert (str(flight["SUMMARY"]), str(flight["DESCRIPTION"])) == (FLIGHT.title, FLIGHT.about)
    assert (flight["DTSTART"].dt, flight["DTEND"].dt) == (FLIGHT.start, FLIGHT.end)
    assert (hotel["DTSTART"].dt, hotel["DTEND"].dt) == (HOTEL.start, HOTEL.end)
    assert (str(flight["TRANSP"]), str(hotel["TRANSP"])) == ("OPAQUE", "TRANSPARENT")
    assert {str(zone["TZID"]) for zone in read.walk("VTIMEZONE")} == {"Europe/Amsterdam", "Europe/Lisbon"}


def test_a_change_of_the_clock_begins_at_the_wall_time_before_it() -> None:
    """RFC 5545: 02:00 in Amsterdam and 01:00 in Lisbon in spring, 03:00 and 02:00 in autumn, every year in the file."""
    lines = calendar_file("L", (FLIGHT,), changed=NOW).decode().replace("\r\n ", "").split("\r\n")
    told = [line.partition(":")[2] for line in lines if line.startswith(("DTSTART:", "RDATE:"))]
    onsets = sorted({at[9:13] for line in told for at in line.split(",") if at[4:8] not in ("0101",)})
    assert onsets == ["0100", "0200", "0300"]
    spring = [at for line in told for at in line.split(",") if at[4:6] == "03"]
    assert sorted({at[9:13] for at in spring}) == ["0100", "0200"]


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    """75 bytes at most, CRLF, and a file of a few kilobytes."""
    content = calendar_file("Lisbon L", (FLIGHT, HOTEL), changed=NOW)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert len(content) < 6000


def test_a_later_file_has_the_higher_sequence_and_the_same_uids() -> None:
    """That is how a second import puts the first one right."""

    def told(at: datetime) -> list[tuple[str, int]]:
        read = Calendar.from_ical(calendar_file("L", (FLIGHT, HOTEL), changed=at))
        return [(str(event["UID"]), int(event["SEQUENCE"])) for event in read.walk("VEVENT")]

    first, second = told(NOW), told(NOW + timedelta(minutes=1))
    assert [(uid, sequence + 1) for uid, sequence in first] == second
    assert calendar_file("L", (FLIGHT,), changed=NOW) == calendar_file("L", (FLIGHT,), changed=NOW)


def test_what_is_off_is_cancelled() -> None:
    """Status, not absence."""
    off = CalendarEvent(
        uid="h.L@reisgenoot", title="Alfama", start=date(2027, 5, 12), end=date(2027, 5, 13), cancelled=True
    )
    (event,) = Calendar.from_ical(calendar_file("L", (off,), changed=NOW)).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"
