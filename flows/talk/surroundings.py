"""What is said of a place: its name, words, country, emergency numbers, and its clock.

Not here: which placeholder says what (values), the places themselves (content/places, content/emergency).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flows.errors import MissingFact
from flows.library.place import EmergencyNumbers
from flows.library.text import Text
from flows.talk import dates
from flows.talk.facts import Facts, Shown
from flows.talk.markup import Html, escape
from flows.talk.whens import day
from flows.talk.words import filled, words
from flows.trips.times import zone_info

DAY, MOST_APART = timedelta(hours=24), timedelta(hours=14)
"""Farther apart than 14 hours is told by the calendar: no place is farther from UTC."""


def place_name(facts: Facts) -> str | None:
    here = facts.here()
    return facts.named(here) if here else None


def topic(name: str, value: Callable[[Facts, str], str]) -> Callable[[Facts], str | None]:
    """A place's words on a topic, else those that hold everywhere."""

    def supplier(facts: Facts) -> str | None:
        here = facts.here()
        climate = facts.library.climate(here)
        defaults = facts.library.default_places(facts.land(), climate.id if climate is not None else "")
        for known in (facts.known_place(), *defaults):
            text: Text | None = known.topics.get(name) if known else None
            if text is not None:
                return Html(filled(text, facts.locale, lambda wanted: _within(facts, wanted)).strip())
        return None

    def _within(facts: Facts, wanted: str) -> str:
        if wanted.startswith("place."):  # a place's words that quote a place's words would never end
            raise MissingFact(wanted)
        return value(facts, wanted)

    return supplier


def country(facts: Facts) -> str | None:
    land = facts.land()
    return dates.land(land, facts.locale) if land else None


def emergency_general(facts: Facts) -> str | None:
    numbers = facts.library.emergency.get(facts.land() or "")
    return (numbers.general or numbers.police or numbers.ambulance or None) if numbers else None


def emergency_numbers(facts: Facts) -> str | None:
    numbers = facts.library.emergency.get(facts.land() or "")
    if numbers is None:
        return None
    told = [f"🆘 <b>{escape(numbers.general)}</b>"] if numbers.general else []
    signs = (SIGNS[kind] for kind in _own_numbers(numbers))
    told += [f"{sign} {said}" for sign, said in zip(signs, services(numbers, facts), strict=True)]
    return Html("\n".join(told)) if told else None


SIGNS = {"police": "🚓", "ambulance": "🚑", "fire": "🚒"}


def services(numbers: EmergencyNumbers, facts: Facts) -> tuple[Html, ...]:
    """Each service that has a number of its own: "police <b>110</b>"."""
    return tuple(
        words(facts.library, f"rendering.{kind}", facts.locale, number=Html(f"<b>{escape(dialled)}</b>"))
        for kind, dialled in _own_numbers(numbers).items()
    )


def _own_numbers(numbers: EmergencyNumbers) -> dict[str, str]:
    """Service -> its number, where that is not the general one."""
    dialled: dict[str, str] = {kind: getattr(numbers, kind) for kind in SIGNS}
    return {kind: number for kind, number in dialled.items() if number and number != numbers.general}


def _jump(facts: Facts) -> tuple[datetime, datetime] | None:
    """The wall time at which the clock changes, and what it becomes."""
    moment = facts.moment
    if moment is None or moment.zone is None:
        return None
    info = zone_info(moment.zone)
    after = moment.at.astimezone(info).replace(tzinfo=None)
    last = (moment.at - timedelta(seconds=1)).astimezone(info).replace(tzinfo=None) + timedelta(seconds=1)
    return (last, after) if last != after else None


def clock_change(facts: Facts) -> str | None:
    jump = _jump(facts)
    if jump is None:
        return None
    before, after = jump
    way = "forward" if after > before else "back"
    return words(
        facts.library,
        f"rendering.clock_{way}",
        facts.locale,
        duration=dates.duration(abs(after - before), facts.locale),
        before=dates.clock(before.time()),
        after=dates.clock(after.time()),
    )


def clock_night(facts: Facts) -> str | None:
    jump = _jump(facts)
    return day(Shown(day=jump[0].date(), clock=jump[0].time()), facts) if jump else None


def difference(facts: Facts) -> str | None:
    """How the clock at the place differs from home's, at arrival or now, whichever is later."""
    here, home = facts.here(), facts.trip.home_zone
    if here is None or here.zone is None or home is None:
        return None
    out = facts.outbound
    at = max(facts.now.astimezone(UTC), out.arrives) if out else facts.now
    there = at.astimezone(zone_info(here.zone)).utcoffset() or timedelta()
    apart = there - (at.astimezone(zone_info(home)).utcoffset() or timedelta())
    if not apart:
        return None
    if abs(apart) <= MOST_APART or abs(apart) == DAY:
        return _apart(apart, facts)
    # Over the date line clocks are near and calendars are not: 22 hours earlier is 2 hours later, yesterday.
    way, over = ("later", DAY) if apart > timedelta() else ("earlier", -DAY)
    told = _apart(apart - over, facts)
    return words(facts.library, f"rendering.day_{way}", facts.locale, difference=told)


def _apart(apart: timedelta, facts: Facts) -> Html:
    way = "later" if apart > timedelta() else "earlier"
    duration = dates.duration(abs(apart), facts.locale)
    return words(facts.library, f"rendering.{way}", facts.locale, duration=duration)
