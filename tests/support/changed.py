"""The family's trip to Lisbon (trips), changed: as a later paper prints it.

Not here: how it comes in (chats).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.trips.trip import Booking, Segment, Traveller, Trip
from tests.support.trips import lisbon_family, when

LISBON = "Europe/Lisbon"


def booked(change: Callable[[Booking], Booking]) -> Trip:
    """The trip with another booking."""
    trip = lisbon_family()
    return replace(trip, booking=change(trip.booking))


def segments(change: Callable[[Segment], Segment | None]) -> Trip:
    """The trip with every segment as `change` makes it; without those it makes nothing of."""
    return booked(
        lambda booking: replace(
            booking, segments=tuple(made for one in booking.segments if (made := change(one)) is not None)
        )
    )


def later(leaves: str, *, lands: str = "", leg: str = "out") -> Trip:
    """Other times of one flight, as its places print them."""

    def moved(one: Segment) -> Segment:
        if one.id != leg:
            return one
        arrives = when(lands, one.destination.zone) if lands else one.arrives
        return replace(one, departs=when(leaves, one.origin.zone), arrives=arrives)

    return segments(moved)


def later_room() -> Trip:
    """Another hour at the hotel, of which nobody was told an hour yet."""
    return segments(
        lambda one: replace(one, departs=when("2027-05-12T17:00", LISBON)) if one.id == "hotel" else one
    )


def off() -> Trip:
    """Cancelled."""
    return booked(lambda booking: replace(booking, cancelled=True))


def gone() -> Trip:
    """Cancelled with every part of it, as a paper names them."""
    return booked(
        lambda booking: replace(
            booking,
            cancelled=True,
            segments=tuple(replace(one, cancelled=True) for one in booking.segments),
        )
    )


def called(traveller: str, name: str) -> Trip:
    """One of the four is spelt otherwise."""

    def spelt(one: Traveller) -> Traveller:
        if one.id != traveller:
            return one
        first, _, surname = name.partition(" ")
        return replace(one, name=name, first_name=first, surname=surname)

    return booked(
        lambda booking: replace(booking, travellers=tuple(spelt(one) for one in booking.travellers))
    )
