"""What no booking says is refused, or told, and never swallowed."""

from __future__ import annotations

import pytest

from bot.imports.people import read_person
from bot.imports.unfit import LONGEST_NAME, is_formula
from tests.bot.imports.readings import read, refusal, told
from tests.support.papers import document, flight, row, table

LINK = '=HYPERLINK("http://evil")'
MAPPING = """
columns: {reference: File, traveller: Guest, kind: What, from: Out, to: In, departs: {column: When, dates: d/m/y}}
"""


@pytest.mark.parametrize(
    "cell",
    ["=1+1", LINK, "@SUM(A1:A2)", "+A1", "-1+1", "-2+3+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-A1*2"],
)
def test_what_a_spreadsheet_calculates_is_a_formula(cell: str) -> None:
    """It begins with = + - or @ and goes on like a formula."""
    assert is_formula(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "--",
        "-12",
        "-3,5",
        "+1",
        "+31 20 123-4567",
        "+31(0)20 123 45 67",
        "- none",
        "@home",
        "Ann",
        "06:20+1",
    ],
)
def test_numbers_telephones_and_words_are_none(cell: str) -> None:
    """A sign alone makes no formula."""
    assert not is_formula(cell)


@pytest.mark.parametrize(("column", "value"), [("reference", "=1+1"), ("traveller", LINK), ("phone", "+A1")])
def test_a_formula_is_refused_by_row_column_and_value(column: str, value: str) -> None:
    """The row beside it goes in."""
    bookings, reading = read(table(row(), row(**{column: value})), "a.csv")
    assert told(reading) == [("a.csv", 3, column, value, "not_understood")]
    assert [[one.name for one in booking.travellers] for booking in bookings] == [["Ann de Vries"]]


def test_a_formula_in_a_mapped_table_is_refused_by_their_column() -> None:
    """The sender's own heading is named."""
    data = f'File;Guest;What;Out;In;When\nLIS27A;"{LINK.replace(chr(34), chr(34) * 2)}";flight;AMS;LIS;12-05-2027\n'
    _, reading = read(data.encode(), "a.csv", columns=MAPPING)
    assert told(reading) == [("a.csv", 2, "Guest", LINK, "not_understood")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("<b>Ann</b> & <script>", "not_understood"),
        ("A" * (LONGEST_NAME + 1), "too_large"),
    ],
)
def test_no_name_is_refused_whatever_paper_has_it(name: str, reason: str) -> None:
    """A table names its column, a reservation its property."""
    found = refusal(table(row(traveller=name)), "a.csv")
    assert (found[0], found[1], found[3]) == (2, "traveller", reason)
    found = refusal(document(flight(name=name)))
    assert (found[1], found[3]) == ("underName.name", reason)


def test_the_longest_name_is_taken() -> None:
    """The bound itself is a name."""
    bookings, reading = read(table(row(traveller="A" * LONGEST_NAME)), "a.csv")
    assert (len(bookings), reading.rejections) == (1, ())


def test_a_flight_to_where_it_leaves_is_refused() -> None:
    """AMS to AMS is a slip of the pen."""
    assert refusal(table(row(to="AMS")), "a.csv") == (2, "to", "AMS", "not_understood")
    found = refusal(document(flight("AMS", "AMS")))
    assert (found[1], found[2]) == ("reservationFor.arrivalAirport", "AMS")


def test_a_voyage_to_where_it_leaves_is_told() -> None:
    """A cruise may be a round trip."""
    cells = {"kind": "ferry", "carrier": "", "number": "", "origin": "IJmuiden", "to": "IJmuiden"}
    zones = {"from_zone": "Europe/Amsterdam", "to_zone": "Europe/Amsterdam"}
    bookings, _ = read(table(row(**cells, **zones)), "a.csv")
    assert "The ferry from IJmuiden ends where it begins; check that this is meant." in bookings[0].notes


def test_an_hour_that_the_clocks_skip_is_told() -> None:
    """28 March 2027 has no 02:30 in Amsterdam: it is taken, and the note says as what."""
    bookings, _ = read(table(row(departs="2027-03-28 02:30", arrives="2027-03-28 05:30")), "a.csv")
    assert [note for note in bookings[0].notes if "does not exist" in note] == [
        "TP 669, departs: 02:30 does not exist on 2027-03-28 in Europe/Amsterdam, where the clocks go forward; "
        "it is read as 03:00."
    ]


@pytest.mark.parametrize(
    ("printed", "name", "surname"),
    [
        ("KRAUSE/VOLKER", "Volker Krause", "Krause"),
        ("KRAUSE/VOLKER/MR", "Volker Krause", "Krause"),
        ("http://evil", "http://evil", ""),
        ("Ann/Bruno/Chiara", "Ann/Bruno/Chiara", ""),
        ("c/o Ann4", "c/o Ann4", "Ann4"),
    ],
)
def test_only_one_slash_between_words_parts_a_name(printed: str, name: str, surname: str) -> None:
    """An address or a list is no surname and first name."""
    found = read_person(printed)
    assert found is not None
    assert (found.name, found.surname) == (name, surname)
