"""Who travels without a name: the papers name nobody, and nobody is made up.

Not here: how such a one is addressed (flows.talk.addressed), laying a nameless paper over a known party (bot.imports.nameless).
"""

from __future__ import annotations

from flows.trips.trip import Traveller

UNNAMED = "N.N."
"""Stands where a name would, in any language, until somebody gives one."""


def is_unnamed(person: Traveller, reference: str = "") -> bool:
    """True for one whom no paper names. reference: of the booking, which older bookings have in place of the name."""
    return not person.surname and person.name in ("", UNNAMED, reference)
