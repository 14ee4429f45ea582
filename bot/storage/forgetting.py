"""Forget a trip with all that hangs on it; chats stay, bound to nothing. Not here: which trip may be forgotten."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, delete, select, update

from bot.storage.calls import CallRow
from bot.storage.cards import CardRow
from bot.storage.chases import ChaseRow
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.evidence import AskRow, EvidenceRow, OverrideRow
from bot.storage.feedback import AnswerRow, OfferRow, TickRow
from bot.storage.files import let_go
from bot.storage.flights import FlightLegRow
from bot.storage.invitations import InvitationRow
from bot.storage.offer_requests import OfferRequestRow
from bot.storage.own_items import OwnItemRow
from bot.storage.recipients import RecipientRow
from bot.storage.taps import TapRow
from bot.storage.trips import TripRow

HANGING = (
    AnswerRow,
    AskRow,
    CallRow,
    CardRow,
    ChaseRow,
    EvidenceRow,
    FlightLegRow,
    InvitationRow,
    OfferRequestRow,
    OfferRow,
    OverrideRow,
    OwnItemRow,
    RecipientRow,
    TickRow,
)


async def forget_trip(session: AsyncSession, trip_id: int) -> None:
    """Delete the trip and every row that names it; files that no other trip has may be forgotten at once."""
    held = await session.get(TripRow, trip_id)
    if held is not None:
        for document in held.documents:
            await let_go(session, document["file"], until=held.known_at)
    mine = select(DeliveryRow.id).where(col(DeliveryRow.trip_id) == trip_id)
    await session.execute(delete(TapRow).where(col(TapRow.delivery_id).in_(mine)))
    await session.execute(delete(DeliveryRow).where(col(DeliveryRow.trip_id) == trip_id))
    for table in HANGING:
        await session.execute(delete(table).where(col(table.trip_id) == trip_id))
    await session.execute(
        update(ChatRow).where(col(ChatRow.trip_id) == trip_id).values(trip_id=None, state={})
    )
    await session.execute(delete(TripRow).where(col(TripRow.id) == trip_id))


async def drop_queue(session: AsyncSession) -> None:
    """Nothing that still waits will leave."""
    await session.execute(
        update(DeliveryRow)
        .where(col(DeliveryRow.state) == State.QUEUED)
        .values(state=State.SKIPPED, reason="demo_restarted")
    )
