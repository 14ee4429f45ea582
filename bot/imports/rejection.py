"""What was refused on paper: where it stood, what it said, and what to do about it.

Not here: who finds the faults (printed, reservations, table, paper).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BotError

SHOWN = 120
"""How many characters of a refused value are repeated."""


class Reason(StrEnum):
    """Why something was refused, for programs; `Rejection.why` says it for people."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    NO_RESERVATION = "no_reservation"
    COLUMNS = "columns"
    MISSING = "missing"
    UNKNOWN_KIND = "unknown_kind"
    NOT_A_TIME = "not_a_time"
    OUT_OF_RANGE = "out_of_range"
    ORDER = "order"
    NOT_UNDERSTOOD = "not_understood"
    AMBIGUOUS = "ambiguous"
    NOT_READ = "not_read"


class Refusal(BotError):
    """{why}"""

    def __init__(
        self,
        reason: Reason,
        why: str,
        *,
        field: str | None = None,
        value: object = None,
        row: int | None = None,
        part: str = "",
    ) -> None:
        self.reason, self.why, self.field, self.value = reason, why, field, value
        self.row, self.part = row, part
        super().__init__(why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One refused file (row None), row or reservation. why: a sentence that says what to do.

    file: its name, and in brackets the sheet or attachment inside it.

    row: in a table the physical line where the record begins (the header is 1); in JSON, HTML and mails the
    reservation's number in the file, from 1. field: the column, or the schema.org path ("reservationFor.departureTime").
    """

    file: str
    row: int | None
    field: str | None
    value: str | None
    why: str
    reason: Reason

    @classmethod
    def of(cls, refusal: Refusal, *, file: str, row: int | None) -> Rejection:
        """The rejection that a refusal in this row becomes."""
        return cls(
            file=file,
            row=row,
            field=refusal.field,
            value=shown(refusal.value),
            why=refusal.why,
            reason=refusal.reason,
        )


def shown(value: object) -> str | None:
    """A refused value, printable and short enough to repeat; None stays None."""
    if value is None:
        return None
    text = value if isinstance(value, str) else str(value)[: SHOWN * 2]
    clean = "".join(mark if mark.isprintable() else " " for mark in text[: SHOWN * 2]).strip()
    return clean if len(clean) <= SHOWN else clean[: SHOWN - 1] + "…"
