"""What a tour leader's /who asks for: everyone by those who travel together, and whom no chat reaches.

Not here: how it reads (flows.talk.company).
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.situation import Situation
from bot.storage.chats import chat_by_id
from bot.storage.recipients import recipients_of_trip
from flows.talk.addressed import NAMELESS, first_name
from flows.talk.dialogue import TripKnown
from flows.trips.moments import TRIP


async def with_company(session: AsyncSession, known: TripKnown, found: Situation) -> TripKnown:
    """The same with the group, where this chat is its leader's."""
    if not found.leads:
        return known
    together: dict[tuple[str, ...], list[str]] = {}
    for person in found.trip.travellers:
        together.setdefault(found.lives.taken(person.id), []).append(person.id)
    reached: set[str] = set()
    for bound in await recipients_of_trip(session, found.row.key):
        chat = await chat_by_id(session, bound.chat_id)
        if chat is not None and chat.blocked_at is None and bound.holder not in found.trip.surprised:
            reached.update(bound.travellers)
    names = (first_name(one, found.trip) for one in found.trip.travellers if one.id not in reached)
    return replace(
        known,
        company=tuple(found.facts_of(tuple(people), TRIP) for people in together.values()),
        unreached=tuple(name for name in names if name != NAMELESS),
    )
