"""For what a touchpoint goes: once a trip and itinerary, or once for each leg, stay, visit or change of the clock.

Not here: when (instants), whether (planner), and the facts that conditions ask for (facts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flows.library.touchpoint import Per
from flows.planning.group import Group
from flows.trips.moments import TRIP, Anchor
from flows.trips.trip import Kind, Segment

NOTHING = {
    Per.TRIP: "nobody here is on this trip",
    Per.LEG: "there is no leg in this trip",
    Per.STAY: "there is no stay in this trip",
    Per.VISIT: "there is no visit in this trip",
    Per.CLOCK_CHANGE: "the clocks do not change during this trip",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One occurrence. occurrence: as in the delivery's key; anchored: as the moments name it. group: whose life counts;
    travellers: all who take it, over all groups. segment: None for a trip or a change of the clock."""

    group: Group
    travellers: tuple[str, ...]
    occurrence: str
    anchored: str
    segment: Segment | None = None


def occasions(per: Per, groups: Sequence[Group]) -> tuple[Occasion, ...]:
    """Every occurrence, each once; who shares a segment shares its message."""
    if per is Per.TRIP:
        return _of_trip(groups)
    found: dict[str, Occasion] = {}
    for group in groups:
        for one in _of(per, group):
            known = found.get(one.occurrence)
            if known is not None:
                one = replace(known, travellers=known.travellers + one.travellers)
            found[one.occurrence] = one
    return tuple(found.values())


def _of_trip(groups: Sequence[Group]) -> tuple[Occasion, ...]:
    """Once for all who come and go together, even where one of them has a table or a room the others have not."""
    together: dict[tuple[object, ...], Occasion] = {}
    for group in groups:
        known = together.get(group.course)
        if known is not None:
            together[group.course] = replace(known, travellers=known.travellers + group.travellers)
            continue
        together[group.course] = Occasion(
            group=group, travellers=group.travellers, occurrence=group.name, anchored=TRIP
        )
    return tuple(together.values())


def _of(per: Per, group: Group) -> Iterator[Occasion]:
    if per is Per.CLOCK_CHANGE:
        for moment in group.life.moments:
            if moment.anchor is Anchor.CLOCK_CHANGE:
                day = moment.occurrence
                yield Occasion(group=group, travellers=group.travellers, occurrence=day, anchored=day)
        return
    for segment in group.segments.values():
        if _fits(per, segment.kind):
            yield Occasion(
                group=group,
                travellers=group.travellers,
                occurrence=segment.id,
                anchored=segment.id,
                segment=segment,
            )


def _fits(per: Per, kind: Kind) -> bool:
    if per is Per.LEG:
        return kind.is_leg
    return kind is (Kind.STAY if per is Per.STAY else Kind.VISIT)
