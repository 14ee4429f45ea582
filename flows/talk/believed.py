"""Where we believe a traveller is, and why, in a traveller's words.

Not here: the belief itself (flows.trips.stage), the because that agents read (flows.trips.because), asking (whereabouts).
"""

from __future__ import annotations

from datetime import datetime

from flows.talk import dates
from flows.talk.facts import Facts, arrives, departs
from flows.talk.markup import Html
from flows.talk.tickets import ticket
from flows.talk.words import words
from flows.trips.effective import Leg
from flows.trips.evidence import Source, Stage
from flows.trips.life import Life
from flows.trips.stage import StageEstimate

OF_TIMES = frozenset({Source.TIMETABLE, Source.FLIGHT_STATUS})
"""What moves times only: whoever said something of the leg itself knows better."""

STAGES = {
    Stage.JUST_BOOKED: "home",
    Stage.IN_BETWEEN: "home",
    Stage.BEFORE_DEPARTURE: "home",
    Stage.IN_TRANSIT: "transit",
    Stage.ON_SITE: "on_site",
    Stage.AFTERWARDS: "afterwards",
}


def here(facts: Facts) -> Html | None:
    """As of now, for who reads it."""
    return whereabouts(facts, facts.life.estimate(now=facts.now))


def whereabouts(facts: Facts, estimate: StageEstimate) -> Html | None:
    """ "On the way to Lisbon. KL 1697: departure 15:40, arrival 17:45. I go by what the airline says." None when off."""
    word = STAGES.get(estimate.stage)
    if word is None:
        return None

    def say(name: str, **values: object) -> Html:
        return words(facts.library, f"where.{name}", facts.locale, **values)

    place = facts.named(estimate.place) if estimate.place is not None else ""
    named = word in ("home", "afterwards") or bool(place)
    parts = [say(word if named else "unknown_place", place=place)]
    leg = _speaks(facts.life, estimate, facts.now)
    if leg is not None:
        parts.append(_times(leg, facts))
    if leg is not None and leg.doubted is not None:
        parts.append(say(f"doubt_{leg.doubted}", leg=ticket(leg, facts)))
    source = estimate.source
    if leg is not None and source in OF_TIMES and leg.source is not Source.TIMETABLE:
        source = leg.source
    parts.append(say(f"by_{source}"))
    return Html(" ".join(parts))


def _speaks(life: Life, estimate: StageEstimate, now: datetime) -> Leg | None:
    """The leg that tells most: the one that is open, under way, or next; the one that brought them when they are there."""
    legs = [leg for chain in life.itinerary.chains for leg in chain.legs]
    if estimate.stage is Stage.IN_TRANSIT:
        under_way = [chain for chain in life.itinerary.chains if chain.leaves <= now]
        of_chain = list(under_way[-1].legs) if under_way else legs
        open_still = next((leg for leg in of_chain if leg.doubted is not None), None)
        return open_still or next((leg for leg in of_chain if leg.arrives > now), None)
    if estimate.stage in (Stage.ON_SITE, Stage.AFTERWARDS):
        gone = [leg for leg in legs if leg.arrives <= now]
        return gone[-1] if gone else None
    return legs[0] if legs else None


def _times(leg: Leg, facts: Facts) -> Html:
    away, there = departs(leg), arrives(leg)
    clocks = [dates.clock(one.clock) for one in (away, there) if one is not None and one.clock is not None]
    day = dates.short_day(away.day, facts.locale)
    shown = "–".join(clocks)
    later = (there.day - away.day).days if there is not None and len(clocks) > 1 else 0
    if later:
        shown += f" ({later:+d})".replace("-", "−")
    return words(
        facts.library,
        "where.leg" if shown else "where.leg_day",
        facts.locale,
        leg=ticket(leg, facts),
        day=day,
        times=shown,
    )
