"""Trips, and the one number the clockwork looks at: the next due instant (DESIGN §3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import column, table
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, func, select, update

from bot.storage.bookings import read_booking, read_changes
from bot.storage.columns import document, documents, serial
from bot.storage.documents import read_documents
from flows.trips.trip import Booking, Trip

RECIPIENTS = table("recipients", column("trip_id"), column("left_at"))
"""Their own room (recipients) imports this one."""


class TripRow(SQLModel, table=True):
    """One trip. folded: the reference as it is compared. booking: the merged booking as JSON. next_due_at: None when nothing lies ahead. known_at: first import.
    ends_at: the last edge, for codes and clearing up. care: care mode is on; care_note: the word that an agent gave it, or
    ended it with, care_by: who, care_at: when. traits: what people say beyond the papers, {"personas": {"couple": false},
    "occasions": ["anniversary"], "surprised": [ids], "leader": id, "guardians": {minor: [ids]}, "phones": {id: number}}. changes: since it was booked, as JSON. documents: what the agency attached, see documents. told: the booking as travellers know it, while
    the last change waits for an agent's word; else empty. said: what messages that stand in chats were last held to be true of,
    until they are put right, see steps.correcting. release_at: when the change that waits goes by itself. unsent: what told
    was before the last change was let go, {"change": id, "booking": …, "heard": …}, until somebody may have heard of it. heard: the
    booking as travellers last heard it, where that is another than agents decided on; else empty. withheld: lines of changes to which an
    agent said not now. papers: the booking as papers
    said it last, where an agent has edited what is held; else empty."""

    __tablename__ = "trips"

    id: int | None = serial()
    reference: str
    folded: str = Field(unique=True)
    booking: dict[str, Any] = document()
    booked_at: datetime
    booked_because: str = ""
    home_zone: str | None = None
    home_because: str = ""
    cancelled: bool = False
    departs_at: datetime | None = None
    ends_at: datetime | None = None
    known_at: datetime
    changed_at: datetime
    next_due_at: datetime | None = Field(default=None, index=True)
    care: bool = False
    care_note: str = ""
    care_by: str = ""
    care_at: datetime | None = None
    traits: dict[str, Any] = document()
    changes: list[dict[str, Any]] = documents()
    withheld: list[dict[str, Any]] = documents()
    documents: list[dict[str, Any]] = documents()
    told: dict[str, Any] = document()
    papers: dict[str, Any] = document()
    said: dict[str, Any] = document()
    release_at: datetime | None = None
    unsent: dict[str, Any] = document()
    heard: dict[str, Any] = document()

    @property
    def key(self) -> int:
        """The id of a stored row."""
        assert self.id is not None, "the trip has not been stored yet"
        return self.id

    @property
    def printed(self) -> Booking | None:
        """What papers said last, where an agent has edited what is held; else None."""
        return read_booking(self.papers) if self.papers else None

    @property
    def trip(self) -> Trip:
        """The value that flows understands."""
        return Trip(
            booking=read_booking(self.booking),
            booked=self.booked_at,
            booked_because=self.booked_because,
            home_zone=self.home_zone,
            home_because=self.home_because,
            occasions=tuple(self.traits.get("occasions", ())),
            corrections=tuple(self.traits.get("personas", {}).items()),
            changes=read_changes(self.changes, waits=bool(self.told)),
            documents=read_documents(self.documents),
            surprised=frozenset(self.traits.get("surprised", ())),
            leader=self.traits.get("leader"),
            guardians=tuple(
                (minor, tuple(named)) for minor, named in sorted(self.traits.get("guardians", {}).items())
            ),
        )


def folded(reference: str) -> str:
    """How references are compared: an agent types xxx007 for XXX007."""
    return reference.strip().casefold()


async def trip_by_reference(session: AsyncSession, reference: str) -> TripRow | None:
    """The trip with this reference, or None."""
    return (
        await session.execute(select(TripRow).where(TripRow.folded == folded(reference)))
    ).scalar_one_or_none()


async def trips_by_reference(session: AsyncSession, references: Sequence[str]) -> dict[str, TripRow]:
    """Those of these references that are held, by their folded form."""
    wanted = [folded(reference) for reference in references]
    found = await session.execute(select(TripRow).where(col(TripRow.folded).in_(wanted)))
    return {row.folded: row for row in found.scalars()}


async def trip_by_id(session: AsyncSession, trip_id: int) -> TripRow | None:
    """The trip with this id, or None."""
    return await session.get(TripRow, trip_id)


async def due_trips(session: AsyncSession, now: datetime, limit: int) -> list[int]:
    """Ids of trips whose instant has come, earliest first. Costs the same with any number of trips stored."""
    found = await session.execute(
        select(TripRow.id)
        .where(col(TripRow.next_due_at).is_not(None), col(TripRow.next_due_at) <= now)
        .order_by(col(TripRow.next_due_at))
        .limit(limit)
    )
    return [row for row in found.scalars() if row is not None]


async def live_trips(session: AsyncSession, now: datetime, limit: int) -> list[TripRow]:
    """Trips that have not ended, newest first."""
    found = await session.execute(
        select(TripRow)
        .where(col(TripRow.ends_at).is_(None) | (col(TripRow.ends_at) >= now - timedelta(days=30)))
        .order_by(col(TripRow.id).desc())
        .limit(limit)
    )
    return list(found.scalars())


async def all_trips(session: AsyncSession) -> list[TripRow]:
    """Every trip, in the order they came; for a database that holds a handful."""
    return list((await session.execute(select(TripRow).order_by(col(TripRow.id)))).scalars())


async def count_live(session: AsyncSession, now: datetime) -> int:
    """How many trips go on: neither cancelled nor over. Reads every trip there is."""
    found = await session.execute(
        select(func.count())
        .select_from(TripRow)
        .where(
            col(TripRow.cancelled).is_(False), col(TripRow.ends_at).is_(None) | (col(TripRow.ends_at) >= now)
        )
    )
    return int(found.scalar_one())


async def holds_any(session: AsyncSession) -> bool:
    """True when there is a trip at all."""
    return (await session.execute(select(TripRow.id).limit(1))).first() is not None


async def live_bound_trips(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of the trips that have not ended and that somebody is bound to: only those are planned."""
    bound = select(RECIPIENTS.c.trip_id).where(RECIPIENTS.c.left_at.is_(None))
    found = await session.execute(
        select(TripRow.id)
        .where(
            col(TripRow.ends_at).is_(None) | (col(TripRow.ends_at) >= now - timedelta(days=30)),
            col(TripRow.id).in_(bound),
        )
        .order_by(col(TripRow.id))
    )
    return [row for row in found.scalars() if row is not None]


async def soon_trips(
    session: AsyncSession, now: datetime, ahead: timedelta, *, after: int, limit: int
) -> list[TripRow]:
    """Trips that go on, that somebody is bound to, and that are under way or begin within `ahead`; by id, from the one
    behind `after`."""
    bound = select(RECIPIENTS.c.trip_id).where(RECIPIENTS.c.left_at.is_(None))
    found = await session.execute(
        select(TripRow)
        .where(
            col(TripRow.id) > after,
            col(TripRow.cancelled).is_(False),
            col(TripRow.departs_at) <= now + ahead,
            col(TripRow.ends_at).is_(None) | (col(TripRow.ends_at) >= now),
            col(TripRow.id).in_(bound),
        )
        .order_by(col(TripRow.id))
        .limit(limit)
    )
    return list(found.scalars())


async def wake_trips(session: AsyncSession, trip_ids: Sequence[int], at: datetime) -> None:
    """Look at these trips again at `at`, or at their own next instant if that is earlier."""
    await session.execute(
        update(TripRow)
        .where(
            col(TripRow.id).in_(trip_ids),
            col(TripRow.next_due_at).is_(None) | (col(TripRow.next_due_at) > at),
        )
        .values(next_due_at=at)
    )


async def wait_until(session: AsyncSession, trip_id: int, at: datetime) -> None:
    """Do not look at this trip before `at`."""
    await session.execute(update(TripRow).where(col(TripRow.id) == trip_id).values(next_due_at=at))
