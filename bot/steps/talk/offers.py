"""What a traveller says to an offer, kept; a request for the agents, and its withdrawal.

Not here: how the agents see and answer a request (bot.steps.desk.offers).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.desk.offers import post_request, withdrawn
from bot.steps.situation import Situation
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow
from bot.storage.feedback import OfferRow, offer_said
from bot.storage.offer_requests import OfferRequestRow, RequestState, request_of


async def remember(
    session: AsyncSession,
    found: Situation,
    offer: str,
    state: str,
    shown: DeliveryRow | None,
    *,
    now: datetime,
) -> None:
    """Keep the word, and under which message it was said."""
    trip_id, holder = found.row.key, found.bound.holder
    row = await offer_said(session, trip_id, holder, offer) or OfferRow(
        trip_id=trip_id, holder=holder, offer=offer, state=state, at=now
    )
    row.state, row.at = state, now
    row.delivery_id = shown.id if shown is not None else None
    session.add(row)
    await session.flush()


async def request(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    found: Situation,
    offer: str,
    shown: DeliveryRow | None,
    *,
    now: datetime,
) -> None:
    """Keep the request with what led to it, and put it before the agents, now or as soon as a group is bound."""
    trip_id, holder = found.row.key, found.bound.holder
    row = await request_of(session, trip_id, holder, offer) or OfferRequestRow(
        trip_id=trip_id, holder=holder, chat_id=chat.id, offer=offer, asked_at=now
    )
    row.chat_id, row.state, row.asked_at, row.posted = chat.id, RequestState.OPEN, now, False
    row.settled_at, row.settled_by, row.reason = None, "", ""
    if shown is not None:
        row.delivery_id, row.touchpoint = shown.id, shown.touchpoint or ""
        row.occurrence, row.edition = shown.occurrence or "", int(shown.body.get("edition", 0))
    session.add(row)
    await session.flush()
    await post_request(session, runtime, row, now=now)


async def withdraw(
    session: AsyncSession,
    runtime: Runtime,
    found: Situation,
    offer: str,
    shown: DeliveryRow | None,
    *,
    now: datetime,
) -> None:
    """The request is taken back; it was open when this was decided, in the same transaction."""
    row = await request_of(session, found.row.key, found.bound.holder, offer)
    if row is None or row.state != RequestState.OPEN:
        return
    row.state, row.settled_at = RequestState.WITHDRAWN, now
    session.add(row)
    await remember(session, found, offer, "withdrawn", shown, now=now)
    await withdrawn(session, runtime, row, now=now)
