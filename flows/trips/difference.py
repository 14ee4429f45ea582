"""What a traveller would notice between two states of one booking: difference(before, after, now=) -> Change or None.

A trip that is off or on again is one word; else each line is one fact that moved, was added or fell away. Details
(an address, who flies it, in whose name a room is) are none, and what is over is none. Not here: how a paper changes a booking (merge), who
keeps the change and lets it go (bot.steps).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock

from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.times import MOVED_ALONG, Time, aware
from flows.trips.towns import plain
from flows.trips.trip import Booking, Kind, Place, Segment

SHORTLY = timedelta(hours=24)
"""A leg that leaves within so long and leaves or lands later is delayed; any other move is a change."""

NOON = clock(12)
LATEST = timedelta(days=1)
"""Where nobody knows when something ends: this long after it begins it is over."""

STARTS = {Kind.STAY: What.CHECK_IN, Kind.VISIT: What.STARTS}
ENDS = {Kind.STAY: What.CHECK_OUT, Kind.VISIT: What.ENDS}


def difference(before: Booking, after: Booking, *, now: datetime) -> Change | None:
    """The change from what travellers know (`before`) to what holds (`after`), found at `now` (aware); None when they
    would notice nothing. Its id is its instant."""
    moment = aware(now, "now")
    named = f"{moment:%Y%m%dT%H%M%SZ}"
    if after.cancelled:
        kind = ChangeKind.CANCELLED
        return None if before.cancelled else Change(id=named, at=moment, kind=kind)
    known = {segment.id: segment for segment in before.segments}
    if before.cancelled:
        # What had been there before it all fell away is not new.
        known = {name: replace(segment, cancelled=False) for name, segment in known.items()}
    lines = tuple(
        line
        for segment in after.segments
        if not _over(segment, moment) or not _over(known.get(segment.id, segment), moment)
        for line in (
            *_lines(known.get(segment.id), segment),
            *_takers(known.get(segment.id), segment, before, after),
        )
    )
    lines = (*_party(before, after), *lines)
    if before.cancelled:
        return Change(id=named, at=moment, kind=ChangeKind.REINSTATED, lines=lines)
    if not lines:
        return None
    kind = ChangeKind.DELAYED if _delayed(lines, known, after, moment) else ChangeKind.CHANGED
    return Change(id=named, at=moment, kind=kind, lines=lines)


def stands(line: Changed, booking: Booking) -> bool:
    """True while `booking`, as its travellers go by it, says what this line says is so now: nothing that came later took
    it back."""
    if line.what in (What.LEAVES, What.JOINS):
        return (line.what is What.JOINS) == (line.label in {one.name for one in booking.travellers})
    segment = next((one for one in booking.segments if one.id == line.segment), None)
    if segment is None or segment.cancelled:
        return line.what in (What.OFF, What.NOT_THEIRS)
    if line.travellers:
        taken = not segment.travellers or set(line.travellers) <= set(segment.travellers)
        return taken == (line.what is What.NEW)
    match line.what:
        case What.OFF | What.NOT_THEIRS:
            return False
        case What.NEW | What.ON:
            return True
        case What.NAME:
            return line.now == segment.label
        case What.ORIGIN:
            return line.now in (segment.origin.label, segment.origin.name)
        case What.DESTINATION:
            return line.now in (segment.destination.label, segment.destination.name)
        case What.ARRIVES | What.CHECK_OUT | What.ENDS:
            return segment.arrives is not None and line.now == _said(segment.arrives)
    return line.now == _printed(segment.departs)


def holds(change: Change, booking: Booking) -> bool:
    """True while everything that `change` tells is so."""
    if change.kind is ChangeKind.CANCELLED:
        return booking.cancelled
    return not booking.cancelled and all(stands(line, booking) for line in change.lines)


def concerned(change: Change, booking: Booking, *, now: datetime) -> datetime | None:
    """The first instant ahead that `change` is about, as `booking` has it now; None when none lies ahead or is dated."""
    named = {line.segment for line in change.lines if line.segment}
    instants = [
        at
        for segment in booking.segments
        if not named or segment.id in named
        for time in (segment.departs, segment.arrives)
        if time is not None and (at := time.instant_at(NOON)) is not None
    ]
    moment = aware(now, "now")
    return min((at for at in instants if at > moment), default=None)


def _party(before: Booking, after: Booking) -> Iterator[Changed]:
    """Who no longer travels, and who does now."""
    for what, people, others in (
        (What.LEAVES, before.travellers, after.travellers),
        (What.JOINS, after.travellers, before.travellers),
    ):
        known = {person.id for person in others}
        yield from (
            Changed(segment="", label=person.name, what=what) for person in people if person.id not in known
        )


def _takers(was: Segment | None, now: Segment, before: Booking, after: Booking) -> Iterator[Changed]:
    """Who of those who travel on no longer takes a leg that goes, and who takes it now. Papers name one guest of a room
    as they like."""
    if was is None or was.cancelled or now.cancelled or not now.kind.is_leg:
        return
    people = tuple(person.id for person in after.travellers)
    already = {person.id for person in before.travellers}
    took, takes = was.travellers or tuple(already), now.travellers or people
    lost = tuple(one for one in people if one in took and one not in takes)
    gained = tuple(one for one in people if one in takes and one not in took and one in already)
    if lost:
        yield Changed(segment=now.id, label=now.label, what=What.NOT_THEIRS, travellers=lost)
    if gained:
        yield Changed(
            segment=now.id, label=now.label, what=What.NEW, now=_printed(now.departs), travellers=gained
        )


def _lines(before: Segment | None, after: Segment) -> Iterator[Changed]:
    def line(what: What, was: str = "", now: str = "") -> Changed:
        return Changed(segment=after.id, label=after.label, what=what, was=was, now=now)

    if before is None or before.cancelled:
        if not after.cancelled:
            yield line(What.NEW if before is None else What.ON, now=_printed(after.departs))
        return
    if after.cancelled:
        yield line(What.OFF, was=_printed(before.departs))
        return
    if before.label != after.label:
        yield line(What.NAME, before.label, after.label)
    if after.kind.is_leg and _elsewhere(before.origin, after.origin):
        yield line(What.ORIGIN, *_called(before.origin, after.origin))
    named = not after.kind.is_leg and before.label != after.label
    if _elsewhere(before.destination, after.destination) and not (
        named and before.destination.label == after.destination.label
    ):
        yield line(What.DESTINATION, *_called(before.destination, after.destination))
    exact = after.kind.is_leg
    if _moved(before.departs, after.departs, exact=exact):
        what = STARTS.get(after.kind, What.DEPARTS)
        yield line(what, _printed(before.departs), _printed(after.departs))
    lands, landed = before.arrives, after.arrives
    if lands is not None and landed is not None and _moved(lands, landed, exact=exact):
        what = ENDS.get(after.kind, What.ARRIVES)
        yield line(what, _said(lands), _said(landed))


def _moved(before: Time, after: Time, *, exact: bool) -> bool:
    """True when the printed time is another. exact: a clock where a date alone stood is news."""
    if not exact and before.day == after.day and None in (before.clock, after.clock):
        return False
    return _said(before) != _said(after)


def _said(when: Time) -> str:
    """As papers print it; "" where it only moved along with a departure: nobody said so."""
    return "" if when.inferred == MOVED_ALONG else _printed(when)


def _printed(when: Time) -> str:
    """As papers print it: "2027-05-12T14:10", or the date alone."""
    if when.clock is None:
        return when.day.isoformat()
    return datetime.combine(when.day, when.clock).isoformat(timespec="minutes")


def _elsewhere(before: Place, after: Place) -> bool:
    if before.iata and after.iata:
        return before.iata != after.iata
    return plain(before.name) != plain(after.name)


def _called(before: Place, after: Place) -> tuple[str, str]:
    """Two places as people tell them apart: by city, by name where the city is the same."""
    if before.label != after.label:
        return before.label, after.label
    return before.name, after.name


def _over(segment: Segment, now: datetime) -> bool:
    begins = segment.departs.instant_at(NOON)
    ends = segment.arrives.instant_at(NOON) if segment.arrives is not None else None
    if ends is None:
        ends = begins + LATEST if begins is not None else None
    return ends is not None and ends <= now


def _delayed(lines: tuple[Changed, ...], known: dict[str, Segment], after: Booking, now: datetime) -> bool:
    """True when nothing happened but that legs which are about to leave, or under way, go or land later."""
    held = {segment.id: segment for segment in after.segments}
    return all(
        line.segment in held and _later(line, known.get(line.segment), held[line.segment], now)
        for line in lines
    )


def _later(line: Changed, before: Segment | None, after: Segment, now: datetime) -> bool:
    if before is None or not after.kind.is_leg or line.what not in (What.DEPARTS, What.ARRIVES):
        return False
    leaves = before.departs.utc
    was, then = (
        (before.departs.utc, after.departs.utc)
        if line.what is What.DEPARTS
        else (before.arrives.utc if before.arrives else None, after.arrives.utc if after.arrives else None)
    )
    if leaves is None or was is None or then is None:
        return False
    return then > was and leaves - now <= SHORTLY
