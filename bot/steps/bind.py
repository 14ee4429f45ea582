"""Bind a chat to a trip: who holds it, whom it serves, and what that takes from the party's other chats.

Not here: whether it may (flows.talk.joining).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.enqueue import enqueue
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.deliveries import State, deliveries_of_trip
from bot.storage.invitations import InvitationRow
from bot.storage.recipients import RecipientRow, recipient_of_holder, recipients_of_trip
from bot.storage.trips import TripRow
from flows.library.library import Library
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording


async def bind(
    session: AsyncSession,
    library: Library,
    *,
    invitation: InvitationRow,
    row: TripRow,
    chat: ChatRow,
    now: datetime,
) -> RecipientRow:
    """Use the invitation up and make the chat its traveller's. The caller plans the trip again.

    The lead's chat serves everyone who has no chat of their own; any other code serves its traveller alone. A chat that
    serves the traveller already keeps doing so. A new chat takes over from an old one, which is told.
    """
    invitation.used_at, invitation.used_by = now, chat.id
    session.add(invitation)
    chat.tries, chat.locked_until = 0, None
    session.add(chat)
    person = invitation.traveller
    lead = row.trip.booking.lead.id
    bound = await recipients_of_trip(session, row.key)
    for one in bound:
        if one.chat_id == chat.id and person in one.travellers and person != lead:
            return one
    held = await recipient_of_holder(session, row.key, person)
    others = [one for one in bound if one.holder != person]
    if person == lead:
        for one in others:
            if one.chat_id == chat.id:  # the lead takes the phone over: one chat, one list
                one.left_at = now
                session.add(one)
        kept = {served for one in others if one.left_at is None for served in one.travellers}
        served = [one.id for one in row.trip.travellers if one.id == lead or one.id not in kept]
        served.sort(key=lambda one: one != lead)
    else:
        served = [person]
        for one in others:
            if person in one.travellers:
                one.travellers = [kept for kept in one.travellers if kept != person]
                session.add(one)
    if held is None:
        held = RecipientRow(trip_id=row.key, chat_id=chat.id, holder=person, travellers=served, known_at=now)
    else:
        if held.left_at is not None:
            held.known_at, held.left_at = now, None
        elif held.chat_id != chat.id:
            await _tell_former(session, library, held.chat_id, row, now)
        await _move_waiting(session, row.key, person, held.chat_id, chat.id)
        held.chat_id, held.travellers = chat.id, served
    session.add(held)
    await session.flush()
    return held


async def _tell_former(
    session: AsyncSession, library: Library, former: int, row: TripRow, now: datetime
) -> None:
    """The chat that lost the trip hears it, and talks about another one from now on."""
    chat = await chat_by_id(session, former)
    if chat is None:
        return
    if chat.trip_id == row.key:
        chat.trip_id = None
    chat.state = {}
    session.add(chat)
    words = Wording(library=library, locale=chat.locale)
    message = OutgoingMessage(text=words.say("join.moved", reference=row.reference))
    await enqueue(session, chat=former, message=message, now=now)


async def _move_waiting(session: AsyncSession, trip_id: int, holder: str, former: int, chat: int) -> None:
    """What waits for the holder goes to the new chat."""
    for delivery in await deliveries_of_trip(session, trip_id):
        mine = delivery.holder == holder and delivery.chat_id == former
        if mine and delivery.state == State.QUEUED and delivery.edit_of is None:
            delivery.chat_id = chat
            session.add(delivery)
