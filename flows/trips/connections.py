"""Which connections a delay breaks: the wait that is left between two legs that were to be one journey.

Not here: what joins legs (chains), the delay itself (progress).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from flows.trips.effective import Leg
from flows.trips.life import Life
from flows.trips.trip import Kind

LEAST = {Kind.FLIGHT: timedelta(minutes=45)}
"""Who has less to change in will hardly make it."""

LEAST_ON_GROUND = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """left: what remains of the wait between two legs; negative when the second leaves first, None when nobody knows."""

    before: Leg
    after: Leg
    left: timedelta | None


def broken(was: Life, now: Life) -> tuple[Broken, ...]:
    """The connections that `now` no longer holds and `was` did."""
    held = {pair for pair, left in _waits(was).items() if left is not None and left >= _least(pair[1], was)}
    legs = {leg.segment.id: leg for chain in now.itinerary.chains for leg in chain.legs}
    return tuple(
        Broken(before=legs[first], after=legs[second], left=left)
        for (first, second), left in _waits(now).items()
        if (first, second) in held and (left is None or left < _least(second, now))
    )


def _waits(life: Life) -> dict[tuple[str, str], timedelta | None]:
    found: dict[tuple[str, str], timedelta | None] = {}
    for chain in life.itinerary.chains:
        for before, after in pairwise(chain.legs):
            unknown = bool(before.arrives_inferred or after.departs_inferred)
            if unknown and not before.doubt:
                continue
            wait = None if before.doubt else after.departs - before.arrives
            found[before.segment.id, after.segment.id] = wait
    return found


def _least(segment_id: str, life: Life) -> timedelta:
    legs = (leg for chain in life.itinerary.chains for leg in chain.legs)
    kind = next(leg.segment.kind for leg in legs if leg.segment.id == segment_id)
    return LEAST.get(kind, LEAST_ON_GROUND)
