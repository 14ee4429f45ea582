"""Whether a change of the booking brought an instant into the past: that is no lateness, and what matters goes at once.

Not here: what is late by itself (desk), how a change is found (flows.trips.difference).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.library.touchpoint import Touchpoint
from flows.planning.group import Group
from flows.planning.instants import Timing
from flows.trips.changes import Changed, What
from flows.trips.moments import Anchor
from flows.trips.offset import Unplaced
from flows.trips.times import resolve

TELLS = {
    Anchor.DEPARTURE: What.DEPARTS,
    Anchor.RETURN_DEPARTURE: What.DEPARTS,
    Anchor.ARRIVAL: What.ARRIVES,
    Anchor.RETURN_ARRIVAL: What.ARRIVES,
    Anchor.CHECK_IN: What.CHECK_IN,
    Anchor.CHECK_OUT: What.CHECK_OUT,
    Anchor.VISIT_START: What.STARTS,
}
"""Which line of a change moves an anchor."""


def brought(touchpoint: Touchpoint, group: Group, timing: Timing) -> datetime | None:
    """When a change moved this instant (which is over) from ahead into the past; None when none did."""
    moment = timing.moment
    if moment is None or moment.segment is None or moment.zone is None:
        return None
    for change in reversed(group.trip.changes):
        for line in change.lines:
            if line.segment != moment.segment.id or line.what is not TELLS.get(moment.anchor):
                continue
            was = _was(line, moment.zone)
            if was is None:
                return None
            placed = group.life.placed(replace(moment, at=was), touchpoint.when.offset)
            ahead = placed is not Unplaced.ZONE_UNKNOWN and timing.at <= change.at < placed.at
            return change.at if ahead else None
    return None


def _was(line: Changed, zone: str) -> datetime | None:
    """The instant that it was; None for a date alone."""
    if "T" not in line.was:
        return None
    wall = datetime.fromisoformat(line.was)
    return resolve(wall.date(), wall.time(), zone)
