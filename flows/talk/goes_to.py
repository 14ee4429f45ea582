"""Where a trip goes, by name: what its card and its answers are headed with.

Not here: {trip.destination}, which a sentence quotes (values).
"""

from __future__ import annotations

from dataclasses import replace

from flows.talk.facts import Facts
from flows.trips.itinerary import itinerary
from flows.trips.trip import Trip


def goes_to(facts: Facts) -> tuple[str, ...]:
    """The names of its destinations, each once; of a trip of which nothing is left, those that it had."""
    shape = facts.life.itinerary
    if not shape.destinations:
        shape = itinerary(_as_booked(facts.trip), facts.life.traveller.id)
    return tuple(dict.fromkeys(facts.named(one.place) for one in shape.destinations))


def _as_booked(trip: Trip) -> Trip:
    segments = tuple(replace(one, cancelled=False) for one in trip.booking.segments)
    return replace(trip, booking=replace(trip.booking, segments=segments))
