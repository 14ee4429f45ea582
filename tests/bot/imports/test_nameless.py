"""A paper without names speaks of the party that is already known."""

from __future__ import annotations

from dataclasses import replace

from bot.imports.nameless import for_party, is_nameless
from flows.trips.merge import Change, merge
from tests.bot.imports.readings import one_booking
from tests.support.papers import flight, reservation, stay


def test_a_reference_never_joins_a_party() -> None:
    """A boarding pass without a name changes the flight of those who are on it, and nobody joins."""
    held = one_booking(flight(), stay(), stay(name="Bruno de Vries"))
    read = for_party(one_booking(flight(name=None, departs="2027-05-12T08:00")), held)
    merged = merge(held, read)
    assert merged.lines == ("TP 669 departs 09:40 → 08:00",)
    assert merged.booking.travellers == held.travellers
    assert merged.booking.segments[0].travellers == ("ann-de-vries",)


def test_a_nameless_cancellation_cancels_the_held_booking() -> None:
    """Only the cancellation is new."""
    held = one_booking(flight(), stay())
    read = one_booking(reservation("Flight", name=None, reservationStatus="http://schema.org/Cancelled"))
    merged = merge(held, for_party(read, held))
    assert (merged.change, merged.lines) == (Change.CANCELLED, ("the booking is cancelled",))


def test_a_new_segment_without_names_is_for_everyone() -> None:
    """Nobody is left out of what names nobody."""
    held = one_booking(flight(), flight(name="Bruno de Vries"))
    read = for_party(one_booking(stay(name=None)), held)
    assert read.segments[0].travellers == ("ann-de-vries", "bruno-de-vries")


def test_named_papers_and_first_papers_stay_as_they_are() -> None:
    """There is nothing to lend."""
    named, nameless = one_booking(flight()), one_booking(flight(name=None))
    assert (is_nameless(named), is_nameless(nameless)) == (False, True)
    assert for_party(nameless, None) is nameless
    assert for_party(nameless, nameless) is nameless
    assert for_party(named, named) is named


def test_a_name_that_comes_later_is_that_of_the_nameless_one() -> None:
    """Nobody joins: the one who travelled without a name has one now."""
    merged = merge(one_booking(flight(name=None)), one_booking(flight()))
    assert [(one.id, one.name, one.surname) for one in merged.booking.travellers] == [
        ("traveller", "Ann de Vries", "de Vries")
    ]
    assert merged.suspicious == ()
    again = merge(merged.booking, for_party(one_booking(flight(name=None)), merged.booking))
    assert (again.change, again.booking) == (Change.UNCHANGED, merged.booking)


def test_a_booking_kept_under_its_reference_is_nameless_too() -> None:
    """So were they kept before."""
    new = one_booking(flight(name=None))
    old = replace(new, travellers=(replace(new.lead, name="LIS27A", first_name="LIS27A"),))
    assert is_nameless(old)
