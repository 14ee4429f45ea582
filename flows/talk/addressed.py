"""How a reader is addressed whose papers bear no name: not at all, rather than by what stands in for it.

"Your trip is booked, {traveller.first_name}." becomes "Your trip is booked." Not here: who reads (facts).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flows.trips.trip import Traveller, Trip
from flows.trips.unnamed import is_unnamed

NAMELESS = "\u2063"
"""Stands for a name that nobody knows while a text is filled (an invisible separator); it never leaves."""

_OPENING = re.compile(rf"(^|\n|[.!?…>]\s*){NAMELESS},?\s*(\w?)")
_WITHIN = re.compile(rf",?[ \u00a0\u202f]*{NAMELESS}")


def first_name(person: Traveller, trip: Trip) -> str:
    """How one is called; NAMELESS where the papers name nobody."""
    named = person.first_name or person.name
    return NAMELESS if named == trip.reference or is_unnamed(person, trip.reference) else named


def first_names(people: Iterable[Traveller], trip: Trip) -> tuple[str, ...]:
    """Those of these people who have a name; NAMELESS alone where nobody does."""
    named = tuple(name for person in people if (name := first_name(person, trip)) != NAMELESS)
    return named or (NAMELESS,)


def unaddressed(text: str) -> str:
    """The filled text without the address and its comma; what then opens a sentence does so with a capital."""
    if NAMELESS not in text:
        return text
    opened = _OPENING.sub(lambda found: f"{found[1]}{found[2].upper()}", text)
    return _WITHIN.sub("", opened)
