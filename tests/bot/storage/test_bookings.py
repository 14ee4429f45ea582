"""How a booking is kept."""

from __future__ import annotations

from dataclasses import replace

from bot.storage.bookings import booking_document, read_booking
from tests.support.trips import lisbon_family


def test_a_kept_booking_comes_back_as_it_was() -> None:
    """Travellers, segments and what is celebrated survive the way through JSON."""
    booking = replace(lisbon_family().booking, occasions=("anniversary", "birthday"))
    assert read_booking(booking_document(booking)) == booking


def test_a_booking_kept_before_occasions_were_known_reads_as_one_without() -> None:
    """What an older version wrote can be read."""
    document = booking_document(lisbon_family().booking)
    assert "occasions" not in document
    assert read_booking(document).occasions == ()
