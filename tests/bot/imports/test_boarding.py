"""Boarding passes as barcodes say them: legs, names, and the year that they do not print."""

from __future__ import annotations

from datetime import date

import pytest

from bot.imports.boarding import read_barcode
from bot.imports.rejection import Refusal
from tests.bot.imports.readings import read, told


def barcode(*legs: str, name: str = "DE VRIES/ANN MRS", issued: str | None = None) -> str:
    """A BCBP string. legs: "LIS27A AMS LIS TP 0669 132"; issued: a digit of the year and a day of the year."""
    text = f"M{len(legs)}{name:<20}E"
    for number, leg in enumerate(legs):
        reference, origin, target, carrier, flight, day = leg.split()
        more = f">60B1WW{issued}B" if issued and number == 0 else ""
        text += f"{reference:<7}{origin}{target}{carrier:<3}{flight:<5}{day}Y012A0025 1{len(more):02X}{more}"
    return text


OUT = "LIS27A AMS LIS TP 0669 132"


def test_a_pass_is_one_flight_on_a_day() -> None:
    """No times are made up: the notes say what is inferred and what is to be added."""
    (booking,), _ = read(barcode(OUT).encode(), "pass.txt", today=date(2027, 5, 10))
    (segment,) = booking.segments
    assert (booking.reference, booking.travellers[0].name) == ("LIS27A", "Ann de Vries")
    assert (segment.carrier, segment.number, segment.origin.iata, segment.destination.iata) == (
        "TP",
        "669",
        "AMS",
        "LIS",
    )
    assert (segment.departs.iso, segment.arrives) == ("2027-05-12", None)
    assert any(
        "2027-05-12 is inferred, the nearest to the day of reading (2027-05-10)" in note
        for note in booking.notes
    )
    assert any("prints no times" in note for note in booking.notes)


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        ("003", date(2026, 12, 30), "2027-01-03"),
        ("364", date(2027, 1, 2), "2026-12-30"),
        ("366", date(2027, 5, 1), "2028-12-31"),
        ("132", date(2027, 5, 12), "2027-05-12"),
    ],
)
def test_the_year_lays_the_flight_nearest_to_the_day_of_reading(day: str, today: date, expected: str) -> None:
    """Over New Year too, and a 366th day only in a leap year."""
    (booking,), _ = read(barcode(OUT.replace("132", day)).encode(), "pass.bcbp", today=today)
    assert booking.segments[0].departs.iso == expected


def test_a_printed_day_of_issue_counts_more() -> None:
    """Its last digit of the year is printed: a pass of 2026 read in 2031 is of 2026."""
    (booking,), _ = read(barcode(OUT, issued="6360").encode(), "pass.txt", today=date(2028, 6, 1))
    assert booking.segments[0].departs.iso == "2027-05-12"


def test_without_any_day_nothing_is_guessed() -> None:
    """On paper without a clock the pass is refused."""
    bookings, reading = read(barcode(OUT).encode(), "pass.txt")
    assert bookings == []
    assert told(reading) == [("pass.txt", 1, "departureDay", "132", "missing")]


def test_several_legs_follow_each_other() -> None:
    """The second over New Year."""
    text = barcode("LIS27A AMS DOH QR 0274 365", "LIS27A DOH SYD QR 0908 001")
    (booking,), _ = read(text.encode(), "pass.txt", today=date(2026, 12, 1))
    assert [(one.destination.iata, one.departs.iso) for one in booking.segments] == [
        ("DOH", "2026-12-31"),
        ("SYD", "2027-01-01"),
    ]


def test_lines_that_are_none_are_refused_by_number() -> None:
    """The others go in."""
    text = "\n".join((barcode(OUT), "M1 nonsense", barcode(OUT.replace("132", "000")), ""))
    bookings, reading = read(text.encode(), "pass.bcbp", today=date(2027, 5, 10))
    assert [one.reference for one in bookings] == ["LIS27A"]
    assert [(row, reason) for _, row, _, _, reason in told(reading)] == [
        (2, "not_understood"),
        (3, "not_understood"),
    ]


@pytest.mark.parametrize(
    "text", ["", "M", "M9" + "A" * 80, "S1" + "A" * 80, barcode(OUT)[:40], "M1" + "\0" * 80]
)
def test_what_is_no_barcode_is_refused(text: str) -> None:
    """Nothing crashes on half of one."""
    with pytest.raises(Refusal):
        read_barcode(text)


def test_a_text_that_is_no_boarding_pass_is_told_so() -> None:
    """What a program made of a barcode is no barcode, and nobody is told of headers and templates."""
    bookings, reading = read(
        b"IATA Barcoded Boarding Pass\nformatCode: M\npassengerName: ROSSI/ANN\n", "pass.txt"
    )
    assert bookings == []
    assert [(one.reason.value, one.why[:35]) for one in reading.rejections] == [
        ("not_read", "There is no boarding pass in it. Se")
    ]


def test_a_table_may_end_in_txt() -> None:
    """Columns make a table, whatever it is called."""
    data = b"reference;traveller;kind;from;to;departs\nA;Ann de Vries;train;Utrecht;Praha;2027-05-12\n"
    assert [one.reference for one in read(data, "export.txt")[0]] == ["A"]
