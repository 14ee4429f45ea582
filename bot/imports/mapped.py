"""A table that is not ours -> rows in the project's own columns, by a column mapping.

Not here: the mapping (mapping), days and hours (dates), what a row of ours means (rows).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from bot.imports.dates import Moment, read_moment
from bot.imports.day_order import Order, Proof
from bot.imports.found import Finds, Found
from bot.imports.grid import Grid, Record, Value
from bot.imports.mapping import TIMES, ColumnMap, Layout, Source
from bot.imports.places import folded
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import clean
from bot.imports.table import COLUMNS, REQUIRED
from bot.imports.unfit import refuse_formulas

HEADER_WITHIN = 30
"""Records from the top among which the header is looked for."""

MOST_IN_CELL = 100
"""Travellers that one cell may name."""

DATED = (*TIMES, "born")
_NTH = re.compile(r"(.+)#(\d{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """Where their columns stand. row: the header's own line."""

    row: int
    at: Mapping[str, int]


@dataclass(slots=True)
class _Table:
    """A grid, its header and the orders that its columns prove."""

    grid: Grid
    header: _Header
    orders: dict[str, Order | None] = field(default_factory=dict)

    def cell(self, record: Record, theirs: str) -> Value:
        position = self.header.at[theirs]
        return record.cells[position] if position < len(record.cells) else ""

    def rows(self) -> Iterator[Record]:
        return (record for record in self.grid.records() if record.row > self.header.row)


def in_grid(grid: Grid, columns: ColumnMap | None) -> Finds:
    """The rows of one sheet. columns None: it has the project's own columns. A sheet that the mapping does not name
    yields nothing. Refusals carry the row, their column and the value."""
    if columns is None:
        layouts: Sequence[Layout] = (_own(grid),)
    else:
        layouts = columns.layouts.get(grid.name) or columns.layouts.get(None) or ()
    if not layouts:
        return
    table = _Table(grid=grid, header=_header(grid, layouts))
    _prove(table, layouts)
    told = [(layout, _names(layout)) for layout in layouts]
    count = 0
    for record in table.rows():
        count += 1
        if record.refusal is not None:
            record.refusal.row = record.row
            record.refusal.part = grid.name
            yield record.refusal
            continue
        for layout, names in told:
            if len(layouts) > 1 and not _leaves(table, record, layout):
                continue
            try:
                said = _row(table, record, layout)
            except Refusal as refusal:
                refusal.row, refusal.part = record.row, grid.name
                yield refusal
                continue
            for each in _each(said, layout):
                yield Found(said=each, is_table=True, row=record.row, part=grid.name, columns=names)
    if not count:
        raise Refusal(Reason.EMPTY, "The table has a header and no rows. Export it again.", part=grid.name)


def no_sheet(name: str) -> Refusal:
    """The refusal of a sheet that the mapping names and the workbook does not have."""
    why = f"The workbook has no sheet {name}, or it is empty. Correct the name in the mapping."
    return Refusal(Reason.COLUMNS, why, field=f"sheets.{name}")


def _own(grid: Grid) -> Layout:
    """The project's own columns, as this sheet spells them."""
    columns: dict[str, Source] = {}
    for record in islice(grid.records(), HEADER_WITHIN):
        columns = {}
        for cell in record.cells:
            name = re.sub(r"[\s-]+", "_", (clean(str(cell)) or "").casefold())
            if name in COLUMNS:
                columns.setdefault(name, Source(columns=(str(cell),)))
        if all(name in columns for name in REQUIRED):
            return Layout(columns=columns)
    missing = ", ".join(REQUIRED)
    why = (
        f"No row of this sheet is a header with {missing}. Run `reisgenoot columns propose FILE` "
        "and import it with the mapping that this drafts."
    )
    raise Refusal(Reason.COLUMNS, why, part=grid.name)


def theirs_of(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """Every column of the sender's that these layouts name, once."""
    found: dict[str, None] = {}
    for layout in layouts:
        for source in layout.columns.values():
            found.update(dict.fromkeys(source.columns))
            if source.clock:
                found[source.clock] = None
    return tuple(found)


def positions(cells: Sequence[Value], wanted: Sequence[str]) -> dict[str, int]:
    """Where the wanted columns stand in a header; "Datum#2" is the second that is called Datum."""
    names = [folded(clean(str(cell)) or "") for cell in cells]
    found = {}
    for theirs in wanted:
        name, count = folded(theirs), 1
        if name not in names and (nth := _NTH.fullmatch(theirs)):
            name, count = folded(nth[1]), int(nth[2])
        places = [position for position, held in enumerate(names) if held == name and name]
        if 0 < count <= len(places):
            found[theirs] = places[count - 1]
    return found


def _header(grid: Grid, layouts: Sequence[Layout]) -> _Header:
    wanted = theirs_of(layouts)
    best: dict[str, int] = {}
    nearest: Record | None = None
    for record in islice(grid.records(), HEADER_WITHIN):
        at = positions(record.cells, wanted)
        if len(at) == len(wanted):
            return _Header(row=record.row, at=at)
        if len(at) > len(best) or nearest is None:
            best, nearest = at, record
    missing = [theirs for theirs in wanted if theirs not in best]
    there = [name for cell in (nearest.cells if nearest else ()) if (name := clean(str(cell)))]
    why = f"The table has no column {', '.join(missing)}. It has: {', '.join(there[:40]) or 'nothing'}. Correct the mapping."
    raise Refusal(Reason.COLUMNS, why, field=missing[0], part=grid.name)


def _prove(table: _Table, layouts: Sequence[Layout]) -> None:
    """What each column of days proves of its order. Raises Refusal where it is needed and not proven."""
    open_ones = {
        theirs: Proof()
        for layout in layouts
        for ours, source in layout.columns.items()
        if ours in DATED and (source.order or layout.order) is None
        for theirs in source.columns
    }
    if not open_ones:
        return
    for record in table.rows():
        for theirs, proof in open_ones.items():
            proof.see(table.cell(record, theirs))
    for theirs, proof in open_ones.items():
        try:
            table.orders[theirs] = proof.order(theirs)
        except Refusal as refusal:
            refusal.part = table.grid.name
            raise


def _leaves(table: _Table, record: Record, layout: Layout) -> bool:
    """True when the row says anything of when this segment begins."""
    source = layout.columns["departs"]
    return any(table.cell(record, theirs) != "" for theirs in source.columns)


def _names(layout: Layout) -> dict[str, str]:
    """Our column -> what they call it, for refusals."""
    return {
        ours: " + ".join((*source.columns, *((source.clock,) if source.clock else ())))
        for ours, source in layout.columns.items()
    }


def _row(table: _Table, record: Record, layout: Layout) -> dict[str, str]:
    said: dict[str, str] = {}
    for ours, source in layout.columns.items():
        read_from = (*source.columns, *((source.clock,) if source.clock else ()))
        refuse_formulas({theirs: written(table.cell(record, theirs)) for theirs in read_from})
        if ours in DATED:
            word = _when(table, record, layout, ours, source)
        else:
            cells = (written(table.cell(record, theirs)) for theirs in source.columns)
            word = clean(" ".join(cell for cell in cells if cell)) or ""
        words = layout.values.get(ours, {})
        word = words.get(word.casefold(), word)
        if word:
            said[ours] = word
    if not said:
        return {}
    return {**layout.constants, **said}


def _each(said: dict[str, str], layout: Layout) -> list[dict[str, str]]:
    """The row itself; once for each traveller where one cell names several; none where it says nothing."""
    source = layout.columns.get("traveller")
    if source is None or source.split is None or "traveller" not in said:
        return [said] if said else []
    names = [name for one in said["traveller"].split(source.split)[:MOST_IN_CELL] if (name := one.strip())]
    return [{**said, "traveller": name} for name in names] or [said]


def written(value: Value) -> str:
    """A cell as text: 669.0 is 669, a day is ISO."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and abs(value) < 1e15 and value == int(value):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return clean(str(value)) or ""


def _when(table: _Table, record: Record, layout: Layout, ours: str, source: Source) -> str:
    """A day, an hour or both, from one column or two."""
    epoch = layout.epoch or table.grid.epoch
    day: Moment | None = None
    for theirs in source.columns:
        value = table.cell(record, theirs)
        if not written(value):
            continue
        order = source.order or layout.order or table.orders.get(theirs)
        day = _read(value, theirs, order, epoch)
        if ours == "born" and day.short:
            why = "Two digits do not tell the century of a birth. Write the whole year: 1984-06-21."
            raise Refusal(Reason.AMBIGUOUS, why, field=theirs, value=value)
        if ours == "born" and day.day is not None:
            return day.day.isoformat()
    if source.clock is None:
        return day.text if day else ""
    value = table.cell(record, source.clock)
    clock = _read(value, source.clock, None, epoch or 1900) if written(value) else None
    if clock is not None and clock.clock is None:
        why = "This column should hold a time of day. Write it as 09:40."
        raise Refusal(Reason.NOT_A_TIME, why, field=source.clock, value=value)
    if day is None:
        return clock.text if clock and not source.columns else ""
    if clock is None or clock.clock is None:
        return day.text
    on = day.day or date.fromisoformat(day.iso[:10])
    leaves = layout.columns["departs"].columns
    if clock.more and "+" in written(value) and source.columns != leaves:
        why = "A day after the departure (+1) stands beside a day of its own: which one counts is not guessed. Keep one."
        raise Refusal(Reason.AMBIGUOUS, why, field=source.clock, value=value)
    return Moment(day=on + timedelta(days=clock.more or 0), clock=clock.clock).text


def _read(value: Value, theirs: str, order: Order | None, epoch: int | None) -> Moment:
    try:
        return read_moment(value, order=order, epoch=epoch)
    except Refusal as refusal:
        refusal.field = theirs
        raise
