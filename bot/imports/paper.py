"""Files -> bookings: `read_files(paths)` and `read_bytes(name, data)`.

Every reservation and row of all files is first put down by its reference in a temporary database on disk, so rows of
one booking may be scattered over any number of files while memory stays flat; then booking after booking is built.
Not here: what a paper of each kind holds (readers), what a reservation or row means (reservations, rows), and what
happens with a booking (bot.services.intake).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.imports import reservations, rows
from bot.imports.bookings import assemble
from bot.imports.found import Finds, Found, Hints
from bot.imports.kinds import PaperKind, kind_of
from bot.imports.line import Line
from bot.imports.mapping import ColumnMap
from bot.imports.readers import read_document
from bot.imports.rejection import Reason, Refusal, Rejection
from bot.imports.spool import Kept, Spool
from bot.imports.tables import in_table
from flows.trips.trip import Booking

LARGEST = 50 * 1024 * 1024
"""Bytes of a file that is read whole; tables as text may be of any size."""

REFUSED = 10_000
"""Refusals of one reading that are told one by one; more are counted, file by file."""

Progress = Callable[[int, int], None]
"""Told (bytes read, bytes in all) while files are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A file, or a sheet or attachment inside it. file: its place in the order of reading."""

    file: int
    label: str
    columns: Mapping[str, str] = field(default_factory=dict)


class Reading:
    """What is read from some files. Iterate it once for the bookings, in order of appearance; the rest is complete
    after that.

    rejections: what was refused, by file and row. notes: remarks on whole files. incomplete: references of bookings
    that went in although some of their lines were refused. lines: reservations and rows that went in.
    found: references found in all, known from the first booking on.
    """

    def __init__(
        self,
        sources: Sequence[tuple[str, Callable[[], BinaryIO], int]],
        progress: Progress | None,
        hints: Hints,
        reference: str | None,
    ) -> None:
        self._sources = sources
        self._progress = progress
        self._hints = hints
        self._reference = reference
        self._done = 0
        self._total = sum(size for _, _, size in sources)
        self._parts: list[_Part] = []
        self._refused: list[tuple[int, int, Rejection]] = []
        self._more: Counter[int] = Counter()
        self.notes: list[str] = []
        self.incomplete: set[str] = set()
        self.lines = 0
        self.found = 0

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """Everything refused so far, by file and row."""
        told = [rejection for _, _, rejection in sorted(self._refused, key=lambda each: each[:2])]
        for file, count in sorted(self._more.items()):
            why = f"{count} more rows of this file were refused. Mend the first ones and import it again."
            refusal = Refusal(Reason.TOO_LARGE, why)
            told.append(Rejection.of(refusal, file=self._sources[file][0], row=None))
        return tuple(told)

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
                    self._refuse(refusal, self._part(number, refusal.part), refusal.row)
                except OSError as error:
                    why = (
                        f"The file cannot be read: {error.strerror or error}. Check its name and permissions."
                    )
                    self._refuse(Refusal(Reason.UNREADABLE, why), self._part(number, ""), None)
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

    def _part(self, file: int, label: str, columns: Mapping[str, str] | None = None) -> int:
        """The number under which a part is kept."""
        part = _Part(file=file, label=label, columns=columns or {})
        for number in range(len(self._parts) - 1, -1, -1):
            if self._parts[number] == part:
                return number
        self._parts.append(part)
        return len(self._parts) - 1

    def _refuse(self, refusal: Refusal, part: int, row: int | None) -> None:
        where = self._parts[part]
        if len(self._refused) >= REFUSED:
            self._more[where.file] += 1
            return
        refusal.field = where.columns.get(refusal.field or "", refusal.field)
        name = self._sources[where.file][0]
        label = f"{name} [{where.label}]" if where.label else name
        self._refused.append((where.file, row or 0, Rejection.of(refusal, file=label, row=row)))

    def _read_to(self, done: int) -> None:
        self._done = min(done, self._total)
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _read_on(self, before: int, more: int) -> None:
        self._read_to(before + more)

    def _spool_file(
        self, spool: Spool, number: int, name: str, opened: Callable[[], BinaryIO], size: int
    ) -> None:
        with opened() as stream:
            start = stream.read(4096)
            if not start.strip():
                raise Refusal(Reason.EMPTY, "The file is empty. Export it again.")
            kind = kind_of(name, start)
            notes: list[str] = []
            if kind is PaperKind.TABLE:
                stream.seek(0)
                # Counted in characters, which is near enough; the end of the file sets it right.
                finds = in_table(stream, self._hints.columns, notes, told=partial(self._read_on, self._done))
            else:
                finds = read_document(kind, name, _whole(stream, start, size), self._hints, notes)
            try:
                told = self._keep(spool, number, finds)
            finally:
                self.notes.extend(f"{name}: {note}" for note in dict.fromkeys(notes))
        if not told:
            why = "There is no reservation in this file. Send the confirmation that carries one, or use CSV."
            raise Refusal(Reason.NO_RESERVATION, why)

    def _keep(self, spool: Spool, number: int, finds: Finds) -> int:
        """Put down what is found; gives how much was found or refused."""
        told = 0
        counts: Counter[str] = Counter()
        for found in finds:
            told += 1
            if isinstance(found, Refusal):
                # Row 0 is the next one; None is the whole part.
                row = found.row
                if row == 0:
                    counts[found.part] += 1
                    row = counts[found.part]
                self._refuse(found, self._part(number, found.part), row)
                continue
            counts[found.part] += 1
            row = counts[found.part] if found.row is None else found.row
            part = self._part(number, found.part, found.columns)
            try:
                reference = self._reference_of(found)
                spool.keep(reference, file=part, row=row, said=found.said, is_table=found.is_table)
            except Refusal as refusal:
                self._refuse(refusal, part, row)
        return told

    def _reference_of(self, found: Found) -> str:
        if self._reference is not None:
            return self._reference
        return rows.reference_of(found.said) if found.is_table else reservations.reference_of(found.said)


def read_files(
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
    columns: ColumnMap | None = None,
    reference: str | None = None,
    today: date | None = None,
) -> Reading:
    """A reading of these files together. Nothing is opened before it is iterated.

    columns: how tables are read that are not the project's own. reference: the booking that everything in these files
    belongs to, whatever number it prints (an airline's locator). today: the day of reading, for papers without a year.
    """
    sources = [(str(path), _opener(path), _size(path)) for path in paths]
    return Reading(sources, progress, Hints(columns=columns, today=today), reference)


def read_bytes(
    name: str,
    data: bytes,
    *,
    progress: Progress | None = None,
    columns: ColumnMap | None = None,
    reference: str | None = None,
    today: date | None = None,
) -> Reading:
    """A reading of one file that is already in memory; its kind is told by the name's ending, else by its content."""
    sources = [(name, lambda: io.BytesIO(data), len(data))]
    return Reading(sources, progress, Hints(columns=columns, today=today), reference)


def _told(kept: Kept) -> list[Line | Refusal]:
    """The lines that one kept row or reservation says, and what is refused in it."""
    try:
        return [rows.read_row(kept.said)] if kept.is_table else list(reservations.read_reservation(kept.said))
    except Refusal as refusal:
        return [refusal]


def _whole(stream: BinaryIO, start: bytes, size: int) -> bytes:
    """All of a file whose first bytes are read. Raises Refusal past the bound."""
    data = start if size > LARGEST else start + stream.read(LARGEST + 1 - len(start))
    if max(size, len(data)) > LARGEST:
        why = f"The file is larger than {LARGEST // (1024 * 1024)} MB. Split it, or send the bookings as CSV."
        raise Refusal(Reason.TOO_LARGE, why)
    return data


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
