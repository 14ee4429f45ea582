"""Which reader reads which kind of paper: bytes -> what is found in them.

Not here: what kind a file is (kinds), tables on disk, which may be of any size (paper).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

from bot.imports import boarding, mapped, microdata, schema_org, workbook
from bot.imports.calendars import in_calendar
from bot.imports.documents import decoded, in_page, json_value
from bot.imports.found import NOTES, Finds, Found, Hints
from bot.imports.kinds import PaperKind
from bot.imports.mails import in_mail
from bot.imports.passes import in_pass
from bot.imports.rejection import Refusal
from bot.imports.tables import in_table


def read_document(
    kind: PaperKind, name: str, data: bytes, hints: Hints, notes: list[str], charset: str | None = None
) -> Finds:
    """What a document holds. notes: hears remarks on it. charset: what a mail says of its part. Raises Refusal."""
    if kind is PaperKind.WORKBOOK:
        yield from in_workbook(data, hints)
    elif kind is PaperKind.TABLE:
        yield from in_table(io.BytesIO(data), hints.columns, notes)
    elif kind is PaperKind.PASS:
        yield from in_pass(data, hints)
    elif kind is PaperKind.MAIL:
        yield from in_mail(data, hints, notes, read_document)
    else:
        text, note = decoded(data, charset)
        notes.extend([note] if note else [])
        if kind is PaperKind.CALENDAR:
            yield from in_calendar(text)
        elif kind is PaperKind.BOARDING:
            yield from boarding.in_lines(text, dated=hints.dated, today=hints.today)
        elif kind is PaperKind.PAGE:
            yield from _reservations(chain(in_page(text), microdata.in_page(text)))
        else:
            yield from _reservations(iter([json_value(text, lenient=charset is not None or hints.depth > 0)]))


def _reservations(values: Iterator[Any | Refusal]) -> Finds:
    for value in values:
        if isinstance(value, Refusal):
            yield value
            continue
        for node in schema_org.reservations(value):
            if isinstance(node, Refusal):
                node.row = 0
                yield node
            else:
                yield Found(said={key: part for key, part in node.items() if key != NOTES})


def in_workbook(data: bytes, hints: Hints) -> Finds:
    """The rows of a workbook's sheets, by the mapping or in the project's own columns. Without a mapping that names
    sheets, the visible ones are read; one that is refused does not keep the others out."""
    named = None
    if hints.columns is not None and None not in hints.columns.layouts:
        named = {name for name in hints.columns.layouts if name is not None}
    seen = set()
    for grid in workbook.sheets(io.BytesIO(data)):
        if grid.name not in named if named is not None else grid.hidden:
            continue
        seen.add(grid.name)
        try:
            yield from mapped.in_grid(grid, hints.columns)
        except Refusal as refusal:
            yield refusal
    for name in sorted((named or set()) - seen):
        yield mapped.no_sheet(name)
