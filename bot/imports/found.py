"""One noun: what a reader finds in a document, before anybody asks what it means.

Not here: the readers (documents, calendars, passes, boarding, mails, mapped), and what becomes of it (paper, spool).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.imports.mapping import ColumnMap
from bot.imports.rejection import Refusal

NOTES = "@notes"
"""Where a reader's remarks stand in a reservation. No paper writes there: what it puts under this name is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One reservation in schema.org's words, or one row in the words of the project's own columns (is_table).

    row: its number in its part, from 1; None: the next one. part: the sheet or attachment that it stands in, "" for the
    file itself. columns: our column -> what the sender's table calls it.
    """

    said: dict[str, Any]
    is_table: bool = False
    row: int | None = None
    part: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known beside the bytes. today: the day of reading, None on paper without a clock; a boarding pass prints
    no year. dated: the day of the paper itself. columns: how a table that is not ours is read. depth: how many papers
    this one lies in.
    """

    today: date | None = None
    dated: date | None = None
    columns: ColumnMap | None = None
    depth: int = 0


Finds = Iterator[Found | Refusal]
