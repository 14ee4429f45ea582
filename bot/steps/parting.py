"""Who dropped out, and their chat: what it is told, and for how long what they write still reaches the agents.

Not here: that they leave (leaving), a chat that was never theirs (unbinding).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.bind import tell_former
from bot.steps.carding import clear_card
from bot.storage.recipients import RecipientRow, left_since, recipients_of_chat
from bot.storage.trips import TripRow, trip_by_id

LISTENS = timedelta(days=30)
"""How long the agents read what they write."""

DROPPED = "join.dropped"


async def part(
    session: AsyncSession, runtime: Runtime, row: TripRow, left: RecipientRow, *, now: datetime
) -> None:
    """The card shows nothing of the trip any more, and one line says so, without a sound. now: trip time."""
    await clear_card(session, runtime.library, left, now=now)
    if is_told(row, left.holder, now=now):
        await tell_former(session, runtime.library, left.chat_id, row, now=now, word=DROPPED, silent=True)


def is_told(row: TripRow, holder: str, *, now: datetime) -> bool:
    """False where the line would hurt or give something away: in care, of a surprise, and once the trip is over."""
    over = row.ends_at is not None and row.ends_at <= now
    return not (row.care or over or holder in row.trip.surprised)


async def former(session: AsyncSession, chat: int, *, now: datetime) -> tuple[RecipientRow, TripRow] | None:
    """Whose chat this was until they dropped out lately, the last of several; None for any other."""
    for left in await left_since(session, chat, now - LISTENS):
        row = await trip_by_id(session, left.trip_id)
        if row is not None and left.holder not in {person.id for person in row.trip.travellers}:
            return left, row
    return None


async def is_listened_to(session: AsyncSession, chat: int, *, now: datetime) -> bool:
    """True for a chat on a trip, and for one of somebody who dropped out lately."""
    return bool(await recipients_of_chat(session, chat)) or await former(session, chat, now=now) is not None
