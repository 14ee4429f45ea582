"""How a message calls a leg whose ticket says neither number nor name."""

from __future__ import annotations

from flows.talk.values import value
from flows.trips.trip import Kind
from tests.flows.talk.test_render import facts, library
from tests.support.trips import leg, trip


def test_a_leg_without_a_number_is_told_by_where_it_goes() -> None:
    """Such a flight is "✈️ → Lisbon", never the airport that it lands at, as if it left from there."""
    journey = trip(leg(Kind.FLIGHT, None, "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out"))
    assert value(facts(library(), journey, occurrence="out"), "leg.label") == "✈️ → Lisbon"
