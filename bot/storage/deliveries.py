"""Deliveries: the outbox. Every row ends sent, skipped, failed or unknown; none vanishes (DESIGN §3.6-3.7).

Not here: when a row may leave (flows.planning.claim) and how (bot.services.delivery).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import Field, Index, SQLModel, UniqueConstraint, and_, col, exists, func, or_, select, tuple_

from bot.storage.columns import chat_key, document, documents, maybe_chat, serial


class State(StrEnum):
    """queued -> sending -> sent | failed | unknown | skipped."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


class DeliveryRow(SQLModel, table=True):
    """One message (or edit) on its way to one chat.

    Two kinds: a planned one names trip, holder, touchpoint, occurrence, generation and is rendered at the claim; a ready
    one (reply, relay, broadcast) carries its message in `body`. lane: smaller leaves first. not_before: trip time;
    retry_at: real time. gate: {"stages": […], "directions": […]}. folded: what a digest folds. subject: the traveller's
    chat that a message in the agents' group is about. edit_of: the message id that this replaces. repeat: an unknown
    that goes again; doubts: how often its outcome was unknown. stale: the booking changed while it was leaving. failing_since: real time at which it first did not leave.
    text, buttons, facts: what left; once the message was put right, what it says since. body: see bot.steps.enqueue.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("trip_id", "holder", "touchpoint", "occurrence", "generation"),
        Index("deliveries_claim", "state", "lane", "not_before"),
        Index("deliveries_chat", "chat_id", "settled_at"),
        Index("deliveries_retry", "state", "retry_at"),
        Index("deliveries_message", "chat_id", "message_id"),
        Index("deliveries_waiting", "chat_id", "state"),
    )

    id: int | None = serial()
    trip_id: int | None = Field(default=None, foreign_key="trips.id", index=True)
    recipient_id: int | None = None
    chat_id: int = chat_key()
    holder: str | None = None
    touchpoint: str | None = None
    occurrence: str | None = None
    generation: int = 0
    travellers: list[str] = documents()
    message_class: str
    lane: int
    importance: int = 3
    state: str = State.QUEUED
    reason: str = ""
    not_before: datetime
    retry_at: datetime | None = None
    planned_at: datetime | None = None
    zone: str | None = None
    anchor_at: datetime | None = None
    about_at: datetime | None = None
    useless_after: datetime | None = None
    gate: dict[str, Any] = document()
    folded: list[dict[str, Any]] = documents()
    own_text: str = ""
    body: dict[str, Any] = document()
    broadcast_id: int | None = Field(default=None, index=True)
    subject: int | None = maybe_chat(index=True)
    edit_of: int | None = None
    attempt: int = 0
    lease_until: datetime | None = None
    repeat: bool = False
    stale: bool = False
    doubts: int = 0
    failing_since: datetime | None = None
    confirmed: bool = False
    locale: str = ""
    text: str = ""
    buttons: list[Any] = documents()
    facts: dict[str, Any] = document()
    message_id: int | None = None
    error: str = ""
    created_at: datetime
    settled_at: datetime | None = None

    @property
    def key(self) -> int:
        """The id of a stored row."""
        assert self.id is not None, "the delivery has not been stored yet"
        return self.id


_is_edit = col(DeliveryRow.edit_of).is_not(None)
Index(
    "deliveries_edit",
    col(DeliveryRow.chat_id),
    col(DeliveryRow.edit_of),
    sqlite_where=_is_edit,
    postgresql_where=_is_edit,
)

# Made once: the outbox is looked at all the time, and to put such a question together costs more than its answer.
_TRIP_NOW: BindParameter[datetime] = bindparam("trip_now")
_REAL_NOW: BindParameter[datetime] = bindparam("real_now")
_Flying, _Older = aliased(DeliveryRow), aliased(DeliveryRow)
_IN_FLIGHT = select(_Flying.chat_id).where(_Flying.state == State.SENDING)
# Asked once for all rows, not once a row: a queue of ten thousand stays cheap to look at.
_HELD_BACK = select(_Older.chat_id, _Older.lane).where(
    _Older.state == State.QUEUED,
    col(_Older.retry_at) > _REAL_NOW,
    col(_Older.not_before) <= _TRIP_NOW,
    col(_Older.attempt) > 0,
    col(_Older.doubts) == 0,
)
_READY = (
    col(DeliveryRow.state) == State.QUEUED,
    col(DeliveryRow.not_before) <= _TRIP_NOW,
    or_(col(DeliveryRow.retry_at).is_(None), col(DeliveryRow.retry_at) <= _REAL_NOW),
    col(DeliveryRow.chat_id).not_in(_IN_FLIGHT),
    tuple_(col(DeliveryRow.chat_id), col(DeliveryRow.lane)).not_in(_HELD_BACK),
)
"""Its time has come, nothing of its chat is in flight, and nothing else of its chat's lane that certainly did not leave
waits for its next try: one at a time, in order."""
_EXPIRED = (col(DeliveryRow.state) == State.SENDING, col(DeliveryRow.lease_until) <= _REAL_NOW)
_ANYTHING = select(or_(exists().where(*_READY), exists().where(*_EXPIRED)))
_CLAIMABLE = (
    select(DeliveryRow)
    .where(*_READY, col(DeliveryRow.chat_id).not_in(bindparam("without", expanding=True)))
    .order_by(
        col(DeliveryRow.lane),
        col(DeliveryRow.not_before),
        col(DeliveryRow.importance).desc(),
        col(DeliveryRow.id),
    )
    .limit(bindparam("limit"))
)
_DEAD = select(DeliveryRow).where(*_EXPIRED).order_by(col(DeliveryRow.id))


async def delivery_by_id(session: AsyncSession, delivery_id: int) -> DeliveryRow | None:
    """The delivery, or None."""
    return await session.get(DeliveryRow, delivery_id)


async def claimable(
    session: AsyncSession,
    *,
    trip_now: datetime,
    real_now: datetime,
    limit: int,
    without: Collection[int] = (),
) -> list[DeliveryRow]:
    """Rows that may leave now, by lane, then instant, importance and age. without: chats that are not asked for, so that
    a long queue of one chat never hides the others."""
    found = await session.execute(
        _CLAIMABLE,
        {"trip_now": trip_now, "real_now": real_now, "without": list(without), "limit": limit},
    )
    return list(found.scalars())


async def anything_to_claim(session: AsyncSession, *, trip_now: datetime, real_now: datetime) -> bool:
    """True when a claim would find a row; a look that writes nothing."""
    found = await session.execute(_ANYTHING, {"trip_now": trip_now, "real_now": real_now})
    return bool(found.scalar_one())


async def expired_leases(session: AsyncSession, real_now: datetime) -> list[DeliveryRow]:
    """Rows that a dead process left in flight."""
    found = await session.execute(_DEAD, {"real_now": real_now})
    return list(found.scalars())


async def deliveries_of_trip(session: AsyncSession, trip_id: int) -> list[DeliveryRow]:
    """Everything planned for a trip, oldest first."""
    found = await session.execute(
        select(DeliveryRow).where(DeliveryRow.trip_id == trip_id).order_by(col(DeliveryRow.id))
    )
    return list(found.scalars())


async def standing_in(session: AsyncSession, chat: int, trip_id: int, since: datetime) -> list[DeliveryRow]:
    """The messages that stand in this chat about this trip, and those since then that are about none, oldest first."""
    found = await session.execute(
        select(DeliveryRow)
        .where(
            DeliveryRow.chat_id == chat,
            or_(
                col(DeliveryRow.trip_id) == trip_id,
                and_(col(DeliveryRow.trip_id).is_(None), col(DeliveryRow.created_at) >= since),
            ),
            col(DeliveryRow.message_id).is_not(None),
            col(DeliveryRow.edit_of).is_(None),
        )
        .order_by(col(DeliveryRow.id))
    )
    return list(found.scalars())


async def earliest_queued(session: AsyncSession) -> datetime | None:
    """The earliest trip time at which a queued row may leave."""
    found = await session.execute(
        select(DeliveryRow.not_before)
        .where(DeliveryRow.state == State.QUEUED)
        .order_by(col(DeliveryRow.not_before))
        .limit(1)
    )
    return found.scalar_one_or_none()


async def last_sent(session: AsyncSession, trip_id: int) -> int:
    """The id of the newest planned delivery of a trip that was sent; 0 when none was."""
    found = await session.execute(
        select(DeliveryRow.id)
        .where(
            DeliveryRow.trip_id == trip_id,
            DeliveryRow.state == State.SENT,
            col(DeliveryRow.touchpoint).is_not(None),
        )
        .order_by(col(DeliveryRow.settled_at).desc(), col(DeliveryRow.id).desc())
        .limit(1)
    )
    return found.scalar_one_or_none() or 0


async def delivery_of_message(session: AsyncSession, chat: int, message_id: int) -> DeliveryRow | None:
    """The delivery that put this message there (the first one, not its edits)."""
    found = await session.execute(
        select(DeliveryRow)
        .where(DeliveryRow.chat_id == chat, DeliveryRow.message_id == message_id)
        .order_by(col(DeliveryRow.id))
        .limit(1)
    )
    return found.scalar_one_or_none()


async def messages_about(session: AsyncSession, chat: int, subject: int) -> list[int]:
    """The messages in a chat that are about whoever reads in `subject`, oldest first."""
    found = await session.execute(
        select(DeliveryRow.message_id)
        .where(
            DeliveryRow.chat_id == chat, DeliveryRow.subject == subject, col(DeliveryRow.edit_of).is_(None)
        )
        .order_by(col(DeliveryRow.id))
    )
    return [message_id for message_id in found.scalars() if message_id is not None]


async def waiting_for_reason(session: AsyncSession, chat: int, reason: str) -> list[DeliveryRow]:
    """What the judge put off in this chat for one reason."""
    found = await session.execute(
        select(DeliveryRow).where(
            DeliveryRow.chat_id == chat, DeliveryRow.state == State.QUEUED, DeliveryRow.reason == reason
        )
    )
    return list(found.scalars())


async def queued_for(session: AsyncSession, chat: int) -> int:
    """How many messages wait to leave for this chat."""
    found = await session.execute(
        select(func.count())
        .select_from(DeliveryRow)
        .where(DeliveryRow.chat_id == chat, DeliveryRow.state == State.QUEUED)
    )
    return found.scalar_one()


async def failed_replies(session: AsyncSession, limit: int = 50) -> list[DeliveryRow]:
    """Agents' answers (body names the agent) that failed, oldest first."""
    found = await session.execute(
        select(DeliveryRow)
        .where(
            DeliveryRow.state == State.FAILED,
            DeliveryRow.message_class == "reply",
            col(DeliveryRow.body)["agent"].as_string() != "",
        )
        .order_by(col(DeliveryRow.id))
        .limit(limit)
    )
    return list(found.scalars())
