"""Keep what changed in a booking that travellers carry: one change at a time waits until it is let go.

While it waits, a further change is told together with it: it is found against what travellers were last told, so that
what comes and goes again is never said. What was let go and has reached nobody yet counts as waiting still. Not here: what
counts as a change (flows.trips.difference), when it goes by itself (bot.steps.correcting), how an agent lets it go
(bot.steps.desk.releasing).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.bookings import booking_document, changes_document, read_booking
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.trips.changes import Change
from flows.trips.difference import difference
from flows.trips.trip import Booking

ON_ITS_WAY = frozenset({State.SENDING, State.SENT, State.UNKNOWN})

BOOKING, STATUS = "booking", "status"
"""What `TripRow.said` may hold: the booking as messages say it, and since when statuses of flights are news to them."""


async def keep_change(
    session: AsyncSession, row: TripRow, before: Booking, after: Booking, *, now: datetime
) -> None:
    """A held booking became another one; the caller plans the trip again with changed=True in the same transaction. Kept
    only where somebody carries the trip. now: trip time."""
    if not row.told and not await recipients_of_trip(session, row.key):
        return
    if BOOKING not in row.said:
        row.said = {**row.said, BOOKING: booking_document(before)}
    await _take_up_again(session, row)
    known = read_booking(row.told) if row.told else before
    released = row.trip.changes[:-1] if row.told else row.trip.changes
    found = difference(known, after, now=now)
    if row.told and found is not None and _same(found, row.trip.changes[-1]):
        session.add(row)
        return  # only details came in: the preview that waits says it all
    row.release_at = None
    if found is None:
        row.changes, row.told = changes_document(released), {}
    else:
        _wait(row, released, found, known)
    session.add(row)


async def keep_status_change(session: AsyncSession, row: TripRow, change: Change, *, now: datetime) -> None:
    """A flight goes otherwise than its papers say: `change` has what travellers were told of it and what is so now. Its
    status is recorded as said at `now`; the caller plans the trip again with changed=True in the same transaction."""
    if not row.told and not await recipients_of_trip(session, row.key):
        return
    if STATUS not in row.said:
        row.said = {**row.said, STATUS: now.isoformat()}
    await _take_up_again(session, row)
    released = row.trip.changes[:-1] if row.told else row.trip.changes
    waiting = row.trip.changes[-1] if row.told else None
    found = _together(waiting, change) if waiting is not None else change
    row.release_at = None
    if not found.lines and waiting is not None:
        row.changes, row.told = changes_document(released), {}
    else:
        known = read_booking(row.told) if row.told else row.trip.booking
        _wait(row, released, found, known, since=now)
    session.add(row)


def _wait(
    row: TripRow,
    released: tuple[Change, ...],
    found: Change,
    known: Booking,
    *,
    since: datetime | None = None,
) -> None:
    """From now on `found` waits; travellers know `known`, and nothing that was said of flights since then, or since what
    waited already."""
    status = row.told.get(STATUS) or (since.isoformat() if since is not None else "")
    taken = {one.id for one in row.trip.changes}
    while found.id in taken:
        found = replace(found, id=f"{found.id}-{len(taken)}")
    row.changes = changes_document((*released, found))
    row.told = {**booking_document(known), **({STATUS: status} if status else {})}


def _together(waiting: Change, after: Change) -> Change:
    """What waits and what came on top of it, each fact once: what it was first and what it is now."""
    lines = {(line.segment, line.what): line for line in waiting.lines}
    for line in after.lines:
        first = lines.get((line.segment, line.what))
        lines[line.segment, line.what] = replace(line, was=first.was) if first is not None else line
    kept = tuple(line for line in lines.values() if not line.was or line.was != line.now)
    return replace(after, lines=kept, kind=waiting.kind if waiting.kind is not after.kind else after.kind)


async def _take_up_again(session: AsyncSession, row: TripRow) -> None:
    """What was let go but still waits for the morning was told to nobody: it waits for a word once more."""
    unsent, row.unsent = row.unsent, {}
    if not unsent or row.told:
        return
    told = [one for one in await deliveries_of_trip(session, row.key) if one.occurrence == unsent["change"]]
    if any(_may_have_arrived(one) for one in told):
        return
    row.told = unsent[BOOKING]


def _may_have_arrived(row: DeliveryRow) -> bool:
    return row.state in ON_ITS_WAY or row.repeat


def _same(one: Change, other: Change) -> bool:
    """The same news, though found at another instant."""
    return one.lines == other.lines and (bool(one.lines) or one.kind is other.kind)


def settle_change(row: TripRow, *, told: bool) -> None:
    """It is decided on the change that waited: from now on travellers know the booking as it is. told: False where the
    agent's word was that they need not hear of it."""
    *before, last = row.trip.changes
    row.unsent = {"change": last.id, BOOKING: row.told} if told else {}
    row.changes, row.told = changes_document((*before, replace(last, told=told))), {}
    row.release_at = None


def waiting_change(row: TripRow) -> str:
    """The id of the change that waits for an agent's word; "" when none does."""
    return str(row.changes[-1]["id"]) if row.told and row.changes else ""
