"""The papers that the demo's agency attaches to its trips: plain one-page PDFs, written here, with nothing real in them.

Not here: attaching them (demo), which trip has which (demo_trips).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MIME = "application/pdf"
PAGE = "595 842"
"""A4 in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePaper:
    """One paper. name: as a traveller reads it. segment: what it belongs to, as its ticket calls it; "" for the whole
    trip. lines: what is printed below the title."""

    name: str
    segment: str
    lines: tuple[str, ...]

    @property
    def file(self) -> str:
        """Its file's name."""
        return f"{self.name}.pdf"

    @property
    def content(self) -> bytes:
        """The page."""
        return page(self.name, self.lines)


def page(title: str, lines: Sequence[str]) -> bytes:
    """A PDF of one page with a title and lines below it (Latin-1; other letters become question marks)."""
    drawn = [
        "0.05 0.50 0.51 rg 0 742 595 100 re f 1 1 1 rg",
        f"BT /B 22 Tf 48 782 Td ({_plain(title)}) Tj ET",
        "0.08 0.14 0.17 rg",
    ]
    for number, line in enumerate(lines):
        drawn.append(f"BT /R 13 Tf 48 {694 - number * 26} Td ({_plain(line)}) Tj ET")
    drawn.append("0.36 0.44 0.47 rg BT /R 10 Tf 48 48 Td (Zonnereizen - a sample, valid for nothing) Tj ET")
    stream = "\n".join(drawn).encode("latin-1", "replace")
    fonts = "<< /R << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    fonts += " /B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
    return _document(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE}] /Contents 4 0 R "
            f"/Resources << /Font {fonts} >> >>".encode(),
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        )
    )


def _document(objects: Sequence[bytes]) -> bytes:
    """The objects with the table of where each begins."""
    told = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(told))
        told += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(told)
    told += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    told += b"".join(b"%010d 00000 n \n" % start for start in starts)
    told += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(told)


def _plain(text: str) -> str:
    for sign in ("\\", "(", ")"):
        text = text.replace(sign, f"\\{sign}")
    return text
