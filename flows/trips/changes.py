"""What changed in a trip since it was booked: the noun by which a traveller is told, and an agent lets it go.

Values only. Not here: how a paper changes a booking (merge), who records it (bot.steps), its words (flows.talk).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.trips.times import aware


class ChangeKind(StrEnum):
    """What happened: the whole trip is off, on again, a departure or arrival moved, or anything else changed."""

    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    DELAYED = "delayed"
    CHANGED = "changed"


class What(StrEnum):
    """Which fact of a segment. STARTS, ENDS: of a visit. NAME: of its label. OFF, ON: it is cancelled, goes again. NOT_THEIRS:
    some of the party no longer take it. LEAVES, JOINS: of the party, somebody no longer travels or does now; label is the name."""

    DEPARTS = "departs"
    ARRIVES = "arrives"
    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    STARTS = "starts"
    ENDS = "ends"
    ORIGIN = "from"
    DESTINATION = "to"
    NAME = "name"
    NEW = "new"
    OFF = "off"
    ON = "on"
    NOT_THEIRS = "not_theirs"
    LEAVES = "leaves"
    JOINS = "joins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One line. segment: its id, "" for the party; label: as a ticket calls it. was, now: as papers print them (ISO 8601 local time
    "2027-05-12T14:10", or a date, or a place's name); empty where there is nothing to compare.
    travellers: for whom alone it is so (ids); none where it is for all who take the segment."""

    segment: str
    label: str
    what: What
    was: str = ""
    now: str = ""
    travellers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. id: stable within the trip, the occurrence of what is said about it. at: when it became known (aware).
    lines: what changed, in the booking's order; none when the whole trip is off or on again. told: False while it waits
    for an agent's word, and where that word was never."""

    id: str
    at: datetime
    kind: ChangeKind
    lines: tuple[Changed, ...] = ()
    told: bool = True

    def __post_init__(self) -> None:
        aware(self.at, "Change.at")
