"""How a leg is called: by its ticket, and by the two places that it joins.

Without a sign, so that any sentence may quote it; the sign stands in blocks (glance). Not here: its times (whens).
"""

from __future__ import annotations

from flows.talk.facts import Facts
from flows.talk.words import words
from flows.trips.effective import Leg


def ticket(leg: Leg, facts: Facts) -> str:
    """How a ticket calls it: "KL 1697"; a bare number with what it is: "train 9423"; where it goes when it has no name at
    all: "flight to Lisbon". A place alone would read as the one it leaves from."""
    segment = leg.segment
    if not is_named(leg):
        place = ends(leg, facts)[1]
        return words(facts.library, "rendering.leg_to", facts.locale, leg=kind(leg, facts), place=place)
    return f"{kind(leg, facts)} {segment.label}" if segment.label == segment.number else segment.label


def kind(leg: Leg, facts: Facts) -> str:
    """What it is: "train"."""
    return words(facts.library, f"rendering.leg_{leg.segment.kind.value}", facts.locale)


def is_named(leg: Leg) -> bool:
    """Has its ticket a number, or any name?"""
    return bool(leg.segment.name or leg.segment.number or leg.segment.operator)


def ends(leg: Leg, facts: Facts) -> tuple[str, str]:
    """Where it leaves and where it goes; within one town as the paper calls them, the airport and the hotel."""
    origin, destination = leg.origin, leg.destination
    start, end = facts.named(origin), facts.named(destination)
    return (start, end) if start != end else (origin.name, destination.name)
