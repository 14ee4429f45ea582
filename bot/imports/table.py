"""The project's own CSV, one row a segment per traveller: its columns, its template, text -> records.

reference    the booking's number; rows may stand in any order          booked       when it was sold (ISO day or time)
traveller    the full name                lead, minor   yes or no        kind         a segment's kind, or rental_car
carrier      IATA code of two characters  number        without it       operator, name    in words
from, to     IATA code or the place's name; a stay or visit has only from, rental_car its hand-back in to
…_city, …_country (code or name), …_zone (IANA)    settle the place      address, phone    of a stay or visit
departs, arrives    ISO day or time: leaving and landing, check-in and check-out, start and end
status       confirmed (or empty), cancelled; a row of only reference and status cancels the booking
born         the traveller's date of birth     occasion    anniversary, honeymoon or birthday, of the whole booking

Not here: what a row means (rows), files on disk (paper).
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.imports.grid import Record, Value
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import clean

COLUMNS = (
    "reference", "booked", "traveller", "lead", "minor", "kind", "carrier", "number", "operator", "name",
    "from", "from_city", "from_country", "from_zone", "departs",
    "to", "to_city", "to_country", "to_zone", "arrives",
    "address", "phone", "status", "born", "occasion",
)  # fmt: skip
REQUIRED = ("reference", "traveller", "kind", "from", "departs")

_DELIMITERS = (",", ";", "\t")
_LONGEST_RECORD = 50
_TEMPLATE = "Run `reisgenoot import --template` for an example."

_EXAMPLES = (
    "LIS27A,2026-11-02T10:15:00Z,Ann de Vries,yes,no,flight,TP,669,TAP Air Portugal,,"
    "AMS,,,,2027-05-12 09:40,LIS,,,,2027-05-12 11:35,,,confirmed,1984-06-21,anniversary",
    "LIS27A,2026-11-02T10:15:00Z,Bruno de Vries,no,yes,flight,TP,669,TAP Air Portugal,,"
    "AMS,,,,2027-05-12 09:40,LIS,,,,2027-05-12 11:35,,,confirmed,2018-03-04,",
    "LIS27A,2026-11-02T10:15:00Z,Ann de Vries,yes,no,stay,,,,Hotel by the River,"
    'Hotel by the River,Lisbon,PT,Europe/Lisbon,2027-05-12,,,,,2027-05-19,"Example Street 1, Lisbon",,confirmed,1984-06-21,',
    "LIS27A,2026-11-02T10:15:00Z,Bruno de Vries,no,yes,stay,,,,Hotel by the River,"
    'Hotel by the River,Lisbon,PT,Europe/Lisbon,2027-05-12,,,,,2027-05-19,"Example Street 1, Lisbon",,confirmed,2018-03-04,',
    "ROM27B,2026-12-01,Chiara Rossi,yes,no,train,,9415,,Morning train,"
    "Roma Termini,Rome,IT,,2027-06-04 08:35,Firenze S. M. Novella,Florence,IT,,2027-06-04 10:11,,,confirmed,,",
    "ROM27B,2026-12-01,Chiara Rossi,yes,no,rental_car,,,Example Cars,,"
    "Car desk at the station,Florence,IT,,2027-06-05 10:00,,,,,2027-06-06 18:00,,,confirmed,,",
)


def template() -> str:
    """The header and six rows to copy."""
    return "\n".join((",".join(COLUMNS), *_EXAMPLES)) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where each known column stands. unknown: names of columns that are not read, each with a guess at what was meant."""

    delimiter: str
    at: dict[str, int]
    width: int
    unknown: tuple[str, ...]


def read_header(line: str) -> Header:
    """The header in the first line; the delimiter is the one that names most known columns. Raises Refusal."""
    best: tuple[int, str, list[str]] = (0, ",", [])
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
        except csv.Error:
            continue  # a cell of 128 KB is no name
        names = [re.sub(r"[\s-]+", "_", (clean(cell.lstrip("\ufeff")) or "").casefold()) for cell in cells]
        hits = len(set(names) & set(COLUMNS))
        if hits > best[0]:
            best = (hits, delimiter, names)
    hits, delimiter, names = best
    missing = [column for column in REQUIRED if column not in names]
    unknown = tuple(name for name in names if name and name not in COLUMNS)
    absent = [column for column in COLUMNS if column not in names]
    meant = {name: column for name in unknown if (column := _slip(name, absent))}
    if missing:
        meant = {name: column for name, column in meant.items() if column in missing}
        hint = f"; {_questions(meant)}" if meant else "."
        why = f"The header lacks {', '.join(missing)}{hint} {_TEMPLATE}"
        raise Refusal(Reason.COLUMNS, why, field=missing[0], value=line.strip()[:200])
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        why = f"The header names {', '.join(twice)} twice. Keep one column of each name."
        raise Refusal(Reason.COLUMNS, why, field=twice[0])
    if meant:
        why = (
            f"The header has a column that we do not read: {_questions(meant)} Correct the name;"
            " call a column of your own something else."
        )
        raise Refusal(Reason.COLUMNS, why, field=next(iter(meant)))
    at = {name: position for position, name in enumerate(names) if name in COLUMNS}
    hints = {name: get_close_matches(name, absent, n=1, cutoff=0.6) for name in unknown}
    return Header(
        delimiter=delimiter,
        at=at,
        width=len(names),
        unknown=tuple(_questions({name: near[0]}) if near else name for name, near in hints.items()),
    )


def _questions(meant: dict[str, str]) -> str:
    return " ".join(f"{name}: did you mean {column}?" for name, column in meant.items())


def _slip(name: str, columns: Sequence[str]) -> str | None:
    """The column that `name` is a slip of the pen of. Short names allow one slip, or one would suspect any word."""
    for slips in (1, 2):
        for column in columns:
            if len(column) > 2 and slips <= (1 if len(column) < 6 else 2) and _apart(name, column) == slips:
                return column
    return None


def _apart(one: str, other: str) -> int:
    """How many letters are missing, too many, other or swapped between two names; 3 stands for more."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for high, letter in enumerate(one, 1):
        older, before, row = before, row, [high]
        for wide, mark in enumerate(other, 1):
            least = min(before[wide] + 1, row[-1] + 1, before[wide - 1] + (letter != mark))
            if high > 1 and wide > 1 and letter == other[wide - 2] and mark == one[high - 2]:
                least = min(least, older[wide - 2] + 1)
            row.append(least)
    return min(row[-1], 3)


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


def named_cells(cells: Sequence[Value], header: Header) -> dict[str, str]:
    """The known, filled cells of a record by column, cleaned."""
    found = {}
    for name, position in header.at.items():
        value = clean(str(cells[position])) if position < len(cells) else None
        if value:
            found[name] = value
    return found
