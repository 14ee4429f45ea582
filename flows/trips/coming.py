"""When a stay begins for one whose own way brings them days after its check-in: who shares a hotel need not come together.

The paper keeps the check-in that it prints. A night flight that lands before five still comes on the day that the room is
held for, a late plane moves no stay, and who was in the town before has moved in then. Not here: to which gap a stay
belongs (chains), the instants that papers print (effective).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from flows.trips.chains import one_town
from flows.trips.edges import Edges
from flows.trips.effective import Held, Leg
from flows.trips.times import zone_info

WHY = "their own way arrives after the day of check-in"


def come(runs: Sequence[tuple[Leg, ...]], gaps: Sequence[Sequence[Held]], edges: Edges) -> Mapping[str, Held]:
    """The stays (by segment id) that begin later for this traveller. runs, gaps: as `chains.joined` gives them."""
    found: dict[str, Held] = {}
    for number, gap in enumerate(gaps[1:]):
        for stay in gap:
            there = _there(_brings(runs[: number + 1], stay, edges), stay, edges)
            if there is not None:
                at, day = there
                starts = max(stay.starts, min(at, stay.ends))
                found[stay.segment.id] = replace(stay, starts=starts, starts_inferred=WHY, comes=day)
    return found


def _brings(runs: Sequence[tuple[Leg, ...]], stay: Held, edges: Edges) -> Leg:
    """The last leg of the way that first brings them to the stay's town, else of the way before it."""
    first = (run for run in runs if any(one_town(leg.destination, stay.place, edges) for leg in run))
    return max(next(first, runs[-1]), key=lambda leg: leg.planned[1])


def _there(leg: Leg, stay: Held, edges: Edges) -> tuple[datetime, date] | None:
    """When they come there as it goes now, and the local day by the papers; None when that is the day of check-in, nobody
    knows it, or the stay is over. Of a leg without a printed arrival its departure is what one knows."""
    printed = leg.segment.arrives
    known = printed is not None and (printed.clock is not None or printed.instant is not None)
    planned, at = (leg.planned[1], leg.arrives) if known else (leg.planned[0], leg.departs)
    zone = stay.place.zone or leg.destination.zone
    if zone is None or planned >= stay.ends or (not known and leg.departs_inferred):
        return None
    local = planned.astimezone(zone_info(zone))
    day = local.date() - timedelta(days=local.time() < edges.night_ends)
    return (at, day) if day > stay.segment.departs.day else None
