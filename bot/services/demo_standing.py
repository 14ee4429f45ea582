"""What the demo tells its page: where the trip stands.

Not here: the playing (demo), what became of each touchpoint (demo_whys).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One span of the loaded trip's life."""

    stage: str
    direction: str
    place: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of the party; payload opens the bot as this person."""

    first_name: str
    surname: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the demo stands."""

    now: datetime
    zone: str
    trip: str | None = None
    stage: str = ""
    direction: str = ""
    place: str = ""
    because: str = ""
    stages: Sequence[Step] = ()
    next_at: datetime | None = None
    zones: Sequence[tuple[datetime, str]] = ()
    office: str = ""
    party: Sequence[Member] = ()
