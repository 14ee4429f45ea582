"""When a chain gets where it goes, as an instant that words of the trip may anchor to.

A taxi without a drop-off time or a train without a printed arrival takes no welcome away: such a chain is held to arrive
when its stage ends, at a destination not before the first check-in. The leg itself keeps no arrival (moments).
Not here: the stages (stage), the names of the instants (moments).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.trips.effective import Leg
from flows.trips.route import Chain, Destination, Itinerary
from flows.trips.trip import Kind

SHORT = frozenset({Kind.TRANSFER, Kind.CAR})
"""The last stretch: who has landed before it is as good as there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """at: UTC, never before the chain's stage ends. zone: of the place, None when unknown. inferred: why no paper prints
    it. proven: the landing is a fact."""

    at: datetime
    zone: str | None
    inferred: str = ""
    proven: bool = False


def reached(chain: Chain, shape: Itinerary, *, home: str | None) -> Reached | None:
    """When `chain` arrives; None when nothing tells. home: the home zone, where a way home in one's own car ends."""
    if chain.arrives_known:
        final, end = chain.last, chain.destination
        zone = arrives_zone(final) if final else end.zone if end else home
        return Reached(at=chain.arrives, zone=zone, inferred=chain.arrives_inferred, proven=chain.proven)
    if not chain.legs or any(leg.stopped for leg in chain.legs):
        return None
    if any(
        leg.doubt for leg in chain.legs
    ):  # nobody is welcomed before a word, or a whole day, says that they are there
        final = chain.last
        zone = arrives_zone(final) if final else None
        return Reached(at=chain.arrives, zone=zone, inferred=chain.arrives_inferred)
    number = shape.parts.index(chain) + 1
    after = shape.parts[number] if number < len(shape.parts) else None
    return _landed(chain) or (_checks_in(chain, after) if isinstance(after, Destination) else None)


def arrives_zone(leg: Leg) -> str | None:
    """The zone where a leg arrives."""
    return (leg.segment.arrives.zone if leg.segment.arrives else None) or leg.destination.zone


def _landed(chain: Chain) -> Reached | None:
    """By the last leg before the taxi. Its own arrival lies on the way still, so that the stage's end is taken."""
    leg = next((one for one in reversed(chain.legs) if one.segment.kind not in SHORT), None)
    if leg is None or leg.arrives_inferred:
        return None
    why = f"{chain.arrives_inferred}; {leg.segment.label} arrives before it"
    return Reached(at=chain.arrives, zone=arrives_zone(leg), inferred=why)


def _checks_in(chain: Chain, after: Destination) -> Reached | None:
    """By the hotel: nobody checks in before being there."""
    stay = next((one for one in after.stays if one.zone_known), None)
    if stay is None:
        return None
    zone = stay.place.zone or stay.segment.departs.zone or after.place.zone
    why = f"{chain.arrives_inferred}; check-in"
    return Reached(at=max(chain.arrives, stay.starts), zone=zone, inferred=why)
