"""A zip archive from somebody else, opened within bounds: .xlsx, .pkpass, .pkpasses.

Nothing is unpacked to disk, and nothing beyond the bounds to memory, whatever the archive says of itself.
Not here: what stands in its entries (workbook, passes).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from bot.imports.rejection import Reason, Refusal

MAGIC = b"PK\x03\x04"
ENTRIES = 1_000
RATIO = 200
"""An entry may be this many times as long as its compressed form; tables of one word reach 100."""

_SMALL = 1 << 20
_PIECE = 1 << 16
_BROKEN = "The archive is broken or is none. Send the file again as it came."


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An open archive whose table of contents is within bounds."""

    file: zipfile.ZipFile

    @property
    def names(self) -> tuple[str, ...]:
        """Its entries, as written."""
        return tuple(info.filename for info in self.file.infolist())

    def pieces(self, name: str, *, most: int) -> Iterator[bytes]:
        """The bytes of an entry, piece by piece. Raises Refusal past `most` bytes, and for an entry that is broken."""
        told = 0
        try:
            with self.file.open(name) as stream:
                while piece := stream.read(_PIECE):
                    told += len(piece)
                    if told > most:
                        raise _too_large(name, most)
                    yield piece
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            OSError,
        ) as error:
            raise Refusal(Reason.UNREADABLE, _BROKEN, value=name) from error

    def read(self, name: str, *, most: int) -> bytes:
        """A whole entry. Raises Refusal as `pieces` does."""
        return b"".join(self.pieces(name, most=most))


def open_archive(stream: BinaryIO, *, entries: int = ENTRIES, most: int) -> Archive:
    """The archive in a seekable stream. most: bytes that all entries together may say they hold. Raises Refusal."""
    try:
        file = zipfile.ZipFile(stream)
        found = file.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, OSError) as error:
        raise Refusal(Reason.UNREADABLE, _BROKEN) from error
    if len(found) > entries:
        why = f"The archive holds {len(found)} entries; {entries} is the most. Send it without what is not needed."
        raise Refusal(Reason.TOO_LARGE, why)
    if sum(info.file_size for info in found) > most:
        raise _too_large("The archive", most)
    for info in found:
        if info.flag_bits & 1:
            why = "The archive is locked with a password. Send it without one."
            raise Refusal(Reason.UNREADABLE, why, value=info.filename)
        if info.file_size > _SMALL and info.file_size > info.compress_size * RATIO:
            why = "The archive unpacks to hundreds of times its size: it is a trap or broken. It was not unpacked."
            raise Refusal(Reason.TOO_LARGE, why, value=info.filename)
    return Archive(file=file)


def _too_large(what: str, most: int) -> Refusal:
    why = f"Unpacked, it is larger than {most // (1024 * 1024)} MB. Send less at once; a table also goes as CSV."
    return Refusal(Reason.TOO_LARGE, why, value=what)
