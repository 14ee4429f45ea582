"""Real papers of one booking that come one after the other, where the samples are at hand: one booking, what is newest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.imports.nameless import for_party
from bot.imports.paper import read_files
from flows.trips.merge import Change, Merged, merge
from flows.trips.trip import Booking

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "reservations"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample reservations are not beside the checkout"
)


def read(name: str) -> Booking:
    """The only booking of a sample."""
    (found,) = read_files([SAMPLES / name])
    return found


def laid(*names: str) -> list[Merged]:
    """These papers, each over what the earlier ones left."""
    held: Booking | None = None
    found = []
    for name in names:
        found.append(merge(held, for_party(read(name), held)))
        held = found[-1].booking
    return found


def test_a_cancellation_that_names_nothing_else_ends_the_booking() -> None:
    """What was held stays as it was: Eva's flight, cancelled."""
    new, off = laid("merge/cancellation.lhs.json", "merge/cancellation.rhs.json")
    assert (new.change, off.change) == (Change.NEW, Change.CANCELLED)
    assert (off.booking.cancelled, off.booking.segments) == (True, new.booking.segments)
    assert [one.name for one in off.booking.travellers] == ["Eva Green"]


def test_a_pass_gets_its_time_from_the_next_paper_and_its_end_from_the_last() -> None:
    """A boarding pass without a departure, a ticket with one, a cancellation: one flight of one traveller."""
    found = laid(*(f"trips/4U8465-{part}.json" for part in ("v1", "v2", "cancel")))
    held = found[-1].booking
    assert held.cancelled
    assert len(held.segments) == 1
    assert [(one.name, one.id) for one in held.travellers] == [("Volker Krause", "volker-krause")]


@pytest.mark.parametrize(
    "name", ["trips/flight-direct-return.json", "trips/symmetric-two-leg-return-flight.json"]
)
def test_there_and_back_are_never_mistaken_for_each_other(name: str) -> None:
    """The same way in both directions, read twice, is what it was."""
    once, twice = laid(name, name)
    assert (twice.change, twice.booking) == (Change.UNCHANGED, once.booking)
