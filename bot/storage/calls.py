"""The call list: whom an agent must ring, because the chat did not do.

Not here: how it reaches the agents (bot.steps.calling).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, Index, SQLModel, UniqueConstraint, col, func, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from bot.storage.columns import serial
from bot.storage.trips import TripRow


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
    is listed once. text: what they have to hear, in plain words. until: when it is of no use any more. posted: the agents
    have heard of it; delivery_id: its card in their group, None where only /calls shows it. closed_by: who rang, "" where the reason fell away by itself; note: a CallEnd."""

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("trip_id", "traveller", "why", "about"),
        Index("calls_open", "closed_at", "posted"),
    )

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
    closed_at: datetime | None = None
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


_is_open = col(CallRow.closed_at).is_(None)
_is_unposted = _is_open & col(CallRow.posted).is_(False)


async def open_calls(session: AsyncSession, *, limit: int) -> list[CallRow]:
    """Who is still to be rung, oldest first."""
    statement = select(CallRow).where(_is_open).order_by(col(CallRow.id)).limit(limit)
    return list((await session.execute(statement)).scalars())


async def count_open(session: AsyncSession) -> int:
    """How many are still to be rung."""
    return (await session.execute(select(func.count()).select_from(CallRow).where(_is_open))).scalar_one()


async def call_by_id(session: AsyncSession, number: int) -> CallRow | None:
    """The call as it is now, kept from others until the transaction ends: a tick, a plan and a tap may be at it at once."""
    return await session.get(CallRow, number, with_for_update=True, populate_existing=True)


async def open_of_trip(session: AsyncSession, trip_id: int) -> list[CallRow]:
    """Who of one trip is still to be rung, oldest first; kept from others until the transaction ends."""
    return await _kept(session, select(CallRow).where(CallRow.trip_id == trip_id, _is_open))


async def any_to_tend(session: AsyncSession, *, now: datetime) -> tuple[bool, bool]:
    """Is any open one out of time, is any unposted?"""
    late = await session.execute(_late(now).with_only_columns(col(CallRow.id)).limit(1))
    fresh = await session.execute(select(CallRow.id).where(_is_unposted).limit(1))
    return late.first() is not None, fresh.first() is not None


async def out_of_time(session: AsyncSession, *, now: datetime, limit: int) -> list[CallRow]:
    """Open ones that only time has settled: of no use any more, or of a trip that is over. Oldest first, kept from others
    until the transaction ends."""
    return await _kept(session, _late(now).limit(limit))


def _late(now: datetime) -> SelectOfScalar[CallRow]:
    return (
        select(CallRow)
        .join(TripRow, col(TripRow.id) == col(CallRow.trip_id))
        .where(_is_open, or_(col(CallRow.until) < now, col(TripRow.ends_at) <= now))
    )


async def unposted_calls(session: AsyncSession, *, limit: int) -> list[CallRow]:
    """Open ones of which the agents have not heard yet, oldest first; kept from others until the transaction ends."""
    return await _kept(session, select(CallRow).where(_is_unposted).limit(limit))


async def _kept(session: AsyncSession, statement: SelectOfScalar[CallRow]) -> list[CallRow]:
    kept = statement.order_by(col(CallRow.id)).with_for_update(of=CallRow)
    return list((await session.execute(kept, execution_options={"populate_existing": True})).scalars())


async def post_without_cards(session: AsyncSession) -> int:
    """Whatever is unposted counts as posted: the agents are told how many there are. Returns how many."""
    done = await session.execute(
        update(CallRow).where(_is_unposted).values(posted=True).returning(col(CallRow.id))
    )
    return len(done.all())
