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


def coordinates(place: Place, library: Library) -> tuple[float, float] | None:
    """Latitude and longitude: as booked, else of the airport there; None when nobody knows."""
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    known = library.place(place)
    codes = [place.iata, place.metro, *(sorted(known.iata) if known is not None else ())]
    ports = [airport(code) for code in codes if code]
    ports.append(town_airport(place.label, place.country) if place.country else None)
    for port in ports:
        if port is not None and port.latitude is not None and port.longitude is not None:
            return port.latitude, port.longitude
    return None
