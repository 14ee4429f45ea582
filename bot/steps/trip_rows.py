"""A booking as it is kept: the trip that it makes, when it is over, and its row.

Not here: what a paper (take_in) or an agent (editing) makes of a booking, what is planned then (replan).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from datetime import time as clock

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.invite import expires
from bot.storage.bookings import booking_document
from bot.storage.flights import index_legs
from bot.storage.invitations import move_invitations
from bot.storage.trips import TripRow, folded
from flows.trips.evidence import Stage
from flows.trips.life import Life
from flows.trips.times import Time, resolve
from flows.trips.trip import Booking, Trip

NOON = clock(12)

OPEN_TRIP_LASTS = timedelta(days=30)
"""A trip without a way home counts as over so long after the last time on its papers."""

BELIEVABLE = timedelta(days=10 * 365)
"""Nobody sells further ahead: later departures are kept as history."""

BELIEVABLE_YEARS = range(2000, 2090)
"""1970 and 2099 are what systems write for a date that they do not know."""


def trip_of(
    booking: Booking,
    *,
    known: datetime,
    agency_zone: str,
    home_zone: str | None = None,
    home_because: str = "",
) -> Trip:
    """The trip of a booking. An unknown booking date is the day we heard of it; home is where it first departs from."""
    booked, because = booking.booked, "the booking says so"
    if booked is None:
        booked, because = known, "the papers do not say when; this is when it came in"
    if home_zone is None:
        legs = [segment for segment in booking.segments if segment.kind.is_leg and segment.origin.zone]
        legs.sort(key=lambda segment: segment.departs.utc or segment.departs.instant or known)
        home_zone = legs[0].origin.zone if legs else agency_zone
        home_because = "inferred: the first departure's place" if legs else "inferred: the agency's own zone"
    return Trip(
        booking=booking,
        booked=booked,
        booked_because=because,
        home_zone=home_zone,
        home_because=home_because,
    )


def trip_held(booking: Booking, held: TripRow | None, *, now: datetime, agency_zone: str) -> Trip:
    """The trip of a booking that takes the place of what is held, where anything is: what was said of home stays."""
    said = held is not None and not held.home_because.startswith("inferred")
    return trip_of(
        booking,
        known=held.booked_at if held is not None else now,
        agency_zone=agency_zone,
        home_zone=held.home_zone if held is not None and said else None,
        home_because=held.home_because if held is not None else "",
    )


def printed(trip: Trip) -> list[datetime]:
    """Every instant on the live papers, a date alone counted at noon, sorted."""
    found = [
        instant
        for segment in trip.booking.segments
        if not segment.cancelled or trip.cancelled
        for time in (segment.departs, segment.arrives)
        if time is not None and (instant := _instant(time, trip)) is not None
    ]
    return sorted(found)


def ends(trip: Trip, lives: Iterable[Life]) -> datetime | None:
    """When the trip is over for the last of its party; without a way home, a while after the last time on its papers.
    None when nothing is dated."""
    if not trip.cancelled:
        timelines = [lived.timeline for lived in lives]
        if all(timeline[-1].stage is Stage.AFTERWARDS for timeline in timelines):
            return max(timeline[-1].since for timeline in timelines)
    known = printed(trip)
    return known[-1] + OPEN_TRIP_LASTS if known else None


def unbelievable(trip: Trip, now: datetime) -> bool:
    """True when its first date lies so far ahead that nobody can have sold it, or in a year that stands for none."""
    known = printed(trip)
    return bool(known) and (known[0] > now + BELIEVABLE or known[0].year not in BELIEVABLE_YEARS)


def keep(
    trip: Trip, held: TripRow | None, end: datetime | None, now: datetime, *, papers: Booking | None = None
) -> TripRow:
    """The row of this trip: `held` changed in place, or a new one that nobody stored yet. end: see `ends`.
    papers: what papers say now, where that is another booking than is held; None keeps what they said."""
    row = held or TripRow(
        reference=trip.reference,
        folded=folded(trip.reference),
        booked_at=trip.booked,
        booked_because=trip.booked_because,
        known_at=now,
        changed_at=now,
    )
    known = printed(trip)
    if papers is None and held is not None:
        papers = held.printed or held.trip.booking  # before the first edit what was held is what papers said
    row.papers = booking_document(papers) if papers is not None and papers != trip.booking else {}
    row.booking = booking_document(trip.booking)
    if trip.booking.booked is not None:
        row.booked_at, row.booked_because = trip.booked, trip.booked_because
    row.home_zone, row.home_because = trip.home_zone, trip.home_because
    row.cancelled = trip.cancelled
    row.departs_at = known[0] if known else None
    row.ends_at = end
    row.changed_at = now
    return row


async def store(session: AsyncSession, row: TripRow, *, departed: datetime | None) -> None:
    """Write the row down, with what hangs on its dates. departed: when it left before."""
    session.add(row)
    await session.flush()
    await index_legs(session, row)
    if departed is not None and row.departs_at != departed:
        await move_invitations(session, row.key, expires(row))


def _instant(time: Time, trip: Trip) -> datetime | None:
    known = time.instant_at(NOON)
    if known is not None:
        return known
    return resolve(time.day, time.clock or NOON, time.zone or trip.home_zone or "UTC")
