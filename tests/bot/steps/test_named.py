"""Agents read names, also of who has left the party."""

from __future__ import annotations

from bot.steps.named import named
from bot.storage.bookings import booking_document
from bot.storage.trips import TripRow
from flows.trips.editing import apply
from flows.trips.edits import DropTraveller
from tests.support.trips import ANN, lisbon_family


def test_who_dropped_out_is_called_by_name() -> None:
    """As papers knew her; where nothing knows her any more, what the id says of it."""
    held = lisbon_family().booking
    without = booking_document(apply(held, [DropTraveller(traveller=ANN.id)]).booking)
    row = TripRow(reference="LISBON-4", booking=without, papers=booking_document(held))
    assert named(row, ANN.id) == "Ann de Vries"
    assert named(row, "bruno-de-vries") == "Bruno de Vries"
    row.papers = {}
    assert named(row, ANN.id) == "Ann De Vries"
