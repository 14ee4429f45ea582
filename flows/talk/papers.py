"""The documents that the agency attached, by name: of the whole trip, or of one leg, stay or visit.

Not here: their bytes and how they are handed over (bot.steps).
"""

from __future__ import annotations

from flows.talk import dates
from flows.talk.facts import Facts
from flows.talk.markup import Html, escape
from flows.trips.documents import Document


def of_trip(facts: Facts) -> Html | None:
    """A line for each document of those the message speaks of."""
    return _lines(_theirs(facts))


def caption(document: Document, facts: Facts) -> str:
    """What stands under the file, plain: its name, what it belongs to, and for whom where the chat serves others too."""
    told = [document.name]
    segment = next((one for one in facts.trip.booking.segments if one.id == document.segment), None)
    if segment is not None and segment.label.casefold() not in document.name.casefold():
        told.append(segment.label)
    others = [person for person in facts.served if not document.is_for(frozenset((person,)))]
    if others:
        named = tuple(one.first_name for one in facts.trip.travellers if one.id in document.travellers)
        told.append(dates.listing(named, facts.locale))
    return " · ".join(told)


def of_here(facts: Facts) -> Html | None:
    """A line for each document of this occurrence."""
    return _lines(tuple(one for one in _theirs(facts) if one.segment == facts.segment))


def _theirs(facts: Facts) -> tuple[Document, ...]:
    people = frozenset(person.id for person in facts.spoken_of)
    return tuple(one for one in facts.trip.documents if one.is_for(people))


def _lines(documents: tuple[Document, ...]) -> Html | None:
    return Html("\n".join(f"📄 {escape(one.name)}" for one in documents)) if documents else None
