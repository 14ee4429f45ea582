"""One occurrence of one touchpoint while it is decided, and the answers it can become.

Not here: the decision (planner).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from flows.planning.due import Answer, Due, Overridden, Override, Reason, Sent, Skipped, Waiting
from flows.planning.instants import Missing, Timing
from flows.planning.occasions import Occasion
from flows.trips.trip import Place

Kind = TypeVar("Kind", Sent, Due, Waiting, Skipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One occurrence of one touchpoint while it is decided. base: what every answer to it shares."""

    base: Answer
    occasion: Occasion
    timing: Timing | Missing
    word: Overridden | None

    @property
    def given(self) -> bool:
        """True when an agent gave the instant."""
        return self.word is not None and self.word.word is Override.AT

    def told(self, kind: type[Kind], **more: Any) -> Kind:
        """The answer of a kind; `more` overrides what is shared."""
        base = self.base
        shared: dict[str, Any] = {
            "touchpoint": base.touchpoint,
            "key": base.key,
            "travellers": base.travellers,
            "at": base.at,
            "zone": base.zone,
            "anchor": base.anchor,
            "useless_after": base.useless_after,
            "stage": base.stage,
            "direction": base.direction,
            "place": base.place,
        }
        shared.update(more)
        return kind(**shared)

    def skipped(self, reason: Reason, detail: str = "") -> Skipped:
        """The refusal, with which condition in words."""
        return self.told(Skipped, reason=reason, detail=detail)


def town(occasion: Occasion, there: Place | None) -> Place | None:
    """What place texts are about: a leg's end, a stay's or visit's town, else where the traveller is or goes."""
    segment = occasion.segment
    if segment is None:
        return there
    for destination in occasion.group.life.itinerary.destinations:
        if any(stay.segment.id == segment.id for stay in destination.stays):
            return destination.place
    return segment.destination
