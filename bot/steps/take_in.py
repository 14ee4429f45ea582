"""Take one booking in: merge it with what is held, keep it, and say what became of it.

Not here: reading paper (bot.imports), which bookings to take (bot.services.intake), what is planned then (replan).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.nameless import for_party
from bot.steps.asking import ask_agents
from bot.steps.changing import keep_change
from bot.steps.invite import Issued, expires, issue
from bot.storage.bookings import booking_document
from bot.storage.invitations import move_invitations
from bot.storage.trips import TripRow, folded
from flows.trips.evidence import Stage
from flows.trips.life import Life, life
from flows.trips.merge import Change, merge
from flows.trips.times import Time, resolve
from flows.trips.trip import Booking, Trip

NOON = clock(12)

OPEN_TRIP_LASTS = timedelta(days=30)
"""A trip without a way home counts as over so long after the last time on its papers."""

BELIEVABLE = timedelta(days=10 * 365)
"""Nobody sells further ahead: later departures are kept as history."""

BELIEVABLE_YEARS = range(2000, 2090)
"""1970 and 2099 are what systems write for a date that they do not know."""


class Outcome(StrEnum):
    """What became of a booking; each counts once, in this order of strength."""

    PAST = "past"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """booking: as it is held now. row: how it is kept; after a dry run, how it would be. lines: what changed, in words.
    issued: codes, for new live bookings only. changed: a trip that was held is another now, and has to be planned again."""

    booking: Booking
    outcome: Outcome
    row: TripRow | None = None
    lines: tuple[str, ...] = ()
    issued: tuple[Issued, ...] = ()
    changed: bool = False


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


async def take_in(
    session: AsyncSession,
    read: Booking,
    held: TripRow | None,
    *,
    now: datetime,
    agency_zone: str,
    dry_run: bool = False,
) -> TakenIn:
    """Merge `read` into what is held and keep it. A dry run writes nothing and makes no codes. now: trip time."""
    before = held.trip.booking if held else None
    merged = merge(before, for_party(read, before))
    trip = trip_of(
        merged.booking,
        known=held.booked_at if held else now,
        agency_zone=agency_zone,
        home_zone=held.home_zone if held and not held.home_because.startswith("inferred") else None,
        home_because=held.home_because if held else "",
    )
    lives = tuple(life(trip, person) for person in trip.travellers)
    end = ends(trip, lives)
    outcome = _outcome(trip, held, merged.change, end, now)
    if dry_run:
        copy = TripRow(**held.model_dump()) if held is not None else None
        kept = _keep(trip, copy, end, now)
        return TakenIn(booking=merged.booking, outcome=outcome, row=kept, lines=merged.lines)
    if held is not None and merged.change is Change.UNCHANGED:
        return TakenIn(booking=merged.booking, outcome=outcome, row=held, lines=merged.lines)
    departed = held.departs_at if held is not None else None
    row = _keep(trip, held, end, now)
    session.add(row)
    await session.flush()
    if held is not None and row.departs_at != departed:
        await move_invitations(session, row.key, expires(row))
    if before is not None and outcome is not Outcome.PAST:
        await keep_change(session, row, before, merged.booking, now=now)
    if held is None:
        # Nobody is bound to it yet, so there is nothing to plan; what it leaves open is asked.
        await ask_agents(session, row, trip, lives, now=now)
    issued: list[Issued] = []
    if held is None and outcome is Outcome.NEW:
        issued = await issue(session, row, [person.id for person in trip.travellers], now, first=True)
    return TakenIn(
        booking=merged.booking,
        outcome=outcome,
        row=row,
        lines=merged.lines,
        issued=tuple(issued),
        changed=held is not None,
    )


def _outcome(
    trip: Trip, held: TripRow | None, change: Change, end: datetime | None, now: datetime
) -> Outcome:
    if end is not None and (end <= now or unbelievable(trip, now)):
        return Outcome.PAST
    if trip.cancelled:
        return Outcome.CANCELLED
    if held is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if change is Change.UNCHANGED else Outcome.CHANGED


def _keep(trip: Trip, held: TripRow | None, end: datetime | None, now: datetime) -> TripRow:
    row = held or TripRow(
        reference=trip.reference,
        folded=folded(trip.reference),
        booked_at=trip.booked,
        booked_because=trip.booked_because,
        known_at=now,
        changed_at=now,
    )
    known = printed(trip)
    row.booking = booking_document(trip.booking)
    if trip.booking.booked is not None:
        row.booked_at, row.booked_because = trip.booked, trip.booked_because
    row.home_zone, row.home_because = trip.home_zone, trip.home_because
    row.cancelled = trip.cancelled
    row.departs_at = known[0] if known else None
    row.ends_at = end
    row.changed_at = now
    return row


def _instant(time: Time, trip: Trip) -> datetime | None:
    known = time.instant_at(NOON)
    if known is not None:
        return known
    return resolve(time.day, time.clock or NOON, time.zone or trip.home_zone or "UTC")
