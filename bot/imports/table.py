"""The project's own CSV: one row a segment per traveller. Text -> records -> lines.

Not here: schema.org (reservations), joining rows into a booking (bookings), files on disk (paper).
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.imports.line import Line, Move, refuse_disorder
from bot.imports.people import read_person
from bot.imports.places import airport, country_code, locate
from bot.imports.printed import Printed, known_zone, read_time, settle
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import clean
from flows.trips.times import Time
from flows.trips.trip import Kind, Place

COLUMNS = (
    "reference", "booked", "traveller", "lead", "minor", "kind", "carrier", "number", "operator", "name",
    "from", "from_city", "from_country", "from_zone", "departs",
    "to", "to_city", "to_country", "to_zone", "arrives",
    "address", "phone", "status",
)  # fmt: skip
REQUIRED = ("reference", "traveller", "kind", "from", "departs")
RENTAL_CAR = "rental_car"
KINDS = (*(kind.value for kind in Kind), RENTAL_CAR)

_DELIMITERS = (",", ";", "\t")
_LONGEST_RECORD = 50
_YES, _NO = {"yes", "y", "true", "1", "x"}, {"", "no", "n", "false", "0"}
_CONFIRMED, _CANCELLED = {"", "confirmed"}, {"cancelled", "canceled"}
_SOLE = "Run `reisgenoot import --template` for an example."

_EXAMPLES = (
    "LIS27A,2026-11-02T10:15:00Z,Ann de Vries,yes,no,flight,TP,669,TAP Air Portugal,,"
    "AMS,,,,2027-05-12 09:40,LIS,,,,2027-05-12 11:35,,,confirmed",
    "LIS27A,2026-11-02T10:15:00Z,Bruno de Vries,no,yes,flight,TP,669,TAP Air Portugal,,"
    "AMS,,,,2027-05-12 09:40,LIS,,,,2027-05-12 11:35,,,confirmed",
    "LIS27A,2026-11-02T10:15:00Z,Ann de Vries,yes,no,stay,,,,Hotel by the River,"
    'Hotel by the River,Lisbon,Portugal,Europe/Lisbon,2027-05-12,,,,,2027-05-19,"Example Street 1, Lisbon",,confirmed',
    "LIS27A,2026-11-02T10:15:00Z,Ann de Vries,yes,no,rental_car,,,Example Cars,,"
    "LIS,,,,2027-05-14 10:00,,,,,2027-05-16 18:00,,,confirmed",
    "LIS27A,2026-11-02T10:15:00Z,Ann de Vries,yes,no,visit,,,,Walk through the old town,"
    "Praça do Comércio,Lisbon,PT,Europe/Lisbon,2027-05-13 10:00,,,,,2027-05-13 12:30,,,confirmed",
    "ROM27B,2026-12-01,Chiara Rossi,yes,no,train,,9415,,Morning train,"
    "Roma Termini,Rome,IT,,2027-06-04 08:35,Firenze S. M. Novella,Florence,IT,,2027-06-04 10:11,,,confirmed",
)


def template() -> str:
    """The header and six rows to copy."""
    return "\n".join((",".join(COLUMNS), *_EXAMPLES)) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where each known column stands. unknown: names of columns that are not read."""

    delimiter: str
    at: dict[str, int]
    width: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record and the physical line where it begins; a refusal when it cannot be split into cells."""

    row: int
    cells: tuple[str, ...] = ()
    refusal: Refusal | None = None


def read_header(line: str) -> Header:
    """The header in the first line; the delimiter is the one that names most known columns. Raises Refusal."""
    best: tuple[int, str, list[str]] = (0, ",", [])
    for delimiter in _DELIMITERS:
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
        names = [re.sub(r"[\s-]+", "_", (clean(cell.lstrip("\ufeff")) or "").casefold()) for cell in cells]
        hits = len(set(names) & set(COLUMNS))
        if hits > best[0]:
            best = (hits, delimiter, names)
    hits, delimiter, names = best
    missing = [column for column in REQUIRED if column not in names]
    if missing:
        why = f"The header lacks {', '.join(missing)}. {_SOLE}"
        raise Refusal(Reason.COLUMNS, why, field=missing[0], value=line.strip()[:200])
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        why = f"The header names {', '.join(twice)} twice. Keep one column of each name."
        raise Refusal(Reason.COLUMNS, why, field=twice[0])
    at = {name: position for position, name in enumerate(names) if name in COLUMNS}
    unknown = tuple(name for name in names if name and name not in COLUMNS)
    return Header(delimiter=delimiter, at=at, width=len(names), unknown=unknown)


def records(lines: Iterable[str], header: Header, *, first_row: int = 2) -> Iterator[Record]:
    """The records below the header. A quote that never closes costs its own line, not the rest of the file."""
    source = iter(lines)
    ahead: deque[str] = deque()
    row = first_row
    while True:
        line = ahead.popleft() if ahead else next(source, None)
        if line is None:
            return
        taken = [line]
        quoted = _open_quote(line, header.delimiter, quoted=False)
        while quoted and len(taken) < _LONGEST_RECORD:
            more = ahead.popleft() if ahead else next(source, None)
            if more is None:
                break
            taken.append(more)
            quoted = _open_quote(more, header.delimiter, quoted=True)
        cells = None if quoted else _cells(taken, header)
        if cells is None:
            ahead.extendleft(reversed(taken[1:]))
            why = "This line cannot be split into the header's columns: a quote is open, or there are cells too many."
            yield Record(row=row, refusal=Refusal(Reason.NOT_UNDERSTOOD, why, value=line.strip()))
            row += 1
            continue
        if any(cell.strip() for cell in cells):
            yield Record(row=row, cells=cells)
        row += len(taken)


def _cells(taken: Sequence[str], header: Header) -> tuple[str, ...] | None:
    try:
        found = list(csv.reader(taken, delimiter=header.delimiter, strict=True))
    except csv.Error:
        return None
    if len(found) != 1:
        return () if not found else None
    cells = found[0]
    if any(cell.strip() for cell in cells[header.width :]):
        return None
    return tuple(cells[: header.width])


def _open_quote(line: str, delimiter: str, *, quoted: bool) -> bool:
    """True when a quoted cell is still open at the end of `line`."""
    if '"' not in line:
        return quoted
    start = True
    position = 0
    while position < len(line):
        mark = line[position]
        if quoted:
            if mark == '"':
                if line[position + 1 : position + 2] == '"':
                    position += 1
                else:
                    quoted = False
        elif mark == '"' and start:
            quoted = True
        start = not quoted and mark == delimiter
        position += 1
    return quoted


def named_cells(cells: Sequence[str], header: Header) -> dict[str, str]:
    """The known, filled cells of a record by column, cleaned."""
    found = {}
    for name, position in header.at.items():
        value = clean(cells[position]) if position < len(cells) else None
        if value:
            found[name] = value
    return found


def reference_of(row: dict[str, str]) -> str:
    """The booking's reference. Raises Refusal when the row has none."""
    if "reference" not in row:
        why = "A row without a reference belongs to no booking. Fill in the reference."
        raise Refusal(Reason.MISSING, why, field="reference")
    return row["reference"]


def read_row(row: dict[str, str]) -> Line:
    """The line that one row says. Raises Refusal naming the column at fault."""
    cancelled = _word(row, "status", _CANCELLED, _CONFIRMED, "confirmed or cancelled")
    lead = _word(row, "lead", _YES, _NO, "yes or no")
    minor = _word(row, "minor", _YES, _NO, "yes or no")
    person = read_person(row.get("traveller"), lead=lead, minor=minor)
    notes: list[str] = []
    booked = _time(row, "booked", "booked")
    if cancelled and "kind" not in row and "departs" not in row:
        return Line(move=None, people=(person,) if person else (), cancelled=True, booked=booked)
    if person is None:
        raise Refusal(
            Reason.MISSING, "Nobody is named in this row. Fill in the traveller.", field="traveller"
        )
    return Line(
        move=_move(row, notes),
        people=(person,),
        cancelled=cancelled,
        booked=booked,
        notes=tuple(notes),
    )


def _move(row: dict[str, str], notes: list[str]) -> Move:
    word = row.get("kind", "").casefold()
    if word not in KINDS:
        why = f"This kind is not known. Use one of {', '.join(KINDS)}."
        raise Refusal(Reason.UNKNOWN_KIND, why, field="kind", value=row.get("kind"))
    kind = Kind.VISIT if word == RENTAL_CAR else Kind(word)
    origin = _place(
        row, "from", notes, contact=not kind.is_leg, named=None if kind.is_leg else row.get("name")
    )
    if origin is None:
        raise Refusal(Reason.MISSING, "It does not say where. Fill in from.", field="from")
    target = _place(row, "to", notes) if kind.is_leg or word == RENTAL_CAR else None
    if kind.is_leg and kind is not Kind.TRANSFER and target is None:
        raise Refusal(Reason.MISSING, f"A {word} goes somewhere. Fill in to.", field="to")
    carrier, number = _carrier(row, kind)
    name = row.get("name") or (None if kind.is_leg else row.get("operator") or origin.name)
    label = " ".join(part for part in (carrier, number) if part) or name or word
    leaves = _time(row, "departs", label)
    if leaves is None:
        raise Refusal(Reason.MISSING, "It does not say when. Fill in departs.", field="departs")
    departs = _settled(leaves, origin, f"{label}, departs", notes)
    ends = _time(row, "arrives", label)
    arrives = _settled(ends, target or origin, f"{label}, arrives", notes) if ends else None
    refuse_disorder(departs, arrives, field="arrives", value=row.get("arrives"))
    return Move(
        kind=kind,
        origin=origin,
        destination=target if kind.is_leg else origin,
        departs=departs,
        arrives=arrives,
        number=number,
        carrier=carrier,
        operator=row.get("operator"),
        name=name,
    )


def _settled(printed: Printed, place: Place, what: str, notes: list[str]) -> Time:
    moment, note = settle(printed, place.zone, what=what)
    if note:
        notes.append(note)
    return moment


def _carrier(row: dict[str, str], kind: Kind) -> tuple[str | None, str | None]:
    carrier, number = row.get("carrier"), row.get("number")
    if carrier and not re.fullmatch(r"[A-Za-z0-9]{2}", carrier):
        why = "A carrier is its IATA code of two characters (KL). Put names in operator."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field="carrier", value=carrier)
    carrier = carrier.upper() if carrier else None
    if kind is Kind.FLIGHT and number:
        found = re.fullmatch(r"([A-Z][A-Z0-9]|[0-9][A-Z])[\s-]*(\d{1,4}[A-Z]?)", number.upper())
        if found and carrier in (None, found[1]):
            return found[1], found[2]
    return carrier, number


def _place(
    row: dict[str, str], side: str, notes: list[str], *, contact: bool = False, named: str | None = None
) -> Place | None:
    country, zone = row.get(f"{side}_country"), row.get(f"{side}_zone")
    if country and country_code(country) is None:
        why = "This country is not known. Write its code (PT) or its name (Portugal)."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field=f"{side}_country", value=country)
    if zone and known_zone(zone) is None:
        why = "This zone is not known. Write a name such as Europe/Lisbon, or leave it empty."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field=f"{side}_zone", value=zone)
    printed = row.get(side)
    if printed is None:
        return None
    code = printed if airport(printed) and printed.isupper() else None
    located = locate(
        (named or None) if code else printed,
        iata=code,
        city=row.get(f"{side}_city"),
        country=country,
        zone=zone,
        address=row.get("address") if contact else None,
        phone=row.get("phone") if contact else None,
    )
    if located is None:
        return None
    if located.note:
        notes.append(located.note)
    return located.place


def _time(row: dict[str, str], column: str, what: str) -> Printed | None:
    if column not in row:
        return None
    try:
        return read_time(row[column])
    except Refusal as refusal:
        refusal.field = column
        raise


def _word(row: dict[str, str], column: str, yes: set[str], no: set[str], allowed: str) -> bool:
    word = row.get(column, "").casefold()
    if word not in yes and word not in no:
        raise Refusal(Reason.NOT_UNDERSTOOD, f"Write {allowed}.", field=column, value=row[column])
    return word in yes
