"""Bind a chat to a trip: who holds it, and what follows from an old phone to a new one.

Not here: whether it may (flows.talk.joining), whom it serves then (serving), taking a chat off a trip (unbinding).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.enqueue import enqueue
from bot.steps.serving import serve
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.deliveries import State, deliveries_of_trip
from bot.storage.invitations import InvitationRow
from bot.storage.recipients import RecipientRow, recipient_of_holder, recipients_of_trip
from bot.storage.trips import TripRow
from flows.library.library import Library
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording
from flows.trips.party import head


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

    One chat has one list: who joins on a phone that serves the trip already is served by it. A new chat takes over from an
    old one, which is told; the language that was chosen there follows, as do ticks and answers, which hang on the holder.
    """
    invitation.used_at, invitation.used_by = now, chat.id
    chat.tries, chat.locked_until = 0, None
    session.add_all((invitation, chat))
    trip, person = row.trip, invitation.traveller
    bound = await recipients_of_trip(session, row.key)
    held = await recipient_of_holder(session, row.key, person)
    shared = [one for one in bound if one.chat_id == chat.id and one.holder != person]
    if person == head(trip).id:
        for one in shared:  # the head takes the phone over
            one.left_at = now
        session.add_all(shared)
    elif shared:
        return await _share(session, library, row, shared[0], held, person, now=now)
    if held is None:
        held = RecipientRow(
            trip_id=row.key, chat_id=chat.id, holder=person, travellers=[person], known_at=now
        )
    else:
        if held.left_at is not None:
            held.known_at, held.left_at = now, None
        elif held.chat_id != chat.id:
            await _leave(session, library, held, row, chat, now=now)
        await _move_waiting(session, row.key, person, held.chat_id, chat.id)
        held.chat_id = chat.id
    session.add(held)
    await session.flush()
    serve(session, trip, await recipients_of_trip(session, row.key))
    await session.flush()
    return held


async def _share(
    session: AsyncSession,
    library: Library,
    row: TripRow,
    host: RecipientRow,
    held: RecipientRow | None,
    person: str,
    *,
    now: datetime,
) -> RecipientRow:
    """The phone serves the trip already: one more whom it serves, and a phone of their own that they had hears so."""
    if person in row.trip.surprised:
        return host  # who holds it knows; nothing is said there
    if held is not None and held.left_at is None:
        await tell_former(session, library, held.chat_id, row, now=now)
        held.left_at = now
        session.add(held)
    if person not in host.travellers:
        host.travellers = [*host.travellers, person]
        session.add(host)
    await session.flush()
    serve(session, row.trip, await recipients_of_trip(session, row.key))
    return host


async def _leave(
    session: AsyncSession, library: Library, held: RecipientRow, row: TripRow, chat: ChatRow, *, now: datetime
) -> None:
    """From an old phone to a new one. Where the old one could not be reached, what it missed is caught up with."""
    former = await chat_by_id(session, held.chat_id)
    if former is not None and former.blocked_at is not None:
        held.known_at = now
    if former is not None and former.locale_chosen and not chat.locale_chosen:
        chat.locale, chat.locale_chosen = former.locale, True
    await tell_former(session, library, held.chat_id, row, now=now)


async def tell_former(
    session: AsyncSession,
    library: Library,
    former: int,
    row: TripRow,
    *,
    now: datetime,
    word: str = "join.moved",
    silent: bool = False,
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
    message = OutgoingMessage(text=words.say(word, reference=row.reference), silent=silent)
    await enqueue(session, chat=former, message=message, now=now)


async def _move_waiting(session: AsyncSession, trip_id: int, holder: str, former: int, chat: int) -> None:
    """What waits for the holder goes to the new chat."""
    for delivery in await deliveries_of_trip(session, trip_id):
        mine = delivery.holder == holder and delivery.chat_id == former
        if mine and delivery.state == State.QUEUED and delivery.edit_of is None:
            delivery.chat_id = chat
            session.add(delivery)
