"""The call list: whom an agent must ring, because the chat did not do.

Not here: how it reaches the agents (bot.steps.calling).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from bot.storage.columns import serial


class CallWhy(StrEnum):
    """Why somebody has to ring."""

    UNACKNOWLEDGED = "unacknowledged"
    UNREACHABLE = "unreachable"
    NO_CHAT = "no_chat"


class CallEnd(StrEnum):
    """How a call came to its end."""

    CALLED = "called"
    REACHABLE = "reachable"
    ACKNOWLEDGED = "acknowledged"
    JOINED = "joined"
    LEFT = "left"
    USELESS = "useless"
    OVER = "over"


class CallRow(SQLModel, table=True):
    """One person to ring about one thing. about: what the same thing is known by (a change's id, a delivery's), so that it
    is listed once. text: what they have to hear, in plain words. until: when it is of no use any more. delivery_id: the card
    in the agents' group. closed_by: who rang, "" where the reason fell away by itself; note: a CallEnd."""

    __tablename__ = "calls"
    __table_args__ = (UniqueConstraint("trip_id", "traveller", "why", "about"),)

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    traveller: str
    why: str
    about: str
    text: str = ""
    opened_at: datetime
    until: datetime | None = None
    posted: bool = False
    delivery_id: int | None = None
    closed_at: datetime | None = Field(default=None, index=True)
    closed_by: str = ""
    note: str = ""

    @property
    def key(self) -> int:
        """The id of a stored row."""
        assert self.id is not None, "the call has not been stored yet"
        return self.id


async def call_about(
    session: AsyncSession, trip_id: int, traveller: str, why: CallWhy, about: str
) -> CallRow | None:
    """The call about this very thing, open or not; None when nobody was to ring."""
    found = await session.execute(
        select(CallRow).where(
            CallRow.trip_id == trip_id,
            CallRow.traveller == traveller,
            CallRow.why == why,
            CallRow.about == about,
        )
    )
    return found.scalar_one_or_none()


async def calls_for(session: AsyncSession, trip_id: int, travellers: Collection[str]) -> list[CallRow]:
    """Every call to one of these, settled or not, oldest first."""
    found = await session.execute(
        select(CallRow)
        .where(CallRow.trip_id == trip_id, col(CallRow.traveller).in_(travellers))
        .order_by(col(CallRow.id))
    )
    return list(found.scalars())


async def any_open_call(session: AsyncSession) -> bool:
    """True when anybody is still to be rung."""
    found = await session.execute(select(CallRow.id).where(col(CallRow.closed_at).is_(None)).limit(1))
    return found.first() is not None


async def open_calls(session: AsyncSession, trip_id: int | None = None) -> list[CallRow]:
    """Who is still to be rung, oldest first; of one trip if given."""
    statement = select(CallRow).where(col(CallRow.closed_at).is_(None)).order_by(col(CallRow.id))
    if trip_id is not None:
        statement = statement.where(CallRow.trip_id == trip_id)
    return list((await session.execute(statement)).scalars())
