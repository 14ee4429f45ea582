"""A paper that names nobody, laid beside a booking whose party is known.

Not here: how such a paper is read (bookings), and the merge itself (flows.trips.merge).
"""

from __future__ import annotations

from dataclasses import replace

from flows.trips.trip import Booking
from flows.trips.unnamed import is_unnamed


def is_nameless(booking: Booking) -> bool:
    """True when the paper named nobody."""
    return len(booking.travellers) == 1 and is_unnamed(booking.travellers[0], booking.reference)


def for_party(read: Booking, held: Booking | None) -> Booking:
    """`read`, said of the party that is held when it names nobody itself: so that nobody is made up.

    A segment that is held goes to those who have it, another one to everyone.
    """
    if held is None or not is_nameless(read) or is_nameless(held):
        return read
    everyone = tuple(person.id for person in held.travellers)
    takes = {segment.id: segment.travellers for segment in held.segments}
    return replace(
        read,
        travellers=held.travellers,
        segments=tuple(
            replace(segment, travellers=takes.get(segment.id) or everyone) for segment in read.segments
        ),
    )
