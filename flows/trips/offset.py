"""How far from an anchor: calendar days at a local hour, or exact hours and minutes (DESIGN §3.4).

Not here: the anchors (moments), and which zone is in force (zones).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from flows.errors import BadOffset
from flows.trips.times import aware, resolve, zone_info

SHAPE = re.compile(r"([+-]?)(\d{1,5})([wdhm])", re.ASCII)
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """days: calendar days, counted in the zone in force. delta: exact time. at: the wall time of that day, or None for
    the anchor's own. Either days and at, or delta. span: the days as time. is_exact: no calendar is needed, only the delta.
    Raises BadOffset for a delta with `at`."""

    days: int = 0
    delta: timedelta = timedelta(0)
    at: time | None = None
    span: timedelta = field(init=False, repr=False, compare=False)
    is_exact: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "span", timedelta(days=self.days))
        object.__setattr__(self, "is_exact", not self.days and self.at is None)
        if self.delta and (self.days or self.at is not None):
            raise BadOffset(
                text=str(self), why="hours and minutes are exact, they take no days and no time of day"
            )

    @classmethod
    def parse(cls, text: str, at: str | time | None = None) -> Offset:
        """Read "-5d", "-1w", "+60m", "-3h", "+1d", "0"; at: "18:00". Raises BadOffset."""
        clock = _clock(at) if isinstance(at, str) else at
        bare = text.strip()
        if bare.lstrip("+-") == "0":
            return cls(at=clock)
        match = SHAPE.fullmatch(bare)
        if match is None:
            raise BadOffset(text=text, why="it needs a number and one of w, d, h, m")
        count = int(match[2]) * (-1 if match[1] == "-" else 1)
        if match[3] in "wd":
            return cls(days=count * (7 if match[3] == "w" else 1), at=clock)
        if clock is not None:
            raise BadOffset(text=text, why="hours and minutes are exact, they take no time of day")
        return cls(delta=timedelta(hours=count) if match[3] == "h" else timedelta(minutes=count))

    def __str__(self) -> str:
        """ "-5d at 18:00", "+60m", "0": parse reads the first word again."""
        minutes = int(self.delta.total_seconds()) // 60
        parts = [f"{self.days:+}d"] if self.days else []
        if minutes:
            parts.append(f"{minutes:+}m" if minutes % 60 else f"{minutes // 60:+}h")
        words = " ".join(parts) or "0"
        return f"{words} at {self.at:%H:%M}" if self.at is not None else words


class Unplaced(StrEnum):
    """Why an offset has no instant."""

    ZONE_UNKNOWN = "zone_unknown"


class Placed(NamedTuple):
    """An instant (UTC) with the zone in force there; zone None only where exact arithmetic needed none."""

    at: datetime
    zone: str | None


def offset_instant(
    anchor: datetime, offset: Offset, zone_of: Callable[[datetime], str | None]
) -> Placed | Unplaced:
    """The instant at `offset` from an aware anchor.

    Days: the zone is taken once, at anchor + 24 h days; the anchor's date in that zone moves by the days; the wall time
    is `at`, else the anchor's in that zone. In a gap the first instant after it, in a fold the first occurrence.
    """
    start = anchor if anchor.tzinfo is UTC else aware(anchor, "anchor")
    if offset.is_exact:
        exact = start + offset.delta
        return Placed(exact, zone_of(exact))
    zone = zone_of(start + offset.span)
    if zone is None:
        return Unplaced.ZONE_UNKNOWN
    day, clock = _on_the_wall(start, zone)
    return Placed(resolve(day + offset.span, clock if offset.at is None else offset.at, zone), zone)


@lru_cache(maxsize=4096)
def _on_the_wall(at: datetime, zone: str) -> tuple[date, time]:
    """The day and the clock there. Kept once found: everything that a trip hears counts from its ten moments or so."""
    local = at.astimezone(zone_info(zone))
    return local.date(), local.time().replace(fold=0)


def _clock(text: str) -> time:
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        raise BadOffset(text=text, why="a time of day is written 18:00")
    return time(int(match[1]), int(match[2]))
