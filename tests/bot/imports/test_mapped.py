"""Tables that are not ours, through a mapping: text in any encoding, workbooks, several sheets, refusals by row."""

from __future__ import annotations

import pytest

from tests.bot.imports.readings import read, told
from tests.support.spreadsheets import DAY, HOUR, MOMENT, rows, workbook

COLUMNS = """
columns:
  reference: Dossier
  traveller: [Voornaam, Achternaam]
  from: Van
  to: Naar
  carrier: Mij
  number: Vlucht
  departs: {column: Datum, time: Vertrek}
  arrives: {time: Aankomst}
constants: {kind: flight}
"""
HEADER = "Dossier;Voornaam;Achternaam;Van;Naar;Mij;Vlucht;Datum;Vertrek;Aankomst"
ANN = "LIS27A;Ann;de Vries;AMS;LIS;TP;669;{day};9.40;11:35"


def _table(*lines: str) -> bytes:
    return "\n".join((HEADER, *lines, "")).encode()


def _times(data: bytes, columns: str = COLUMNS, name: str = "export.csv") -> list[tuple[str, str | None]]:
    bookings, reading = read(data, name, columns=columns)
    assert told(reading) == []
    return [
        (one.departs.iso, one.arrives.iso if one.arrives else None)
        for booking in bookings
        for one in booking.segments
    ]


OUT = ("2027-05-12T09:40:00+02:00", "2027-05-12T11:35:00+01:00")


def test_a_declared_order_is_read() -> None:
    """12/05 is 12 May where days come first, and 5 December where months do."""
    data = _table(ANN.format(day="12/05/2027"))
    assert _times(data, "dates: d/m/y\n" + COLUMNS) == [OUT]
    assert _times(data, "dates: m/d/y\n" + COLUMNS)[0][0] == "2027-12-05T09:40:00+01:00"


def test_an_order_is_proven_by_a_row_far_below() -> None:
    """One day after the 12th tells for the whole column, whatever stands before it."""
    later = ANN.replace("LIS27A", "LIS27B").replace("669", "671").format(day="31/05/2027")
    assert _times(_table(ANN.format(day="12/05/2027"), later))[0] == OUT


def test_an_open_order_refuses_the_table_and_says_what_to_declare() -> None:
    """Nothing goes in by guessing: neither this row nor those beside it."""
    bookings, reading = read(_table(ANN.format(day="03/04/2027")), "export.csv", columns=COLUMNS)
    assert bookings == []
    assert told(reading) == [("export.csv", None, "Datum", "03/04/2027", "ambiguous")]
    assert "dates: d/m/y" in reading.rejections[0].why


def test_a_row_at_fault_names_row_column_and_value_and_the_rest_goes_in() -> None:
    """Their column and what stands in it, not ours."""
    data = _table(
        ANN.format(day="13/05/2027"),
        ANN.replace("LIS27A", "LIS27B").format(day="31/06/2027"),
        ANN.replace("LIS27A", "").format(day="14/05/2027"),
        ANN.replace("LIS27A", "LIS27C").replace("AMS", "").format(day="15/05/2027"),
        ANN.replace("LIS27A", "LIS27D").replace("9.40", "soon").format(day="16/05/2027"),
    )
    bookings, reading = read(data, "export.csv", columns=COLUMNS)
    assert [one.reference for one in bookings] == ["LIS27A"]
    assert told(reading) == [
        ("export.csv", 3, "Datum", "31/06/2027", "not_a_time"),
        ("export.csv", 4, "Dossier", None, "missing"),
        ("export.csv", 5, "Van", None, "missing"),
        ("export.csv", 6, "Vertrek", "soon", "not_a_time"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_encoding_is_found_out(encoding: str) -> None:
    """Accents survive."""
    data = (HEADER + "\n" + ANN.replace("Ann", "Chloé").format(day="2027-05-12") + "\n").encode(encoding)
    bookings, reading = read(data, "export.csv", columns=COLUMNS)
    assert [person.name for person in bookings[0].travellers] == ["Chloé de Vries"]
    assert bool(reading.notes) == (encoding == "cp1252")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_delimiter_is_found_out(mark: str) -> None:
    """By the columns that the mapping names, below a title that is no header."""
    data = _table(ANN.format(day="2027-05-12")).replace(b";", mark.encode())
    assert _times(b"Export of 1 May 2027\n\n" + data) == [OUT]


def test_a_cell_that_begins_like_a_formula_is_refused() -> None:
    """It is no name, and their column says where it stands."""
    bookings, reading = read(
        _table(ANN.replace("Ann", "=1+1").format(day="2027-05-12")), "export.csv", columns=COLUMNS
    )
    assert bookings == []
    assert [one[1:2] + one[3:] for one in told(reading)] == [(2, "=1+1", "not_understood")]


def test_serials_in_text_are_read_where_they_are_declared() -> None:
    """Else they are refused, with what to declare."""
    data = _table(ANN.format(day="46519"))
    bookings, reading = read(data, "export.csv", columns=COLUMNS)
    assert bookings == []
    assert told(reading) == [("export.csv", 2, "Datum", "46519", "not_a_time")]
    assert "serial: 1900" in reading.rejections[0].why
    assert _times(data, "serial: 1900\n" + COLUMNS) == [OUT]


def test_columns_that_are_not_there_are_named_with_those_that_are() -> None:
    """A mapping for another export is told so, once."""
    _, reading = read(b"Dossier;Naam\nA;B\n", "export.csv", columns=COLUMNS)
    (only,) = reading.rejections
    assert (only.row, only.field, only.reason.value) == (None, "Voornaam", "columns")
    assert "It has: Dossier, Naam." in only.why


def test_several_segments_stand_in_one_row() -> None:
    """The way out and the way back; a way back that is not filled is none."""
    columns = """
columns: {reference: Ref, traveller: Name}
constants: {kind: flight}
segments:
  - columns: {from: From, to: To, departs: Out}
  - columns: {from: To, to: From, departs: Back}
"""
    data = b"Ref,Name,From,To,Out,Back\nA,Ann,AMS,LIS,2027-05-12,2027-05-19\nB,Bruno,AMS,LIS,2027-05-12,\n"
    bookings, reading = read(data, "export.csv", columns=columns)
    assert told(reading) == []
    assert [[one.departs.iso for one in booking.segments] for booking in bookings] == [
        ["2027-05-12", "2027-05-19"],
        ["2027-05-12"],
    ]


def test_the_second_column_of_a_name_is_called_so() -> None:
    """Exports repeat their headings."""
    columns = "columns: {reference: Ref, traveller: Name, from: Place, to: 'Place#2', departs: Day}\nconstants: {kind: flight}\n"
    data = b"Ref,Name,Place,Place,Day\nA,Ann,AMS,LIS,2027-05-12\n"
    (booking,), _ = read(data, "export.csv", columns=columns)
    assert (booking.segments[0].origin.iata, booking.segments[0].destination.iata) == ("AMS", "LIS")


def test_two_digits_of_a_year_of_birth_are_refused() -> None:
    """Nobody knows whether 27 is a child or a great-grandmother."""
    columns = COLUMNS.replace("  from:", "  born: {column: Geboren, dates: d/m/y}\n  from:")
    data = _table(ANN.format(day="2027-05-12") + ";01/02/27").replace(b"Aankomst\n", b"Aankomst;Geboren\n")
    _, reading = read(data, "export.csv", columns=columns)
    assert told(reading) == [("export.csv", 2, "Geboren", "01/02/27", "ambiguous")]


SHEET = [
    ["Dossier", "Voornaam", "Achternaam", "Van", "Naar", "Mij", "Vlucht", "Datum", "Vertrek", "Aankomst"],
    [
        "LIS27A",
        "Ann",
        "de Vries",
        "AMS",
        "LIS",
        "TP",
        669,
        (46519, DAY),
        (0.40277777, HOUR),
        (0.4826388, HOUR),
    ],
]


def test_a_workbook_has_its_days_and_hours() -> None:
    """By their format, since the year that the workbook counts from; numbers without one are serials too."""
    plain = [SHEET[0], [*SHEET[1][:7], 46519, 0.40277777, 0.4826388]]
    assert _times(workbook({"S": rows(SHEET)}), name="export.xlsx") == [OUT]
    assert _times(workbook({"S": rows(plain)}), name="export.xlsx") == [OUT]
    since_1904 = _times(workbook({"S": rows(SHEET)}, since_1904=True), name="export.xlsx")
    assert since_1904[0][0] == "2031-05-13T09:40:00+02:00"


def test_a_formula_counts_as_the_value_that_was_kept() -> None:
    """Without one the cell is empty; nothing is worked out."""
    kept = [SHEET[0], [*SHEET[1][:6], "<f>600+69</f><v>669</v>", *SHEET[1][7:]]]
    (booking,), _ = read(workbook({"S": rows(kept)}), "export.xlsx", columns=COLUMNS)
    assert booking.segments[0].number == "669"
    never = [SHEET[0], ["<f>UPPER(A9)</f>", *SHEET[1][1:]]]
    bookings, reading = read(workbook({"S": rows(never)}), "export.xlsx", columns=COLUMNS)
    assert bookings == []
    assert told(reading) == [("export.xlsx [S]", 2, "Dossier", None, "missing")]


def test_several_sheets_are_read_each_in_its_own_way() -> None:
    """A refusal names its sheet; a sheet that the mapping does not name is left alone."""
    columns = """
columns: {reference: Ref, traveller: Name, departs: Day}
sheets:
  Flights: {constants: {kind: flight}, columns: {from: From, to: To}}
  Hotels: {constants: {kind: stay}, columns: {from: Hotel, arrives: Until}}
"""
    data = workbook(
        {
            "Notes": rows([["Ref"], ["nothing"]]),
            "Flights": rows([["Ref", "Name", "Day", "From", "To"], ["A", "Ann", (46519, DAY), "AMS", "LIS"]]),
            "Hotels": rows(
                [
                    ["Ref", "Name", "Day", "Hotel", "Until"],
                    ["A", "Ann", (46519, DAY), "Hotel by the River", (46526, DAY)],
                    ["A", "Ann", "whenever", "Hotel by the Sea", (46526.5, MOMENT)],
                ]
            ),
        }
    )
    (booking,), reading = read(data, "export.xlsx", columns=columns)
    assert [(one.kind.value, one.departs.iso) for one in booking.segments] == [
        ("flight", "2027-05-12"),
        ("stay", "2027-05-12"),
    ]
    assert told(reading) == [("export.xlsx [Hotels]", 3, "Day", "whenever", "not_a_time")]
    _, reading = read(workbook({"Flights": rows([["Ref"], ["A"]])}), "export.xlsx", columns=columns)
    assert ("export.xlsx", None, "sheets.Hotels", None, "columns") in told(reading)


def test_a_workbook_with_our_own_columns_needs_no_mapping() -> None:
    """Real days instead of ISO text are welcome there."""
    table = [
        ["Reference", "Traveller", "Kind", "From", "To", "Departs"],
        ["LIS27A", "Ann de Vries", "flight", "AMS", "LIS", (46519.40277777, MOMENT)],
    ]
    (booking,), reading = read(workbook({"S": rows(table)}), "own.xlsx")
    assert (booking.segments[0].departs.iso, told(reading)) == ("2027-05-12T09:40:00+02:00", [])


def test_a_reference_that_is_given_counts_for_everything() -> None:
    """An airline's locator is not the agency's booking."""
    (booking,), _ = read(
        _table(ANN.format(day="2027-05-12")), "export.csv", columns=COLUMNS, reference="OURS1"
    )
    assert booking.reference == "OURS1"


def test_several_travellers_in_one_cell_are_split_where_that_is_declared() -> None:
    """Each takes the segment; the first is the lead."""
    columns = COLUMNS.replace("[Voornaam, Achternaam]", '{column: Achternaam, split: "+"}')
    data = _table(ANN.replace("de Vries", "Ann de Vries + Bruno de Vries").format(day="2027-05-12"))
    (booking,), _ = read(data, "export.csv", columns=columns)
    assert [(one.name, one.lead) for one in booking.travellers] == [
        ("Ann de Vries", True),
        ("Bruno de Vries", False),
    ]
    assert len(booking.segments) == 1


def test_rows_that_stand_there_twice_count_once() -> None:
    """A duplicate makes neither a second traveller nor a second flight."""
    line = ANN.format(day="2027-05-12")
    (booking,), reading = read(_table(line, line, line), "export.csv", columns=COLUMNS)
    assert (len(booking.travellers), len(booking.segments), told(reading)) == (1, 1, [])
