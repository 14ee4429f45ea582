"""What the demo tells its page: where the trip stands and what became of each touchpoint.

Not here: the playing (demo).
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What became of one touchpoint. outcome: sent, waiting or skipped. reason: a word of flows.planning.due.Reason, or
    failed; detail: more, in English. who: the chat's holder."""

    touchpoint: str
    outcome: str
    reason: str
    at: datetime | None
    who: str = ""
    detail: str = ""
