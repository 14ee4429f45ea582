"""What was seen while a rehearsal with events was played: what happened, what people said and read, in the order of time.

Not here: the stages of a trip and why something was not said (transcript), the events (events).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import ndiff
from enum import StrEnum
from typing import Any

from flows.rehearsal.transcript import PlayedTrip
from flows.trips.evidence import Stage
from flows.trips.times import zone_info


class Seen(StrEnum):
    """EVENT: it happened to the trip, or colleagues did it. SAID, TAPPED: by a person. SENT, EDITED: by the bot. SHOWN: the
    short word on a tapped button."""

    EVENT = "event"
    SAID = "said"
    TAPPED = "tapped"
    SENT = "sent"
    EDITED = "edited"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a reader was when something reached them. zone: in force there then (IANA)."""

    stage: Stage | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was seen. at: UTC. zone: in force there then (IANA), None where nobody knows.

    chat: whose chat, "agents" for their group, "" for what is in none. who: the person who said or tapped it. text: of an
    edit, what stands there now; was: what stood there, with its buttons below. touchpoint, occurrence, message_class: of
    what the planner sent, also when it is edited. stage: the reader's. first: when an edited message came.
    """

    at: datetime
    zone: str | None
    seen: Seen
    text: str
    chat: str = ""
    who: str = ""
    buttons: tuple[str, ...] = ()
    touchpoint: str = ""
    occurrence: str = ""
    message_class: str = ""
    stage: Stage | None = None
    first: datetime | None = None
    was: str = ""
    was_buttons: tuple[str, ...] = ()

    @property
    def local(self) -> datetime:
        """`at` as the clock on the wall shows it."""
        return in_zone(self.at, self.zone)

    @property
    def changes(self) -> tuple[tuple[str, str], ...]:
        """What an edit changed: ("-", what stood there) and ("+", what stands there now), line by line."""
        return tuple(
            _changes((*self.was.split("\n"), *self.was_buttons), (*self.text.split("\n"), *self.buttons))
        )

    def document(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "at": self.local.isoformat(),
            "zone": self.zone,
            "chat": self.chat or None,
            "who": self.who or None,
            "seen": self.seen.value,
            "text": self.text,
            "buttons": list(self.buttons),
            "touchpoint": self.touchpoint or None,
            "occurrence": self.occurrence or None,
            "class": self.message_class or None,
            "stage": self.stage.name if self.stage else None,
            "was": self.was if self.seen is Seen.EDITED else None,
            "was_buttons": list(self.was_buttons) if self.seen is Seen.EDITED else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What came of a rehearsal: each trip as it is at the end, and everything that was seen. Without events there are no
    lines, and the trips say it all."""

    trips: tuple[PlayedTrip, ...]
    lines: tuple[Line, ...] = ()

    def document(self, *, agents: bool = False) -> dict[str, Any]:
        """As JSON values. agents: with what was seen in the agents' group."""
        found: dict[str, Any] = {"trips": [trip.document() for trip in self.trips]}
        if self.lines:
            found["lines"] = [line.document() for line in self.lines if agents or line.chat != AGENTS]
        return found


AGENTS = "agents"
"""How the agents' group is called."""


def in_zone(at: datetime, zone: str | None) -> datetime:
    """The instant as a clock there shows it; as it is where nobody knows the zone."""
    return at.astimezone(zone_info(zone)) if zone else at


def _changes(was: tuple[str, ...], now: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for line in ndiff(was, now):
        if line[:2] in ("- ", "+ ") and line[2:].strip():
            yield line[0], line[2:]
