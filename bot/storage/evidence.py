"""Evidence, overrides and open questions: what people told us about a trip beyond its booking."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Boolean, column, table
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, UniqueConstraint, col, delete, select
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.storage.columns import serial
from flows.planning.due import Overridden, Override
from flows.trips.evidence import Evidence, FlightStatus, Position, Source, Stage, Word

TRIPS = table("trips", column("id"), column("cancelled", Boolean), column("ends_at", UTCDateTime))
"""Their own room (trips) is imported by those that import this one."""


class EvidenceRow(SQLModel, table=True):
    """A word (stage set) or what was said of a segment (segment set): see flows.trips.evidence. boarded: it goes, or they
    are on board; waits: they have not left. zone, near: of a position, which itself is kept nowhere."""

    __tablename__ = "evidence"

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    traveller: str | None = None
    source: str = Field(index=True)
    who: str = ""
    at: datetime
    stage: str | None = None
    pinned: bool = False
    segment: str | None = None
    departs_at: datetime | None = None
    arrives_at: datetime | None = None
    landed: bool = False
    cancelled: bool = False
    boarded: bool = False
    waits: bool = False
    diverted: str = ""
    zone: str | None = None
    near: str = ""

    @property
    def value(self) -> Word | FlightStatus | Position:
        """The value that flows understands."""
        if self.segment is not None:
            return FlightStatus(
                segment=self.segment,
                at=self.at,
                departs=self.departs_at,
                arrives=self.arrives_at,
                landed=self.landed,
                cancelled=self.cancelled,
                left=self.boarded,
                waits=self.waits,
                diverted=self.diverted,
                source=Source(self.source),
                who=self.who,
                traveller=self.traveller,
            )
        if self.stage is None and self.source == Source.LOCATION:
            return Position(at=self.at, traveller=self.traveller or "", zone=self.zone, near=self.near)
        return Word(
            source=Source(self.source),
            stage=Stage(self.stage or Stage.ON_SITE),
            at=self.at,
            pinned=self.pinned,
            traveller=self.traveller,
            who=self.who,
            near=self.near,
        )

    @classmethod
    def of(cls, trip_id: int, said: Word | FlightStatus | Position) -> EvidenceRow:
        """How any of it is kept."""
        if isinstance(said, FlightStatus):
            return cls(
                trip_id=trip_id,
                traveller=said.traveller,
                source=said.source,
                who=said.who,
                at=said.at,
                segment=said.segment,
                departs_at=said.departs,
                arrives_at=said.arrives,
                landed=said.landed,
                cancelled=said.cancelled,
                boarded=said.left,
                waits=said.waits,
                diverted=said.diverted,
            )
        if isinstance(said, Position):
            return cls(
                trip_id=trip_id,
                traveller=said.traveller,
                source=Source.LOCATION,
                at=said.at,
                zone=said.zone,
                near=said.near,
            )
        return cls(
            trip_id=trip_id,
            traveller=said.traveller,
            source=said.source,
            who=said.who,
            at=said.at,
            stage=said.stage,
            pinned=said.pinned,
            near=said.near,
        )


class OverrideRow(SQLModel, table=True):
    """An agent's word on one touchpoint of one holder; occurrence "" means every one."""

    __tablename__ = "overrides"

    trip_id: int = Field(primary_key=True, foreign_key="trips.id")
    holder: str = Field(primary_key=True)
    touchpoint: str = Field(primary_key=True)
    occurrence: str = Field(default="", primary_key=True)
    word: str
    at: datetime | None = None
    text: str = ""


class AskRow(SQLModel, table=True):
    """Something the bot must ask an agent, once. topic: "no_return", "zone_unknown:<segment>", "no_arrival:<segment>@<departure>",
    "release:<touchpoint>:<occurrence>", "care:<generation>:<touchpoint>:<occurrence>", … delivery_id: the message in the group that asks it."""

    __tablename__ = "asks"
    __table_args__ = (UniqueConstraint("trip_id", "topic"),)

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    topic: str
    asked_at: datetime
    posted: bool = Field(default=False, index=True)
    delivery_id: int | None = None
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


async def evidence_of(session: AsyncSession, trip_id: int) -> Evidence:
    """All evidence of a trip, oldest first."""
    found = await session.execute(
        select(EvidenceRow).where(EvidenceRow.trip_id == trip_id).order_by(col(EvidenceRow.id))
    )
    return tuple(row.value for row in found.scalars())


async def replace_position(session: AsyncSession, trip_id: int, traveller: str) -> None:
    """Forget the zone in which a traveller was: another one follows, and nobody's way is kept."""
    await session.execute(
        delete(EvidenceRow).where(
            col(EvidenceRow.trip_id) == trip_id,
            col(EvidenceRow.traveller) == traveller,
            col(EvidenceRow.source) == Source.LOCATION,
            col(EvidenceRow.stage).is_(None),
            col(EvidenceRow.segment).is_(None),
        )
    )


async def forget_positions(
    session: AsyncSession, trip_id: int, travellers: Collection[str] | None = None
) -> bool:
    """Forget what positions said of this trip, of these travellers if given; True when there was anything."""
    mine = (col(EvidenceRow.trip_id) == trip_id) & (col(EvidenceRow.source) == Source.LOCATION)
    if travellers is not None:
        mine &= col(EvidenceRow.traveller).in_(travellers)
    if (await session.execute(select(EvidenceRow.id).where(mine).limit(1))).first() is None:
        return False
    await session.execute(delete(EvidenceRow).where(mine))
    return True


async def ended_with_positions(session: AsyncSession, now: datetime, limit: int = 200) -> list[int]:
    """Ids of trips that are over or off, of which positions still say something."""
    found = await session.execute(
        select(EvidenceRow.trip_id)
        .join(TRIPS, TRIPS.c.id == col(EvidenceRow.trip_id))
        .where(
            col(EvidenceRow.source) == Source.LOCATION,
            TRIPS.c.cancelled.is_(True) | (TRIPS.c.ends_at <= now),
        )
        .distinct()
        .limit(limit)
    )
    return list(found.scalars())


async def own_words(session: AsyncSession, trip_id: int, travellers: Collection[str]) -> list[EvidenceRow]:
    """What these travellers said, or showed, of where they are, oldest first."""
    found = await session.execute(
        select(EvidenceRow)
        .where(EvidenceRow.trip_id == trip_id, col(EvidenceRow.traveller).in_(travellers))
        .order_by(col(EvidenceRow.id))
    )
    return list(found.scalars())


async def overrides_of(session: AsyncSession, trip_id: int, holder: str) -> dict[tuple[str, str], Overridden]:
    """(touchpoint, occurrence) -> the agent's word."""
    found = await session.execute(
        select(OverrideRow).where(OverrideRow.trip_id == trip_id, OverrideRow.holder == holder)
    )
    return {
        (row.touchpoint, row.occurrence): Overridden(word=Override(row.word), at=row.at, text=row.text)
        for row in found.scalars()
    }


async def asks_of(session: AsyncSession, trip_id: int) -> set[str]:
    """What was already asked about a trip."""
    found = await session.execute(select(AskRow.topic).where(AskRow.trip_id == trip_id))
    return set(found.scalars())


async def ask_about(session: AsyncSession, trip_id: int, topic: str) -> AskRow | None:
    """What was asked under this topic, or None."""
    found = await session.execute(select(AskRow).where(AskRow.trip_id == trip_id, AskRow.topic == topic))
    return found.scalar_one_or_none()


async def open_asks(session: AsyncSession, limit: int = 50) -> list[AskRow]:
    """What still has to be put before the agents, oldest first."""
    found = await session.execute(
        select(AskRow).where(col(AskRow.posted).is_(False)).order_by(col(AskRow.id)).limit(limit)
    )
    return list(found.scalars())


async def release_asks(session: AsyncSession, trip_id: int) -> list[AskRow]:
    """What waits, or waited, for an agent's word to go, oldest first."""
    return await asks_like(session, trip_id, "release:")


async def asks_like(session: AsyncSession, trip_id: int, prefix: str) -> list[AskRow]:
    """The asks whose topic begins so, oldest first."""
    found = await session.execute(
        select(AskRow)
        .where(AskRow.trip_id == trip_id, col(AskRow.topic).startswith(prefix))
        .order_by(col(AskRow.id))
    )
    return list(found.scalars())


async def agents_words(session: AsyncSession, trip_id: int) -> list[EvidenceRow]:
    """What agents said about where a party is."""
    found = await session.execute(
        select(EvidenceRow).where(
            EvidenceRow.trip_id == trip_id,
            EvidenceRow.source == Source.AGENT,
            col(EvidenceRow.segment).is_(None),
        )
    )
    return list(found.scalars())
