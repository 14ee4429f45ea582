"""What a person should look at before a paper is believed: findings, each with its kind and its words.

Not here: laying a paper over a booking (merge), a whole file that would do harm (blast).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.trips.laying import Laid
from flows.trips.people import spoken
from flows.trips.trip import Booking, Segment


class Suspicion(StrEnum):
    """What is suspicious. OVERRULED: the paper says otherwise than an agent; the paper wins. OVER_CANCELLED: it changes what
    an agent cancelled. DROPPED: it names for something new only those whom an agent took off. STRANGERS: it names nobody of
    the party. REUSED: other people, other places, other dates under the same reference. SHIFTED: dates moved by months."""

    OVERRULED = "overruled"
    OVER_CANCELLED = "over_cancelled"
    DROPPED = "dropped"
    STRANGERS = "strangers"
    REUSED = "reused"
    SHIFTED = "shifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One of them. text: in words for staff; segment: its id, where it is about one. days: by how many dates moved."""

    kind: Suspicion
    text: str
    segment: str = ""
    days: int = 0


APART = 30
"""Days between two trips under one reference, from which on they can hardly be one."""


def suspicious(base: Booking, read: Booking, found: Laid, said: Booking) -> tuple[Finding, ...]:
    """What is strange in `read`, laid over `base` as `found` with `said` for a result. Conflicts with agents are named by
    the merge."""
    if not found.met and not _surnames(base) & _surnames(read):
        if not found.paired and _apart(base, read) >= APART:
            names = ", ".join(one.name for one in read.travellers)
            text = (
                f"the reference is held for {base.lead.name} on other days; the paper names {names} and shares no line with it: "
                "it may have been given out again"
            )
            return (Finding(kind=Suspicion.REUSED, text=text),)
        text = f"the paper names nobody of the party of {base.lead.name}"
        return (Finding(kind=Suspicion.STRANGERS, text=text),)
    return tuple(_shifted(base, said))


def _shifted(base: Booking, said: Booking) -> Iterator[Finding]:
    now = {one.id: one for one in said.segments}
    for before in base.segments:
        after = now.get(before.id)
        if after is None or after.cancelled:
            continue
        days = abs((after.departs.day - before.departs.day).days)
        if days >= APART:
            text = f"{before.label} moves by {days} days: {before.departs.day} → {after.departs.day}"
            yield Finding(kind=Suspicion.SHIFTED, text=text, segment=before.id, days=days)


def _surnames(booking: Booking) -> set[str]:
    return {" ".join(spoken(one.surname or one.name)) for one in booking.travellers}


def _days(segments: tuple[Segment, ...]) -> list[date]:
    return sorted(one.departs.day for one in segments)


def _apart(base: Booking, read: Booking) -> int:
    """Days between the last of one and the first of the other; 0 where they overlap or one is undated."""
    held, new = _days(base.segments), _days(read.segments)
    if not held or not new:
        return 0
    return max((new[0] - held[-1]).days, (held[0] - new[-1]).days, 0)
