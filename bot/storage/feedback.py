"""Feedback: ticks on checklists, answers to surveys and pulses, and what was said to offers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, UniqueConstraint, col, select

from bot.storage.columns import chat_key, serial
from bot.storage.recipients import RecipientRow


class TickRow(SQLModel, table=True):
    """One item of a checklist that is done. person: a traveller's id, or "" for the party's items. item: its id in the
    content, or "own:<id>" for what travellers added (own_items)."""

    __tablename__ = "ticks"

    trip_id: int = Field(primary_key=True, foreign_key="trips.id")
    holder: str = Field(primary_key=True)
    touchpoint: str = Field(primary_key=True)
    item: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    at: datetime


class AnswerRow(SQLModel, table=True):
    """One answer to one question, once per trip and holder. A pulse is survey "pulse:<touchpoint>:<occurrence>". text of a
    choice: the ids tapped, with commas. draft: they are being tapped, and not done yet."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("trip_id", "holder", "survey", "question"),)

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    holder: str
    chat_id: int = chat_key()
    survey: str
    question: str
    score: int | None = None
    text: str = ""
    draft: bool = False
    at: datetime


class OfferRow(SQLModel, table=True):
    """What a holder said to an offer: details, accepted, withdrawn, later or never. delivery_id: under which message."""

    __tablename__ = "offers"

    trip_id: int = Field(primary_key=True, foreign_key="trips.id")
    holder: str = Field(primary_key=True)
    offer: str = Field(primary_key=True)
    state: str
    delivery_id: int | None = None
    at: datetime


async def ticks_of(
    session: AsyncSession, trip_id: int, holder: str, touchpoints: Collection[str]
) -> set[tuple[str, str]]:
    """(item, person) of everything ticked on a list, under any of its names."""
    found = await session.execute(
        select(TickRow.item, TickRow.person).where(
            TickRow.trip_id == trip_id,
            TickRow.holder == holder,
            col(TickRow.touchpoint).in_(touchpoints),
        )
    )
    return {(item, person) for item, person in found}


async def answers_of(session: AsyncSession, trip_id: int, holder: str, survey: str) -> list[AnswerRow]:
    """The answers given so far."""
    found = await session.execute(
        select(AnswerRow).where(
            AnswerRow.trip_id == trip_id, AnswerRow.holder == holder, AnswerRow.survey == survey
        )
    )
    return list(found.scalars())


async def acknowledged_in(session: AsyncSession, trip_id: int, chat: int, surveys: Collection[str]) -> bool:
    """True when this chat has answered one of these."""
    found = await session.execute(
        select(AnswerRow.id)
        .where(AnswerRow.trip_id == trip_id, AnswerRow.chat_id == chat, col(AnswerRow.survey).in_(surveys))
        .limit(1)
    )
    return found.first() is not None


async def offer_said(session: AsyncSession, trip_id: int, holder: str, offer: str) -> OfferRow | None:
    """What was said to this offer, or None."""
    return await session.get(OfferRow, (trip_id, holder, offer))


async def never_again(session: AsyncSession, chat: int) -> set[str]:
    """Offers that this chat wants never again, on whatever trip it said so."""
    found = await session.execute(
        select(OfferRow.offer)
        .join(
            RecipientRow,
            (col(RecipientRow.trip_id) == col(OfferRow.trip_id))
            & (col(RecipientRow.holder) == col(OfferRow.holder)),
        )
        .where(RecipientRow.chat_id == chat, OfferRow.state == "never")
    )
    return set(found.scalars())


async def offers_of(session: AsyncSession, trip_id: int, holder: str) -> dict[str, str]:
    """What was said to which offer."""
    found = await session.execute(
        select(OfferRow.offer, OfferRow.state).where(OfferRow.trip_id == trip_id, OfferRow.holder == holder)
    )
    return dict(found.all())
