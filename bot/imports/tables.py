"""A table as text, of any size, read from the stream it stands in: the project's own CSV, or another by its mapping.

Not here: workbooks (workbook), splitting lines into cells (table), what columns mean (rows, mapped).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from bot.imports import delimited, mapped, table
from bot.imports.encoding import encoding_of
from bot.imports.found import Finds, Found
from bot.imports.mapping import ColumnMap
from bot.imports.rejection import Reason, Refusal
from bot.imports.unfit import refuse_formulas

_LONGEST_LINE = 1 << 20
_EVERY = 500

Told = Callable[[int], None]
"""Hears how many characters are read."""


def in_table(
    stream: BinaryIO, columns: ColumnMap | None, notes: list[str], *, told: Told | None = None
) -> Finds:
    """The rows of a table. columns None: it is the project's own CSV. Raises Refusal for what is no such table."""
    encoding = encoding_of(stream)
    if columns is not None and columns.encoding is not None:
        encoding = columns.encoding
    elif encoding == "cp1252":
        notes.append("not UTF-8: read as Windows-1252; check the accents.")
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        if columns is None:
            text.seek(0)
            yield from _own(_lines(text, told), notes)
        else:
            yield from _mapped(text, columns, told)
    finally:
        text.detach()


def _mapped(text: io.TextIOWrapper, columns: ColumnMap, told: Told | None) -> Finds:
    if None not in columns.layouts and len(columns.layouts) > 1:
        why = "The mapping is for the sheets of a workbook, and this is one table. Import the workbook, or map the table."
        raise Refusal(Reason.COLUMNS, why, field="sheets")
    (layouts,) = columns.layouts.values()

    def lines() -> Iterator[str]:
        text.seek(0)
        return _lines(text, told)

    grid = delimited.grid(lines, delimiter=columns.delimiter, wanted=mapped.theirs_of(layouts))
    yield from mapped.in_grid(grid, ColumnMap(name=columns.name, layouts={None: layouts}))


def _own(lines: Iterator[str], notes: list[str]) -> Finds:
    first_row, first = 1, next(lines, "")
    while first and not first.strip():
        first_row, first = first_row + 1, next(lines, "")
    header = table.read_header(first)
    if header.unknown:
        told = ", ".join(header.unknown[:20])
        notes.append(f"columns that are not read: {told}{'' if told.endswith('?') else '.'}")
    count = 0
    for record in table.records(lines, header, first_row=first_row + 1):
        count += 1
        if record.refusal is not None:
            record.refusal.row = record.row
            yield record.refusal
            continue
        cells = table.named_cells(record.cells, header)
        try:
            refuse_formulas(cells)
        except Refusal as refusal:
            refusal.row = record.row
            yield refusal
            continue
        yield Found(said=cells, is_table=True, row=record.row)
    if not count:
        raise Refusal(Reason.EMPTY, "The table has a header and no rows. Export it again.")


def _lines(text: io.TextIOWrapper, told: Told | None) -> Iterator[str]:
    """Physical lines, none longer than a megabyte at once."""
    done = 0
    for number in range(1, 1 << 62):
        line = text.readline(_LONGEST_LINE)
        if not line:
            return
        done += len(line)
        if told is not None and number % _EVERY == 0:
            told(done)
        yield line
