"""How a trip is told from a chat's other trips: where it goes and when, "Lisbon, 12–19 May".

Not here: whether there are others (flows.planning.others), {trip.destination}, which a sentence quotes (values).
"""

from __future__ import annotations

from datetime import date

from flows.errors import MissingFact, MissingWords
from flows.talk import dates
from flows.talk.addressed import NAMELESS, first_names
from flows.talk.facts import Facts, departs, ends, starts
from flows.talk.goes_to import goes_to
from flows.talk.markup import Html, escape
from flows.talk.words import words
from flows.trips.former import former

CALLED = "trip.called"
"""The placeholder of it, as a message keeps it among its facts."""

MOST_NAMED = 4
FAR = 300
"""So many days away a year is told."""


def called(facts: Facts) -> Html:
    """Where the trip goes and when; its reference where neither is known. Who travels is told too where another trip is
    somebody else's."""
    names, when = goes_to(facts)[:MOST_NAMED], days(facts)
    where = dates.listing(names, facts.locale) if names else facts.trip.reference
    told: str = escape(where)
    if when:
        told = words(facts.library, "rendering.called", facts.locale, destination=where, dates=Html(when))
    people = first_names(facts.trip.travellers, facts.trip)
    if facts.apart and NAMELESS not in people and len(people) <= MOST_NAMED:
        told = f"{told} · {escape(dates.listing(people, facts.locale))}"
    return Html(told)


def days(facts: Facts) -> str:
    """ "12–19 May", as markup; "from 12 May" where nobody knows when it ends; empty where nothing is dated."""
    since, until = _first_day(facts), _last_day(facts)
    if since is None:
        return ""
    year = abs((since - facts.now.date()).days) > FAR
    told = escape(dates.span(since, until or since, facts.locale, year=year))
    return told if until else words(facts.library, "rendering.called_from", facts.locale, date=told)


def headed(facts: Facts | None, text: str) -> str:
    """A reply that says which trip it is about, where the chat has several."""
    if facts is None or not facts.several:
        return text
    try:
        return f"<i>{called(facts)}</i>\n\n{text}"
    except (MissingFact, MissingWords):
        return text


def _first_day(facts: Facts) -> date | None:
    shape = former(facts.life).itinerary
    legs = [leg for chain in shape.chains for leg in chain.legs]
    first = [departs(legs[0]).day] if legs else []
    return min([*first, *(starts(held).day for held in (*shape.stays, *shape.visits))], default=None)


def _last_day(facts: Facts) -> date | None:
    """Of the way home, else of the last check-out; None for a way out alone."""
    shape = former(facts.life).itinerary
    back = shape.returning
    if back is not None and back.legs:
        return departs(back.legs[0]).day
    if not shape.closed:
        return None
    return max((end.day for held in (*shape.stays, *shape.visits) if (end := ends(held))), default=None)
