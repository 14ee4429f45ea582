"""A draft of a column mapping from a table's headers and values, for a person to read and put right.

What the headers do not tell is left open and said; the order of day and month is declared where the column proves it, and
asked where not. Not here: the words that headers use (headings), what a mapping means (mapping).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.imports import delimited, workbook
from bot.imports.day_order import Proof
from bot.imports.encoding import encoding_of
from bot.imports.grid import Grid, Record, Value
from bot.imports.headings import HEADINGS, WORDS
from bot.imports.kinds import PaperKind, kind_of
from bot.imports.mapped import DATED, HEADER_WITHIN, written
from bot.imports.places import folded
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import clean
from bot.imports.table import COLUMNS

ROWS = 5_000
"""Rows below the header that are looked at."""
_DISTINCT = 40
_TIMED = ("departs", "arrives")
_PERSON = ("first", "between", "last")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A table with its likely header. names: their columns, "Datum#2" for the second of a name. found: what is meant ->
    their column."""

    grid: Grid
    header: Record
    names: tuple[str, ...]
    found: dict[str, str]


def propose(path: Path) -> str:
    """The draft for a file, as YAML. Raises Refusal for what is no table."""
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(path.open("rb"))
        except OSError as error:
            why = f"The file cannot be read: {error.strerror or error}. Check its name and permissions."
            raise Refusal(Reason.UNREADABLE, why) from error
        start = stream.read(4096)
        stream.seek(0)
        kind = kind_of(path.name, start)
        if kind is PaperKind.WORKBOOK:
            grids = [grid for grid in workbook.sheets(stream) if not grid.hidden]
        elif kind is PaperKind.TABLE and start.strip():
            text = io.TextIOWrapper(stream, encoding=encoding_of(stream), errors="replace", newline="")
            stack.callback(text.detach)

            def lines() -> Iterator[str]:
                text.seek(0)
                return iter(text.readline, "")

            every = [name for names in HEADINGS.values() for name in names]
            grids = [delimited.grid(lines, delimiter=None, wanted=every)]
        else:
            why = "Columns are proposed for tables: .csv, .tsv and .xlsx. Other papers need none."
            raise Refusal(Reason.NOT_READ, why)
        sheets = [sheet for grid in grids if (sheet := _recognised(grid)) is not None]
        if not sheets:
            why = "No row of this table looks like a header: none names a booking, a traveller, a place or a day."
            raise Refusal(Reason.COLUMNS, why)
        return "\n".join(_draft(path.name, sheets)) + "\n"


def _recognised(grid: Grid) -> _Sheet | None:
    """The sheet with the row that names most; None when none names at least three."""
    best: _Sheet | None = None
    for record in islice(grid.records(), HEADER_WITHIN):
        names = _names(record.cells)
        found = _meanings(names)
        if len(found) >= 3 and (best is None or len(found) > len(best.found)):
            best = _Sheet(grid=grid, header=record, names=names, found=found)
    return best


def _names(cells: Sequence[Value]) -> tuple[str, ...]:
    """The columns' names; one that stands there again gets its number."""
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        name = clean(str(cell)) or ""
        key = folded(name)
        seen[key] = seen.get(key, 0) + 1
        names.append(name if seen[key] == 1 or not name else f"{name}#{seen[key]}")
    return tuple(names)


def _meanings(names: Sequence[str]) -> dict[str, str]:
    """What is meant -> their column: our own names first, then exact words, each column for one thing only."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    plain = {name: folded(name.replace("_", " ")) for name in names if name}
    for ours in COLUMNS:
        for name in names:
            if name.casefold() == ours and ours not in found:
                found[ours] = name
                taken.add(name)
    for meant, words in HEADINGS.items():
        if meant in found:
            continue
        for word in words:
            wanted = folded(word)
            theirs = next((one for one, said in plain.items() if said == wanted and one not in taken), None)
            if theirs is not None:
                found[meant] = theirs
                taken.add(theirs)
                break
    return found


def _draft(file: str, sheets: Sequence[_Sheet]) -> list[str]:
    lines = [
        f"# A draft for {json.dumps(file, ensure_ascii=False)}, from its headers and values. Read every line, put right what",
        "# is wrong, then: reisgenoot columns save NAME THIS-FILE, and reisgenoot import --columns NAME FILE.",
    ]
    if len(sheets) == 1 and not sheets[0].grid.name:
        return [*lines, *_layout(sheets[0], "")]
    lines.append("sheets:")
    for sheet in sheets:
        lines.append(f"  {_quoted(sheet.grid.name)}:")
        lines.extend(_layout(sheet, "    "))
    return lines


def _layout(sheet: _Sheet, indent: str) -> list[str]:
    found = dict(sheet.found)
    lines: list[str] = []
    named = [found.pop(part) for part in _PERSON if part in found]
    used = set(named)
    # "Nom" is the surname where a first name stands beside it, and the whole name where none does.
    if named and "traveller" not in found:
        found["traveller"] = ""
    times = {ours: found.pop(f"{ours} time", None) for ours in _TIMED}
    asks: list[str] = []
    proven: list[str] = []
    for ours in COLUMNS:
        clock = times.get(ours)
        if ours not in found and clock is None:
            continue
        theirs = found.get(ours, "")
        used.update(name for name in (theirs, clock) if name)
        if ours == "traveller" and not theirs:
            lines.append(f"  traveller: [{', '.join(map(_quoted, named))}]")
        elif ours in DATED:
            order, ask = _order(sheet, theirs, clock=clock is not None)
            asks.extend([ask] if ask else [])
            proven.extend([f"{theirs} proves {order}"] if order else [])
            lines.append(f"  {ours}: {_source(theirs, clock, order)}")
        else:
            lines.append(f"  {ours}: {_quoted(theirs)}")
    said = {line.split(":", 1)[0].strip() for line in lines}
    for needed, hint in (
        ("reference", "the booking's number"),
        ("traveller", "the name; or leave this out when the tables name nobody"),
        ("from", "where it begins: an airport, a station, a hotel"),
        ("departs", "the day or time"),
    ):
        if needed not in said:
            lines.append(f"  # {needed}: …   # {hint}: not found, fill in the column")
    constants = [] if "kind" in said else ["  kind: flight   # no column tells: is every row one?"]
    if asks and proven:
        asks.append(f"# (In this table {', '.join(proven)}.)")
    out = [*asks, "columns:", *lines]
    if constants:
        out += ["constants:", *constants]
    words = [line for ours in WORDS if ours in sheet.found for line in _words(sheet, ours)]
    if words:
        out += ["values:", *words]
    left = [name for name in sheet.names if name and name not in used]
    if left:
        out.append(f"# Not used: {', '.join(left[:60])}")
    return [f"{indent}{line}" for line in out]


def _source(theirs: str, clock: str | None, order: str) -> str:
    if clock is None and not order:
        return _quoted(theirs)
    parts = [f"column: {_quoted(theirs)}"] if theirs else []
    parts += [f"time: {_quoted(clock)}"] if clock else []
    parts += [f"dates: {order}"] if order else []
    return "{" + ", ".join(parts) + "}"


def _column(sheet: _Sheet, theirs: str) -> Iterator[Value]:
    """The filled values of a column, of the first rows."""
    position = sheet.names.index(theirs)
    below = (record for record in sheet.grid.records() if record.row > sheet.header.row)
    for record in islice(below, ROWS):
        if record.refusal is None and position < len(record.cells) and written(record.cells[position]):
            yield record.cells[position]


def _order(sheet: _Sheet, theirs: str, *, clock: bool) -> tuple[str, str]:
    """The order that the column's values prove, and what to ask where they prove none."""
    if not theirs:
        return "", ""
    proof = Proof()
    for value in _column(sheet, theirs):
        proof.see(value)
    try:
        proven = proof.order(theirs)
    except Refusal as refusal:
        value = clean(str(refusal.value)) or ""
        ask = (
            f"# {theirs}: {value} can be read two ways, and no value tells which."
            if not (proof.day_first and proof.month_first)
            else f"# {theirs}: its values follow two orders ({proof.day_first} and {proof.month_first}); the table has to be put right."
        )
        return "", f"{ask} Declare it: dates: d/m/y, or dates: m/d/y"
    return (str(proven), "") if proven else ("", "")


def _words(sheet: _Sheet, ours: str) -> list[str]:
    """Their words for our words, as far as they are known; the others are asked."""
    known = {folded(word): our for our, words in WORDS[ours].items() for word in words}
    distinct = list(dict.fromkeys(written(value) for value in _column(sheet, sheet.found[ours])))[:_DISTINCT]
    lines = []
    for word in distinct:
        meant = known.get(folded(word))
        if meant is None:
            lines.append(f"    # {_quoted(word)}: …   # one of {', '.join(WORDS[ours])}")
        elif meant != word.casefold():
            lines.append(f"    {_quoted(word)}: {meant}")
    mapped = [line for line in lines if not line.lstrip().startswith("#")]
    if not lines:
        return []
    return (
        [f"  {ours}:", *lines] if mapped else [f"  # {ours}:", *(f"  # {line.strip(' #')}" for line in lines)]
    )


def _quoted(name: str) -> str:
    """A YAML scalar that is itself, whatever stands in it."""
    plain = name.replace(" ", "").replace("-", "").replace("_", "")
    ordinary = plain.isalnum() and not name.isdecimal() and plain.isascii() and name == name.strip("- ")
    return name if ordinary and not plain[0].isdigit() else json.dumps(name, ensure_ascii=False)
