"""Calendar files (iCalendar, RFC 5545) -> reservations: events that a booking system wrote, one segment each.

An event that carries a schema.org reservation is read from that; of another its words and times are read (events).
Zones come from their names, never from the file's own rules; nothing that repeats is unrolled.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, vGeo
from icalendar.prop.broken import vBroken
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.imports import schema_org
from bot.imports.documents import json_value
from bot.imports.events import Event, reservation
from bot.imports.found import Finds, Found
from bot.imports.printed import known_zone
from bot.imports.rejection import Reason, Refusal
from flows.trips.times import zone_info

LARGEST = 5 * 1024 * 1024
EVENTS = 5_000

_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\([,;\\nN])")
_PLAIN = {"n": "\n", "N": "\n"}
_LONGEST, _SUMMARY = 100_000, 500
_CARRIED = "X-KDE-KITINERARY-RESERVATION"
_CALLED_OFF = re.compile(
    r"\s*(?:cancell?ed|geannuleerd|annul[ée]e?|stornier\w*|abgesagt)\s*[:\-–]?\s*", re.IGNORECASE
)


def in_calendar(text: str) -> Finds:
    """The reservations of a calendar; each event that is none is refused by its number."""
    if len(text) > LARGEST:
        why = f"The calendar is larger than {LARGEST // (1024 * 1024)} MB. Send the events of the bookings only."
        raise Refusal(Reason.TOO_LARGE, why)
    method = re.search(r"^METHOD:(\w+)", text, re.IGNORECASE | re.MULTILINE)
    withdrawn = method is not None and method[1].upper() == "CANCEL"
    count = 0
    for block in _events(text):
        count += 1
        if count > EVENTS:
            why = f"The calendar has more than {EVENTS} events. Send those of the bookings only."
            raise Refusal(Reason.TOO_LARGE, why)
        try:
            yield from _told(block, count, withdrawn=withdrawn)
        except Refusal as refusal:
            refusal.row = count
            yield refusal
    if not count:
        why = "There is no event in this calendar. Send the one that carries the booking."
        raise Refusal(Reason.NO_RESERVATION, why)


def _events(text: str) -> Iterator[str]:
    """Each VEVENT as text of its own, without the alarms and zones in it, so that nobody works those out."""
    lines: list[str] = []
    size, depth, inside = 0, 0, False
    for line in _FOLD.sub("", text).splitlines():
        mark, _, name = line.partition(":")
        word = mark.strip().upper()
        what = name.strip().upper()
        if word == "BEGIN":
            if inside:
                depth += 1
            elif what == "VEVENT":
                inside, depth, lines, size = True, 0, [], 0
            continue
        if word == "END":
            if inside and depth:
                depth -= 1
            elif inside:
                inside = False
                yield "\r\n".join(lines)
            continue
        if inside and not depth and line.strip():
            size += len(line)
            if size <= _LONGEST:
                lines.append(line)


def _told(block: str, number: int, *, withdrawn: bool) -> Finds:
    event = _parsed(block)
    if "RRULE" in event or "RDATE" in event:
        why = "The event repeats: that is no booking. Send the event of the booking alone."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field="RRULE", value=_text(event, "SUMMARY") or None)
    summary = _text(event, "SUMMARY")[:_SUMMARY]
    off = _CALLED_OFF.match(summary)
    cancelled = withdrawn or _text(event, "STATUS").upper() == "CANCELLED" or off is not None
    if _CARRIED in event:
        for node in schema_org.reservations(_carried(_text(event, _CARRIED))):
            if isinstance(node, Refusal):
                raise node
            if cancelled:
                node["reservationStatus"] = "ReservationCancelled"
            yield Found(said=node, row=number)
        return
    starts, ends = _moment(event, "DTSTART"), _moment(event, "DTEND")
    if starts is None:
        why = "The event does not say when it begins. Send it with its times."
        raise Refusal(Reason.MISSING, why, field="DTSTART", value=summary or None)
    if ends is None:
        ends = _after(event, starts)
    geo = event.get("GEO")
    spot = (geo.latitude, geo.longitude) if isinstance(geo, vGeo) else None
    said = reservation(
        Event(
            summary=summary[off.end() :] if off else summary,
            description=_text(event, "DESCRIPTION"),
            location=_text(event, "LOCATION"),
            starts=starts,
            ends=ends,
            start_zone=_zone(event, "DTSTART"),
            end_zone=_zone(event, "DTEND") or _zone(event, "DTSTART"),
            geo=spot,
            people=tuple(_attending(event)),
            cancelled=cancelled,
            modified=_moment(event, "LAST-MODIFIED") or _moment(event, "DTSTAMP"),
        )
    )
    yield Found(said=said, row=number)


def _carried(written: str) -> Any:
    """The JSON in a property; some write it as it is, some with the commas of a text escaped."""
    try:
        return json_value(_ESCAPED.sub(lambda found: _PLAIN.get(found[1], found[1]), written), lenient=True)
    except Refusal:
        return json_value(written, lenient=True)


def _parsed(block: str) -> Any:
    """One event, read by itself: what is broken in it costs the line, not the calendar."""
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{block}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    try:
        with warnings.catch_warnings():
            # It tells programmers how it understood a zone's name; what it means here is for `_zone` to say.
            warnings.simplefilter("ignore")
            return Calendar.from_ical(text).walk("VEVENT")[0]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        why = "The event cannot be read as iCalendar. Export the calendar again."
        raise Refusal(Reason.UNREADABLE, why, value=str(error)) from error


def _text(event: Any, name: str) -> str:
    value = event.get(name)
    if isinstance(value, list):
        value = value[0]
    return str(value) if value is not None else ""


def _first(event: Any, name: str) -> Any:
    value = event.get(name)
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, vBroken):
        why = "This cannot be read as iCalendar writes it. Write a time as 20270512T094000."
        raise Refusal(Reason.NOT_A_TIME, why, field=name, value=str(value))
    return value


def _moment(event: Any, name: str) -> date | datetime | None:
    found = getattr(_first(event, name), "dt", None)
    if isinstance(found, datetime):
        zone = _zone(event, name)
        return found.replace(tzinfo=zone_info(zone)) if found.tzinfo is None and zone else found
    return found if isinstance(found, date) else None


def _zone(event: Any, name: str) -> str | None:
    """The IANA name that TZID means: itself, the end of a longer one, or what Windows calls it."""
    params = getattr(_first(event, name), "params", None) or {}
    written = str(params.get("TZID", "")).strip().strip('"')
    parts = [part for part in written.split("/") if part]
    tries = [written, "/".join(parts[-2:]), "/".join(parts[-3:]), WINDOWS_TO_OLSON.get(written, "")]
    return next((found for each in tries if (found := known_zone(each))), None)


def _after(event: Any, starts: date | datetime) -> date | datetime | None:
    """The end that DURATION gives."""
    duration = _first(event, "DURATION")
    lasts = getattr(duration, "dt", None) or getattr(duration, "td", None)
    if not isinstance(lasts, timedelta) or not timedelta() < lasts < timedelta(days=400):
        return None
    if isinstance(starts, datetime):
        return (starts.astimezone(UTC) if starts.tzinfo else starts) + lasts
    return starts + timedelta(days=lasts.days) if lasts.days else None


def _attending(event: Any) -> Iterator[str]:
    """Names of those invited; addresses are no names, rooms no people."""
    several = event.get("ATTENDEE")
    for one in several if isinstance(several, list) else [several]:
        params = {} if one is None or isinstance(one, vBroken) else getattr(one, "params", {})
        name = str(params.get("CN", "")).strip().strip('"')
        if name and "@" not in name and str(params.get("CUTYPE", "INDIVIDUAL")).upper() == "INDIVIDUAL":
            yield name
