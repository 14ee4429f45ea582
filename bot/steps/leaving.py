"""Who is no longer of the party is written to no more: their chat leaves the trip, also where it heard for a child who stays.

A grown-up who joined on the same phone keeps it as their own. Not here: who is of the party (flows.trips), what their chat is told (parting), a chat that was
never theirs (unbinding), who hears for whom then (serving).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.others import wake_others
from bot.steps.outcomes import skip
from bot.steps.parting import part
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.invitations import joined_by
from bot.storage.recipients import RecipientRow, recipient_of_holder, recipients_of_trip
from bot.storage.trips import TripRow
from flows.planning.due import Reason

log = structlog.get_logger()


async def let_leave(
    session: AsyncSession, runtime: Runtime, row: TripRow, bound: Sequence[RecipientRow], *, now: datetime
) -> list[RecipientRow]:
    """Those of `bound` who are still bound, in the open transaction; a phone may have another holder. now: trip time."""
    trip = row.trip
    party = {person.id for person in trip.travellers}
    gone = [one for one in bound if one.holder not in party]
    if not gone:
        return list(bound)
    held = await deliveries_of_trip(session, row.key)
    for one in gone:
        one.left_at = now
        session.add(one)
        _let_go(session, held, one, now)
        if not await _handed_on(session, row, one, now=now):
            await part(session, runtime, row, one, now=now)
        log.info("Who dropped out is written to no more.", action="recipient_left", trip=row.id)
        await wake_others(session, one, now=now)
    await session.flush()
    return await recipients_of_trip(session, row.key)


async def _handed_on(session: AsyncSession, row: TripRow, one: RecipientRow, *, now: datetime) -> bool:
    """Somebody else of the party has joined on this phone: it is theirs from now on."""
    trip = row.trip
    adults = [person.id for person in trip.travellers if not person.minor and person.id in one.travellers]
    heirs = set(await joined_by(session, row.key, one.chat_id)) & set(adults)
    heir = next((each for each in adults if each in heirs), None)
    if heir is None:
        return False
    held = await recipient_of_holder(session, row.key, heir)
    if held is not None and held.left_at is None:
        return False
    if held is None:
        held = RecipientRow(
            trip_id=row.key, chat_id=one.chat_id, holder=heir, travellers=[heir], known_at=now
        )
    held.chat_id, held.travellers, held.known_at, held.left_at = one.chat_id, [heir], now, None
    session.add(held)
    await session.flush()
    return True


def _let_go(session: AsyncSession, held: Sequence[DeliveryRow], one: RecipientRow, now: datetime) -> None:
    """What still waits for them is not said."""
    for delivery in held:
        mine = delivery.holder == one.holder and delivery.chat_id == one.chat_id
        if mine and delivery.state == State.QUEUED:
            skip(delivery, Reason.LEFT_TRIP, now)
            session.add(delivery)
