"""Keep what changed in a booking that travellers carry: one change at a time waits for an agent's word.

While it waits, a further change is told together with it: it is found against what travellers were last told, so that
what comes and goes again is never said. Not here: what counts as a change (flows.trips.difference), how an agent lets it
go (bot.steps.desk.releasing).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.bookings import booking_document, changes_document, read_booking
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.trips.changes import Change
from flows.trips.difference import difference
from flows.trips.trip import Booking


async def keep_change(
    session: AsyncSession, row: TripRow, before: Booking, after: Booking, *, now: datetime
) -> None:
    """A held booking became another one. Kept only where somebody carries the trip. now: trip time."""
    if not row.told and not await recipients_of_trip(session, row.key):
        return
    known = read_booking(row.told) if row.told else before
    released = row.trip.changes[:-1] if row.told else row.trip.changes
    found = difference(known, after, now=now)
    if row.told and found is not None and _same(found, row.trip.changes[-1]):
        return  # only details came in: the preview that waits says it all
    if found is None:
        row.changes, row.told = changes_document(released), {}
    else:
        taken = {one.id for one in row.trip.changes}
        while found.id in taken:
            found = replace(found, id=f"{found.id}-{len(taken)}")
        row.changes, row.told = changes_document((*released, found)), booking_document(known)
    session.add(row)


def _same(one: Change, other: Change) -> bool:
    """The same news, though found at another instant."""
    return one.lines == other.lines and (bool(one.lines) or one.kind is other.kind)


def settle_change(row: TripRow, *, told: bool) -> None:
    """An agent has decided on the change that waited: from now on travellers know the booking as it is. told: False where
    the agent's word was that they need not hear of it."""
    *before, last = row.trip.changes
    row.changes, row.told = changes_document((*before, replace(last, told=told))), {}


def waiting_change(row: TripRow) -> str:
    """The id of the change that waits for an agent's word; "" when none does."""
    return str(row.changes[-1]["id"]) if row.told and row.changes else ""
