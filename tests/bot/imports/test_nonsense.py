"""Whatever is handed in, a reading ends with a clear word and never with a crash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.imports import paper
from bot.imports.paper import read_bytes, read_files
from bot.imports.rejection import shown
from tests.bot.imports.readings import read, refusal
from tests.support.papers import document, flight, row, stay, table
from tests.support.spreadsheets import DAY, HOUR, MOMENT, Cell, archive, rows, workbook

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = [
    f"a{ending}" for ending in ("", ".json", ".html", ".eml", ".csv", ".ics", ".xlsx", ".pkpass", ".bcbp")
]
PROPERTIES = [
    "BEGIN",
    "END",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DURATION",
    "DESCRIPTION",
    "GEO",
    "ATTENDEE",
    "LOCATION",
    "STATUS",
    "RRULE",
    "DTSTART;VALUE=DATE",
    "DTEND;TZID=Europe/Lisbon",
    "X-KDE-KITINERARY-RESERVATION",
]
WORDS = [
    *"VEVENT VCALENDAR 20270512 20270512T094000Z 20270229 PT2H -P9999999D 1;2 a;b CANCELLED [{}] {".split(),  # noqa: SIM905
    "Flight KL 1697 from AMS to LIS",
    "Hotel: B",
    "Booking reference: LIS27A",
]
TYPES = (
    "Flight Train Bus Boat RentalCar Taxi Lodging Event FoodEstablishment Spa".split()  # noqa: SIM905
)


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.json", "empty"),
        (b"  \n", "a.csv", "empty"),
        (b"\x89PNG\x00\x01", "a.json", "unreadable"),
        (b"PK\x03\x04\x00", "a.xlsx", "unreadable"),
        (b"\x81\x8d\x8f\x90", "a.json", "unreadable"),
        ("reference;kind".encode("utf-16-le"), "a.csv", "unreadable"),
        ("reference;kind".encode("utf-16"), "a.csv", "columns"),
        (b'{"@type": "FlightReservation"', "a.json", "unreadable"),
        (b"nonsense", "a.json", "unreadable"),
        (b"9" * 5000, "a.json", "unreadable"),
        (b"[]", "a.json", "no_reservation"),
        (b"null", "a.json", "no_reservation"),
        (b"42", "a.json", "no_reservation"),
        (b'"FlightReservation"', "a.json", "no_reservation"),
        (b"[" * 10_000 + b"]" * 10_000, "a.json", "too_deep"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "a.json", "too_deep"),
        (b"Subject: hello\n\nNo booking here.\n", "a.eml", "no_reservation"),
        (b"From: a@b\nContent-Type: message/rfc822\n\n" * 2_000, "a.eml", "too_deep"),
        (b"<!--" * 100_000, "a.html", "no_reservation"),
        (b"<script " * 100_000, "a.html", "no_reservation"),
        (b'<script type="application/ld+json">' + b" " * 100_000, "a.html", "unreadable"),
        (b"just some words", "a.csv", "columns"),
        (b"reference,traveller,kind,from,departs\n", "a.csv", "empty"),
    ],
)
def test_a_file_that_holds_nothing_is_refused_once(data: bytes, name: str, reason: str) -> None:
    """The rejection has no row: it is the file that cannot be used."""
    found = refusal(data, name)
    assert (found[0], found[3]) == (None, reason)
    assert read(data, name)[1].readable is False


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    """A path that cannot be opened says so, and the next file is read."""
    good = tmp_path / "good.json"
    good.write_bytes(document(flight()))
    reading = read_files([tmp_path / "missing.json", tmp_path, good])
    assert len(list(reading)) == 1
    assert [(one.file, one.row, one.reason.value) for one in reading.rejections] == [
        (str(tmp_path / "missing.json"), None, "unreadable"),
        (str(tmp_path), None, "unreadable"),
    ]


def test_a_document_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte more than the limit is too large; a table has no limit."""
    data = document(flight())
    monkeypatch.setattr(paper, "LARGEST", len(data))
    assert len(read(data)[0]) == 1
    assert refusal(data + b" ")[3] == "too_large"
    assert len(read(table(row()), "a.csv")[0]) == 1


def test_windows_text_is_read_and_said() -> None:
    """A file that is not UTF-8 is read as Windows-1252, with a note."""
    data = json.dumps(flight(name="Chloé Dubois"), ensure_ascii=False).encode("cp1252")
    bookings, reading = read(data)
    assert bookings[0].lead.name == "Chloé Dubois"
    assert reading.notes == ["paper.json: not UTF-8: read as Windows-1252; check the accents."]
    bookings, reading = read(table(row()).replace(b"Vries", b"Vri\xebs"), "a.csv")
    assert (bookings[0].lead.name, len(reading.notes)) == ("Ann de Vriës", 1)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """Files saved with a mark at the beginning are read."""
    mark = b"\xef\xbb\xbf"
    assert len(read(mark + document(flight()))[0]) == 1
    assert len(read(mark + table(row()), "a.csv")[0]) == 1


def test_refused_values_are_short_and_printable() -> None:
    """A rejection repeats what was printed, within reason."""
    assert shown("a\x00b\nc") == "a b c"
    assert shown("x" * 500) == "x" * 119 + "…"
    assert shown(None) is None
    assert shown(12) == "12"


@given(value=JSON)
@settings(max_examples=150, deadline=None)
def test_any_json_value_ends_well(value: object) -> None:
    """No JSON value raises."""
    reading = read_bytes("a.json", json.dumps(value).encode())
    list(reading)
    assert all(one.why for one in reading.rejections)


@given(
    kind=st.sampled_from(TYPES),
    subject=JSON,
    outer=st.dictionaries(
        st.sampled_from(
            [
                "underName",
                "reservationFor",
                "bookingTime",
                "reservationStatus",
                "pickupLocation",
                "pickupTime",
                "checkinTime",
                "checkoutTime",
                "startTime",
                "modifiedTime",
                "subReservation",
                "reservedTicket",
                "passengers",
            ]
        ),
        JSON,
        max_size=6,
    ),
    inner=st.dictionaries(
        st.sampled_from(
            [
                "departureTime",
                "arrivalTime",
                "departureAirport",
                "arrivalAirport",
                "departureStation",
                "arrivalStation",
                "flightNumber",
                "airline",
                "name",
                "address",
                "geo",
                "location",
                "startDate",
                "endDate",
                "boardingTime",
                "departureDay",
            ]
        ),
        JSON,
        max_size=8,
    ),
)
@settings(max_examples=200, deadline=None)
def test_any_reservation_ends_well(
    kind: str, subject: object, outer: dict[str, object], inner: dict[str, object]
) -> None:
    """A reservation with any values at all is read or refused with a row."""
    node = {
        "@type": f"{kind}Reservation",
        "reservationNumber": "A",
        "reservationFor": inner or subject,
        **outer,
    }
    reading = read_bytes("a.json", json.dumps(node).encode())
    bookings = list(reading)
    assert bookings or reading.rejections


@given(data=st.binary(max_size=300), name=st.sampled_from(NAMES))
@settings(max_examples=200, deadline=None)
def test_any_bytes_end_well(data: bytes, name: str) -> None:
    """No bytes raise, whatever the file is called."""
    reading = read_bytes(name, data)
    assert list(reading) == []
    assert reading.rejections


@given(tail=st.text(alphabet='",;\n\t a1-', max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_table_ends_well(tail: str) -> None:
    """Below a good header, anything is read or refused row by row."""
    reading = read_bytes(
        "a.csv", table(row()) + tail.encode() + b"\n" + row(reference="NEXT").encode() + b"\n"
    )
    assert {booking.reference for booking in reading} >= {"LIS27A"}


def test_a_good_booking_survives_bad_neighbours() -> None:
    """The rest goes in."""
    bookings, reading = read(document(flight(reference=None), {"@type": "FooReservation"}, stay()))
    assert ([one.reference for one in bookings], len(reading.rejections)) == (["LIS27A"], 2)


@given(
    lines=st.lists(
        st.tuples(st.sampled_from(PROPERTIES), st.sampled_from(WORDS) | st.text(max_size=20)), max_size=12
    )
)
@settings(max_examples=200, deadline=None)
def test_any_event_ends_well(lines: list[tuple[str, str]]) -> None:
    """Whatever stands in an event is read or refused."""
    text = "\n".join(f"{name}:{value}" for name, value in lines)
    data = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{text}\nDESCRIPTION:PNR: LIS27A\nEND:VEVENT\nEND:VCALENDAR"
    reading = read_bytes("a.ics", data.encode("utf-8", "replace"))
    assert list(reading) or reading.rejections


@given(root=JSON, style=st.sampled_from(["boardingPass", "eventTicket"]), inner=JSON, tags=JSON)
@settings(max_examples=150, deadline=None)
def test_any_pass_ends_well(root: object, style: str, inner: object, tags: object) -> None:
    """Whatever stands in a pass is read or refused."""
    said = {"transitType": "PKTransitTypeTrain", "primaryFields": inner, "auxiliaryFields": [inner]}
    value = {style: said, "semantics": tags, "barcodes": root, "relevantDate": inner, "locations": inner}
    reading = read_bytes("a.pkpass", archive({"pass.json": json.dumps(value).encode()}))
    assert list(reading) or reading.rejections


@given(
    cells=st.lists(
        st.text(max_size=12)
        | st.floats()
        | st.integers(-(10**12), 10**12)
        | st.tuples(st.floats(-1e9, 1e9), st.sampled_from([DAY, HOUR, MOMENT])),
        max_size=6,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_cells_end_well(cells: list[Cell]) -> None:
    """Whatever stands in a row of a workbook is read or refused by its number."""
    clean = [
        "".join(mark for mark in one if mark.isalnum()) if isinstance(one, str) else one for one in cells
    ]
    header: list[Cell] = ["reference", "traveller", "kind", "from", "departs", "arrives"]
    good: list[Cell] = ["GOOD", "Ann", "flight", "AMS", "2027-05-12", ""]
    data = workbook({"S": rows([header, [*good[:3], "AMS", *clean[:2]], clean, [*good, "LIS"]])})
    reading = read_bytes("a.xlsx", data)
    list(reading)
    assert {one.row for one in reading.rejections} <= {2, 3, 4}
