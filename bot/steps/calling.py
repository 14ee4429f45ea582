"""Put somebody on the agents' call list, once for one thing, and take them off when its reason falls away.

It falls away where something happens: a "Got it", a chat that serves them, a trip planned again. What only time settles is
the tick's (bot.services.calls). Not here: the list itself (bot.storage.calls), its cards (bot.steps.call_card), what the
agents do (bot.steps.desk.calls).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.call_card import close
from bot.storage.calls import CallEnd, CallRow, CallWhy, call_about, open_of_trip
from bot.storage.chats import chat_by_id
from bot.storage.feedback import answers_of
from bot.storage.recipients import RecipientRow, recipients_of_trip
from bot.storage.trips import TripRow

ACK = "ack:"
"""How "Got it" is kept among the answers: with the delivery's id behind it."""


async def call(
    session: AsyncSession,
    trip_id: int,
    traveller: str,
    why: CallWhy,
    about: str,
    text: str,
    *,
    now: datetime,
    until: datetime | None = None,
) -> CallRow:
    """An agent shall ring `traveller`. about: names the thing; of something unacknowledged, "ack:<delivery>" closes it by
    itself with that tap. text: what they have to hear, plain. until: when it is of no use any more. now: trip time."""
    held = await call_about(session, trip_id, traveller, why, about)
    if held is not None:
        return held
    row = CallRow(
        trip_id=trip_id,
        traveller=traveller,
        why=why,
        about=about,
        text=text,
        opened_at=now,
        until=until,
    )
    session.add(row)
    await session.flush()
    return row


async def settle(session: AsyncSession, runtime: Runtime, row: TripRow, *, now: datetime) -> None:
    """Close every call of this trip whose reason has fallen away. now: trip time."""
    for one in await open_of_trip(session, row.key):
        end = await fallen_away(session, one, row, now=now)
        if end is not None:
            await close(session, runtime, one, row, end, now=now)


async def fallen_away(
    session: AsyncSession, one: CallRow, row: TripRow | None, *, now: datetime
) -> CallEnd | None:
    """Why nobody has to ring any more; None while somebody has to."""
    if row is None or (row.ends_at is not None and row.ends_at <= now):
        return CallEnd.OVER
    if one.traveller not in {person.id for person in row.trip.travellers}:
        return CallEnd.LEFT
    if one.until is not None and one.until < now:
        return CallEnd.USELESS
    bound = await recipients_of_trip(session, row.key)
    match one.why:
        case CallWhy.UNACKNOWLEDGED:
            return CallEnd.ACKNOWLEDGED if await _acknowledged(session, one, bound) else None
        case CallWhy.UNREACHABLE:
            return CallEnd.REACHABLE if await _reached(session, one, bound) else None
    return CallEnd.JOINED if await _reached(session, one, bound) else None


async def _reached(session: AsyncSession, one: CallRow, bound: list[RecipientRow]) -> bool:
    """True when a chat that can be written to serves them."""
    for recipient in bound:
        if one.traveller in recipient.travellers:
            chat = await chat_by_id(session, recipient.chat_id)
            if chat is not None and chat.blocked_at is None:
                return True
    return False


async def _acknowledged(session: AsyncSession, one: CallRow, bound: list[RecipientRow]) -> bool:
    """True when whoever hears for them tapped "Got it" under it."""
    if not one.about.startswith(ACK):
        return False
    holders = {one.traveller, *(each.holder for each in bound if one.traveller in each.travellers)}
    for holder in sorted(holders):
        if await answers_of(session, one.trip_id, holder, one.about):
            return True
    return False
