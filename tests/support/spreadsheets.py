"""Workbooks for tests, written by hand: the parts of an .xlsx, small or hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
DAY, HOUR, MOMENT = 1, 2, 3
"""Styles of a cell."""

Cell = str | int | float | tuple[float, int] | None
"""Text, a number, a number with a style, or nothing. A text that begins with "<" is a cell's XML."""


def rows(table: Sequence[Sequence[Cell]]) -> str:
    """The XML of a sheet's rows."""
    return "".join(
        f'<row r="{number}">' + "".join(_cell(cell, number, at) for at, cell in enumerate(row)) + "</row>"
        for number, row in enumerate(table, 1)
    )


def _cell(cell: Cell, row: int, at: int) -> str:
    place = f'r="{chr(65 + at)}{row}"'
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return f'<c {place} s="{cell[1]}"><v>{cell[0]}</v></c>'
    if isinstance(cell, int | float):
        return f"<c {place}><v>{cell}</v></c>"
    if cell.startswith("<"):
        return f"<c {place}>{cell}</c>"
    return f'<c {place} t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


def workbook(
    sheets: Mapping[str, str],
    *,
    since_1904: bool = False,
    before: str = "",
    more: Mapping[str, bytes] | None = None,
    packed: bool = True,
) -> bytes:
    """An .xlsx with these sheets (name -> XML of its rows). before: what stands in front of each sheet's root; more:
    further entries."""
    names = list(sheets)
    book = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(names, 1))
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 20, 22))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="r" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
        f'<workbookPr date1904="{int(since_1904)}"/><sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}relationships">{links}'
        f'<Relationship Id="s" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="4">{formats}</cellXfs></styleSheet>',
    }
    for at, name in enumerate(names, 1):
        data = f'<worksheet xmlns="{_MAIN}"><sheetData>{sheets[name]}</sheetData></worksheet>'
        parts[f"xl/worksheets/sheet{at}.xml"] = before + data
    entries = {name: f'<?xml version="1.0"?>{text}'.encode() for name, text in parts.items()}
    return archive(entries | dict(more or {}), packed=packed)


def archive(entries: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """A zip with these entries; not packed: each as long as it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return made.getvalue()
