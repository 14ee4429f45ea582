"""How a booking is kept as JSON, and read back as the value it was."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from flows.trips.trip import Booking

_BOOKING: TypeAdapter[Booking] = TypeAdapter(Booking)


def booking_document(booking: Booking) -> dict[str, Any]:
    """The booking as JSON values, without what is empty."""
    dumped: dict[str, Any] = _BOOKING.dump_python(booking, mode="json", exclude_defaults=True)
    return dumped


def read_booking(document: dict[str, Any]) -> Booking:
    """The booking that was kept."""
    return _BOOKING.validate_python(document)
