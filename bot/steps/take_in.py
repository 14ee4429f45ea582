"""Take one booking in: merge it with what is held, keep it, and say what became of it.

Not here: reading paper (bot.imports), which bookings to take (bot.services.intake), what is planned then (replan).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.nameless import for_party
from bot.steps.asking import ask_agents
from bot.steps.changing import keep_change
from bot.steps.following import Following
from bot.steps.invite import Issued, issue
from bot.steps.trip_rows import ends, keep, store, trip_held, unbelievable
from bot.storage.bookings import booking_document
from bot.storage.evidence import evidence_of
from bot.storage.trips import TripRow
from flows.trips.announced import announced
from flows.trips.blast import SHIFT_DAYS
from flows.trips.life import life
from flows.trips.merge import Change, Merged, merge
from flows.trips.suspicion import Doubt, Suspicion
from flows.trips.trip import Booking, Trip


def is_shifted(doubt: Doubt, days: int) -> bool:
    """True when dates moved by so much that they can hardly be meant."""
    return doubt.kind is Suspicion.SHIFTED and doubt.days >= days


def is_held_back(doubt: Doubt, days: int) -> bool:
    """True for what nobody takes in unseen. days: from how many a move counts."""
    return doubt.kind in (Suspicion.REUSED, Suspicion.BARE) or is_shifted(doubt, days)


class Outcome(StrEnum):
    """What became of a booking; each counts once, in this order of strength."""

    PAST = "past"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NEW = "new"
    SUSPICIOUS = "suspicious"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """booking: as it is held now; of a SUSPICIOUS one, as it would be: nothing was touched. row: how it is kept; after a dry
    run, how it would be. lines: what changed, in words. issued: codes, for new live bookings only. changed: a trip that was
    held is another now, and has to be planned again. suspicious: what a person should look at. before: as it was held.
    following: after a dry run, the messages that would follow."""

    booking: Booking
    outcome: Outcome
    row: TripRow | None = None
    lines: tuple[str, ...] = ()
    issued: tuple[Issued, ...] = ()
    changed: bool = False
    suspicious: tuple[Doubt, ...] = ()
    before: Booking | None = None
    following: tuple[Following, ...] = ()


async def take_in(
    session: AsyncSession,
    read: Booking,
    held: TripRow | None,
    *,
    now: datetime,
    agency_zone: str,
    dry_run: bool = False,
    force: bool = False,
    shift_days: int = SHIFT_DAYS,
) -> TakenIn:
    """Merge `read` into what is held and keep it. A dry run writes nothing and makes no codes. now: trip time. force: a
    person has looked at what is suspicious, so it is taken in; else it is held back, also where dates move by `shift_days`."""
    before = held.trip.booking if held else None
    base = held.printed if held else None
    merged = merge(before, for_party(read, base or before), base=base)
    trip = trip_held(merged.booking, held, now=now, agency_zone=agency_zone)
    lives = tuple(life(trip, person) for person in trip.travellers)
    end = ends(trip, lives)
    outcome = _outcome(trip, held, merged, end, now)
    if not force and any(is_held_back(one, shift_days) for one in merged.suspicious):
        outcome = Outcome.SUSPICIOUS
    told = TakenIn(
        booking=merged.booking,
        outcome=outcome,
        row=held,
        lines=merged.lines,
        suspicious=merged.suspicious,
        before=before,
    )
    if outcome is Outcome.SUSPICIOUS:
        return told
    if dry_run:
        copy = TripRow(**held.model_dump()) if held is not None else None
        return replace(told, row=keep(trip, copy, end, now, papers=merged.papers))
    if held is not None and merged.change is Change.UNCHANGED:
        if base is not None and merged.papers != base:
            # Papers have come round to what an agent wrote, or repeat what was overruled.
            held.papers = booking_document(merged.papers) if merged.papers != merged.booking else {}
            session.add(held)
        return told
    departed = held.departs_at if held is not None else None
    known = announced(before, await evidence_of(session, held.key)) if held and before else before
    row = keep(trip, held, end, now, papers=merged.papers)
    await store(session, row, departed=departed)
    if before is not None and outcome is not Outcome.PAST:
        await keep_change(session, row, known or before, merged.booking, now=now)
    if held is None:
        # Nobody is bound to it yet, so there is nothing to plan; what it leaves open is asked.
        await ask_agents(session, row, trip, lives, now=now)
    issued: list[Issued] = []
    if held is None and outcome is Outcome.NEW:
        issued = await issue(session, row, [person.id for person in trip.travellers], now, first=True)
    return replace(told, row=row, issued=tuple(issued), changed=held is not None)


def _outcome(
    trip: Trip, held: TripRow | None, merged: Merged, end: datetime | None, now: datetime
) -> Outcome:
    if end is not None and (end <= now or unbelievable(trip, now)):
        return Outcome.PAST
    if trip.cancelled:
        return Outcome.CANCELLED
    if held is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if merged.change is Change.UNCHANGED else Outcome.CHANGED
