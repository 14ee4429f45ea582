"""What outside facts a trip's plan and words may use: public holidays always, forecasts where they are switched on.

Not here: asking for a forecast (bot.services.refreshing, bot.lookups).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.places import airport, town_airport
from bot.lookups.holidays import public_holidays
from bot.runtime import Runtime
from bot.storage.forecasts import forecasts_of
from bot.storage.trips import TripRow
from flows.library.library import Library
from flows.library.lookups import Forecast, Lookups
from flows.trips.itinerary import itinerary
from flows.trips.towns import same_town
from flows.trips.trip import Place, Trip

AHEAD = timedelta(days=10)
"""How long before an arrival a forecast says something."""

STALE = timedelta(days=2)
"""What was looked up longer ago than this (real time) is not told any more."""

OPEN_END = timedelta(days=30)
"""How long somebody without a way back is held to stay."""

HOLIDAYS = Lookups(holidays=public_holidays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A place with the time that somebody is there (UTC)."""

    place: Place
    since: datetime
    until: datetime


async def lookups_of(
    session: AsyncSession, runtime: Runtime, row: TripRow, trip: Trip, *, now: datetime
) -> Lookups:
    """The look-ups of one trip at `now` (trip time)."""
    if not runtime.settings.weather or not soon(row, now):
        return HOLIDAYS
    keys = {runtime.library.place_key(one.place) for one in visited(trip)}
    found = await forecasts_of(session, keys, runtime.clock.real() - STALE)
    return with_forecasts(found)


def with_forecasts(found: Mapping[str, tuple[Forecast, ...]]) -> Lookups:
    """The holidays, and these forecasts by Library.place_key."""

    def of(place: str) -> tuple[Forecast, ...]:
        return found.get(place, ())

    return Lookups(holidays=public_holidays, forecasts=of)


def soon(row: TripRow, now: datetime) -> bool:
    """Does the trip begin within the time of a forecast, and is it not over?"""
    begins = row.departs_at is None or row.departs_at <= now + AHEAD
    return begins and (row.ends_at is None or row.ends_at >= now - timedelta(days=1))


def visited(trip: Trip) -> tuple[Visited, ...]:
    """The destinations and stays of everyone in the party."""
    found: dict[tuple[str, ...], tuple[Visited, ...]] = {}
    for person in trip.travellers:
        taken = tuple(segment.id for segment in trip.segments_of(person.id))
        if taken not in found:
            found[taken] = _visited(trip, person.id)
    return tuple(one for several in found.values() for one in several)


def _visited(trip: Trip, traveller: str) -> tuple[Visited, ...]:
    shape = itinerary(trip, traveller)
    there = [
        Visited(place=one.place, since=one.since, until=one.until or one.since + OPEN_END)
        for one in shape.destinations
    ]
    held = [Visited(place=stay.place, since=stay.starts, until=stay.ends) for stay in shape.stays]
    return (*there, *held)


def coordinates(place: Place, trip: Trip, library: Library) -> tuple[float, float] | None:
    """Latitude and longitude: as booked, of the airport there, else of what else the trip has in that town; None when
    nobody knows."""
    parts = (end for segment in trip.booking.segments for end in (segment.destination, segment.origin))
    for one in (place, *(end for end in parts if same_town(end, place))):
        if one.latitude is not None and one.longitude is not None:
            return one.latitude, one.longitude
        known = library.place(one)
        codes = [one.iata, one.metro, *(sorted(known.iata) if known is not None else ())]
        ports = [airport(code) for code in codes if code]
        ports.append(town_airport(one.label, one.country) if one.country else None)
        for port in ports:
            if port is not None and port.latitude is not None and port.longitude is not None:
                return port.latitude, port.longitude
    return None
