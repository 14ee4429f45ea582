"""How a time is told: the day (a night by its two days), the clock with its place, both.

Not here: which time is meant (values), how a locale writes a date (dates).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.talk import dates
from flows.talk.facts import NIGHT_ENDS, Facts, Shown
from flows.talk.markup import Html, escape
from flows.talk.words import words
from flows.trips.effective import Leg
from flows.trips.times import zone_info
from flows.trips.trip import Kind, Place

FROM_HOME = (Kind.CAR, Kind.TRANSFER)
"""One's own car, and what comes to fetch one: there is no way to it."""


def day(shown: Shown, facts: Facts) -> str:
    """ "Wednesday 12 May"; between 00:00 and 05:00 as the night that it belongs to (S15)."""
    year = shown.day.year != facts.now.year and abs((shown.day - facts.now.date()).days) > 180
    told = dates.long_day(shown.day, facts.locale, year=year)
    if not shown.at_night:
        return told
    eve = dates.weekday(shown.day - timedelta(days=1), facts.locale)
    return words(facts.library, "rendering.night", facts.locale, eve=Html(eve), morning=Html(told))


def clock(shown: Shown, place: Place | None, facts: Facts, *, ashore: bool = False) -> str:
    """ "09:40", with its place when the clock there differs from home's. ashore: or from the clock one lives by then, which
    on a ship is the ship's."""
    if shown.clock is None:
        return ""
    told = dates.clock(shown.clock)
    if place is None or not (facts.away(shown) or (ashore and facts.off_clock(shown))):
        return told
    city = facts.named(place)
    return words(facts.library, "rendering.local_time", facts.locale, time=told, city=city)


def leaving(leg: Leg) -> datetime | None:
    """When to be at a departure, as the clock there shows it; None when nobody knows."""
    zone = leg.segment.departs.zone or leg.origin.zone
    return None if leg.departs_inferred or zone is None else leg.leaves.astimezone(zone_info(zone))


def be_there(leg: Leg | None, facts: Facts) -> str | None:
    """When to be at a departure: "Friday 21:15", "overnight from Thursday to Friday, 03:10"."""
    local = leaving(leg) if leg is not None else None
    return _weekday_and_clock(local, facts) if local is not None else None


def leave_home(leg: Leg | None, facts: Facts) -> str | None:
    """When to set out from home for the trip's first departure; None where nobody told how far that is, and where the
    way itself begins at home."""
    chains = facts.life.itinerary.chains
    first = chains[0].legs[0] if chains and chains[0].legs else None
    if leg is None or first is None or leg.segment.id != first.segment.id or leg.segment.kind in FROM_HOME:
        return None
    local = leaving(leg)
    if local is None or facts.travel_minutes is None:
        return None
    out = local.astimezone(UTC) - timedelta(minutes=facts.travel_minutes)
    return _weekday_and_clock(out.astimezone(local.tzinfo), facts)


def _weekday_and_clock(local: datetime, facts: Facts) -> str:
    told, at = dates.weekday(local.date(), facts.locale), dates.clock(local.time())
    if local.time() >= NIGHT_ENDS:
        return f"{told} {at}"
    eve = dates.weekday(local.date() - timedelta(days=1), facts.locale)
    night = words(facts.library, "rendering.night", facts.locale, eve=Html(eve), morning=Html(told))
    return Html(f"{night}, {at}")


def moment(
    shown: Shown | None, facts: Facts, place: Place | None = None, *, ashore: bool = False
) -> str | None:
    """Day and clock: "Wednesday 12 May, 15:00"; the day alone where only that is known. ashore: as for `clock`."""
    if shown is None:
        return None
    told = clock(shown, place, facts, ashore=ashore)
    return Html(f"{escape(day(shown, facts))}, {escape(told)}") if told else day(shown, facts)
