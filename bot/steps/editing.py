"""An agent changes a booking by hand, in the open transaction: kept, told and planned like a change that papers bring.

What papers said last stays beside it, so that a paper which only repeats itself undoes nothing. Not here: what an edit does
to a booking (flows.trips.editing), the messages that would follow (following).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.changing import keep_change
from bot.steps.following import Following, Follows, foreseen
from bot.steps.invite import Issued, issue
from bot.steps.named import named
from bot.steps.parting import DROPPED, is_told
from bot.steps.replan import replan
from bot.steps.trip_rows import ends, keep, store, trip_held
from bot.storage.evidence import evidence_of
from bot.storage.invitations import revoke_invitations
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.talk.wording import Wording
from flows.trips.announced import announced
from flows.trips.editing import apply
from flows.trips.edits import Edit
from flows.trips.life import life
from flows.trips.trip import Booking

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedTrip:
    """booking: as it is now. lines: what changed, in words. issued: codes for those who joined. following: the messages that
    would follow, of a preview."""

    reference: str
    booking: Booking
    lines: tuple[str, ...]
    issued: tuple[Issued, ...] = ()
    following: tuple[Following, ...] = ()


async def edit(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    edits: Sequence[Edit],
    *,
    by: str,
    now: datetime,
) -> EditedTrip:
    """Make these edits, all or none, and plan the trip again. by: who says so. now: trip time. Raises EditRefused."""
    before = row.trip.booking
    edited = apply(before, edits)
    trip = trip_held(edited.booking, row, now=now, agency_zone=runtime.settings.agency_zone)
    end = ends(trip, [life(trip, person) for person in trip.travellers])
    departed = row.departs_at
    known = announced(before, await evidence_of(session, row.key))
    keep(trip, row, end, now)
    await store(session, row, departed=departed)
    await _close_codes(session, row, before, now)
    if end is None or end > now:
        await keep_change(session, row, known, edited.booking, now=now)
    joined = {one.id for one in edited.booking.travellers} - {one.id for one in before.travellers}
    issued = await issue(session, row, sorted(joined), now) if joined and not row.cancelled else []
    await replan(session, runtime, row, now=now, changed=True)
    log.info(
        "A booking was edited by hand.", action="trip_edited", trip=row.id, by=by, lines=len(edited.lines)
    )
    return EditedTrip(
        reference=row.reference, booking=edited.booking, lines=edited.lines, issued=tuple(issued)
    )


async def preview(
    session: AsyncSession, runtime: Runtime, row: TripRow, edits: Sequence[Edit], *, now: datetime
) -> EditedTrip:
    """What these edits would do, and the messages that would follow; nothing of it stays. The session writes. Raises
    EditRefused."""
    edited, following = await foreseen(
        session, runtime, row, lambda: edit(session, runtime, row, edits, by="", now=now), now=now
    )
    stays = {person.id for person in edited.booking.travellers}
    goodbyes = [
        Following(
            who=named(row, one.holder),
            how=Follows.NOW,
            touchpoint=DROPPED,
            at=now,
            line=Wording(library=runtime.library, locale=runtime.settings.locale).say(DROPPED),
        )
        for one in await recipients_of_trip(session, row.key)
        if one.holder not in stays and is_told(row, one.holder, now=now)
    ]
    return replace(edited, issued=(), following=(*goodbyes, *following))


async def _close_codes(session: AsyncSession, row: TripRow, before: Booking, now: datetime) -> None:
    """Who dropped out comes in no more; their chat leaves when the trip is planned (leaving)."""
    party = {one.id for one in row.trip.travellers}
    gone = [one.id for one in before.travellers if one.id not in party]
    if gone:
        await revoke_invitations(session, row.key, gone, now)
