"""Take a chat off a trip: it was the wrong person's, or is theirs no more. It is told in neutral words.

What was said there has not been read by whom it was for: once they join again, it is as if it had not gone. Not here: who
may say so (bot.steps.desk.unbind), binding (bind).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.bind import tell_former
from bot.steps.blanking import Blanked, blank
from bot.steps.carding import clear_card
from bot.steps.others import wake_others
from bot.steps.outcomes import skip
from bot.steps.replan import replan
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.invitations import revoke_invitations
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.planning.due import Reason
from flows.planning.ledger import UNBOUND


async def unbind(
    session: AsyncSession, runtime: Runtime, row: TripRow, bound: RecipientRow, *, now: datetime
) -> Blanked:
    """In the open transaction. Codes of that traveller that are still open are worthless from now on. now: trip time.
    Returns what became of what was said there."""
    bound.left_at = now
    session.add(bound)
    await clear_card(session, runtime.library, bound, now=now)
    for delivery in await deliveries_of_trip(session, row.key):
        if delivery.recipient_id == bound.id or delivery.holder == bound.holder:
            _let_go(session, delivery, bound, now)
    await revoke_invitations(session, row.key, [bound.holder], now)
    await tell_former(session, runtime.library, bound.chat_id, row, now=now, word="join.unbound")
    await session.flush()
    blanked = await blank(session, runtime.library, bound, now=now)
    await wake_others(session, bound, now=now)
    await replan(session, runtime, row, now=now)
    return blanked


def _let_go(session: AsyncSession, delivery: DeliveryRow, bound: RecipientRow, now: datetime) -> None:
    if delivery.chat_id != bound.chat_id:
        return
    if delivery.state == State.QUEUED:
        skip(delivery, Reason.LEFT_TRIP, now)
    elif delivery.state in (State.SENT, State.UNKNOWN) and delivery.touchpoint is not None:
        delivery.reason = UNBOUND
    session.add(delivery)
