"""Feedback: ticks on checklists, answers to surveys and pulses, and what was said to offers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, UniqueConstraint, select

from bot.storage.columns import chat_key, serial


class TickRow(SQLModel, table=True):
    """One item of a checklist that is done. person: a traveller's id, or "" for the party's items."""

    __tablename__ = "ticks"

    trip_id: int = Field(primary_key=True, foreign_key="trips.id")
    holder: str = Field(primary_key=True)
    touchpoint: str = Field(primary_key=True)
    item: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    at: datetime


class AnswerRow(SQLModel, table=True):
    """One answer to one question, once per trip and holder. A pulse is survey "pulse:<touchpoint>:<occurrence>"."""

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
    at: datetime


class OfferRow(SQLModel, table=True):
    """What a holder said to an offer: details, accepted, later or never."""

    __tablename__ = "offers"

    trip_id: int = Field(primary_key=True, foreign_key="trips.id")
    holder: str = Field(primary_key=True)
    offer: str = Field(primary_key=True)
    state: str
    at: datetime


async def ticks_of(session: AsyncSession, trip_id: int, holder: str, touchpoint: str) -> set[tuple[str, str]]:
    """(item, person) of everything ticked."""
    found = await session.execute(
        select(TickRow.item, TickRow.person).where(
            TickRow.trip_id == trip_id, TickRow.holder == holder, TickRow.touchpoint == touchpoint
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


async def offers_of(session: AsyncSession, trip_id: int, holder: str) -> dict[str, str]:
    """What was said to which offer."""
    found = await session.execute(
        select(OfferRow.offer, OfferRow.state).where(OfferRow.trip_id == trip_id, OfferRow.holder == holder)
    )
    return dict(found.all())
