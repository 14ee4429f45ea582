"""An audience against the facts of an occurrence: why a touchpoint is not for it, in an editor's words.

Here is one question a condition; an audience knows which of them it asks. Not here: how the facts are found (facts), who is
the lead (planner).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import datetime, time
from functools import lru_cache
from operator import attrgetter

from flows.library.audience import Audience, Clocks
from flows.planning.facts import Facts
from flows.planning.listing import listed, one_of, people
from flows.trips.trip import Kind

Check = Callable[[Audience, Facts], str]
CheckThen = Callable[[Audience, Facts, datetime | None, datetime | None], str]

UNKNOWN = "and that is not known here"


def objection(audience: Audience, facts: Facts) -> str:
    """The first condition that does not hold ("only for trips abroad"); empty when all do. Not asked here: `who`, and
    what the instant decides."""
    for name in audience.asked:
        refusal = CHECKS[name](audience, facts)
        if refusal:
            return refusal
    return ""


def objection_then(audience: Audience, facts: Facts, *, anchor: datetime | None, at: datetime | None) -> str:
    """The same for what the instant decides. anchor: of what it anchors to; at: when it would go (UTC, or None)."""
    for name in audience.asked_then:
        refusal = CHECKS_THEN[name](audience, facts, anchor, at)
        if refusal:
            return refusal
    return ""


def _destinations(audience: Audience, facts: Facts) -> str:
    if not audience.destinations.isdisjoint(facts.destinations):
        return ""
    return f"only for {listed(audience.destinations)}"


def _countries(audience: Audience, facts: Facts) -> str:
    if not audience.countries.isdisjoint(facts.countries):
        return ""
    return f"only for destinations in {listed(audience.countries)}"


def _transport(audience: Audience, facts: Facts) -> str:
    if not audience.transport.isdisjoint(facts.kinds):
        return ""
    return f"only by {listed(audience.transport)}"


def _trip_types(audience: Audience, facts: Facts) -> str:
    if facts.trip_type in audience.trip_types:
        return ""
    return f"only for trips of the kind {listed(audience.trip_types)}"


def _directions(audience: Audience, facts: Facts) -> str:
    if facts.direction in audience.directions:
        return ""
    return f"only on the way {listed(audience.directions)}"


def _months(audience: Audience, facts: Facts) -> str:
    if facts.month in audience.months:
        return ""
    return f"only for arrivals in {_month_names(audience.months)}"


@lru_cache(maxsize=256)
def _month_names(months: frozenset[int]) -> str:
    return one_of([calendar.month_name[month] for month in sorted(months)])


def _personas(audience: Audience, facts: Facts) -> str:
    if not audience.personas.isdisjoint(facts.personas):
        return ""
    return f"only for {people(audience.personas)}"


def _not_personas(audience: Audience, facts: Facts) -> str:
    found = audience.not_personas & facts.personas
    return f"not for {people(found)}" if found else ""


def _feels(audience: Audience, facts: Facts) -> str:
    if not audience.feels.isdisjoint(facts.feels):
        return ""
    here = f"and here it is {listed(facts.feels)}" if facts.feels else UNKNOWN
    return f"only where it is {listed(audience.feels)}, {here}"


def _occasions(audience: Audience, facts: Facts) -> str:
    if not audience.occasions.isdisjoint(facts.occasions):
        return ""
    return f"only where one celebrates: {listed(audience.occasions)}"


def _regions(audience: Audience, facts: Facts) -> str:
    words = f"only within {listed(audience.regions)}"
    if facts.regions is None:
        return f"{words}, {UNKNOWN}"
    return "" if all(not audience.regions.isdisjoint(land) for land in facts.regions) else words


def _not_regions(audience: Audience, facts: Facts) -> str:
    words = f"only outside {listed(audience.not_regions)}"
    if facts.regions is None:
        return f"{words}, {UNKNOWN}"
    return "" if any(audience.not_regions.isdisjoint(land) for land in facts.regions) else words


def _changes(audience: Audience, facts: Facts) -> str:
    if not audience.changes.isdisjoint(facts.changes):
        return ""
    return f"only for what is {listed(audience.changes)}"


def _onward(audience: Audience, facts: Facts) -> str:
    if facts.onward is not None and not audience.onward.isdisjoint(facts.onward):
        return ""
    return f"only where the way goes on by {listed(audience.onward)}"


def _departs(audience: Audience, facts: Facts) -> str:
    return _clock("departures", audience.departs, facts.departs)


def _arrives(audience: Audience, facts: Facts) -> str:
    return _clock("arrivals", audience.arrives, facts.arrives)


def _clock(what: str, wanted: Clocks | None, known: time | None) -> str:
    if wanted is None or (known is not None and wanted.hold(known)):
        return ""
    words = f"only for {what} from {wanted.since:%H:%M} to {wanted.until:%H:%M}"
    return f"{words}, and this is {known:%H:%M}" if known is not None else f"{words}, {UNKNOWN}"


def _nights(audience: Audience, facts: Facts) -> str:
    if facts.nights is None:
        return f"only for a certain number of nights, {UNKNOWN}"
    span = _beside(facts.nights, audience.nights_from, audience.nights_to)
    return f"only for {span} nights, and this is {facts.nights}" if span else ""


def _connection(audience: Audience, facts: Facts) -> str:
    if facts.connection is None:
        return "only for a change on the way, and there is none after this or its times are not known"
    span = _beside(facts.connection, audience.connection_from, audience.connection_to)
    return f"only for {span} minutes to change, and these are {facts.connection}" if span else ""


def _beside(known: int, least: int | None, most: int | None) -> str:
    """The wanted range in words when it does not hold `known`, else empty. Both ends are counted in."""
    if (least is None or known >= least) and (most is None or known <= most):
        return ""
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"


def _first(audience: Audience, facts: Facts) -> str:
    fetched = audience.transport == {Kind.TRANSFER}  # a taxi from the station is not where the way starts
    kinds = frozenset[Kind]() if fetched else audience.transport
    return _edge("first", audience.first, facts.first, facts.kinds_before, kinds)


def _last(audience: Audience, facts: Facts) -> str:
    return _edge("last", audience.last, facts.last, facts.kinds_after, audience.transport)


def _edge(
    name: str, wanted: bool | None, known: bool | None, beyond: frozenset[Kind] | None, kinds: frozenset[Kind]
) -> str:
    """Is it the first or last one? With kinds only legs of those and flights count: a taxi to the airport does not make
    a flight the second, and a train that goes on after a flight is not where the way starts."""
    counted = kinds | {Kind.FLIGHT} if kinds and beyond is not None else None
    if counted is not None and beyond is not None:
        known = beyond.isdisjoint(counted)
    if wanted is known:
        return ""
    what = f"the {name} {listed(counted)} of its chain" if counted is not None else f"the {name} one"
    return _yes_or_no(wanted, known, f"only for {what}", f"not for {what}")


def _flag(name: str, wants: str, refuses: str) -> Check:
    """The check of a condition that is a plain yes or no."""
    read = attrgetter(name)

    def check(audience: Audience, facts: Facts) -> str:
        wanted, known = read(audience), read(facts)
        return "" if wanted is known else _yes_or_no(wanted, known, wants, refuses)

    return check


def _yes_or_no(wanted: bool | None, known: bool | None, wants: str, refuses: str) -> str:
    if wanted is known:
        return ""
    words = wants if wanted else refuses
    return words if known is not None else f"{words}, {UNKNOWN}"


def _before_leg(audience: Audience, facts: Facts, anchor: datetime | None, at: datetime | None) -> str:
    hours, ahead = audience.before_leg_hours, facts.hours_to_leg(anchor)
    if hours is None or (ahead is not None and ahead <= hours):
        return ""
    return f"only when one leaves within {hours} hours after it"


def _holidays(audience: Audience, facts: Facts, anchor: datetime | None, at: datetime | None) -> str:
    words = "a public holiday falls in the stay"
    return _yes_or_no(
        audience.holidays, facts.holidays(at), f"only when {words}", f"only when no {words[2:]}"
    )


def _forecast(audience: Audience, facts: Facts, anchor: datetime | None, at: datetime | None) -> str:
    known = facts.forecast(at)
    return _yes_or_no(audience.forecast, known, "only with a forecast", "only without a forecast")


def _sky(audience: Audience, facts: Facts, anchor: datetime | None, at: datetime | None) -> str:
    sky = facts.sky(at)
    if sky in audience.sky:
        return ""
    here = f"and the forecast says {sky.value}" if sky is not None else UNKNOWN
    return f"only for days of {listed(audience.sky)}, {here}"


CHECKS: Mapping[str, Check] = {
    "destinations": _destinations,
    "countries": _countries,
    "transport": _transport,
    "trip_types": _trip_types,
    "directions": _directions,
    "months": _months,
    "nights_from": _nights,
    "nights_to": _nights,
    "abroad": _flag("abroad", "only for trips abroad", "only for trips within the home country"),
    "children": _flag("children", "only for parties with children", "only for parties without children"),
    "layover": _flag("layover", "only where one changes on the way", "only for direct connections"),
    "new_zone": _flag(
        "new_zone", "only where the clock differs from home", "only where the clock is as at home"
    ),
    "multi_stay": _flag(
        "multi_stay", "only for trips with several destinations", "only for trips with one destination"
    ),
    "first": _first,
    "last": _last,
    "personas": _personas,
    "not_personas": _not_personas,
    "stays": _flag("stays", "only for trips with a stay", "only for trips without a stay"),
    "feels": _feels,
    "wet": _flag("wet", "only in the rainy months there", "only in the dry months there"),
    "occasions": _occasions,
    "regions": _regions,
    "not_regions": _not_regions,
    "documents": _flag("documents", "only with documents attached", "only without documents attached"),
    "travel_time": _flag(
        "travel_time",
        "only when we know how far home is from the first departure",
        "only while we do not know how far home is from the first departure",
    ),
    "differs": _flag("differs", "only where something is not as at home", "only where all is as at home"),
    "departs": _departs,
    "arrives": _arrives,
    "connection_from": _connection,
    "connection_to": _connection,
    "changes": _changes,
    "moved": _flag("moved", "only where something moved", "only where nothing moved"),
    "transfer": _flag("transfer", "only where somebody fetches one", "only where nobody fetches one"),
    "onward": _onward,
    "flies": _flag("flies", "only on a way with a flight", "only on a way without a flight"),
    "first_of_kind": _flag(
        "first_of_kind", "only for the first leg of its kind", "only after the first leg of its kind"
    ),
    "new_country": _flag(
        "new_country", "only for the first stay in its country", "only for later stays in a country"
    ),
}
CHECKS_THEN: Mapping[str, CheckThen] = {
    "before_leg_hours": _before_leg,
    "holidays": _holidays,
    "forecast": _forecast,
    "sky": _sky,
}
