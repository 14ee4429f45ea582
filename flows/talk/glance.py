"""The trip in lines: at a glance, the way under way or next, one day. Times are each place's own.

Not here: single values such as the day of departure (values).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from flows.talk import dates
from flows.talk.facts import Facts, Shown, arrives, departs, ends, nights, starts
from flows.talk.markup import Html, escape
from flows.talk.tickets import ends as ends_of
from flows.talk.whens import be_there, leaving
from flows.talk.whens import day as day_told
from flows.talk.words import words
from flows.trips.effective import Held, Leg
from flows.trips.route import Chain
from flows.trips.times import zone_info
from flows.trips.trip import Kind

SIGNS = {
    Kind.FLIGHT: "✈️",
    Kind.TRAIN: "🚆",
    Kind.BUS: "🚌",
    Kind.FERRY: "⛴",
    Kind.CAR: "🚗",
    Kind.TRANSFER: "🚐",
    Kind.STAY: "🏨",
    Kind.VISIT: "🎟",
}


A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a day. at: UTC, what it is sorted by. until: UTC, when it is over. leaving: a check-out, told in a single
    day only. eve: the day on which one sets out for what leaves in the night after it. part: what it tells of; opens: the
    leg that a way begins with."""

    day: date
    at: datetime
    until: datetime
    markup: str
    part: Leg | Held
    opens: bool = False
    leaving: bool = False
    eve: date | None = None


def glance(facts: Facts) -> Html | None:
    """The whole trip as it happens, under its days (over the date line an earlier one may follow); None for a trip
    without segments."""
    found = [line for line in lines(facts) if not line.leaving]
    if not found:
        return None
    blocks = []
    for day, marked in groupby(found, key=lambda line: line.day):
        title = f"<b>{escape(dates.short_day(day, facts.locale))}</b>"
        blocks.append("\n".join((title, *(line.markup for line in marked))))
    if several_clocks(facts):
        blocks.append(f"<i>{words(facts.library, 'rendering.all_local', facts.locale)}</i>")
    return Html("\n".join(blocks))


def route(facts: Facts) -> Html | None:
    """The legs of the way under way or next, with the waits between them; the last way when all is over."""
    chains = [chain for chain in facts.life.itinerary.chains if chain.legs]
    if not chains:
        return None
    chain = next((chain for chain in chains if chain.arrives >= facts.now), chains[-1])
    told: list[str] = []
    day: date | None = None
    for number, leg in enumerate(chain.legs):
        away = departs(leg)
        if away.day != day:
            told.append(f"<b>{escape(dates.short_day(away.day, facts.locale))}</b>")
            day = away.day
        told.append(_leg(leg, facts, first=not number))
        wait = connection(chain, number, facts)
        if wait is not None:
            told.append(f"⏱ {wait}")
    return Html("\n".join(told))


def one_day(facts: Facts, day: date) -> Html:
    """What is fixed on a local day, and what one sets out for on it; a kind sentence when nothing is."""
    told = [line.markup for line in lines(facts) if day in (line.day, line.eve)]
    return Html("\n".join(told)) if told else words(facts.library, "rendering.nothing_fixed", facts.locale)


def today(facts: Facts) -> date | None:
    """The local date now, in the zone in force; None when no zone is known."""
    zone = facts.life.zone_at(facts.now)
    return facts.now.astimezone(zone_info(zone)).date() if zone else None


def waits(chain: Chain, number: int) -> timedelta | None:
    """How long the wait after a chain's leg is; None after the last or where nobody knows."""
    if not 0 <= number < len(chain.legs) - 1:
        return None
    here, following = chain.legs[number], chain.legs[number + 1]
    if here.arrives_inferred or following.departs_inferred or following.departs <= here.arrives:
        return None
    return following.departs - here.arrives


def connection(chain: Chain, number: int, facts: Facts) -> Html | None:
    """The wait after a chain's leg: "2 hours 20 minutes in Doha"."""
    wait = waits(chain, number)
    if wait is None:
        return None
    span = dates.duration(wait, facts.locale)
    place = facts.named(chain.legs[number].destination)
    return words(facts.library, "rendering.wait", facts.locale, duration=span, place=place)


def lines(facts: Facts) -> tuple[Line, ...]:
    """A line for all that the travellers spoken of have booked, by local day and instant, each once."""
    takers: dict[str, list[str]] = {}
    parts: dict[str, Leg | Held] = {}
    opening: set[str] = set()
    for life in facts.lives:
        shape = life.itinerary
        legs = [leg for chain in shape.chains for leg in chain.legs]
        opening |= {chain.legs[0].segment.id for chain in shape.chains if chain.legs}
        booked: list[Leg | Held] = [*legs, *shape.stays, *shape.visits]
        for part in booked:
            parts.setdefault(part.segment.id, part)
            takers.setdefault(part.segment.id, []).append(life.traveller.first_name)
    found: list[Line] = []
    for segment_id, part in parts.items():
        names = takers[segment_id]
        whose = "" if len(names) == len(facts.lives) else dates.listing(tuple(names), facts.locale)
        mark = f" · {escape(whose)}" if whose else ""
        found.extend(_lines(part, facts, mark, first=segment_id in opening))
    return tuple(sorted((_in_time(line, found) for line in found), key=lambda line: line.at))


def _in_time(line: Line, found: Iterable[Line]) -> Line:
    """A check-out without a printed clock comes before what one leaves by on that day: nobody hands in keys after it."""
    if not line.leaving or (
        line.part.segment.arrives is not None and line.part.segment.arrives.clock is not None
    ):
        return line
    away = [other.at for other in found if other.opens and other.day == line.day and other.at <= line.at]
    return replace(line, at=min(away) - A_MOMENT, until=min(away)) if away else line


def _lines(part: Leg | Held, facts: Facts, whose: str, *, first: bool) -> Iterable[Line]:
    if isinstance(part, Leg):
        away = departs(part)
        out = leaving(part)
        eve = out.date() if out is not None and away.at_night and out.date() < away.day else None
        told = _leg(part, facts, whose, first=first)
        yield Line(
            day=away.day, at=part.departs, until=part.arrives, markup=told, part=part, opens=first, eve=eve
        )
        return
    start = starts(part)
    name = escape(part.segment.label)
    sign = SIGNS[part.segment.kind]
    clock = f"{dates.clock(start.clock)} " if start.clock else ""
    if part.segment.kind is Kind.VISIT:
        told = f"{sign} {clock}{name}{whose}"
        yield Line(day=start.day, at=part.starts, until=part.ends, markup=told, part=part)
        return
    count = nights(part)
    told = f" · {words(facts.library, 'rendering.nights', facts.locale, nights=count)}" if count else ""
    told = f"{sign} {name}{told}{whose}"
    yield Line(day=start.day, at=_end_of(start, part), until=part.starts, markup=told, part=part)
    end = ends(part)
    if end is not None:
        leave = words(facts.library, "rendering.check_out", facts.locale, name=part.segment.label)
        until = f"{dates.clock(end.clock)} " if end.clock else ""
        told = f"🧳 {until}{leave}{whose}"
        yield Line(day=end.day, at=part.ends, until=part.ends, markup=told, part=part, leaving=True)


def _leg(leg: Leg, facts: Facts, whose: str = "", *, first: bool) -> str:
    """ "✈️ 09:40–11:45 Amsterdam → Lisbon (KL 1697)", with +1 when it lands on the next day; what leaves in the night
    says which night, and the first of a way when to be there, on a line below (S15)."""
    away, there = departs(leg), arrives(leg)
    start = dates.clock(away.clock) if away.clock else ""
    end = ""
    if there is not None and there.clock is not None and start:
        end = f"–{dates.clock(there.clock)}{_shift(away, there)}"
    way = " → ".join(escape(end) for end in ends_of(leg, facts))
    label = leg.segment.label
    ticket = f" ({escape(label)})" if leg.segment.number or leg.segment.name else ""
    told = f"{SIGNS[leg.segment.kind]} {start}{end}{' ' if start else ''}{way}{ticket}{whose}"
    if not away.at_night:
        return told
    night = f"🌙 {escape(day_told(away, facts))}"
    there_by = be_there(leg, facts) if first else None
    if there_by is not None:
        night += f" · {words(facts.library, 'rendering.be_there', facts.locale, time=there_by)}"
    return f"{told}\n{night}"


def _shift(away: Shown, there: Shown) -> str:
    days = (there.day - away.day).days
    return "" if not days else f" ({days:+d})".replace("-", "−")


def _end_of(start: Shown, part: Held) -> datetime:
    """The end of the local day: a hotel stands after the way to it, whatever the hour of check-in says."""
    zone = start.zone or part.place.zone
    return datetime.combine(start.day, time.max, zone_info(zone) if zone else UTC).astimezone(UTC)


def several_clocks(facts: Facts) -> bool:
    """True when the trip's places do not share one clock."""
    places = [leg for chain in facts.life.itinerary.chains for leg in chain.legs]
    offsets = {
        shown.at.astimezone(zone_info(shown.zone)).utcoffset()
        for leg in places
        for shown in (departs(leg), arrives(leg))
        if shown is not None and shown.at is not None and shown.zone
    }
    return len(offsets) > 1
