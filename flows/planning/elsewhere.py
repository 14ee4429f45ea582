"""What of a trip waits or is left out while its traveller is busy with another one (S5, S6).

Nobody is welcomed home while packing again, and nobody is asked how it was in the next departure hall. Not here: the
other trips (others), when a touchpoint is due by its own trip (instants).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flows.library.touchpoint import Elsewhere, MessageClass, Touchpoint, TouchpointKind
from flows.planning.budget import CLASSES
from flows.planning.others import HERE, HOME, Busy, OtherTrip
from flows.trips.evidence import Stage
from flows.trips.offset import Offset, Placed, offset_instant

CALM = timedelta(hours=48)
"""Until so long before leaving there is time for a question that would be useless once they are back."""

IDLE = frozenset({TouchpointKind.TIPS, TouchpointKind.PULSE})
"""What of a place means nothing to those who are in another."""

MORNING = time(10)

UNPACKED = timedelta(hours=2)
"""So long after coming home there is an ear for the next trip, where it cannot wait until tomorrow."""


def rule(touchpoint: Touchpoint) -> Elsewhere:
    """What the content says, else: a survey and what sells wait; what speaks of being home is left out, and so are tips and
    questions from the place itself, since nobody is there; all else goes."""
    if touchpoint.elsewhere is not None:
        return touchpoint.elsewhere
    if not CLASSES[touchpoint.message_class].capped:
        return Elsewhere.SEND
    if touchpoint.message_class is MessageClass.MARKETING or touchpoint.kind is TouchpointKind.SURVEY:
        return Elsewhere.WAIT
    of_the_place = touchpoint.stages == HERE and touchpoint.kind in IDLE
    return Elsewhere.SKIP if touchpoint.stages == HOME or of_the_place else Elsewhere.SEND


def keeping(
    others: Iterable[OtherTrip], stages: AbstractSet[Stage], at: datetime
) -> tuple[OtherTrip, Busy] | None:
    """The trip that keeps them busy at an instant, the last to end; None when none does. stages: the gate of what would
    be said: what is for people at home minds the packing too, what is for people on the spot only a trip that took them away
    from there, all else only that they are away."""
    found = [
        (other, span)
        for other in others
        if other.own and (span := other.busy) is not None and _since(span, stages) <= at
        if other.later or stages != HERE
        if span.ends is None or at < span.ends
    ]
    return max(found, key=lambda pair: (pair[1].ends is None, pair[1].ends or at), default=None)


def engaged(
    policy: Elsewhere, others: Iterable[OtherTrip], stages: AbstractSet[Stage], at: datetime
) -> Busy | None:
    """What keeps something back that is about to leave. The planner let a question through while they still had time; by
    now the other trip may be near."""
    kept = keeping(others, stages, at)
    if kept is None or (policy is Elsewhere.WAIT and at < kept[1].leaves - CALM):
        return None
    return kept[1]


def _since(span: Busy, stages: AbstractSet[Stage]) -> datetime:
    return span.packs if stages == HOME else span.leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """When something may go: at its own instant or a later one; `at` is None when it is left out. other: whose doing."""

    at: datetime | None
    other: OtherTrip


def put(
    touchpoint: Touchpoint,
    others: Sequence[OtherTrip],
    zone_at: Callable[[datetime], str | None],
    *,
    at: datetime,
    useless_after: datetime | None,
) -> Put | None:
    """What the other trips make of a touchpoint that would go `at`; None when they do not mind.

    What waits goes the day after they are back, at its own hour; what prepares a trip on the evening itself, if it must.
    Would it be useless by then, it goes at its own time, as long as the other trip is more than two days ahead.
    """
    policy = rule(touchpoint)
    stages = touchpoint.stages
    kept = keeping(others, stages, at) if policy is not Elsewhere.SEND else None
    if kept is None:
        return None
    if policy is Elsewhere.SKIP:
        return Put(at=None, other=kept[0])
    for free in _free(others, stages, at, touchpoint.when.at or MORNING, zone_at):
        if useless_after is None or free <= useless_after:
            return Put(at=free, other=kept[0])
    return _in_time(kept, at)


def _free(
    others: Sequence[OtherTrip],
    stages: AbstractSet[Stage],
    at: datetime,
    clock: time,
    zone_at: Callable[[datetime], str | None],
) -> Iterator[datetime]:
    """When they are back from all of them: the day after; and for what prepares a trip, two hours after, if that is all
    there is between two."""
    ends = at
    free: datetime | None = None
    while (kept := keeping(others, stages, free or at)) is not None:
        back = kept[1].ends
        if back is None:
            return
        ends, free = back, _day_after(back, clock, zone_at)
    if free is not None:
        yield free
    if stages != HOME and keeping(others, stages, ends + UNPACKED) is None:
        yield ends + UNPACKED


def _in_time(kept: tuple[OtherTrip, Busy], at: datetime) -> Put | None:
    """It would never go once they are back: now, if there is time."""
    other, span = kept
    return None if at < span.leaves - CALM else Put(at=None, other=other)


def _day_after(ends: datetime, clock: time, zone_at: Callable[[datetime], str | None]) -> datetime:
    """Later than `ends` in any case: the day after always is."""
    placed = offset_instant(ends, Offset(days=1, at=clock), zone_at)
    return placed.at if isinstance(placed, Placed) else ends + timedelta(days=1)
