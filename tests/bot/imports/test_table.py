"""The project's CSV is read row by row, and a bad row never sinks another."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from bot.imports.paper import read_bytes, read_files
from bot.imports.table import COLUMNS, REQUIRED, template
from flows.trips.trip import Booking, Kind
from tests.bot.imports.readings import read, refusal
from tests.support.papers import row, table

HEADER = ",".join(COLUMNS)


def only(*rows: str) -> Booking:
    bookings, reading = read(table(*rows), "a.csv")
    assert reading.rejections == ()
    assert len(bookings) == 1
    return bookings[0]


def test_the_template_reads_without_a_fault() -> None:
    """What we hand out as an example we take back."""
    bookings, reading = read(template().encode(), "template.csv")
    assert (reading.rejections, reading.notes) == ((), [])
    assert template().splitlines()[0] == HEADER
    assert [(one.reference, len(one.travellers), len(one.segments)) for one in bookings] == [
        ("LIS27A", 2, 2),
        ("ROM27B", 1, 2),
    ]
    assert [one.minor for one in bookings[0].travellers] == [False, True]
    assert [one.born for one in bookings[0].travellers] == [date(1984, 6, 21), date(2018, 3, 4)]
    assert [one.occasions for one in bookings] == [("anniversary",), ()]


def test_a_row_becomes_a_segment() -> None:
    """Codes give places and zones."""
    leg = only(row()).segments[0]
    assert (leg.kind, leg.carrier, leg.number, leg.origin.iata) == (Kind.FLIGHT, "TP", "669", "AMS")
    assert leg.departs.iso == "2027-05-12T09:40:00+02:00"
    assert leg.arrives is not None
    assert leg.arrives.iso == "2027-05-12T11:35:00+01:00"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_header_tells_the_delimiter(mark: str) -> None:
    """Comma, semicolon or tab."""
    lines = ["reference,traveller,kind,from,to,departs", "A,Ann de Vries,train,Utrecht,Praha,2027-05-12"]
    bookings, reading = read("\r\n".join(lines).replace(",", mark).encode(), "a.csv")
    assert ([one.reference for one in bookings], reading.rejections) == (["A"], ())


def test_a_header_may_be_spaced_and_capitalised() -> None:
    """Names of columns are compared without case; spaces and dashes count as underscores."""
    data = b"\n REFERENCE ,Traveller,Kind,From,From Country,Departs\nA,Ann,stay,Inn,NL,2027-05-12\n"
    bookings, _ = read(data, "a.csv")
    assert bookings[0].segments[0].origin.zone == "Europe/Amsterdam"


def test_missing_columns_are_named_with_the_remedy() -> None:
    """The file is refused once, and told about the template."""
    bookings, reading = read(b"reference,traveller,from\nA,Ann,AMS\n", "a.csv")
    assert bookings == []
    assert [(one.row, one.field, one.why) for one in reading.rejections] == [
        (
            None,
            "kind",
            "The header lacks kind, departs. Run `reisgenoot import --template` for an example.",
        )
    ]
    assert set(REQUIRED) <= set(COLUMNS)


def test_a_column_twice_is_refused() -> None:
    """Nobody can tell which of two columns is meant."""
    data = b"reference,reference,traveller,kind,from,departs\nA,B,Ann,stay,Inn,2027-05-12\n"
    assert refusal(data, "a.csv") == (None, "reference", None, "columns")


def test_unknown_columns_are_noted_and_left() -> None:
    """A column of the agency's own does no harm."""
    lines = table(row()).decode().splitlines()
    data = f"{lines[0]},colour\n{lines[1]},blue\n".encode()
    bookings, reading = read(data, "a.csv")
    assert (len(bookings), reading.rejections) == (1, ())
    assert reading.notes == ["a.csv: columns that are not read: colour."]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("arives", "arrives"),
        ("arrival", "arrives"),
        ("adress", "address"),
        ("minro", "minor"),
        ("to_cty", "to_city"),
        ("Carier", "carrier"),
    ],
)
def test_a_slip_in_a_column_refuses_the_file(wrong: str, right: str) -> None:
    """Else every row would lose what stands there, and nobody would see it."""
    header, line = table(row()).decode().splitlines()
    names = [wrong if name == right else name for name in header.split(",")]
    bookings, reading = read(f"{','.join(names)}\n{line}\n".encode(), "a.csv")
    (only_one,) = reading.rejections
    assert (bookings, only_one.row, only_one.field, only_one.reason.value) == (
        [],
        None,
        wrong.lower(),
        "columns",
    )
    assert only_one.why == (
        f"The header has a column that we do not read: {wrong.lower()}: did you mean {right}?"
        " Correct the name; call a column of your own something else."
    )


def test_a_slip_beside_the_right_column_is_a_column_of_its_own() -> None:
    """Nothing is lost when the known column is there too, and short words are not suspected."""
    header, line = table(row()).decode().splitlines()
    bookings, reading = read(f"{header},arives,id,seat\n{line},x,y,z\n".encode(), "a.csv")
    assert (len(bookings), reading.rejections) == (1, ())
    assert reading.notes == ["a.csv: columns that are not read: arives, id, seat."]


def test_a_column_far_off_is_guessed_at() -> None:
    """A note says what may have been meant."""
    header, line = table(row()).decode().splitlines()
    header = header.replace(",from_country,", ",from_land_country,")
    _, reading = read(f"{header}\n{line}\n".encode(), "a.csv")
    assert reading.rejections == ()
    assert reading.notes == [
        "a.csv: columns that are not read: from_land_country: did you mean from_country?"
    ]


def test_a_required_column_with_a_slip_is_guessed_at() -> None:
    """The header lacks it, and the likely slip is named."""
    header, line = table(row()).decode().splitlines()
    _, reading = read(f"{header.replace('traveller', 'traveler')}\n{line}\n".encode(), "a.csv")
    assert [one.why for one in reading.rejections] == [
        "The header lacks traveller; traveler: did you mean traveller?"
        " Run `reisgenoot import --template` for an example."
    ]


@pytest.mark.parametrize(
    ("cells", "notes"),
    [
        (
            {"kind": "stay", "origin": "Inn", "to": "", "carrier": "", "number": "", "operator": ""},
            ("Inn: the zone of Inn is unknown; its times are kept without offset. Add from_zone.",),
        ),
        (
            {"kind": "bus", "origin": "Here", "to": "There", "carrier": "", "number": "", "operator": ""},
            (
                "bus: the zone of Here is unknown; its times are kept without offset. Add from_zone.",
                "bus: the zone of There is unknown; its times are kept without offset. Add to_zone.",
            ),
        ),
        (
            {"kind": "stay", "origin": "Inn", "to": "", "from_zone": "Europe/Lisbon"},
            (),
        ),
        ({"kind": "stay", "origin": "Inn", "to": "", "status": "cancelled"}, ()),
    ],
)
def test_an_unknown_zone_is_always_noted(cells: dict[str, str], notes: tuple[str, ...]) -> None:
    """Also when no offset is printed, with what to add; what is cancelled needs none."""
    assert only(row(**cells)).notes == notes


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"departs": "03/04/2026"}, "departs", "not_a_time"),
        ({"departs": "46115"}, "departs", "not_a_time"),
        ({"departs": ""}, "departs", "missing"),
        ({"arrives": "12-05-2027"}, "arrives", "not_a_time"),
        ({"arrives": "2027-05-12 08:39"}, "arrives", "order"),
        ({"booked": "01/02/2027"}, "booked", "not_a_time"),
        ({"kind": "hotel"}, "kind", "unknown_kind"),
        ({"kind": ""}, "kind", "unknown_kind"),
        ({"reference": ""}, "reference", "missing"),
        ({"traveller": ""}, "traveller", "missing"),
        ({"origin": ""}, "from", "missing"),
        ({"to": ""}, "to", "missing"),
        ({"from_country": "Atlantis"}, "from_country", "not_understood"),
        ({"to_zone": "+01:00"}, "to_zone", "not_understood"),
        ({"carrier": "Example Air"}, "carrier", "not_understood"),
        ({"status": "perhaps"}, "status", "not_understood"),
        ({"lead": "captain"}, "lead", "not_understood"),
        ({"minor": "12"}, "minor", "not_understood"),
    ],
)
def test_a_bad_cell_costs_its_row(cells: dict[str, str], field: str, reason: str) -> None:
    """Row, column and value are named, and the next row goes in."""
    bookings, reading = read(table(row(**cells), row(traveller="Dan de Vries")), "a.csv")
    said = cells.get("origin" if field == "from" else field) or None
    assert [(one.row, one.field, one.value, one.reason.value) for one in reading.rejections] == [
        (2, field, said, reason)
    ]
    assert [one.name for one in bookings[0].travellers] == ["Dan de Vries"]


def test_the_row_is_the_physical_line_where_the_record_begins() -> None:
    """Line breaks inside quotes and empty lines count."""
    first = row(
        address="Example Street 1\nLisbon\n\nPortugal", kind="stay", origin="Inn", arrives="2027-05-19"
    )
    bookings, reading = read(table(first, "", row(departs="soon"), row()), "a.csv")
    assert [one.row for one in reading.rejections] == [7]
    assert [segment.origin.address for segment in bookings[0].segments if segment.kind is Kind.STAY] == [
        "Example Street 1 Lisbon Portugal"
    ]


def test_an_open_quote_costs_one_line() -> None:
    """A quote that never closes, or closes far below, swallows nothing."""
    good = [row(traveller=f"Guest {name}") for name in ("One", "Two", "Three")]
    broken = 'A,"Ann de Vries,flight,AMS'
    for rows in ((good[0], broken, *good[1:]), (good[0], broken, *good[1:], *[row()] * 60)):
        bookings, reading = read(table(*rows), "a.csv")
        assert [one.row for one in reading.rejections] == [3]
        assert {"Guest One", "Guest Two", "Guest Three"} <= {one.name for one in bookings[0].travellers}


def test_too_many_cells_are_refused_and_too_few_are_empty() -> None:
    """A row wider than the header cannot be read; a shorter one simply says less."""
    header = "reference,traveller,kind,from,departs,arrives"
    data = f"{header}\nA,Ann,stay,Inn,2027-05-12\nA,Ann,stay,Inn,2027-05-13,2027-05-14,extra\n".encode()
    bookings, reading = read(data, "a.csv")
    assert (len(bookings[0].segments), [one.row for one in reading.rejections]) == (1, [3])


def test_the_marked_traveller_leads() -> None:
    """The lead column wins over the order."""
    booking = only(
        row(), row(traveller="Bruno de Vries", lead="yes", minor="no"), row(traveller="Dan Rossi", minor="X")
    )
    assert [(one.name, one.lead, one.minor) for one in booking.travellers] == [
        ("Ann de Vries", False, False),
        ("Bruno de Vries", True, False),
        ("Dan Rossi", False, True),
    ]


def test_a_hired_car_and_a_visit_and_a_driven_car() -> None:
    """rental_car is a visit; car is a leg."""
    booking = only(
        row(
            kind="rental_car", carrier="", number="", origin="LIS", to="", operator="Example Cars", arrives=""
        ),
        row(kind="car", carrier="", number="", origin="Lisbon", to="Porto", from_country="PT", arrives=""),
        row(kind="visit", carrier="", number="", name="Old town walk", origin="Square", to="", arrives=""),
        row(
            kind="transfer",
            carrier="",
            number="",
            origin="LIS",
            to="",
            arrives="",
            departs="2027-05-12 09:00",
        ),
    )
    assert sorted((one.kind.value, one.label) for one in booking.segments) == [
        ("car", "Porto"),
        ("transfer", "Lisbon Portela Airport"),
        ("visit", "Example Cars"),
        ("visit", "Old town walk"),
    ]


def test_a_stay_has_its_name_and_where_it_is() -> None:
    """The address belongs to a stay; a stated zone settles it."""
    hotel = row(
        kind="stay", carrier="", number="", name="Inn", origin="Inn", from_city="Ponta Delgada", from_country="PT",
        from_zone="Atlantic/Azores", to="", departs="2027-05-12", arrives="2027-05-19", phone="+351 0",
    )  # fmt: skip
    found = only(hotel).segments[0]
    assert (found.name, found.origin.zone, found.origin.phone) == ("Inn", "Atlantic/Azores", "+351 0")
    assert (found.departs.iso, found.origin) == ("2027-05-12", found.destination)


def test_cancelled_rows_and_a_cancelled_booking() -> None:
    """status cancels the row's segment; a row of nothing but reference and status cancels the booking."""
    some = only(row(), row(status="cancelled", traveller="Bruno de Vries"))
    assert [one.name for one in some.travellers] == ["Ann de Vries"]
    empty = row(
        traveller="",
        kind="",
        carrier="",
        number="",
        origin="",
        to="",
        departs="",
        arrives="",
        status="cancelled",
    )
    booking = only(row(), empty)
    assert (booking.cancelled, [one.cancelled for one in booking.segments]) == (True, [True])


def test_the_same_row_twice_is_once() -> None:
    """Exact duplicates are merged."""
    booking = only(row(), row())
    assert (len(booking.segments), len(booking.travellers), booking.notes) == (1, 1, ())


def test_scattered_rows_meet_again(tmp_path: Path) -> None:
    """Rows of 300 bookings, shuffled over two files, become the same bookings as in order."""
    rows = [
        row(
            reference=f"R{number:03}",
            traveller=name,
            departs=f"2027-05-{1 + number % 28:02} 09:40",
            arrives="",
        )
        for number in range(300)
        for name in ("Ann de Vries", "Bruno de Vries")
    ]
    ordered = {one.reference: one.segments for one in read(table(*rows), "a.csv")[0]}
    random.Random(7).shuffle(rows)
    for name, part in (("a.csv", rows[:200]), ("b.csv", rows[200:])):
        (tmp_path / name).write_bytes(table(*part))
    seen: list[tuple[int, int]] = []
    reading = read_files(
        [tmp_path / "a.csv", tmp_path / "b.csv"], progress=lambda done, total: seen.append((done, total))
    )
    found = list(reading)
    assert (len(found), reading.found, reading.lines, reading.rejections) == (300, 300, 600, ())
    assert [one.reference for one in found] == list(dict.fromkeys(line.split('"')[1] for line in rows))
    assert {
        one.reference: {(leg.id, frozenset(leg.travellers)) for leg in one.segments} for one in found
    } == {key: {(leg.id, frozenset(leg.travellers)) for leg in legs} for key, legs in ordered.items()}
    total = sum((tmp_path / name).stat().st_size for name in ("a.csv", "b.csv"))
    assert seen[-1] == (total, total)
    assert seen == sorted(seen)


def test_rejections_stand_in_the_order_of_the_file() -> None:
    """Faults found late are listed where they stand."""
    data = table(row(departs="soon", reference="B"), row(reference=""), row(departs="later", reference="A"))
    reading = read_bytes("a.csv", data)
    assert list(reading) == []
    assert [one.row for one in reading.rejections] == [2, 3, 4]


def test_three_letters_on_a_flight_are_a_code() -> None:
    """In any case, and with a note when no airport has it; elsewhere they may be a name."""
    booking = only(row(origin="ams", to="QQQ", arrives=""))
    assert (booking.segments[0].origin.iata, booking.segments[0].destination.iata) == ("AMS", "QQQ")
    assert booking.notes == (
        "QQQ is not an airport code we know.",
        "TP 669: the zone of QQQ is unknown; its times are kept without offset. Add to_zone.",
    )
    inn = only(row(kind="stay", origin="Spa", from_country="BE", to="", arrives=""))
    assert (inn.segments[0].origin.name, inn.segments[0].origin.iata) == ("Spa", None)
    named = only(row(kind="stay", origin="LIS", name="Airport Inn", to="", arrives=""))
    assert (named.segments[0].origin.name, named.segments[0].origin.zone) == ("Airport Inn", "Europe/Lisbon")


def test_notes_of_a_row_reach_the_booking() -> None:
    """An inferred zone and a disagreeing offset are said."""
    booking = only(
        row(kind="train", origin="Station", from_city="Lisbon", from_country="PT", to="MAD", carrier="",
            departs="2027-05-12T09:40:00+05:00", arrives="")
    )  # fmt: skip
    assert [note.split(":")[1].split()[0] for note in booking.notes] == ["zone", "the"]


def test_a_row_without_a_carrier_code_reads_it_from_the_number() -> None:
    """KL1697 is KL 1697; a foreign code in the number stays where it is."""
    assert only(row(carrier="", number="KL1697")).segments[0].label == "KL 1697"
    assert only(row(carrier="TP", number="TP 669")).segments[0].number == "669"
    assert only(row(carrier="AF", number="KL1697")).segments[0].number == "KL1697"


def test_a_birth_date_makes_a_child_and_an_occasion_is_the_bookings() -> None:
    """Written once, it counts for the whole booking; years before 1970 are birth years like any other."""
    booking = only(row(born="2018-03-04", occasion="Honeymoon"), row(traveller="Bruno", born="1949-12-31"))
    assert [(one.born, one.minor) for one in booking.travellers] == [
        (date(2018, 3, 4), True),
        (date(1949, 12, 31), False),
    ]
    assert booking.occasions == ("honeymoon",)


@pytest.mark.parametrize(
    ("column", "value", "hint"),
    [
        ("born", "04/03/2018", "1984-06-21"),
        ("born", "2018-02-30", "1984-06-21"),
        ("born", "1899-12-31", "1984-06-21"),
        ("born", "2018-03-04 10:00", "1984-06-21"),
        ("occasion", "divorce", "anniversary, honeymoon, birthday"),
    ],
)
def test_what_is_no_birth_date_or_occasion_is_refused(column: str, value: str, hint: str) -> None:
    """Row, column, value and a hint; nothing is guessed."""
    _, reading = read(table(row(**{column: value})), "a.csv")
    (rejection,) = reading.rejections
    assert (rejection.row, rejection.field, rejection.value) == (2, column, value)
    assert hint in rejection.why
