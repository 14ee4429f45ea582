"""The trip as calendar events, in the chat's language. Pure values.

An event keeps its uid whatever moves, so that a later file puts the earlier one right. Not here: the file itself
(bot.calendar_file), sending it (bot.steps.talk).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flows.talk import dates
from flows.talk.facts import Facts, Shown, arrives, departs, ends, starts
from flows.talk.glance import SIGNS
from flows.talk.length import visible_text
from flows.talk.tickets import ends as ends_of
from flows.talk.tongue import facts_in_one
from flows.talk.whens import be_there, leaving, moment
from flows.talk.words import words
from flows.trips.effective import Held, Leg
from flows.trips.times import zone_info
from flows.trips.trip import Kind, Place

SHORTEST = timedelta(minutes=30)
"""How long an event lasts whose end nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event. start, end: aware in their place's own zone, or naive where no zone is known, or both days (end not
    counted in). free: it does not make anybody busy. cancelled: it was planned and is off."""

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    place: str = ""
    about: str = ""
    free: bool = False
    cancelled: bool = False


def calendar_name(facts: Facts) -> str:
    """How the calendar and its file are called: "Lisbon LISBON-4"."""
    places = tuple(dict.fromkeys(facts.named(one.place) for one in facts.life.itinerary.destinations))
    return " ".join((*([dates.listing(places[:3], facts.locale)] if places else []), facts.trip.reference))


def events(facts: Facts) -> tuple[CalendarEvent, ...]:
    """What those whom the message speaks of have booked, each once: legs, stays, visits; then what was taken out of their
    trip. A title names who takes part where that is not everyone."""
    return facts_in_one(facts, _events)


def _events(facts: Facts) -> tuple[CalendarEvent, ...]:
    takers: dict[str, list[str]] = {}
    parts: dict[str, Leg | Held] = {}
    for life in () if facts.trip.cancelled else facts.lives:
        shape = life.itinerary
        legs = [leg for chain in shape.chains for leg in chain.legs]
        booked: list[Leg | Held] = [*legs, *shape.stays, *shape.visits]
        for part in booked:
            parts.setdefault(part.segment.id, part)
            takers.setdefault(part.segment.id, []).append(life.traveller.first_name)
    found = []
    for segment_id, part in parts.items():
        event = _leg(part, facts) if isinstance(part, Leg) else _held(part, facts)
        names = takers[segment_id]
        if len(names) < len(facts.lives):
            event = replace(event, title=f"{event.title} · {dates.listing(tuple(names), facts.locale)}")
        found.append(event)
    return (*found, *_cancelled(facts, parts))


def _uid(facts: Facts, segment: str) -> str:
    told = f"{segment}.{facts.trip.reference}"
    return f"{re.sub('[^0-9A-Za-z.-]', '_', told)}@reisgenoot"


def _say(facts: Facts, word: str, **values: object) -> str:
    return visible_text(words(facts.library, word, facts.locale, **values))


def _leg(leg: Leg, facts: Facts) -> CalendarEvent:
    """Timed from departure to arrival; a whole day where no clock is known."""
    there = arrives(leg)
    start, end = _span(departs(leg), there)
    about = []
    by = be_there(leg, facts) if leaving(leg) is not None and leg.leaves != leg.departs else None
    if by is not None:
        about.append(_say(facts, "rendering.be_there", time=by))
    landing = moment(there, facts, leg.destination)
    if landing is not None:
        about.append(_say(facts, "calendar.arrival", place=facts.named(leg.destination), time=landing))
    sign, label = SIGNS[leg.segment.kind], leg.segment.label
    way = " → ".join(ends_of(leg, facts))
    ticket = f" ({label})" if leg.segment.number or leg.segment.name else ""
    return CalendarEvent(
        uid=_uid(facts, leg.segment.id),
        title=f"{sign} {way}{ticket}",
        start=start,
        end=end,
        place=_where(leg.origin, facts),
        about=_about(about, facts),
    )


def _held(held: Held, facts: Facts) -> CalendarEvent:
    """A stay takes the days that it spans and leaves one free; a visit has its hours."""
    first, last = starts(held), ends(held)
    title = f"{SIGNS[held.segment.kind]} {held.segment.label}"
    about = [f"📞 {held.place.phone}"] if held.place.phone else []
    if held.segment.kind is Kind.STAY:
        until = last.day if last is not None and last.day > first.day else first.day + timedelta(days=1)
        times = [_say(facts, "calendar.check_in", time=moment(first, facts, held.place) or "")]
        leave = moment(last, facts, held.place)
        if leave is not None:
            times.append(_say(facts, "calendar.check_out", time=leave))
        return CalendarEvent(
            uid=_uid(facts, held.segment.id),
            title=title,
            start=first.day,
            end=until,
            place=_where(held.place, facts),
            about=_about([*times, *about], facts),
            free=True,
        )
    start, end = _span(first, last)
    return CalendarEvent(
        uid=_uid(facts, held.segment.id),
        title=title,
        start=start,
        end=end,
        place=_where(held.place, facts),
        about=_about(about, facts),
    )


def _cancelled(facts: Facts, live: Collection[str]) -> Iterator[CalendarEvent]:
    """What one of them had and has no more: a calendar that holds it strikes it out."""
    people = {person.id for person in facts.spoken_of}
    for segment in facts.trip.booking.segments:
        theirs = not segment.travellers or bool(people.intersection(segment.travellers))
        if segment.id in live or not theirs or not (segment.cancelled or facts.trip.cancelled):
            continue
        yield CalendarEvent(
            uid=_uid(facts, segment.id),
            title=f"{SIGNS[segment.kind]} {segment.label}",
            start=segment.departs.day,
            end=segment.departs.day + timedelta(days=1),
            free=True,
            cancelled=True,
        )


def _span(first: Shown, last: Shown | None) -> tuple[datetime | date, datetime | date]:
    """Start and end: both with a clock, or both days, the end not counted in. An end that nobody knows, or that does not
    lie after the start, is a short while later."""
    start, end = _at(first), _at(last) if last is not None else None
    if not isinstance(start, datetime):
        until = max(_day(end), start) if end is not None else start
        return start, until + timedelta(days=1)
    if isinstance(end, datetime) and _later(end, start):
        return start, end
    return start, start + SHORTEST


def _at(shown: Shown) -> datetime | date:
    """The instant in its own zone; the wall time where no zone is known; the day where no clock is."""
    if shown.clock is None:
        return shown.day
    if shown.at is not None and shown.zone is not None:
        return shown.at.astimezone(zone_info(shown.zone))
    return datetime.combine(shown.day, shown.clock.replace(tzinfo=None))


def _day(at: datetime | date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _later(end: datetime, start: datetime) -> bool:
    """By the instants; wall times of unknown zones cannot be compared with others."""
    if (end.tzinfo is None) != (start.tzinfo is None):
        return False
    return end.timestamp() > start.timestamp() if end.tzinfo is not None else end > start


def _where(place: Place, facts: Facts) -> str:
    if place.address:
        return place.address
    named = facts.named(place)
    return named if place.name == named or place.iata is None else f"{place.name}, {named}"


def _about(lines: list[str], facts: Facts) -> str:
    agency = facts.agency.get("name")
    phone = facts.agency.get("phone")
    office = [" ".join(part for part in (visible_text(agency), phone) if part)] if agency else []
    return "\n".join((*lines, _say(facts, "calendar.reference", reference=facts.trip.reference), *office))
