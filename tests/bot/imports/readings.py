"""What tests of the imports ask of a reading."""

from __future__ import annotations

from datetime import date

from bot.imports.mapping import read_mapping
from bot.imports.paper import Reading, read_bytes
from flows.trips.trip import Booking, Segment
from tests.support.papers import Paper, document


def read(
    data: bytes,
    name: str = "paper.json",
    *,
    columns: str | None = None,
    reference: str | None = None,
    today: date | None = None,
) -> tuple[list[Booking], Reading]:
    """The bookings of one file, and the finished reading. columns: a mapping's YAML."""
    mapping = read_mapping("mapping", columns) if columns is not None else None
    reading = read_bytes(name, data, columns=mapping, reference=reference, today=today)
    return list(reading), reading


def told(reading: Reading) -> list[tuple[str, int | None, str | None, str | None, str]]:
    """File, row, field, value and reason of each rejection."""
    return [(one.file, one.row, one.field, one.value, one.reason.value) for one in reading.rejections]


def one_booking(*papers: object) -> Booking:
    """The only booking in these papers, when nothing was refused."""
    bookings, reading = read(document(*papers))
    assert reading.rejections == ()
    assert len(bookings) == 1
    return bookings[0]


def one_segment(*papers: Paper) -> Segment:
    """The only segment of the only booking."""
    booking = one_booking(*papers)
    assert len(booking.segments) == 1
    return booking.segments[0]


def refusal(data: bytes, name: str = "paper.json") -> tuple[int | None, str | None, str | None, str]:
    """Row, field, value and reason of the only rejection, when nothing went in."""
    bookings, reading = read(data, name)
    assert bookings == []
    assert len(reading.rejections) == 1
    only = reading.rejections[0]
    assert only.file == name
    assert only.why.endswith(".")
    return only.row, only.field, only.value, only.reason.value
