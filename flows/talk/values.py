"""What each placeholder says: a table from its name to the one function that knows it.

A function gives plain text (escaped on its way out), Html, or None when nothing is known: then the text cannot be said.
Not here: which placeholders exist and how they read (flows.library.placeholders), blocks of lines (glance).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flows.errors import MissingFact
from flows.talk import believed, capsule, changes, dates, glance, holidays, papers, stays, weather
from flows.talk.addressed import NAMELESS, first_name, first_names
from flows.talk.called import called
from flows.talk.facts import Facts, Shown, arrives, departs, ends, starts
from flows.talk.markup import Html, escape
from flows.talk.surroundings import (
    clock_change,
    clock_night,
    country,
    difference,
    emergency_general,
    emergency_numbers,
    place_name,
    topic,
)
from flows.talk.tickets import ends as ends_of
from flows.talk.tickets import is_named, kind, ticket
from flows.talk.whens import be_there, clock, day, leave_home, moment
from flows.talk.words import words
from flows.trips.effective import Leg

Supplier = Callable[[Facts], str | None]
MOST_NAMED = 4


def value(facts: Facts, name: str) -> str:
    """A placeholder's value as markup, worked out once. Raises MissingFact."""
    known = facts.memo.get(name)
    if known is not None:
        return known
    supplier = SUPPLIERS.get(name)
    found = supplier(facts) if supplier else None
    if not found:
        raise MissingFact(name)
    marked = facts.memo[name] = escape(found)
    return marked


def _agency_name(facts: Facts) -> str | None:
    """An agency without a name is "your travel agency"."""
    named = facts.agency.get("name")
    unnamed = "agency.unnamed" in facts.library.words
    return named or (words(facts.library, "agency.unnamed", facts.locale) if unnamed else None)


def number(facts: Facts, name: str) -> int:
    """The number behind a counted placeholder. Raises MissingFact."""
    told = value(facts, name)
    if not told.isdecimal():
        raise MissingFact(name)
    return int(told)


def _first_leg(facts: Facts) -> Leg | None:
    """The leg that begins the trip."""
    chains = facts.life.itinerary.chains
    return chains[0].legs[0] if chains and chains[0].legs else None


def _leaving(facts: Facts) -> Shown | None:
    leg = _first_leg(facts)
    if leg is not None:
        return departs(leg)
    stays = facts.life.itinerary.stays or facts.life.itinerary.visits
    return Shown(day=starts(stays[0]).day) if stays else None


def _returning(facts: Facts) -> Shown | None:
    chain = facts.life.itinerary.returning
    if chain is None:
        return None
    if chain.legs:
        return departs(chain.legs[0])
    stays = facts.life.itinerary.stays
    last = ends(stays[-1]) if stays else None
    return Shown(day=last.day) if last else None


def _departure(facts: Facts) -> str | None:
    leaving = _leaving(facts)
    return day(leaving, facts) if leaving else None


def _departure_time(facts: Facts) -> str | None:
    leg = _first_leg(facts)
    return clock(departs(leg), leg.origin, facts) if leg else None


def _return(facts: Facts) -> str | None:
    returning = _returning(facts)
    return day(returning, facts) if returning else None


def _arrival_day(facts: Facts) -> date | None:
    chain = facts.life.itinerary.outbound
    if chain is not None and chain.last is not None:
        there = arrives(chain.last)
        return there.day if there else departs(chain.last).day
    leaving = _leaving(facts)
    return leaving.day if leaving else None


def _trip_nights(facts: Facts) -> str | None:
    """Nights from arriving to leaving again, by the destination's calendar."""
    first, last = _arrival_day(facts), _returning(facts)
    count = (last.day - first).days if first and last else 0
    return str(count) if count > 0 else None


def _days_to_go(facts: Facts) -> str | None:
    leaving, here = _leaving(facts), glance.today(facts)
    count = (leaving.day - here).days if leaving and here else -1
    return str(count) if count >= 0 else None


def _destination(facts: Facts) -> str | None:
    """Where the trip goes: "Lisbon", or all of "Rome, Florence and Venice"; of more than four the main one."""
    shape = facts.life.itinerary
    names = tuple(dict.fromkeys(facts.named(one.place) for one in shape.destinations))
    if len(names) > MOST_NAMED and shape.main is not None:
        return facts.named(shape.main.place)
    return dates.listing(names, facts.locale) if names else None


def _named_day(facts: Facts, days: int) -> Html | None:
    here = glance.today(facts)
    return glance.one_day(facts, here + timedelta(days=days)) if here else None


def _leg_said(say: Callable[[Leg, Facts], str | None]) -> Supplier:
    def supplier(facts: Facts) -> str | None:
        leg = facts.leg()
        return say(leg, facts) if leg else None

    return supplier


def _leg_arrives(leg: Leg, facts: Facts) -> str | None:
    """The clock alone when it lands on the day it left; else with its day."""
    there = arrives(leg)
    if there is None or (there.clock is not None and there.day == departs(leg).day):
        return clock(there, leg.destination, facts) if there else None
    return moment(there, facts, leg.destination)


def _place_in_chain(facts: Facts) -> tuple[int, int]:
    chain = facts.chain()
    legs = chain.legs if chain else ()
    return next((n for n, leg in enumerate(legs) if leg.segment.id == facts.occurrence), -1), len(legs)


def _connection(facts: Facts) -> str | None:
    chain = facts.chain()
    return glance.connection(chain, _place_in_chain(facts)[0], facts) if chain else None


def _wait(facts: Facts) -> str | None:
    chain = facts.chain()
    span = glance.waits(chain, _place_in_chain(facts)[0]) if chain else None
    return dates.duration(span, facts.locale) if span else None


def _next_leg(facts: Facts) -> str | None:
    chain = facts.chain()
    place, count = _place_in_chain(facts)
    if chain is None or place + 1 >= count:
        return None
    leg = chain.legs[place + 1]
    time = clock(departs(leg), None, facts)
    if not time:
        return None
    return words(
        facts.library,
        "rendering.next_leg",
        facts.locale,
        label=ticket(leg, facts) if is_named(leg) else kind(leg, facts),
        place=ends_of(leg, facts)[1],
        time=time,
    )


def _still_open(facts: Facts) -> Html | None:
    return Html("\n".join(f"☐ {escape(item)}" for item in facts.still_open)) if facts.still_open else None


def _birthday(facts: Facts) -> str | None:
    """Whose birthday this occurrence is."""
    return next((one.first_name for one in facts.trip.travellers if one.id == facts.occurrence), None)


def _party(facts: Facts) -> str:
    """Everyone by first name; "1 traveller" where the papers name nobody."""
    names = first_names(facts.trip.travellers, facts.trip)
    if names == (NAMELESS,):
        return words(facts.library, "rendering.one_traveller", facts.locale)
    return _names(facts, names)


def _names(facts: Facts, people: tuple[str, ...]) -> str:
    return dates.listing(people, facts.locale)


SUPPLIERS: Mapping[str, Supplier] = {
    "traveller.first_name": lambda facts: first_name(facts.greeted, facts.trip),
    "travellers": lambda facts: _names(facts, first_names(facts.spoken_of, facts.trip)),
    "trip.reference": lambda facts: facts.trip.reference,
    "trip.destination": _destination,
    "trip.called": called,
    "trip.departure": _departure,
    "trip.departure_time": _departure_time,
    "trip.return": _return,
    "trip.nights": _trip_nights,
    "trip.days_to_go": _days_to_go,
    "trip.party": _party,
    "trip.glance": glance.glance,
    "trip.route": glance.route,
    "trip.here": believed.here,
    "trip.be_there": lambda facts: be_there(_first_leg(facts), facts),
    "trip.today": lambda facts: _named_day(facts, 0),
    "trip.tomorrow": lambda facts: _named_day(facts, 1),
    "trip.leave_home": lambda facts: leave_home(_first_leg(facts), facts),
    "trip.holidays": holidays.in_the_stay,
    "trip.weather": weather.coming,
    "weather.today": weather.today,
    "trip.documents": papers.of_trip,
    "documents.here": papers.of_here,
    "trip.changes": changes.since_booked,
    "change.lines": changes.of_change,
    "change.segment": changes.segment,
    "checklist.open": _still_open,
    "birthday.name": _birthday,
    "leg.label": _leg_said(ticket),
    "leg.from": _leg_said(lambda leg, facts: ends_of(leg, facts)[0]),
    "leg.to": _leg_said(lambda leg, facts: ends_of(leg, facts)[1]),
    "leg.departs": _leg_said(lambda leg, facts: moment(departs(leg), facts, leg.origin)),
    "leg.arrives": _leg_said(_leg_arrives),
    "leg.be_there": _leg_said(be_there),
    "leg.leave_home": _leg_said(leave_home),
    "leg.wait": _wait,
    "leg.connection": _connection,
    "leg.next": _next_leg,
    "stay.name": stays.name,
    "stay.address": stays.address,
    "stay.check_in": stays.check_in,
    "stay.check_out": stays.check_out,
    "stay.check_in_time": stays.check_in_time,
    "stay.check_out_time": stays.check_out_time,
    "stay.nights": stays.nights_told,
    "stay.phone": stays.phone,
    "visit.name": stays.name,
    "visit.start": stays.begins,
    "visit.place": stays.town,
    "place.name": place_name,
    "place.good": topic("good", value),
    "place.tips": topic("tips", value),
    "place.arrive": topic("arrive", value),
    "place.facts": topic("facts", value),
    "place.dishes": topic("dishes", value),
    "place.customs": topic("customs", value),
    "place.rainy": topic("rainy", value),
    "place.season": weather.season,
    "country.name": country,
    "country.currency": capsule.currency,
    "country.plug": capsule.plug,
    "country.side": capsule.side,
    "country.roaming": capsule.roaming,
    "country.differences": capsule.all_differences,
    "country.phrases": capsule.phrases,
    "emergency.numbers": emergency_numbers,
    "emergency.general": emergency_general,
    "clock.change": clock_change,
    "clock.night": clock_night,
    "zone.difference": difference,
    "agency.name": _agency_name,
    "agency.phone": lambda facts: facts.agency.get("phone"),
    "agency.email": lambda facts: facts.agency.get("email"),
    "agency.hours": lambda facts: facts.agency.get("hours"),
}
