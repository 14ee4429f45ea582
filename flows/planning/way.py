"""What is true of a leg among the others: what it goes on by, who fetches one, whether it is the first of its kind; and
whether a stay opens another country.

Not here: the other facts (facts), where and when an occurrence takes place (scene).
"""

from __future__ import annotations

from flows.planning.lazily import lazily
from flows.planning.scene import Scene
from flows.trips.evidence import Direction
from flows.trips.trip import Kind


class Way(Scene):
    """The facts of a leg that need its neighbours, or those of a stay that need the stays before it."""

    @lazily
    def onward(self) -> frozenset[Kind] | None:
        """By what the next leg of its chain goes: empty after the last; None for what is no leg."""
        chain, number = self.chain, self.number
        if chain is None or number is None:
            return None
        return frozenset(leg.segment.kind for leg in chain.legs[number + 1 : number + 2])

    @lazily
    def transfer(self) -> bool:
        """Is somebody fetched? Of a leg: on the way to a stay by the next of its chain, on the way home by the one before
        it, or it is a transfer itself. Else: by any leg of the trip."""
        segment, chain, number = self.segment, self.chain, self.number
        if segment is None or not segment.kind.is_leg:
            return Kind.TRANSFER in self.group.kinds
        if segment.kind is Kind.TRANSFER or chain is None or number is None:
            return segment.kind is Kind.TRANSFER
        beside = number - 1 if chain.direction is Direction.RETURN else number + 1
        return 0 <= beside < len(chain.legs) and chain.legs[beside].segment.kind is Kind.TRANSFER

    @lazily
    def flies(self) -> bool:
        """Is there a flight in this leg's chain, else in the trip?"""
        if self.chain is None:
            return Kind.FLIGHT in self.group.kinds
        return any(leg.segment.kind is Kind.FLIGHT for leg in self.chain.legs)

    @lazily
    def first_of_kind(self) -> bool | None:
        """Is this the first leg of its kind in the trip? None for what is no leg."""
        segment = self.segment
        if segment is None or not segment.kind.is_leg:
            return None
        alike = (leg.segment.id for leg in self.group.legs if leg.segment.kind is segment.kind)
        return next(alike, "") == segment.id

    @lazily
    def new_country(self) -> bool | None:
        """Is this the first stay in its country, as far as that is known? None for what is no stay."""
        segment = self.segment
        if segment is None or segment.kind is not Kind.STAY:
            return None
        seen: set[str] = set()
        for stay in self.shape.stays:
            land = self.land(stay.place)
            if stay.segment.id == segment.id:
                return bool(land) and land not in seen
            seen.add(land)
        return False
