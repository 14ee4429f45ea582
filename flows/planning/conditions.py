"""An audience against a trip: why a touchpoint is not for it, in an editor's words.

Here is one question a condition; not here: how the facts are found (occasions), who is the lead (planner).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from flows.library.audience import Audience, TripType
from flows.trips.trip import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What conditions ask of one occurrence. Unknown facts are None, and a condition on them does not hold.

    destinations: place ids; countries: ISO codes; kinds: of the legs (of the leg, for one); direction: of the leg's
    chain, else None; month: of arrival; first, last: None where it makes no sense; kinds_before, kinds_after: of the
    other legs of a leg's chain, None for anything else; hours_to_leg: from the moment to the next departure after it.
    """

    trip_type: TripType
    destinations: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    direction: str | None = None
    month: int | None = None
    nights: int | None = None
    abroad: bool | None = None
    children: bool = False
    layover: bool = False
    new_zone: bool | None = None
    multi_stay: bool = False
    first: bool | None = None
    last: bool | None = None
    kinds_before: frozenset[Kind] | None = None
    kinds_after: frozenset[Kind] | None = None
    hours_to_leg: float | None = None


UNCONDITIONAL = Audience()
FLAGS = {
    "abroad": ("only for trips abroad", "only for trips within the home country"),
    "children": ("only for parties with children", "only for parties without children"),
    "layover": ("only where one changes on the way", "only for direct connections"),
    "new_zone": ("only where the clock differs from home", "only where the clock is as at home"),
    "multi_stay": ("only for trips with several destinations", "only for trips with one destination"),
}


def objection(audience: Audience, facts: Facts) -> str:
    """The first condition that does not hold ("only for trips abroad"); empty when all do. `who` is not asked here."""
    return "" if asks_nothing(audience) else _objection(audience, facts)


@lru_cache(maxsize=4096)
def asks_nothing(audience: Audience) -> bool:
    """True when the audience sets no condition on the trip: the most common one, and then no fact need be known."""
    return replace(audience, who=UNCONDITIONAL.who) == UNCONDITIONAL


def _objection(audience: Audience, facts: Facts) -> str:
    if audience.destinations and not audience.destinations & facts.destinations:
        return f"only for {_listed(audience.destinations)}"
    if audience.countries and not audience.countries & facts.countries:
        return f"only for destinations in {_listed(audience.countries)}"
    if audience.transport and not audience.transport & facts.kinds:
        return f"only by {_listed(sorted(kind.value for kind in audience.transport))}"
    if audience.trip_types and facts.trip_type not in audience.trip_types:
        kinds = sorted(kind.value.replace("_", " ") for kind in audience.trip_types)
        return f"only for trips of the kind {_listed(kinds)}"
    if audience.directions and facts.direction not in audience.directions:
        return f"only on the way {_listed(audience.directions)}"
    if audience.months and facts.month not in audience.months:
        return (
            f"only for arrivals in {_listed(calendar.month_name[month] for month in sorted(audience.months))}"
        )
    for flag, (wants, refuses) in FLAGS.items():
        wanted, known = getattr(audience, flag), getattr(facts, flag)
        if wanted is not None and wanted is not known:
            words = wants if wanted else refuses
            return words if known is not None else f"{words}, and that is not known here"
    return (
        _edge("first", audience.first, facts.first, facts.kinds_before, audience.transport)
        or _edge("last", audience.last, facts.last, facts.kinds_after, audience.transport)
        or _nights(audience, facts)
        or _before_leg(audience, facts)
    )


def _edge(
    name: str, wanted: bool | None, known: bool | None, beyond: frozenset[Kind] | None, kinds: frozenset[Kind]
) -> str:
    """Is it the first or last one? With kinds only legs of those and flights count: a taxi to the airport does not make
    a flight the second, and a train that goes on after a flight is not where the way starts."""
    if wanted is None:
        return ""
    what = f"the {name} one"
    if kinds and beyond is not None:
        counted = kinds | {Kind.FLIGHT}
        known = not beyond & counted
        what = f"the {name} {_listed(sorted(kind.value for kind in counted))} of its chain"
    if wanted is known:
        return ""
    words = f"only for {what}" if wanted else f"not for {what}"
    return words if known is not None else f"{words}, and that is not known here"


def _nights(audience: Audience, facts: Facts) -> str:
    least, most = audience.nights_from, audience.nights_to
    if least is None and most is None:
        return ""
    if facts.nights is None:
        return "only for a certain number of nights, and that is not known here"
    if (least is None or facts.nights >= least) and (most is None or facts.nights <= most):
        return ""
    span = (
        f"at most {most}" if least is None else f"at least {least}" if most is None else f"{least} to {most}"
    )
    return f"only for {span} nights, and this is {facts.nights}"


def _before_leg(audience: Audience, facts: Facts) -> str:
    hours = audience.before_leg_hours
    if hours is None or (facts.hours_to_leg is not None and facts.hours_to_leg <= hours):
        return ""
    return f"only when one leaves within {hours} hours after it"


def _listed(words: Iterable[str]) -> str:
    """ "a", "a or b", "a, b or c": sorted unless they come in an order of their own."""
    given = sorted(words) if isinstance(words, frozenset) else list(words)
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])} or {given[-1]}"
