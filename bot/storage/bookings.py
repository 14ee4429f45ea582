"""How a booking and what changed in it are kept as JSON, and read back as the values they were."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from flows.trips.changes import Change, Changed
from flows.trips.trip import Booking

_BOOKING: TypeAdapter[Booking] = TypeAdapter(Booking)
_CHANGES: TypeAdapter[tuple[Change, ...]] = TypeAdapter(tuple[Change, ...])
_LINES: TypeAdapter[tuple[Changed, ...]] = TypeAdapter(tuple[Changed, ...])


def booking_document(booking: Booking) -> dict[str, Any]:
    """The booking as JSON values, without what is empty."""
    dumped: dict[str, Any] = _BOOKING.dump_python(booking, mode="json", exclude_defaults=True)
    return dumped


def read_booking(document: dict[str, Any]) -> Booking:
    """The booking that was kept."""
    return _BOOKING.validate_python(document)


def changes_document(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    """Changes as JSON values, without what is empty."""
    dumped: list[dict[str, Any]] = _CHANGES.dump_python(changes, mode="json", exclude_defaults=True)
    return dumped


def read_changes(kept: list[dict[str, Any]], *, waits: bool = False) -> tuple[Change, ...]:
    """The changes that were kept. waits: the last of them waits for an agent's word, so nobody was told."""
    found = _CHANGES.validate_python(kept) if kept else ()
    return (*found[:-1], replace(found[-1], told=False)) if found and waits else found


def lines_document(lines: tuple[Changed, ...]) -> list[dict[str, Any]]:
    """Lines of a change as JSON values, without what is empty."""
    dumped: list[dict[str, Any]] = _LINES.dump_python(lines, mode="json", exclude_defaults=True)
    return dumped


def read_lines(kept: list[dict[str, Any]]) -> tuple[Changed, ...]:
    """The lines that were kept."""
    return _LINES.validate_python(kept)
