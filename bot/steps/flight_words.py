"""A report on a flight in one line for staff: which flight, what is said, from when to when.

Not here: who is on it and what they would hear (bot.steps.desk.flight_card).
"""

from __future__ import annotations

from flows.talk.dates import clock, short_day
from flows.talk.markup import escape
from flows.talk.wording import Wording
from flows.trips.evidence import FlightStatus
from flows.trips.flight_report import FlightReport
from flows.trips.times import zone_info
from flows.trips.trip import Segment


def title(told: FlightReport, words: Wording, shown: tuple[Segment, FlightStatus] | None = None) -> str:
    """ "✈️ KL 897, Thu 12 Aug: later, 14:10 → 20:10". shown: a segment that it is about, and what it says of it."""
    number = f"{told.number[:2]} {told.number[2:]}"
    day = short_day(told.day, words.locale)
    what = words.say(f"flight.{told.word}", where=told.destination or "?")
    clocks = _clocks(*shown, words) if shown is not None else ""
    return words.say("flight.title", flight=number, day=day, what=f"{what}{clocks}")


def _clocks(segment: Segment, status: FlightStatus, words: Wording) -> str:
    """What was printed and is said, each in the place's own clock."""
    said = []
    for printed, now, place in (
        (segment.departs, status.departs, segment.origin),
        (segment.arrives, status.arrives, segment.destination),
    ):
        zone = (printed.zone if printed is not None else None) or place.zone
        if now is None or zone is None:
            continue
        local = now.astimezone(zone_info(zone))
        was = f"{clock(printed.clock)} → " if printed is not None and printed.clock is not None else ""
        other = printed is not None and local.date() != printed.day
        shown = f"{short_day(local.date(), words.locale)} " if other else ""
        said.append(f"{escape(place.label)} {was}{shown}{clock(local.time())}")
    return f" ({', '.join(said)})" if said else ""
