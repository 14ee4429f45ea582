"""Erase a person: what a chat's holder wrote, tapped, answered and was sent, and that they were here at all.

The booking is the agency's administration and stays, as do the bare facts of what was sent to the trip (which, when):
without a chat, without words. Not here: when it may be done (bot.steps.privacy.erase), forgetting a trip (forgetting).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, delete, func, or_, select, update

from bot.storage.calls import CallRow
from bot.storage.cards import CardRow
from bot.storage.chases import ChaseRow
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
from bot.storage.untold import forget_untold
from bot.storage.updates import UpdateRow, UpdateState
from flows.talk.markup import escape

ERASED = "erased"
"""Why a delivery of an erased chat never left; and the name that stands for nobody."""

NOBODY = 0
"""The chat of what is left without one."""

NO_NAME = "–"
"""Stands where a name stood."""

ON_ITS_WAY = (State.QUEUED, State.SENDING)

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
    names = await _names(session, bound)
    for one in bound:
        await erase_gentle(session, one)
        for table in (AnswerRow, CardRow, ChaseRow, OverrideRow):
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
        await session.execute(
            delete(CallRow).where(
                col(CallRow.trip_id) == one.trip_id, col(CallRow.traveller).in_(one.travellers)
            )
        )
        await _forget_numbers(session, one)
        await session.delete(one)
    await session.flush()
    await _erase_requests(session, chat_id)
    await _erase_messages(session, chat_id)
    await _erase_names(session, names)
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


async def sweep_later(session: AsyncSession, chat_id: int) -> None:
    """All that is said about this chat by now is said of who was erased: the sweep knows it from what a new person in the
    same chat says."""
    newest = (await session.execute(select(func.max(DeliveryRow.id)))).scalar()
    await set_mark(session, f"{SWEEP}{chat_id}", str(newest or 0))


async def sweep_erased(session: AsyncSession) -> None:
    """What was said while it was being erased (the word that it is done, to the person and to the agents) loses its words
    too, once it has left. Of a chat that has written again since, only that: the rest is a stranger's."""
    marks = await session.execute(select(MarkRow).where(col(MarkRow.name).startswith(SWEEP)))
    for mark in marks.scalars():
        chat_id = int(mark.name.removeprefix(SWEEP))
        again = await session.get(ChatRow, chat_id) is not None
        said = _about(chat_id)
        if again:
            said = (col(DeliveryRow.subject) == chat_id) & (col(DeliveryRow.id) <= int(mark.value or 0))
        waiting = select(DeliveryRow.id).where(said, col(DeliveryRow.state).in_(ON_ITS_WAY))
        if (await session.execute(waiting.limit(1))).first() is not None:
            continue
        if again:
            await _blank(session, said, chat_id)
        else:
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
    leaves, and what the agents were still to hear of it they do not."""
    await _blank(session, _about(chat_id), chat_id)
    await forget_untold(session, chat_id)


async def _blank(session: AsyncSession, said: ColumnElement[bool], chat_id: int) -> None:
    await session.execute(
        delete(TapRow).where(col(TapRow.delivery_id).in_(select(DeliveryRow.id).where(said)))
    )
    rows = await session.execute(select(DeliveryRow).where(said))
    files: set[str] = set()
    for row in rows.scalars():
        if row.state in ON_ITS_WAY:
            row.state, row.reason, row.settled_at = State.SKIPPED, ERASED, row.not_before
        if row.chat_id == chat_id:
            files.add(str((row.body.get("attachment") or {}).get("key", "")))
            row.chat_id, row.recipient_id, row.message_id, row.edit_of = NOBODY, None, None, None
        _wordless(row)
        session.add(row)
    # Exports and calendars made for this chat; what a trip has is the agency's.
    await session.execute(delete(FileRow).where(col(FileRow.key).in_(files), col(FileRow.until).is_not(None)))


def _wordless(row: DeliveryRow) -> None:
    row.body = {"offer": row.body["offer"]} if row.body.get("offer") else {}
    row.text, row.own_text, row.error, row.subject = "", "", "", None
    row.buttons, row.facts, row.folded = [], {}, []


def _about(chat_id: int) -> ColumnElement[bool]:
    return or_(col(DeliveryRow.chat_id) == chat_id, col(DeliveryRow.subject) == chat_id)


async def _names(session: AsyncSession, bound: Iterable[RecipientRow]) -> list[str]:
    """The whole names of who holds the chat."""
    found: list[str] = []
    for one in bound:
        row = await session.get(TripRow, one.trip_id)
        if row is not None:
            found.extend(person.name for person in row.trip.travellers if person.id == one.holder)
    return [name for name in dict.fromkeys(found) if name]


async def _erase_names(session: AsyncSession, names: Iterable[str]) -> None:
    """What the agents' groups read that is about no chat alone (an answer to /who, a question about a trip): the whole of
    it goes, but where a button still waits for them only the name. What others of the party wrote stays theirs."""
    groups = select(ChatRow.id).where(col(ChatRow.private).is_(False))
    for name in names:
        told = escape(name)
        rows = await session.execute(
            select(DeliveryRow).where(
                col(DeliveryRow.chat_id).in_(groups),
                col(DeliveryRow.subject).is_(None),
                or_(
                    col(DeliveryRow.text).contains(told, autoescape=True),
                    col(DeliveryRow.state).in_(ON_ITS_WAY),
                ),
            )
        )
        for row in rows.scalars():
            said = str(row.body.get("text", ""))
            if told not in row.text and told not in said:
                continue
            if row.buttons or row.state in ON_ITS_WAY:
                row.text = row.text.replace(told, NO_NAME)
                row.body = {**row.body, "text": said.replace(told, NO_NAME)}
            else:
                _wordless(row)
            session.add(row)


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


async def _forget_numbers(session: AsyncSession, bound: RecipientRow) -> None:
    """The telephone numbers that agents kept for whom this chat serves."""
    row = await session.get(TripRow, bound.trip_id)
    if row is not None and row.traits.get("phones"):
        kept = {who: number for who, number in row.traits["phones"].items() if who not in bound.travellers}
        row.traits = {**row.traits, "phones": kept}
        session.add(row)


def _of(table: type[SQLModel], trip_id: int, holder: str) -> Any:
    rows: Any = table
    return (col(rows.trip_id) == trip_id) & (col(rows.holder) == holder)
