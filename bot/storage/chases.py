"""Chases: what is done until somebody has said "Got it" to a change, one row for each change and holder.

Not here: the steps and when they are due (bot.steps.chasing).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, UniqueConstraint, col, or_, select

from bot.storage.columns import serial


class Ended(StrEnum):
    """How a chase ended."""

    ACKNOWLEDGED = "acknowledged"
    CALLED = "called"
    SUPERSEDED = "superseded"
    OVER = "over"


class ChaseRow(SQLModel, table=True):
    """change: the change's id. delivery_id: the notice that left; again_id: the same once more; companion_id: what somebody
    else of the party was asked. due_at: when the next step is due. ended: how, "" while it goes on."""

    __tablename__ = "chases"
    __table_args__ = (UniqueConstraint("trip_id", "holder", "change"),)

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    holder: str
    change: str
    delivery_id: int
    again_id: int | None = None
    companion_id: int | None = None
    due_at: datetime | None = None
    ended: str = ""

    @property
    def deliveries(self) -> tuple[int, ...]:
        """Under which messages a "Got it" ends it."""
        return tuple(one for one in (self.delivery_id, self.again_id, self.companion_id) if one is not None)


async def chases_of(session: AsyncSession, trip_id: int) -> list[ChaseRow]:
    """Those of a trip that go on, oldest first."""
    found = await session.execute(
        select(ChaseRow).where(ChaseRow.trip_id == trip_id, ChaseRow.ended == "").order_by(col(ChaseRow.id))
    )
    return list(found.scalars())


async def chase_of(session: AsyncSession, trip_id: int, holder: str, change: str) -> ChaseRow | None:
    """The chase of this holder about this change, ended or not."""
    found = await session.execute(
        select(ChaseRow).where(
            ChaseRow.trip_id == trip_id, ChaseRow.holder == holder, ChaseRow.change == change
        )
    )
    return found.scalar_one_or_none()


async def chase_under(session: AsyncSession, trip_id: int, delivery_id: int) -> ChaseRow | None:
    """The chase of this trip that this message is part of, ended or not."""
    mine = or_(
        col(ChaseRow.delivery_id) == delivery_id,
        col(ChaseRow.again_id) == delivery_id,
        col(ChaseRow.companion_id) == delivery_id,
    )
    return (
        await session.execute(select(ChaseRow).where(ChaseRow.trip_id == trip_id, mine).limit(1))
    ).scalar_one_or_none()
