"""Erase a person: what a chat's holder wrote, tapped, answered and was sent, and that they were here at all.

The booking is the agency's administration and stays, as do the bare facts of what was sent to the trip (which, when):
without a chat, without words. Not here: when it may be done (bot.steps.privacy.erase), forgetting a trip (forgetting).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, delete, or_, select, update

from bot.storage.cards import CardRow
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.evidence import EvidenceRow, OverrideRow
from bot.storage.feedback import AnswerRow, OfferRow, TickRow
from bot.storage.files import FileRow
from bot.storage.invitations import InvitationRow
from bot.storage.marks import MarkRow, set_mark
from bot.storage.offer_requests import OfferRequestRow, RequestState
from bot.storage.own_items import OwnItemRow
from bot.storage.recipients import RecipientRow
from bot.storage.slots import SlotRow, chat_slot
from bot.storage.taps import TapRow
from bot.storage.trips import TripRow
from bot.storage.updates import UpdateRow, UpdateState

ERASED = "erased"
"""Why a delivery of an erased chat never left; and the name that stands for nobody."""

NOBODY = 0
"""The chat of what is left without one."""

SWEEP = "erased:"
"""How the marks are named of chats that were erased and are looked at once more."""

WORKED_ON = tuple(state for state in UpdateState if state is not UpdateState.NEW)
WISH = "wish"
GENTLE = (TickRow, OwnItemRow, OfferRow)
"""What a holder left that no duty of care needs, beside answers."""


async def erase_gentle(session: AsyncSession, bound: RecipientRow) -> None:
    """What was ticked, answered, wished and said to offers; "Got it" stays, for it says what arrived."""
    mine: Sequence[Any] = (bound.trip_id, bound.holder)
    for table in GENTLE:
        await session.execute(delete(table).where(_of(table, *mine)))
    await session.execute(
        delete(AnswerRow).where(_of(AnswerRow, *mine), col(AnswerRow.survey).not_like("ack:%"))
    )
    await _forget_occasions(session, bound.trip_id)


async def erase_chat(session: AsyncSession, chat_id: int) -> list[int]:
    """Erase a private chat with everyone it serves; ids of the trips it was bound to. Twice changes nothing."""
    bound = list(
        (await session.execute(select(RecipientRow).where(RecipientRow.chat_id == chat_id))).scalars()
    )
    for one in bound:
        await erase_gentle(session, one)
        for table in (AnswerRow, CardRow, OverrideRow):
            await session.execute(delete(table).where(_of(table, one.trip_id, one.holder)))
        await session.execute(
            delete(InvitationRow).where(
                col(InvitationRow.trip_id) == one.trip_id, col(InvitationRow.traveller) == one.holder
            )
        )
        await session.execute(
            delete(EvidenceRow).where(
                col(EvidenceRow.trip_id) == one.trip_id, col(EvidenceRow.traveller).in_(one.travellers)
            )
        )
        await session.delete(one)
    await session.flush()
    await _erase_requests(session, chat_id)
    await _erase_messages(session, chat_id)
    await session.execute(delete(SlotRow).where(col(SlotRow.key) == chat_slot(chat_id)))
    await session.execute(
        update(InvitationRow).where(col(InvitationRow.used_by) == chat_id).values(used_by=None)
    )
    await session.execute(
        update(UpdateRow)
        .where(col(UpdateRow.chat_id) == chat_id, col(UpdateRow.state).in_(WORKED_ON))
        .values(chat_id=NOBODY, raw={}, error="")
    )
    chat = await session.get(ChatRow, chat_id)
    if chat is not None:
        await session.delete(chat)
        await set_mark(session, f"{SWEEP}{chat_id}", "")
    await session.flush()
    return sorted({one.trip_id for one in bound})


async def anything_to_sweep(session: AsyncSession) -> bool:
    """True when a chat was erased and has not been looked at since."""
    found = await session.execute(select(MarkRow.name).where(col(MarkRow.name).startswith(SWEEP)).limit(1))
    return found.first() is not None


async def sweep_erased(session: AsyncSession) -> None:
    """What was said while it was being erased (the word that it is done) loses its words too, once it has left. A chat
    that has written again since is a stranger's: it is left alone."""
    marks = await session.execute(select(MarkRow).where(col(MarkRow.name).startswith(SWEEP)))
    for mark in marks.scalars():
        chat_id = int(mark.name.removeprefix(SWEEP))
        if await session.get(ChatRow, chat_id) is None:
            waiting = select(DeliveryRow.id).where(
                DeliveryRow.chat_id == chat_id, col(DeliveryRow.state).in_((State.QUEUED, State.SENDING))
            )
            if (await session.execute(waiting.limit(1))).first() is not None:
                continue
            await erase_chat(session, chat_id)
        await session.delete(mark)


async def _erase_requests(session: AsyncSession, chat_id: int) -> None:
    """An open request goes; a settled one is the agency's: it stays without its chat."""
    mine = col(OfferRequestRow.chat_id) == chat_id
    await session.execute(
        delete(OfferRequestRow).where(mine, col(OfferRequestRow.state) == RequestState.OPEN)
    )
    await session.execute(update(OfferRequestRow).where(mine).values(chat_id=NOBODY, reason=""))


async def _erase_messages(session: AsyncSession, chat_id: int) -> None:
    """Every message to the chat and every one to the agents about it loses its words and buttons; what waited never
    leaves."""
    said = or_(col(DeliveryRow.chat_id) == chat_id, col(DeliveryRow.subject) == chat_id)
    await session.execute(
        delete(TapRow).where(col(TapRow.delivery_id).in_(select(DeliveryRow.id).where(said)))
    )
    rows = await session.execute(select(DeliveryRow).where(said))
    files: set[str] = set()
    for row in rows.scalars():
        if row.state in (State.QUEUED, State.SENDING):
            row.state, row.reason, row.settled_at = State.SKIPPED, ERASED, row.not_before
        if row.chat_id == chat_id:
            files.add(str((row.body.get("attachment") or {}).get("key", "")))
            row.chat_id, row.recipient_id, row.message_id, row.edit_of = NOBODY, None, None, None
        row.body = {"offer": row.body["offer"]} if row.body.get("offer") else {}
        row.text, row.own_text, row.error, row.subject = "", "", "", None
        row.buttons, row.facts, row.folded = [], {}, []
        session.add(row)
    # Exports and calendars made for this chat; what a trip has is the agency's.
    await session.execute(delete(FileRow).where(col(FileRow.key).in_(files), col(FileRow.until).is_not(None)))


async def _forget_occasions(session: AsyncSession, trip_id: int) -> None:
    """What nobody else of the party wished is no occasion any more."""
    row = await session.get(TripRow, trip_id)
    if row is None or not row.traits.get("occasions"):
        return
    told = await session.execute(
        select(AnswerRow.question).where(AnswerRow.trip_id == trip_id, AnswerRow.survey == WISH)
    )
    left = set(told.scalars())
    row.traits = {**row.traits, "occasions": [one for one in row.traits["occasions"] if one in left]}
    session.add(row)


def _of(table: type[SQLModel], trip_id: int, holder: str) -> Any:
    rows: Any = table
    return (col(rows.trip_id) == trip_id) & (col(rows.holder) == holder)
