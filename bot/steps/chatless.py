"""A change is told to a party, and some of its adults have no chat that would tell them: an agent rings them.

Only where others of the party are told: who never uses the bot is informed as ever. Not here: the call list (calling).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.calling import call
from bot.steps.relay import staff_words
from bot.storage.calls import CallWhy
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.talk.changes import of_change
from flows.talk.facts import gathered
from flows.talk.length import visible_text
from flows.trips.changes import Change
from flows.trips.difference import concerned
from flows.trips.lives import Lives
from flows.trips.trip import Traveller


async def tell_chatless(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    lives: Lives,
    bound: Collection[RecipientRow],
    changes: Collection[str],
    *,
    now: datetime,
) -> None:
    """changes: ids of those that are told now. now: trip time."""
    if not changes:
        return
    trip = lives.trip
    served = {person for one in bound if one.holder not in trip.surprised for person in one.travellers}
    for person in trip.travellers:
        if person.minor or person.id in served or person.id in trip.surprised:
            continue
        for change in trip.changes:
            text = _text(runtime, lives, person, change, now) if change.id in changes else ""
            if text:
                until = concerned(change, trip.booking, now=now)
                await call(
                    session, row.key, person.id, CallWhy.NO_CHAT, change.id, text, now=now, until=until
                )


def _text(runtime: Runtime, lives: Lives, person: Traveller, change: Change, now: datetime) -> str:
    """What they have to hear, in staff's language; empty when it is nothing of theirs."""
    words = staff_words(runtime)
    if not change.lines:
        return visible_text(words.say(f"call.trip_{change.kind}"))
    facts = gathered(
        lives.trip,
        (person.id,),
        library=runtime.library,
        locale=words.locale,
        now=now,
        occurrence=change.id,
        lives=lives,
    )
    return visible_text(of_change(facts) or "")
