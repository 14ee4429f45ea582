"""Evidence: why we believe a stage, other than the timetable.

Strength (DESIGN §3.3): agent's word > fresh location > tap > flight status (which moves the times) > timetable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.trips.times import aware


class Stage(StrEnum):
    """Where a traveller is in the trip."""

    JUST_BOOKED = "just_booked"
    IN_BETWEEN = "in_between"
    BEFORE_DEPARTURE = "before_departure"
    IN_TRANSIT = "in_transit"
    ON_SITE = "on_site"
    AFTERWARDS = "afterwards"
    CANCELLED = "cancelled"


class Direction(StrEnum):
    """Which way an IN_TRANSIT goes."""

    OUTBOUND = "outbound"
    BETWEEN = "between"
    RETURN = "return"


class Source(StrEnum):
    """Who says so, strongest first."""

    AGENT = "agent"
    LOCATION = "location"
    TAP = "tap"
    FLIGHT_STATUS = "flight_status"
    TIMETABLE = "timetable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Someone says the traveller is in `stage` since `at` (aware). Counts until the next edge of the timetable, or for
    good when `pinned`. source: AGENT, LOCATION or TAP. traveller: an id, or None for the whole party."""

    source: Source
    stage: Stage
    at: datetime
    pinned: bool = False
    traveller: str | None = None
    who: str = ""

    def __post_init__(self) -> None:
        aware(self.at, "Word.at")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightStatus:
    """The effective times of one segment (aware instants; None = as printed). `landed` proves the arrival."""

    segment: str
    at: datetime
    departs: datetime | None = None
    arrives: datetime | None = None
    landed: bool = False
    cancelled: bool = False

    def __post_init__(self) -> None:
        for value in (self.at, self.departs, self.arrives):
            if value is not None:
                aware(value, "FlightStatus")


Evidence = tuple[Word | FlightStatus, ...]
