"""Lines of paper, put down on disk by reference while files are read, so that memory stays flat.

Not here: what the lines mean (reservations, rows), and the installation's database (bot.storage).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.imports.rejection import Reason, Refusal

_SCHEMA = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000;
CREATE TABLE booking (no INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE, reference TEXT NOT NULL);
CREATE TABLE line (seq INTEGER PRIMARY KEY, booking INTEGER NOT NULL, file INTEGER NOT NULL, row INTEGER NOT NULL,
    is_table INTEGER NOT NULL, said TEXT NOT NULL);
BEGIN;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One line as it was put down. file: the number of its file. said: a JSON object."""

    file: int
    row: int
    is_table: bool
    said: dict[str, Any]


class Spool:
    """A private database without a name: SQLite keeps it in a file of its own, which vanishes at `close`."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def keep(self, reference: str, *, file: int, row: int, said: dict[str, Any], is_table: bool) -> None:
        """Put one line down under its reference (in any case). Raises Refusal when it is nested too deeply."""
        try:
            written = json.dumps(said)
            json.loads(written)
        except RecursionError as error:
            why = "The reservation is nested too deeply. Send it without what is not needed."
            raise Refusal(Reason.TOO_DEEP, why) from error
        folded = reference.casefold()
        self._database.execute(
            "INSERT OR IGNORE INTO booking (folded, reference) VALUES (?, ?)", (folded, reference)
        )
        self._database.execute(
            "INSERT INTO line (booking, file, row, is_table, said)"
            " SELECT no, ?, ?, ?, ? FROM booking WHERE folded = ?",
            (file, row, int(is_table), written, folded),
        )

    def count(self) -> int:
        """How many references there are."""
        found: int = self._database.execute("SELECT count(*) FROM booking").fetchone()[0]
        return found

    def bookings(self) -> Iterator[tuple[str, Iterator[Kept]]]:
        """Each reference, in order of appearance, with its lines in reading order."""
        self._database.execute("CREATE INDEX IF NOT EXISTS line_of ON line (booking, seq)")
        told = self._database.execute(
            "SELECT booking.no, booking.reference, line.file, line.row, line.is_table, line.said"
            " FROM booking JOIN line ON line.booking = booking.no ORDER BY line.booking, line.seq"
        )
        for (_, reference), rows in groupby(told, key=lambda row: (row[0], row[1])):
            yield (
                reference,
                (
                    Kept(file=file, row=row, is_table=bool(is_table), said=json.loads(said))
                    for _, _, file, row, is_table, said in rows
                ),
            )
