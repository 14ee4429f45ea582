"""An .xlsx workbook -> its sheets as rows of values, within bounds. Formulas are never worked out: the value that the
workbook keeps for them counts.

The reader lays a sheet out from corner to corner in memory, so every part is first walked through as text: how far out
its cells stand, and that it declares no entities. Not here: what a row means (mapped), tables as text (table).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from bot.imports.archive import Archive, open_archive
from bot.imports.grid import Grid, Record
from bot.imports.rejection import Reason, Refusal

LARGEST = 30 * 1024 * 1024
"""Bytes of an .xlsx file that are read."""
UNPACKED = 150 * 1024 * 1024
ROWS, CELLS = 200_000, 2_000_000
"""Of one sheet, empty ones within its corners counted."""
SHEETS = 50

_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,7})(\d{1,12})[\"']")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)|\0", re.IGNORECASE)
_FROM_1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']", re.IGNORECASE)
_LONGEST_TAG = 1 << 20
_BOOK = "xl/workbook.xml"
_CSV = "Save it as CSV: a CSV may be of any size."


def sheets(stream: BinaryIO) -> Iterator[Grid]:
    """The sheets that hold anything, in order. Raises Refusal for what is no workbook, or one beyond the bounds."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        why = f"The workbook is larger than {LARGEST // (1024 * 1024)} MB. {_CSV}"
        raise Refusal(Reason.TOO_LARGE, why)
    archive = open_archive(BytesIO(data), most=UNPACKED)
    if _BOOK not in archive.names:
        why = "This is no .xlsx workbook. Save it as Excel workbook (.xlsx) or CSV."
        raise Refusal(Reason.UNREADABLE, why)
    for name in archive.names:
        _walk(archive, name)
    epoch = 1904 if _FROM_1904.search(archive.read(_BOOK, most=UNPACKED)) else 1900
    yield from _read(data, epoch)


class _Corner:
    """How far out the cells of one part stand, with or without numbers of their own."""

    def __init__(self) -> None:
        self.row = self.column = self.widest = self.deepest = self.told = 0

    def see(self, tag: bytes, attributes: bytes) -> None:
        self.told += 1
        said = _PLACE.search(attributes)
        if tag == b"row":
            self.row = int(said[2]) if said and not said[1] else self.row + 1
            self.column = 0
        else:
            self.column = _column(said[1]) if said and said[1] else self.column + 1
            self.row = int(said[2]) if said and said[1] else max(self.row, 1)
        self.widest, self.deepest = max(self.widest, self.column), max(self.deepest, self.row)

    @property
    def too_far(self) -> bool:
        return self.deepest > ROWS or self.told > CELLS or self.deepest * max(self.widest, 1) > CELLS


def _walk(archive: Archive, name: str) -> None:
    # A workbook may call any of its parts a sheet, so all are walked through alike.
    corner, tail = _Corner(), b""
    for piece in archive.pieces(name, most=UNPACKED):
        if not tail and corner.told == 0 and b"<" not in piece:
            continue  # a picture
        text = tail + piece
        if name.endswith((".xml", ".rels")) and _ENTITY.search(text):
            why = "The workbook declares XML entities or is not UTF-8: it was not read. Save it anew from a spreadsheet."
            raise Refusal(Reason.NOT_READ, why, value=name)
        cut = text.rfind(b"<")
        text, tail = (text[:cut], text[cut:]) if cut >= 0 else (text, b"")
        for found in _TAG.finditer(text):
            corner.see(found[1], found[2])
        if corner.too_far or len(tail) > _LONGEST_TAG:
            why = f"A sheet has more than {ROWS:,} rows or {CELLS:,} cells, empty ones counted. {_CSV}"
            raise Refusal(Reason.TOO_LARGE, why, value=name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _read(data: bytes, epoch: int) -> Iterator[Grid]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            for about in book.sheets_metadata[:SHEETS]:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
                if any(value != "" for row in rows for value in row):
                    yield Grid(
                        name=about.name,
                        records=partial(_records, rows),
                        epoch=epoch,
                        hidden=about.visible != SheetVisibleEnum.Visible,
                    )
    except CalamineError as error:
        raise _unreadable() from error
    except BaseException as error:
        # What the reader did not think of reaches Python as a panic, which is no Exception.
        if type(error).__name__ == "PanicException":
            raise _unreadable() from error
        raise


def _unreadable() -> Refusal:
    why = "The workbook cannot be read. Open it, save it as Excel workbook (.xlsx) or CSV, and send that."
    return Refusal(Reason.UNREADABLE, why)


def _records(rows: list[list[Any]]) -> Iterator[Record]:
    for number, cells in enumerate(rows, 1):
        if any(cell != "" for cell in cells):
            yield Record(row=number, cells=tuple(cells))
