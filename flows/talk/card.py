"""The trip card: the one message that always says what comes next, where one stays, and whom to call.

It is read on a locked phone without internet, perhaps hours after it was written: every time bears its day, and more than
the very next step is told. Not here: when it is sent, pinned and edited (bot.steps.carding), its words (content/words).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from flows.talk import dates
from flows.talk.called import days
from flows.talk.facts import Facts, Shown, ends, starts
from flows.talk.glance import Line, lines, several_clocks
from flows.talk.goes_to import goes_to
from flows.talk.markup import MOST_UNITS, Html, escape, fitted
from flows.talk.surroundings import country, emergency_numbers
from flows.talk.tongue import facts_in_one
from flows.talk.values import value
from flows.talk.whens import leaving, moment
from flows.talk.words import words
from flows.trips.effective import Held, Leg
from flows.trips.evidence import Stage
from flows.trips.trip import Kind

MOST_LINES = 4
MOST_NAMES = 8
CHECK_IN = timedelta(hours=24)
"""So long before a flight leaves, checking in is a thing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the card says now. next_at: when to look again (UTC), None when it says this for good."""

    text: Html
    next_at: datetime | None = None


def card(facts: Facts) -> Card:
    """The card of a trip for everyone the chat serves, at facts.now."""
    return facts_in_one(facts, _card)


def _card(facts: Facts) -> Card:
    coming = lines(facts)
    stage = facts.life.estimate(now=facts.now).stage
    parts = [_title(facts)]
    if facts.trip.cancelled or stage is Stage.CANCELLED:
        parts += [_say(facts, "card.cancelled"), _contact(facts)]
    elif stage is Stage.AFTERWARDS:
        parts += [_say(facts, "card.over"), _contact(facts), _documents(facts)]
    else:
        parts += [_next(facts, coming), _stay(facts), _emergency(facts), _contact(facts), _documents(facts)]
    text, _ = fitted("\n\n".join(part for part in parts if part), MOST_UNITS)
    return Card(text=Html(text), next_at=_next_at(facts, coming))


def _say(facts: Facts, word: str, **values: object) -> str:
    return words(facts.library, word, facts.locale, **values)


def _title(facts: Facts) -> str:
    """Where it goes and its reference; the reference alone where no place is known. When, if the chat has other cards."""
    names, reference = goes_to(facts)[:MOST_LINES], facts.trip.reference
    when = days(facts) if facts.several else ""
    told = f"\n<i>{when}</i>" if when else ""
    if not names:
        return _say(facts, "card.title_bare", reference=reference) + told
    destination = dates.listing(names, facts.locale)
    return _say(facts, "card.title", destination=destination, reference=reference) + told


def _next(facts: Facts, coming: tuple[Line, ...]) -> str:
    """The next steps under their days."""
    ahead = sorted((line for line in coming if line.until > facts.now), key=lambda line: line.at)
    if not ahead:
        return ""
    told = []
    for day, marked in groupby(ahead[:MOST_LINES], key=lambda line: line.day):
        told.append(f"<b>{escape(dates.short_day(day, facts.locale))}</b>")
        for line in marked:
            told.extend(_step(line, facts))
    if several_clocks(facts):
        told.append(f"<i>{_say(facts, 'rendering.all_local')}</i>")
    return "\n".join(told)


def _step(line: Line, facts: Facts) -> Iterator[str]:
    """A line, with what is to be done for it above and where it is below."""
    part = line.part
    if isinstance(part, Leg):
        if line.opens and _checks_in(part, facts):
            yield _say(facts, "card.check_in", label=part.segment.label)
        there = _be_there(part, facts) if line.opens and facts.now < part.leaves else None
        if there is not None and there.day == line.day and there.clock is not None:
            time = dates.clock(there.clock)
            yield _say(facts, "card.be_there", time=time, place=facts.named(part.origin))
        yield line.markup
        return
    yield line.markup
    if part.segment.kind is Kind.VISIT and part.place.address:
        yield f"📍 {escape(part.place.address)}"


def _checks_in(leg: Leg, facts: Facts) -> bool:
    if leg.segment.kind is not Kind.FLIGHT or leg.departs_inferred:
        return False
    return leg.departs - CHECK_IN <= facts.now < leg.leaves


def _be_there(leg: Leg, facts: Facts) -> Shown | None:
    """When to be at a departure, by the clock there; None when nobody knows, or where no time ahead is asked for."""
    local = leaving(leg)
    if local is None or leg.leaves == leg.departs:
        return None
    zone = leg.segment.departs.zone or leg.origin.zone
    return Shown(day=local.date(), clock=local.time(), zone=zone, at=leg.leaves)


def _stay(facts: Facts) -> str:
    """Where one stays now, else next: name, times, address, phone."""
    stay = _stay_now(facts)
    if stay is None:
        return ""
    told = [f"🏨 <b>{escape(stay.segment.label)}</b>"]
    here = stay.starts <= facts.now
    when = moment(ends(stay) if here else starts(stay), facts, stay.place)
    if when:
        told.append(_say(facts, "card.until" if here else "card.from", time=when))
    if stay.place.address:
        told.append(f"📍 {escape(stay.place.address)}")
    elif stay.place.city:
        told.append(f"📍 {escape(facts.named(stay.place))}")
    if stay.place.phone:
        told.append(f"📞 {escape(stay.place.phone)}")
    return "\n".join(told)


def _stay_now(facts: Facts) -> Held | None:
    ahead = [stay for stay in facts.life.itinerary.stays if stay.ends > facts.now]
    return min(ahead, key=lambda stay: stay.starts, default=None)


def _emergency(facts: Facts) -> str:
    numbers, where = emergency_numbers(facts), country(facts)
    if not numbers or not where:
        return ""
    return f"<b>{_say(facts, 'rendering.emergency', country=where)}</b>\n{numbers}"


def _contact(facts: Facts) -> str:
    name = facts.agency.get("name")
    ways = [
        f"{sign} {escape(facts.agency[kind])}"
        for sign, kind in (("📞", "phone"), ("✉️", "email"))
        if facts.agency.get(kind)
    ]
    heading = _say(facts, "card.contact", agency=value(facts, "agency.name")) if name else ""
    return "\n".join(part for part in (heading, *ways) if part)


def _documents(facts: Facts) -> str:
    people = frozenset(facts.served) or frozenset(person.id for person in facts.spoken_of)
    names = [document.name for document in facts.trip.documents if document.is_for(people)]
    if not names:
        return ""
    told = [f"📎 {escape(name)}" for name in names[:MOST_NAMES]]
    if len(names) > MOST_NAMES:
        told.append("…")
    return "\n".join((f"<b>{_say(facts, 'card.documents')}</b>", *told))


def _next_at(facts: Facts, coming: tuple[Line, ...]) -> datetime | None:
    """The first instant ahead at which the card may say something else."""
    edges = [line.until for line in coming]
    edges += [span.since for span in facts.life.timeline]
    edges += [stay.starts for stay in facts.life.itinerary.stays]
    for line in coming:
        if isinstance(line.part, Leg) and line.opens:
            edges += [line.part.departs - CHECK_IN, line.part.leaves]
    now = facts.now.astimezone(UTC)
    return min((edge for edge in edges if edge > now), default=None)
