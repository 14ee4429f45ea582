"""The stage gate of a touchpoint: may it speak to someone who is there?

Not here: where the traveller is (flows.trips.stage).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from flows.trips.evidence import Direction, Stage
from flows.trips.span import StageSpan

CANCELLED = Stage.CANCELLED
"""Asked of every gate: to read a member off its class costs ten times as much (until Python 3.12)."""


def opens(
    stages: AbstractSet[Stage],
    directions: AbstractSet[Direction],
    stage: Stage | None,
    direction: Direction | None,
) -> bool:
    """True when `stage` is among `stages` (empty: any but CANCELLED) and, in transit, `direction` among `directions`
    (empty: any). A gate never opens for a stage that nobody knows, but where there is no gate nobody is asked."""
    if not stages and not directions:
        return stage is not CANCELLED
    if stage is None or stage is CANCELLED:
        return stage in stages
    if stages and stage not in stages:
        return False
    return not directions or stage is not Stage.IN_TRANSIT or direction in directions


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A gate stands open from `since` until `until` (UTC, half-open; None: for good)."""

    since: datetime
    until: datetime | None


def window(
    timeline: Iterable[StageSpan],
    stages: AbstractSet[Stage],
    directions: AbstractSet[Direction],
    *,
    at: datetime,
) -> Window | None:
    """While the gate stands open for what is meant for `at`: the first time that is not over by then, without a break.

    Rome's tips are not for Florence: between them the gate of ON_SITE closes. None when it never opens any more.
    """
    since = until = None
    for span in timeline:
        if span.until is not None and span.until <= at:
            continue
        if opens(stages, directions, span.stage, span.direction):
            since, until = since or span.since, span.until
        elif since is not None:
            break
    return Window(since=since, until=until) if since is not None else None


def spoken(stage: Stage | None, direction: Direction | None) -> str:
    """How an editor reads a stage: "in_transit (return)"."""
    name = stage.value if stage is not None else "no stage"
    return f"{name} ({direction.value})" if direction is not None else name
