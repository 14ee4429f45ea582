"""What is kept about a private chat and who it serves: counted for its reader, and read out for a copy.

Not here: erasing it (erasing), how it is told (flows.talk.privacy) and written out (bot.steps.privacy.export).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, or_, select

from bot.storage.deliveries import DeliveryRow
from bot.storage.feedback import AnswerRow, OfferRow, TickRow
from bot.storage.invitations import InvitationRow
from bot.storage.offer_requests import OfferRequestRow
from bot.storage.own_items import OwnItemRow
from bot.storage.recipients import RecipientRow

ACK = "ack:"
"""How the names begin under which "Got it" is kept; it is no answer to a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows of each kind; messages: those that left, and those that the agents' group got about the chat."""

    messages: int = 0
    ticks: int = 0
    answers: int = 0
    wishes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The rows of one holder of a trip."""

    ticks: Sequence[TickRow] = field(default=())
    own_items: Sequence[OwnItemRow] = field(default=())
    answers: Sequence[AnswerRow] = field(default=())
    offers: Sequence[OfferRow] = field(default=())
    requests: Sequence[OfferRequestRow] = field(default=())
    invitations: Sequence[InvitationRow] = field(default=())


async def counts_of(session: AsyncSession, chat: int, bound: Iterable[RecipientRow], *, wish: str) -> Counts:
    """How much is kept. wish: under which name wishes are kept among the answers."""
    messages = await session.execute(
        select(func.count()).select_from(DeliveryRow).where(_said(chat), col(DeliveryRow.text) != "")
    )
    ticks = answers = wishes = 0
    for one in bound:
        records = await records_of(session, one)
        ticks += len(records.ticks) + len(records.own_items)
        wishes += sum(row.survey == wish for row in records.answers)
        answers += sum(row.survey != wish and not row.survey.startswith(ACK) for row in records.answers)
    return Counts(messages=messages.scalar_one(), ticks=ticks, answers=answers, wishes=wishes)


async def records_of(session: AsyncSession, bound: RecipientRow) -> Records:
    """Everything that this holder left on this trip, oldest first."""
    trip, holder = bound.trip_id, bound.holder
    ticks = select(TickRow).where(TickRow.trip_id == trip, TickRow.holder == holder)
    own = select(OwnItemRow).where(OwnItemRow.trip_id == trip, OwnItemRow.holder == holder)
    answers = select(AnswerRow).where(AnswerRow.trip_id == trip, AnswerRow.holder == holder)
    offers = select(OfferRow).where(OfferRow.trip_id == trip, OfferRow.holder == holder)
    requests = select(OfferRequestRow).where(
        OfferRequestRow.trip_id == trip, OfferRequestRow.holder == holder
    )
    invited = select(InvitationRow).where(InvitationRow.trip_id == trip, InvitationRow.traveller == holder)
    return Records(
        ticks=(await session.execute(ticks.order_by(col(TickRow.at)))).scalars().all(),
        own_items=(await session.execute(own.order_by(col(OwnItemRow.id)))).scalars().all(),
        answers=(await session.execute(answers.order_by(col(AnswerRow.id)))).scalars().all(),
        offers=(await session.execute(offers.order_by(col(OfferRow.at)))).scalars().all(),
        requests=(await session.execute(requests.order_by(col(OfferRequestRow.id)))).scalars().all(),
        invitations=(await session.execute(invited.order_by(col(InvitationRow.id)))).scalars().all(),
    )


async def messages_of(session: AsyncSession, chat: int) -> list[DeliveryRow]:
    """What was sent to the chat, and to the agents about it, oldest first."""
    found = await session.execute(select(DeliveryRow).where(_said(chat)).order_by(col(DeliveryRow.id)))
    return list(found.scalars())


def _said(chat: int) -> ColumnElement[bool]:
    return or_(col(DeliveryRow.chat_id) == chat, col(DeliveryRow.subject) == chat)
