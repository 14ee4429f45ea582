"""Keep what changed in a booking that travellers carry: one change at a time waits until it is let go.

While it waits, a further change is told together with it: it is found against what travellers were last told, so that
what comes and goes again is never said. What agents decided not to tell is not known either: "was" is what was last heard.
What was let go and has reached nobody yet counts as waiting still. Lines that only an agent lets go wait on when others go
by themselves. Not here: what counts as a change (flows.trips.difference), when it goes by itself (bot.steps.correcting),
how an agent lets it go (bot.steps.desk.releasing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.bookings import booking_document, changes_document, lines_document, read_booking, read_lines
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.evidence import evidence_of
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.trips.announced import announced
from flows.trips.changes import Change, Changed, ChangeKind
from flows.trips.difference import difference
from flows.trips.evidence import FlightStatus
from flows.trips.known import PERSONAL, news
from flows.trips.known import known as known_by
from flows.trips.trip import Booking

ON_ITS_WAY = frozenset({State.SENDING, State.SENT, State.UNKNOWN})


async def keep_change(
    session: AsyncSession, row: TripRow, before: Booking, after: Booking, *, now: datetime
) -> None:
    """A held booking became another one; the caller plans the trip again with changed=True in the same transaction. Kept
    only where somebody carries the trip, and as it goes by what is said of its flights. now: trip time."""
    if not row.told and not await recipients_of_trip(session, row.key):
        return
    evidence = await evidence_of(session, row.key)
    await _keep(session, row, announced(before, evidence), announced(after, evidence), now=now)


async def keep_status_change(session: AsyncSession, row: TripRow, change: Change, *, now: datetime) -> None:
    """A flight goes otherwise than travellers were told: `change` is the news, which a status recorded as said at `now` or
    later brings. The caller plans the trip again with changed=True in the same transaction."""
    if not row.told and not await recipients_of_trip(session, row.key):
        return
    booking, evidence = row.trip.booking, await evidence_of(session, row.key)
    former = tuple(one for one in evidence if not (isinstance(one, FlightStatus) and one.at >= now))
    await _keep(session, row, announced(booking, former), announced(booking, evidence), now=change.at)


async def _keep(
    session: AsyncSession, row: TripRow, before: Booking, after: Booking, *, now: datetime
) -> None:
    session.add(row)
    if not row.said:
        row.said = booking_document(before)
    settled = row.heard
    unsent = await _take_up_again(session, row)
    known = read_booking(row.told) if row.told else before
    heard = read_booking(row.heard) if row.heard else known
    undone = {row.trip.changes[-1].id if row.told else "", unsent.get("change", "")}
    released = tuple(one for one in row.trip.changes if one.id not in undone)
    never = [line for change in released if not change.told for line in change.lines]
    found = news(heard, known, after, never=never, now=now)
    if row.told and found is not None and _same(found, row.trip.changes[-1]):
        if unsent:
            row.told, row.unsent, row.heard = {}, unsent, settled
        return  # only details came in: what waits says it all
    row.release_at = None
    if found is None:
        row.changes, row.told, row.withheld = changes_document(released), {}, []
        return
    taken = {one.id for one in row.trip.changes}
    while found.id in taken:
        found = replace(found, id=f"{found.id}-{len(taken)}")
    row.changes, row.told = changes_document((*released, found)), booking_document(known)


async def _take_up_again(session: AsyncSession, row: TripRow) -> dict[str, Any]:
    """What was let go but still waits for the morning was told to nobody: it waits for a word once more. Returns what
    `TripRow.unsent` held of it; empty where nothing is taken up."""
    unsent, row.unsent = row.unsent, {}
    if not unsent:
        return {}
    told = [one for one in await deliveries_of_trip(session, row.key) if one.occurrence == unsent["change"]]
    if any(_may_have_arrived(one) for one in told):
        return {}
    row.told, row.heard = unsent["booking"], unsent.get("heard", {})
    return unsent


def _may_have_arrived(row: DeliveryRow) -> bool:
    return row.state in ON_ITS_WAY or row.repeat


def _same(one: Change, other: Change) -> bool:
    """The same news, though found at another instant."""
    return one.lines == other.lines and (bool(one.lines) or one.kind is other.kind)


async def settle_change(
    session: AsyncSession, row: TripRow, *, told: bool, waits: Sequence[Changed] = ()
) -> None:
    """It is decided on the change that waited: no more is said of it. told: False where the agent's word was that they need
    not hear of it; then what they know stays what they last heard. waits: lines on which it is not decided; they wait on, as
    a change of their own found at the same instant."""
    *before, last = row.trip.changes
    decided, heard = read_booking(row.told), read_booking(row.heard or row.told)
    after = announced(row.trip.booking, await evidence_of(session, row.key))
    going = tuple(line for line in last.lines if line not in waits)
    full = difference(heard, after, now=last.at)
    said = going if told else ()
    untold = [line for line in full.lines if line not in said] if full is not None else []
    cancelled = last.kind is ChangeKind.CANCELLED
    row.unsent = {"change": last.id, "booking": row.told, "heard": row.heard} if told else {}
    row.heard = booking_document(known_by(heard, after, untold)) if untold or cancelled else {}
    settled = (*before, replace(last, lines=going, told=told))
    if waits:
        row.told = booking_document(known_by(decided, after, waits))
        settled = (*settled, replace(last, id=f"{last.id}-waits", lines=tuple(waits)))
    else:
        row.told, row.withheld = {}, []
    row.changes, row.release_at = changes_document(settled), None
    session.add(row)


def withhold_change(row: TripRow) -> None:
    """An agent said not now: what the change that waits says goes only on an agent's word, whatever else goes by itself."""
    row.withheld = lines_document(row.trip.changes[-1].lines)


def lines_that_wait(row: TripRow) -> tuple[Changed, ...]:
    """Those of the change that waits which go on an agent's word alone."""
    withheld = read_lines(row.withheld)
    lines = row.trip.changes[-1].lines if waiting_change(row) else ()
    return tuple(line for line in lines if line.what in PERSONAL or line in withheld)


def waiting_change(row: TripRow) -> str:
    """The id of the change that waits for an agent's word; "" when none does."""
    return str(row.changes[-1]["id"]) if row.told and row.changes else ""
