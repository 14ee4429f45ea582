"""What an agent changes in a booking by hand, as values.

Segments and travellers are named by id, or as an agent calls them ("KL1697", "Bruno"). Not here: what an edit does to a
booking (editing), what papers change (merge), reading what an agent typed and who is told (bot).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from flows.trips.trip import Place


class Refusal(StrEnum):
    """Why an edit cannot be made."""

    NO_TRIP = "no_trip"
    NO_SEGMENT = "no_segment"
    SEVERAL_SEGMENTS = "several_segments"
    NO_TRAVELLER = "no_traveller"
    SEVERAL_TRAVELLERS = "several_travellers"
    LAST_TRAVELLER = "last_traveller"
    LAST_ADULT = "last_adult"
    ALREADY_THERE = "already_there"
    NO_NAME = "no_name"
    ENDS_FIRST = "ends_first"
    TOO_SHORT = "too_short"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time at the segment's own place. day None: the day it has now; clock None: the clock it has now."""

    day: date | None = None
    clock: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retime:
    """It leaves or begins, lands or ends at another time. Without `arrives` the end moves along, inferred."""

    segment: str
    departs: When | None = None
    arrives: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reroute:
    """It leaves from or goes to another place; of a stay or visit, `destination` is where it is."""

    segment: str
    origin: Place | None = None
    destination: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabel:
    """Another ticket: carrier (IATA code) and number of a leg, or the name of a stay or visit."""

    segment: str
    carrier: str | None = None
    number: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSegment:
    """It does not happen, for anybody."""

    segment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstateSegment:
    """It happens after all."""

    segment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTrip:
    """The whole booking is off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstateTrip:
    """The whole booking is on again; were all its segments cancelled, they are on again too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTraveller:
    """One of the party stays at home, never the last grown-up before children. What nobody else takes is cancelled."""

    traveller: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTraveller:
    """One more comes along, on all that the whole party takes, or on these segments only."""

    name: str
    first_name: str = ""
    surname: str = ""
    minor: bool = False
    born: date | None = None
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A name is put right; the person stays the same. A single word for somebody with a surname is the first name."""

    traveller: str
    name: str
    first_name: str = ""
    surname: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """These segments are taken by these travellers, and by nobody else."""

    segments: tuple[str, ...]
    travellers: tuple[str, ...]


Edit = (
    Retime
    | Reroute
    | Relabel
    | CancelSegment
    | ReinstateSegment
    | CancelTrip
    | ReinstateTrip
    | DropTraveller
    | AddTraveller
    | Rename
    | Split
)
