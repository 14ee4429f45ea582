"""Files -> bookings: `read_files(paths)` and `read_bytes(name, data)`.

Every reservation and row of all files is first put down by its reference in a temporary database on disk, so rows of
one booking may be scattered over any number of files while memory stays flat; then booking after booking is built.
Not here: what a reservation or row means (reservations, table), and what happens with a booking (bot.services.intake).
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from bot.imports import reservations, rows, schema_org, table
from bot.imports.bookings import assemble
from bot.imports.documents import decoded, in_mail, in_page, json_value
from bot.imports.line import Line
from bot.imports.rejection import Reason, Refusal, Rejection
from bot.imports.spool import Kept, Spool
from flows.trips.trip import Booking

LARGEST = 50 * 1024 * 1024
"""Bytes of a .json, .html or .eml file that are read; tables may be of any size."""

Progress = Callable[[int, int], None]
"""Told (bytes read, bytes in all) while files are read."""

_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 20
_EVERY = 500
_SUFFIXES = {
    ".json": "json",
    ".jsonld": "json",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".eml": "mail",
    ".csv": "table",
    ".tsv": "table",
}


class Reading:
    """What is read from some files. Iterate it once for the bookings, in order of appearance; the rest is complete
    after that.

    rejections: what was refused, by file and row. notes: remarks on whole files. incomplete: references of bookings
    that went in although some of their lines were refused. lines: reservations and rows that went in.
    found: references found in all, known from the first booking on.
    """

    def __init__(
        self, sources: Sequence[tuple[str, Callable[[], BinaryIO], int]], progress: Progress | None
    ) -> None:
        self._sources = sources
        self._progress = progress
        self._done = 0
        self._total = sum(size for _, _, size in sources)
        self._refused: list[tuple[int, int, Rejection]] = []
        self.notes: list[str] = []
        self.incomplete: set[str] = set()
        self.lines = 0
        self.found = 0

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """Everything refused so far, by file and row."""
        return tuple(rejection for _, _, rejection in sorted(self._refused, key=lambda each: each[:2]))

    @property
    def readable(self) -> bool:
        """True when at least one reservation or row went in."""
        return self.lines > 0

    def __iter__(self) -> Iterator[Booking]:
        with closing(Spool()) as spool:
            for number, (name, opened, size) in enumerate(self._sources):
                try:
                    self._spool_file(spool, number, name, opened, size)
                except Refusal as refusal:
                    self._refuse(refusal, number, None)
                except OSError as error:
                    why = (
                        f"The file cannot be read: {error.strerror or error}. Check its name and permissions."
                    )
                    self._refuse(Refusal(Reason.UNREADABLE, why), number, None)
                self._read_to(sum(length for _, _, length in self._sources[: number + 1]))
            self.found = spool.count()
            for reference, kept in spool.bookings():
                lines: list[Line] = []
                complete = True
                for each in kept:
                    for told in _told(each):
                        if isinstance(told, Refusal):
                            self._refuse(told, each.file, each.row)
                            complete = False
                        else:
                            lines.append(told)
                            self.lines += 1
                if lines:
                    if not complete:
                        self.incomplete.add(reference)
                    yield assemble(reference, lines)

    def _refuse(self, refusal: Refusal, file: int, row: int | None) -> None:
        rejection = Rejection.of(refusal, file=self._sources[file][0], row=row)
        self._refused.append((file, row or 0, rejection))

    def _read_to(self, done: int) -> None:
        self._done = min(done, self._total)
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _spool_file(
        self, spool: Spool, number: int, name: str, opened: Callable[[], BinaryIO], size: int
    ) -> None:
        with opened() as stream:
            start = stream.read(4096)
            if not start.strip():
                raise Refusal(Reason.EMPTY, "The file is empty. Export it again.")
            kind = _SUFFIXES.get(Path(name).suffix.casefold()) or _kind_of(start)
            if kind == "table":
                stream.seek(0)
                self._spool_table(spool, number, name, stream)
                return
            if size > LARGEST:
                limit = LARGEST // (1024 * 1024)
                why = f"The file is larger than {limit} MB. Split it, or send the bookings as CSV."
                raise Refusal(Reason.TOO_LARGE, why)
            data = start + stream.read(LARGEST + 1 - len(start))
        self._spool_document(spool, number, name, kind, data)

    def _spool_document(self, spool: Spool, number: int, name: str, kind: str, data: bytes) -> None:
        notes: list[str] = []
        if kind == "mail":
            values = in_mail(data, notes)
        else:
            text, note = decoded(data)
            notes.extend([note] if note else [])
            values = in_page(text) if kind == "page" else iter([json_value(text)])
        row, broken = 0, 0
        for value in values:
            if isinstance(value, Refusal):
                self._refuse(value, number, None)
                broken += 1
                continue
            for node in schema_org.reservations(value):
                row += 1
                if isinstance(node, Refusal):
                    self._refuse(node, number, row)
                    continue
                try:
                    spool.keep(
                        reservations.reference_of(node), file=number, row=row, said=node, is_table=False
                    )
                except Refusal as refusal:
                    self._refuse(refusal, number, row)
        self.notes.extend(f"{name}: {note}" for note in dict.fromkeys(notes))
        if not row and not broken:
            why = "There is no schema.org reservation in this file. Send the confirmation that carries one, or use CSV."
            raise Refusal(Reason.NO_RESERVATION, why)

    def _spool_table(self, spool: Spool, number: int, name: str, stream: BinaryIO) -> None:
        encoding = _encoding(stream)
        if encoding == "cp1252":
            self.notes.append(f"{name}: not UTF-8: read as Windows-1252; check the accents.")
        stream.seek(0)
        with io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="") as text:
            self._spool_rows(spool, number, name, self._lines(text))

    def _spool_rows(self, spool: Spool, number: int, name: str, lines: Iterator[str]) -> None:
        first_row, first = 1, next(lines, "")
        while first and not first.strip():
            first_row, first = first_row + 1, next(lines, "")
        header = table.read_header(first)
        if header.unknown:
            told = ", ".join(header.unknown[:20])
            self.notes.append(f"{name}: columns that are not read: {told}{'' if told.endswith('?') else '.'}")
        count = 0
        for record in table.records(lines, header, first_row=first_row + 1):
            count += 1
            try:
                if record.refusal is not None:
                    raise record.refusal
                row = table.named_cells(record.cells, header)
                spool.keep(rows.reference_of(row), file=number, row=record.row, said=row, is_table=True)
            except Refusal as refusal:
                self._refuse(refusal, number, record.row)
        if not count:
            raise Refusal(Reason.EMPTY, "The table has a header and no rows. Export it again.")

    def _lines(self, text: io.TextIOWrapper) -> Iterator[str]:
        """Physical lines, none longer than a megabyte at once, telling the progress now and then."""
        # Counted in characters, which is near enough; the end of the file sets it right.
        done = self._done
        for number in range(1, 1 << 62):
            line = text.readline(_LONGEST_LINE)
            if not line:
                return
            done += len(line)
            if number % _EVERY == 0:
                self._read_to(done)
            yield line


def read_files(paths: Sequence[Path], *, progress: Progress | None = None) -> Reading:
    """A reading of these files together. Nothing is opened before it is iterated."""
    return Reading([(str(path), _opener(path), _size(path)) for path in paths], progress)


def read_bytes(name: str, data: bytes, *, progress: Progress | None = None) -> Reading:
    """A reading of one file that is already in memory; its kind is told by the name's ending, else by its content."""
    return Reading([(name, lambda: io.BytesIO(data), len(data))], progress)


def _told(kept: Kept) -> list[Line | Refusal]:
    """The lines that one kept row or reservation says, and what is refused in it."""
    try:
        return [rows.read_row(kept.said)] if kept.is_table else list(reservations.read_reservation(kept.said))
    except Refusal as refusal:
        return [refusal]


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _kind_of(start: bytes) -> str:
    """What a file without a telling name holds, from its first bytes."""
    head = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if head[:1] in (b"{", b"["):
        return "json"
    if head[:1] == b"<":
        return "page"
    first = head.split(b"\n", 1)[0]
    name, colon, _ = first.partition(b":")
    if colon and name and name.replace(b"-", b"").isalnum() and b"," not in name:
        return "mail"
    return "table"


def _encoding(stream: BinaryIO) -> str:
    """The encoding of a whole stream, read in pieces. Raises Refusal for what is not text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid = True
    while chunk := stream.read(_CHUNK):
        if b"\0" in chunk:
            why = "The file holds NUL bytes: it is not text in UTF-8. Export it again as UTF-8."
            raise Refusal(Reason.UNREADABLE, why)
        try:
            if valid:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            valid = False
    return "utf-8-sig" if valid else "cp1252"
