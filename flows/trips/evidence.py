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
    good when `pinned`. source: AGENT, LOCATION or TAP. traveller: an id, or None for the whole party. near: the place of
    the trip that a position is at."""

    source: Source
    stage: Stage
    at: datetime
    pinned: bool = False
    traveller: str | None = None
    who: str = ""
    near: str = ""

    def __post_init__(self) -> None:
        aware(self.at, "Word.at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A traveller was in this zone (IANA, None at sea) at `at`; near: the place of the trip there, "" for none. Where exactly
    is kept nowhere."""

    at: datetime
    traveller: str
    zone: str | None
    near: str = ""

    def __post_init__(self) -> None:
        aware(self.at, "Position.at")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightStatus:
    """What is said of one segment at `at` (aware instants; None = nothing new). `landed` proves the arrival, `left` that it
    goes or that they are on board, `waits` that they have not left. diverted: where it goes instead. source: FLIGHT_STATUS
    or AGENT for everyone; TAP or LOCATION of one traveller (an id). who: an agent's name, a place."""

    segment: str
    at: datetime
    departs: datetime | None = None
    arrives: datetime | None = None
    landed: bool = False
    cancelled: bool = False
    left: bool = False
    waits: bool = False
    diverted: str = ""
    source: Source = Source.FLIGHT_STATUS
    who: str = ""
    traveller: str | None = None

    def __post_init__(self) -> None:
        for value in (self.at, self.departs, self.arrives):
            if value is not None:
                aware(value, "FlightStatus")


Evidence = tuple[Word | FlightStatus | Position, ...]
