"""The nouns of a trip's named instants: what an anchor is called, and the moment that bears it.

Values only. Not here: where they are found (moments, happenings).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.trips.evidence import Direction, Stage
from flows.trips.trip import Place, Segment

TRIP = "trip"
COMES = "@"
"""Stands between a stay and the day of those of a chat who come to it later than the first."""


class Anchor(StrEnum):
    """What an instant is called."""

    BOOKED = "booked"
    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    RETURN_DEPARTURE = "return_departure"
    RETURN_ARRIVAL = "return_arrival"
    STAGE_START = "stage_start"
    CLOCK_CHANGE = "clock_change"
    VISIT_START = "visit_start"
    BIRTHDAY = "birthday"
    MID_STAY = "mid_stay"
    CHANGE = "change"


def segment_of(occurrence: str) -> str:
    """The id of the segment that an occurrence is of, whoever comes to it when; any other occurrence as it is."""
    return occurrence.partition(COMES)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A named instant. at: UTC. zone: of its place, None when unknown. occurrence: "trip", a segment's id, the local
    date of a clock change, the traveller of a birthday, or a change's id. inferred: why no paper prints it. proven: the
    landing is a fact. stage, direction: what starts, for STAGE_START. day_only: a paper prints the day and no clock, and
    `at` is its noon: only whole days may be counted from it."""

    anchor: Anchor
    at: datetime
    zone: str | None
    occurrence: str = TRIP
    segment: Segment | None = None
    place: Place | None = None
    inferred: str = ""
    proven: bool = False
    stage: Stage | None = None
    direction: Direction | None = None
    day_only: bool = False
