"""An arrival whose hour is printed and whose day is not: "06:20", "06:20+1".

Not here: arrivals with a day (printed), arrivals that nobody printed at all (flows.trips).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.imports.printed import read_clock
from flows.trips.times import Time

_ALONE = re.compile(r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\s?\+(?P<more>[0-2]))?", re.ASCII)
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAlone:
    """An hour without a day. more: the printed number of days after the departure's; None: not printed."""

    clock: time
    more: int | None


def clock_alone(text: str) -> ClockAlone | None:
    """The hour in `text`, when it holds nothing else but perhaps "+1"."""
    found = _ALONE.fullmatch(text.strip())
    clock = read_clock(found["clock"]) if found else None
    if found is None or clock is None:
        return None
    return ClockAlone(clock=clock, more=int(found["more"]) if found["more"] else None)


def arrival(printed: ClockAlone, departs: Time, zone: str | None, *, what: str) -> tuple[Time | None, str]:
    """The arrival at a place with `zone`, and a note that says why this day. None, and what to add, when nothing tells
    the day: one of the two zones, or the hour of departure, is not known. what: names the leg in the note.
    """
    if printed.more is not None:
        day = departs.day + timedelta(days=printed.more)
        note = f"{what}: the arrival's day is not printed; +{printed.more} makes it {day.isoformat()}."
        return Time(day=day, clock=printed.clock, zone=zone), note
    leaves = departs.utc
    if leaves is None or zone is None:
        return None, (
            f"{what}: it arrives at {printed.clock:%H:%M}, and nothing tells on which day: left out. "
            "Add the day of arrival."
        )
    candidates = [_on(departs.day + timedelta(days=more), printed.clock, zone) for more in (-1, 0, 1, 2)]
    within = [one for one in candidates if one.utc is not None and leaves <= one.utc <= leaves + _LONGEST]
    if not within:
        return (
            None,
            f"{what}: it arrives at {printed.clock:%H:%M}, on a day that nothing tells: left out. Add it.",
        )
    found = within[0]
    note = (
        f"{what}: the arrival's day is not printed; {found.day.isoformat()} is inferred, "
        f"the first {printed.clock:%H:%M} there after it leaves."
    )
    return found, note


def _on(day: date, clock: time, zone: str) -> Time:
    return Time(day=day, clock=clock, zone=zone)
