"""A cancelled trip as it was: where somebody may be all the same, and how it was called.

Not here: what is said of a trip that is off (flows.talk), when it is said (an agent's word).
"""

from __future__ import annotations

from dataclasses import replace

from flows.trips.life import Life, life
from flows.trips.trip import Trip


def former(lived: Life) -> Life:
    """The life that it would have been; the same one while it goes on."""
    return (
        life(_as_booked(lived.trip), lived.traveller, lived.evidence) if lived.itinerary.cancelled else lived
    )


def _as_booked(trip: Trip) -> Trip:
    segments = tuple(replace(one, cancelled=False) for one in trip.booking.segments)
    return replace(trip, booking=replace(trip.booking, segments=segments, cancelled=False))
