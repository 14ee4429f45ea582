"""What a trip that was played with values alone leaves behind: what left, what did not, and why.

Not here: the playing (playing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.library.touchpoint import MessageClass
from flows.planning.due import Key, Reason
from flows.talk.render import Rendered
from flows.trips.life import Life
from flows.trips.trip import Trip


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message that left. rendered: by locale. planned: the instant it was meant for. released: an agent let it go."""

    key: Key
    message_class: MessageClass
    at: datetime
    zone: str | None
    rendered: Mapping[str, Rendered]
    planned: datetime | None = None
    released: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """One that did not. locale: where only one language lacked what it must say."""

    key: Key
    at: datetime | None
    reason: Reason
    detail: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A trip as its lead's phone lives it, the party on that one phone. life: the lead's."""

    trip: Trip
    life: Life
    said: tuple[Said, ...]
    unsaid: tuple[Unsaid, ...]
