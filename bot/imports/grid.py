"""One noun: a table as rows of values, whatever file it came in.

Not here: workbooks (workbook), tables as text (table), what the columns mean (mapped).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.imports.rejection import Refusal

Value = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record and the physical line where it begins; a refusal when it cannot be split into cells."""

    row: int
    cells: tuple[Value, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet, or a whole file (name ""). records: its rows from the top, anew at each call; empty ones are left out.
    epoch: the year that the numbers of its days count from (1900, 1904); None in text, which does not say.
    hidden: a person who opens the workbook does not see it.
    """

    name: str
    records: Callable[[], Iterator[Record]]
    epoch: int | None = None
    hidden: bool = False
