"""Requests: an offer that a traveller accepted, until the agents confirm or refuse it; and what became of each offer.

Not here: what a holder said to an offer (feedback), what agents and travellers are told (bot.steps).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from bot.storage.columns import chat_key, serial
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.feedback import OfferRow


class RequestState(StrEnum):
    """open -> confirmed | refused (by an agent) | withdrawn (by the traveller)."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class OfferRequestRow(SQLModel, table=True):
    """One request, once per trip, holder and offer. delivery_id, touchpoint, occurrence, edition: the message that led to
    it, and the content's edition that it spoke; nothing when a colleague's button did. posted: the agents' group has it;
    card: the delivery that put it there. settled_by: the agent's name. reason: of a refusal, as the agent wrote it."""

    __tablename__ = "offer_requests"
    __table_args__ = (UniqueConstraint("trip_id", "holder", "offer"),)

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    holder: str
    chat_id: int = chat_key()
    offer: str
    delivery_id: int | None = None
    touchpoint: str = ""
    occurrence: str = ""
    edition: int = 0
    state: str = RequestState.OPEN
    asked_at: datetime
    posted: bool = Field(default=False, index=True)
    card: int | None = None
    settled_at: datetime | None = None
    settled_by: str = ""
    reason: str = ""

    @property
    def key(self) -> int:
        """The id of a stored row."""
        assert self.id is not None, "the request has not been stored yet"
        return self.id


async def request_by_id(session: AsyncSession, number: int) -> OfferRequestRow | None:
    """The request, locked until this transaction ends; or None."""
    return await session.get(OfferRequestRow, number, with_for_update=True, populate_existing=True)


async def request_of(session: AsyncSession, trip_id: int, holder: str, offer: str) -> OfferRequestRow | None:
    """What this holder asked for, or None."""
    found = await session.execute(
        select(OfferRequestRow).where(
            OfferRequestRow.trip_id == trip_id,
            OfferRequestRow.holder == holder,
            OfferRequestRow.offer == offer,
        )
    )
    return found.scalar_one_or_none()


async def unposted_requests(session: AsyncSession, limit: int = 50) -> list[OfferRequestRow]:
    """Open requests that no agents' group has seen yet, oldest first."""
    found = await session.execute(
        select(OfferRequestRow)
        .where(col(OfferRequestRow.posted).is_(False), OfferRequestRow.state == RequestState.OPEN)
        .order_by(col(OfferRequestRow.id))
        .limit(limit)
    )
    return list(found.scalars())


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What became of one offer. offered: messages that arrived; seen: holders who tapped any of its buttons; accepted:
    requests, withdrawn ones among them; confirmed, refused: by agents."""

    offer: str
    offered: int
    seen: int
    accepted: int
    confirmed: int
    refused: int


async def conversions(session: AsyncSession) -> Sequence[Conversion]:
    """Every offer that was ever made or asked for, by its id; one query."""
    none = sa.literal(0, sa.Integer)
    offered = sa.select(
        col(DeliveryRow.body)["offer"].as_string().label("offer"),
        sa.literal(1, sa.Integer).label("offered"),
        none.label("seen"),
        none.label("accepted"),
        none.label("confirmed"),
        none.label("refused"),
    ).where(
        col(DeliveryRow.state) == State.SENT,
        col(DeliveryRow.touchpoint).is_not(None),
        col(DeliveryRow.body)["offer"].as_string() != "",
    )
    seen = sa.select(col(OfferRow.offer), none, sa.literal(1, sa.Integer), none, none, none)
    state = col(OfferRequestRow.state)
    asked = sa.select(
        col(OfferRequestRow.offer),
        none,
        none,
        sa.literal(1, sa.Integer),
        sa.cast(state == RequestState.CONFIRMED, sa.Integer),
        sa.cast(state == RequestState.REFUSED, sa.Integer),
    )
    told = sa.union_all(offered, seen, asked).subquery()
    names = ("offered", "seen", "accepted", "confirmed", "refused")
    found = await session.execute(
        sa.select(told.c.offer, *(sa.func.sum(told.c[name]) for name in names))
        .group_by(told.c.offer)
        .order_by(told.c.offer)
    )
    return [
        Conversion(offer=offer, **{name: int(count) for name, count in zip(names, counts, strict=True)})
        for offer, *counts in found
    ]
