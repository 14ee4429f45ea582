"""A table as text (.csv, .tsv, whatever stands between its cells) -> rows of values, for a column mapping.

Not here: the project's own CSV (table), what the columns mean (mapped), in which encoding it is (encoding).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from bot.imports.grid import Grid, Record
from bot.imports.mapped import HEADER_WITHIN, positions
from bot.imports.table import Header, records

DELIMITERS = (",", ";", "\t", "|")
_WIDEST = 1_000

Lines = Callable[[], Iterator[str]]


def grid(lines: Lines, *, delimiter: str | None, wanted: Sequence[str] = ()) -> Grid:
    """The table. lines: its physical lines, anew at each call. delimiter None: the one that finds most of the `wanted`
    column names in the first lines, else the one that stands there most often."""
    mark = delimiter or _delimiter(lines, wanted)
    return Grid(name="", records=lambda: _records(lines(), mark))


def _records(lines: Iterator[str], mark: str) -> Iterator[Record]:
    return records(lines, Header(delimiter=mark, at={}, width=_WIDEST, unknown=()), first_row=1)


def _delimiter(lines: Lines, wanted: Sequence[str]) -> str:
    def hits(mark: str) -> tuple[int, int]:
        widths = [
            (len(positions(record.cells, wanted)), len(record.cells))
            for record in islice(_records(lines(), mark), HEADER_WITHIN)
            if record.refusal is None
        ]
        return max(widths, default=(0, 0))

    return max(DELIMITERS, key=hits)
