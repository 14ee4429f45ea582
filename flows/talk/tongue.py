"""One language a message: all of it in the reader's, where all of it is written in that; else all of it in English.

Not here: which languages there are (library), a text's own best one (Text.locale).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flows.errors import NotSpoken
from flows.library.text import FALLBACK, Whole
from flows.talk.dialogue import Known, TripKnown
from flows.talk.facts import Facts

Said = TypeVar("Said")


def in_one(locale: str, say: Callable[[str], Said]) -> Said:
    """What `say` gives in this locale; in English where some text of it lacks the locale."""
    try:
        return say(Whole(locale))
    except NotSpoken:
        return say(FALLBACK)


def facts_in_one(facts: Facts, say: Callable[[Facts], Said]) -> Said:
    """The same for what is said of a trip."""
    return in_one(facts.locale, lambda locale: say(replace(facts, locale=locale)))


def known_in(known: Known, locale: str) -> Known:
    """What is known, told in this locale."""
    current = known.current
    return replace(
        known,
        locale=locale,
        current=_trip(current, locale) if current is not None else None,
        trips=tuple(_trip(trip, locale) for trip in known.trips),
    )


def _trip(trip: TripKnown, locale: str) -> TripKnown:
    if trip.facts is None:
        return trip
    company = tuple(replace(facts, locale=locale) for facts in trip.company)
    return replace(trip, facts=replace(trip.facts, locale=locale), company=company)
