"""What travellers know of a booking where it is not all that holds: what agents decided not to tell, or not yet.

known(before, after, untold) is the booking as they know it; news(heard, decided, after) what there is to tell them, against
what they last heard. Not here: what a difference is (difference), who keeps what was heard (bot.steps.changing).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.difference import difference
from flows.trips.trip import Booking, Segment, Traveller

PERSONAL = frozenset({What.LEAVES, What.JOINS})
"""That somebody no longer travels, or does now."""


def known(before: Booking, after: Booking, untold: Iterable[Changed]) -> Booking:
    """The booking of those who knew `before` and have heard all that makes it `after`, but for the lines `untold`."""
    lines = tuple(untold)
    if after.cancelled and not before.cancelled:
        return replace(before, cancelled=True)  # what changed just before fell away with it, unsaid
    whole = {line.segment for line in lines if line.segment and not line.travellers}
    taken = {line.segment for line in lines if line.segment and line.travellers}
    was = {segment.id: segment for segment in before.segments}
    segments: list[Segment] = []
    for segment in after.segments:
        former = was.get(segment.id)
        if segment.id in whole:
            if former is not None:
                segments.append(former)
        elif segment.id in taken and former is not None:
            segments.append(replace(segment, travellers=former.travellers))
        else:
            segments.append(segment)
    return replace(after, segments=tuple(segments), travellers=_party(before, after, lines))


def news(
    heard: Booking,
    decided: Booking,
    after: Booking,
    *,
    never: Iterable[Changed] = (),
    now: datetime,
) -> Change | None:
    """What to tell those who last heard `heard`, where agents have decided on all that made it `decided`: what is new since,
    against what they heard. `never`: lines of which the word was that they need not hear. now: aware."""
    found = difference(heard, after, now=now)
    if found is None or heard == decided or found.kind is ChangeKind.CANCELLED:
        return found
    if found.kind is ChangeKind.REINSTATED:
        silent = {line for line in never if line.what in PERSONAL}
        return replace(found, lines=tuple(line for line in found.lines if line not in silent))
    since = difference(decided, after, now=now)
    fresh = {_about(line) for line in since.lines} if since is not None else set()
    lines = tuple(line for line in found.lines if _about(line) in fresh)
    return replace(found, lines=lines) if lines else None


def _party(before: Booking, after: Booking, lines: tuple[Changed, ...]) -> tuple[Traveller, ...]:
    joined = {line.label for line in lines if line.what is What.JOINS}
    left = {line.label for line in lines if line.what is What.LEAVES}
    there = {one.id for one in after.travellers}
    return (
        *(one for one in after.travellers if one.name not in joined),
        *(one for one in before.travellers if one.name in left and one.id not in there),
    )


def _about(line: Changed) -> tuple[str, ...]:
    """A segment as a whole, as its times belong together; a person; or who takes a segment."""
    return (line.segment, *line.travellers) if line.segment else ("", line.what, line.label)
