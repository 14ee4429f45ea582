"""Where a trip goes, by name: what its card and its answers are headed with.

Not here: {trip.destination}, which a sentence quotes (values).
"""

from __future__ import annotations

from flows.talk.facts import Facts
from flows.trips.former import former


def goes_to(facts: Facts) -> tuple[str, ...]:
    """The names of its destinations, each once; of a trip of which nothing is left, those that it had."""
    shape = former(facts.life).itinerary
    return tuple(dict.fromkeys(facts.named(one.place) for one in shape.destinations))
