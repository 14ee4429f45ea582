"""Keep each recipient's trip card true: send it once, and edit it whenever what it says changes.

What it says is worked out here only to know that it changed; its words are made at the claim, like all others. Not here:
the words (flows.talk.card), sending and pinning (bot.services.delivery, the channel).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.enqueue import enqueue_edit
from bot.steps.situation import Situation
from bot.storage.cards import CardRow, card_of, left_card
from bot.storage.chats import chat_by_id
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.recipients import RecipientRow
from flows.errors import FlowsError
from flows.library.library import Library
from flows.library.touchpoint import MessageClass
from flows.planning.budget import CLASSES
from flows.talk.card import Card, card
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording
from flows.trips.evidence import Stage

log = structlog.get_logger()

CARD = "card"
"""The mark of a card's deliveries, in their body."""

FLYING = timedelta(minutes=1)
"""When to look again at a card that is just leaving: what it leaves with may be out of date by then."""

TOGETHER_WITH_ALL = CLASSES[MessageClass.OPERATIONAL].lane
BEHIND_ALL = -1
MOST_MADE = 2
"""A card that its reader deleted comes once more, and never again."""

GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def is_card(row: DeliveryRow) -> bool:
    """True for a card, or an edit of one."""
    return bool(row.body.get(CARD))


async def keep_card(
    session: AsyncSession, found: Situation, held: Iterable[DeliveryRow]
) -> tuple[int, datetime | None]:
    """How many deliveries were written, and when this card has to be looked at again. held: the trip's deliveries."""
    shown = _shown(found)
    if shown is None:
        return 0, None
    row = await card_of(session, found.row.key, found.bound.holder)
    if row is not None and row.chat_id != found.bound.chat_id:
        await _leave(session, found, row)
    if found.chat.blocked_at is not None:
        return 0, shown.next_at
    mine = [
        one
        for one in held
        if is_card(one) and one.holder == found.bound.holder and one.chat_id == found.bound.chat_id
    ]
    if any(one.state == State.SENDING for one in mine):
        return 0, min(found.now + FLYING, shown.next_at or found.now + FLYING)
    if any(one.state == State.QUEUED for one in mine):
        return 0, shown.next_at
    if row is None:
        if found.estimate.stage in (Stage.AFTERWARDS, Stage.CANCELLED):
            return 0, shown.next_at
        row = await _taken_over(session, found)
    if row.message_id is None and row.made >= MOST_MADE:
        return 0, None
    if row.text == shown.text:
        return 0, shown.next_at
    session.add(row)
    session.add(_delivery(found, row))
    await session.flush()
    return 1, shown.next_at


async def card_settled(session: AsyncSession, delivery: DeliveryRow) -> None:
    """Keep what came of a card's delivery; nothing for any other."""
    if not is_card(delivery) or delivery.trip_id is None or delivery.holder is None:
        return
    row = await card_of(session, delivery.trip_id, delivery.holder)
    if row is None or row.chat_id != delivery.chat_id:
        return
    if delivery.state == State.SENT or (delivery.state == State.FAILED and delivery.reason != "unreachable"):
        row.text = (
            delivery.text
        )  # what was refused would be refused again; who was away gets it on coming back
    if delivery.state == State.SENT and delivery.edit_of is None:
        row.message_id, row.made = delivery.message_id, row.made + 1
    elif delivery.state == State.FAILED and any(words in delivery.error.lower() for words in GONE):
        row.message_id = None
        log.info("A card was deleted by its reader.", action="card_gone", delivery=delivery.id)
    session.add(row)


def _shown(found: Situation) -> Card | None:
    """What the card says; None when there is none to keep: a library without its words, or a trip that is off and waits
    for an agent to say so."""
    if "card.title" not in found.library.words or (found.trip.cancelled and found.row.told):
        return None
    try:
        return card(found.facts)
    except FlowsError as error:
        log.warning("A card cannot be worded.", action="card_unworded", trip=found.row.id, why=str(error))
        return None


async def _taken_over(session: AsyncSession, found: Situation) -> CardRow:
    """A first card: the one that stands there already where this holder takes a phone over, so that none goes stale."""
    row = CardRow(trip_id=found.row.key, holder=found.bound.holder, chat_id=found.bound.chat_id)
    former = await left_card(session, row.trip_id, row.chat_id)
    if former is not None:
        row.message_id, row.text, row.made = former.message_id, former.text, former.made
        await session.delete(former)
        session.add(row)
        await session.flush()
    return row


async def _leave(session: AsyncSession, found: Situation, row: CardRow) -> None:
    """The trip is another chat's by now: what stands in the old one says so, and nothing of the trip any more."""
    if row.message_id is not None:
        said = Wording(library=found.library, locale=found.locale)
        message = OutgoingMessage(text=said.say("card.moved", reference=found.trip.reference))
        await enqueue_edit(
            session, chat=row.chat_id, message_id=row.message_id, message=message, now=found.now
        )
    row.chat_id, row.message_id, row.text, row.made = found.bound.chat_id, None, "", 0
    session.add(row)


async def clear_card(session: AsyncSession, library: Library, left: RecipientRow, *, now: datetime) -> None:
    """Who left a trip: the pinned card shows nothing of it any more; who joins next gets one of their own."""
    row = await card_of(session, left.trip_id, left.holder)
    if row is None:
        return
    chat = await chat_by_id(session, row.chat_id)
    if row.message_id is not None and chat is not None:
        message = OutgoingMessage(text=Wording(library=library, locale=chat.locale).say("card.unbound"))
        await enqueue_edit(session, chat=chat.id, message_id=row.message_id, message=message, now=now)
    await session.delete(row)


def _delivery(found: Situation, row: CardRow) -> DeliveryRow:
    """A card is what a person just asked for by joining, and makes no sound: it waits for no morning and counts for no
    cap. It leaves behind all else of its minute."""
    return DeliveryRow(
        trip_id=found.row.key,
        recipient_id=found.bound.id,
        chat_id=row.chat_id,
        holder=found.bound.holder,
        travellers=list(found.bound.travellers),
        message_class=MessageClass.REPLY,
        lane=TOGETHER_WITH_ALL,
        importance=BEHIND_ALL,
        not_before=found.now,
        body={CARD: True},
        edit_of=row.message_id,
        created_at=found.now,
    )
