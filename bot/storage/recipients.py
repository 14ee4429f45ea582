"""Recipients: which chat serves which travellers of which trip, and who holds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from bot.storage.columns import chat_key, documents, serial
from bot.storage.evidence import EvidenceRow
from bot.storage.trips import TripRow, folded
from flows.planning.due import Recipient
from flows.trips.trip import Trip


class RecipientRow(SQLModel, table=True):
    """A chat's holder with the travellers that the chat serves. left_at: unbound since. travel_minutes: from home to
    the first departure, as the traveller says. busy: when the trip keeps its people busy, for the chat's other trips
    (bot.steps.others); None when it was not planned since there are others."""

    __tablename__ = "recipients"
    __table_args__ = (UniqueConstraint("trip_id", "holder"),)

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    chat_id: int = chat_key(index=True)
    holder: str
    travellers: list[str] = documents()
    known_at: datetime
    left_at: datetime | None = None
    travel_minutes: int | None = None
    busy: dict[str, Any] | None = Field(default=None, sa_type=JSON, nullable=True)

    def serves(self, trip: Trip) -> bool:
        """True while anybody whom the chat serves is on the trip."""
        return any(person.id in self.travellers for person in trip.travellers)

    def recipient(self, locale: str) -> Recipient:
        """The value that the planner understands."""
        return Recipient(
            holder=self.holder,
            travellers=tuple(self.travellers),
            known=self.known_at,
            locale=locale,
            travel_minutes=self.travel_minutes,
        )


async def recipients_of_trip(session: AsyncSession, trip_id: int) -> list[RecipientRow]:
    """Everyone who is bound to the trip now."""
    found = await session.execute(
        select(RecipientRow)
        .where(RecipientRow.trip_id == trip_id, col(RecipientRow.left_at).is_(None))
        .order_by(col(RecipientRow.id))
    )
    return list(found.scalars())


async def recipients_of_chat(session: AsyncSession, chat: int) -> list[RecipientRow]:
    """Every trip the chat is bound to, oldest first."""
    found = await session.execute(
        select(RecipientRow)
        .where(RecipientRow.chat_id == chat, col(RecipientRow.left_at).is_(None))
        .order_by(col(RecipientRow.id))
    )
    return list(found.scalars())


async def left_since(session: AsyncSession, chat: int, since: datetime) -> list[RecipientRow]:
    """Those who have left their trip in this chat since then, the last first."""
    found = await session.execute(
        select(RecipientRow)
        .where(RecipientRow.chat_id == chat, col(RecipientRow.left_at) > since)
        .order_by(col(RecipientRow.left_at).desc(), col(RecipientRow.id).desc())
    )
    return list(found.scalars())


async def in_care(session: AsyncSession, chat: int) -> bool:
    """True when a trip that the chat is bound to is in care mode."""
    found = await session.execute(
        select(RecipientRow.id)
        .join(TripRow, col(TripRow.id) == col(RecipientRow.trip_id))
        .where(RecipientRow.chat_id == chat, col(RecipientRow.left_at).is_(None), col(TripRow.care).is_(True))
        .limit(1)
    )
    return found.first() is not None


async def recipient_of_holder(session: AsyncSession, trip_id: int, holder: str) -> RecipientRow | None:
    """The recipient held by this traveller, bound or not."""
    found = await session.execute(
        select(RecipientRow).where(RecipientRow.trip_id == trip_id, RecipientRow.holder == holder)
    )
    return found.scalar_one_or_none()


async def bound_ids(
    session: AsyncSession,
    *,
    reference: str | None = None,
    ends_after: datetime | None = None,
    leaves_before: datetime | None = None,
) -> list[int]:
    """Ids of bound recipients, by their trip's reference. reference: of this trip only. ends_after: of trips with an open
    end, or one later than this. leaves_before: of trips whose papers begin earlier than this or are undated, and of those
    that somebody told us more about than the papers do."""
    statement = (
        select(RecipientRow.id)
        .join(TripRow, col(TripRow.id) == col(RecipientRow.trip_id))
        .where(col(RecipientRow.left_at).is_(None))
        .order_by(col(TripRow.reference), col(RecipientRow.id))
    )
    if reference is not None:
        statement = statement.where(TripRow.folded == folded(reference))
    if ends_after is not None:
        statement = statement.where(col(TripRow.ends_at).is_(None) | (col(TripRow.ends_at) > ends_after))
    if leaves_before is not None:
        statement = statement.where(
            col(TripRow.departs_at).is_(None)
            | (col(TripRow.departs_at) < leaves_before)
            | col(TripRow.id).in_(select(EvidenceRow.trip_id))
        )
    return [one for one in (await session.execute(statement)).scalars() if one is not None]


async def bound_with_trips(session: AsyncSession, ids: Sequence[int]) -> list[tuple[RecipientRow, TripRow]]:
    """Those of these (a few hundred at most) that are still bound, with their trip, by its reference."""
    statement = (
        select(RecipientRow, TripRow)
        .join(TripRow, col(TripRow.id) == col(RecipientRow.trip_id))
        .where(col(RecipientRow.id).in_(ids), col(RecipientRow.left_at).is_(None))
        .order_by(col(TripRow.reference), col(RecipientRow.id))
    )
    return [(bound, trip) for bound, trip in await session.execute(statement)]


async def recipients_by_id(session: AsyncSession, ids: Sequence[int]) -> list[RecipientRow]:
    """Those of these that are still bound, in the order of their ids."""
    found: list[RecipientRow] = []
    for start in range(0, len(ids), 500):
        rows = await session.execute(
            select(RecipientRow)
            .where(col(RecipientRow.id).in_(ids[start : start + 500]), col(RecipientRow.left_at).is_(None))
            .order_by(col(RecipientRow.id))
        )
        found.extend(rows.scalars())
    return found
