"""Calendar events as a file that phones read: iCalendar (RFC 5545), with the zones that it names.

Not here: which events (flows.talk.calendar), sending it (bot.steps.talk).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, Timezone, vDatetime, vDDDLists

from flows.talk.calendar import CalendarEvent
from flows.trips.times import zone_info

MIME = "text/calendar"
SECOND = timedelta(seconds=1)
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
"""Sequence numbers count minutes from here: a later file always has the higher ones."""


def calendar_file(name: str, events: Sequence[CalendarEvent], *, changed: datetime) -> bytes:
    """The file. changed: since when the events are so (aware): a calendar takes the later of two files with one uid. The
    same events give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Reisgenoot//Trip//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    stamp = changed.astimezone(UTC).replace(microsecond=0)
    for event in events:
        calendar.add_component(_event(event, stamp))
    years = [event.start.year for event in events]
    if years:
        # A zone as it was and will be for decades would make a file of a kilobyte one of twenty.
        calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
        for zone in calendar.timezones:
            _put_onsets_right(zone)
    content: bytes = calendar.to_ical()
    return content


def _put_onsets_right(zone: Timezone) -> None:
    """A change of the clock begins at the wall time before it (RFC 5545 3.6.5): 02:00, not 03:00, where one hour is left
    out. What the library writes is put right where the zone itself says so."""
    known = zone_info(str(zone["TZID"]))
    parts: list[Any] = list(zone.subcomponents)
    for part in parts:
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        if before == after:
            continue

        def onset(written: datetime, before: timedelta = before, after: timedelta = after) -> datetime:
            for wall in (written, written - (after - before)):
                at = (wall - before).replace(tzinfo=UTC)
                around = [(at + apart).astimezone(known).utcoffset() for apart in (-SECOND, timedelta())]
                if around == [before, after]:
                    return wall
            return written

        part["DTSTART"] = vDatetime(onset(part["DTSTART"].dt))
        if "RDATE" in part:
            dates = [onset(one.dt) for one in part["RDATE"].dts]
            part["RDATE"] = vDDDLists(dates)


def _event(event: CalendarEvent, stamp: datetime) -> Event:
    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", max(0, (stamp - SINCE) // timedelta(minutes=1)))
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("summary", event.title)
    made.add("dtstart", event.start)
    made.add("dtend", event.end)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if event.free else "OPAQUE")
    if event.place:
        made.add("location", event.place)
    if event.about:
        made.add("description", event.about)
    return made
