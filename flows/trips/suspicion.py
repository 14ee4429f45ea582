"""What a person should look at before a paper is believed: doubts, each with its kind and its words.

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
    the party. REUSED: other people, other places, other dates under the same reference. SHIFTED: dates moved by months. BARE: it calls a
    reservation off by the reference alone, and more than such a one is booked."""

    OVERRULED = "overruled"
    OVER_CANCELLED = "over_cancelled"
    DROPPED = "dropped"
    STRANGERS = "strangers"
    REUSED = "reused"
    SHIFTED = "shifted"
    BARE = "bare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing to look at. segment: its id, where it is about one. label: what it is about, as a ticket calls it, or a name. was, now:
    what is held and what the paper says, as printed; empty where nothing is compared. days: by how many dates moved."""

    kind: Suspicion
    label: str
    segment: str = ""
    was: str = ""
    now: str = ""
    days: int = 0

    @property
    def text(self) -> str:
        """In English, for reports on a terminal."""
        return _TEXTS[self.kind].format(label=self.label, was=self.was, now=self.now, days=self.days)


_TEXTS = {
    Suspicion.OVERRULED: "{label}: an agent wrote {was}, the papers now say {now}; the papers win",
    Suspicion.OVER_CANCELLED: "{label}: the papers change what an agent cancelled; it stays cancelled",
    Suspicion.DROPPED: "{label}: the papers name only people whom an agent took off this trip; it is left out",
    Suspicion.STRANGERS: "the papers name {now}, and nobody of the party of {was}",
    Suspicion.REUSED: (
        "the reference is held for {was} on other days, and the papers name {now}: it may have been given out again"
    ),
    Suspicion.SHIFTED: "{label} moves by {days} days: {was} → {now}",
    Suspicion.BARE: (
        "the papers call off a {now} without saying which, and {was} are booked under the reference: not all may be meant"
    ),
}

NAMED = 6
"""How many of the segments that would go are named."""

APART = 30
"""Days between two trips under one reference, from which on they can hardly be one."""


def suspicious(base: Booking, read: Booking, found: Laid, said: Booking) -> tuple[Doubt, ...]:
    """What is strange in `read`, laid over `base` as `found` with `said` for a result. Conflicts with agents are named by
    the merge."""
    if read.travellers and not found.met and not _surnames(base) & _surnames(read):
        reused = not found.paired and _apart(base, read) >= APART
        kind = Suspicion.REUSED if reused else Suspicion.STRANGERS
        names = ", ".join(one.name for one in read.travellers)
        stranger = Doubt(kind=kind, label=base.reference, was=base.lead.name, now=names)
        return (stranger, *_bare(base, read))
    return (*_bare(base, read), *_shifted(base, said))


def _bare(base: Booking, read: Booking) -> Iterator[Doubt]:
    live = [one for one in base.segments if not one.cancelled]
    beyond = any(one.kind not in read.bare for one in live)
    if not read.cancelled or read.segments or not read.bare or base.cancelled or not beyond:
        return
    labels = list(dict.fromkeys(one.label for one in live))
    told = ", ".join((*labels[:NAMED], "…") if len(labels) > NAMED else labels)
    yield Doubt(kind=Suspicion.BARE, label=base.reference, was=told, now=", ".join(read.bare))


def _shifted(base: Booking, said: Booking) -> Iterator[Doubt]:
    now = {one.id: one for one in said.segments}
    for before in base.segments:
        after = now.get(before.id)
        if after is None or after.cancelled or before.cancelled or base.cancelled:
            continue  # what was off and comes back on other days was meant so
        days = abs((after.departs.day - before.departs.day).days)
        if days >= APART:
            yield Doubt(
                kind=Suspicion.SHIFTED,
                segment=before.id,
                label=before.label,
                was=before.departs.day.isoformat(),
                now=after.departs.day.isoformat(),
                days=days,
            )


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
