"""How long a leg takes by its papers, and whether two instants can be its departure and arrival.

Not here: the instants that hold (travelled), what a report says (flight_report).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.trips.times import Time, resolve
from flows.trips.trip import Place, Segment

LONGEST = timedelta(hours=20)
"""What is printed longer is a slip of a day as often as a leg: nothing is measured by it."""

AT_LEAST = 0.5
"""No wind and no other machine makes a leg shorter than this part of what is printed."""


def there(when: Time | None, place: Place) -> datetime | None:
    """The UTC instant of a printed time, in the zone of its place where it names none; None when that is not known."""
    if when is None:
        return None
    if when.utc is not None:
        return when.utc
    return resolve(when.day, when.clock, place.zone) if when.clock is not None and place.zone else None


def lasts(segment: Segment) -> timedelta | None:
    """From departure to arrival by the papers; None where that is not printed, or cannot be."""
    departs, arrives = there(segment.departs, segment.origin), there(segment.arrives, segment.destination)
    if departs is None or arrives is None or not timedelta(0) < arrives - departs <= LONGEST:
        return None
    return arrives - departs


def too_short(segment: Segment, departs: datetime | None, arrives: datetime) -> bool:
    """True where nobody who leaves at `departs` (aware; None: nobody knows) has come there by `arrives`."""
    if departs is None:
        return False
    printed = lasts(segment)
    return arrives - departs < (printed * AT_LEAST if printed is not None else timedelta(0))
