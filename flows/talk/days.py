"""Which local days are spent where: what a season, a forecast and a public holiday are asked for.

Not here: what is said of those days (weather, holidays), the lines of a day (glance).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flows.talk.facts import Facts
from flows.trips.route import Destination
from flows.trips.times import zone_info
from flows.trips.towns import same_town
from flows.trips.trip import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The days at one destination, all counted in. until: None when nobody knows; today: the date there now."""

    place: Place
    since: date
    until: date | None
    today: date


def stays(facts: Facts) -> tuple[Stay, ...]:
    """The destinations of the trip in order."""
    found = []
    for one in facts.life.itinerary.destinations:
        zone = one.place.zone
        until = leaves(one)
        found.append(
            Stay(
                place=one.place,
                since=_day(one.since, zone),
                until=_day(until, zone) if until is not None else None,
                today=_day(facts.now, zone),
            )
        )
    return tuple(found)


def leaves(destination: Destination) -> datetime | None:
    """When one leaves a destination: its end, else the last check-out there; None when nobody knows."""
    return destination.until or max((stay.ends for stay in destination.stays), default=None)


def arrives_on(facts: Facts) -> date | None:
    """The local day on which one comes to the place that the message is about; today where one is there by surprise."""
    here = facts.here()
    if here is None:
        return None
    for stay in stays(facts):
        if same_town(stay.place, here):
            return stay.since
    return today_at(here, facts)


def today_at(place: Place, facts: Facts) -> date:
    """The date there now."""
    return _day(facts.now, place.zone)


def _day(instant: datetime, zone: str | None) -> date:
    """The local date of an instant; where the zone is not known, the date in UTC."""
    return (instant.astimezone(zone_info(zone)) if zone else instant).date()
