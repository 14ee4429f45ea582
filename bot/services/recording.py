"""What the ledger knows of what stands in a chat, for who writes down what is seen there. Nothing is changed.

Not here: the record itself (bot.rehearsing.recording).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.runtime import Runtime
from bot.storage.deliveries import delivery_of_message, messages_about
from bot.storage.evidence import evidence_of
from bot.storage.recipients import recipients_of_chat
from bot.storage.trips import trip_by_id
from flows.rehearsal.record import Whereabouts
from flows.trips.life import life


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What stands in a chat: the delivery that brought it (0: forgotten), what it is, when it came, who reads it where."""

    delivery: int = 0
    touchpoint: str = ""
    occurrence: str = ""
    message_class: str = ""
    at: datetime | None = None
    whereabouts: Whereabouts = Whereabouts()


async def meet(runtime: Runtime, chat: int, message_id: int | None = None) -> Met:
    """What the ledger knows of a message, or, without one, of a chat: nothing of what was erased."""
    now = runtime.clock.trip()
    async with runtime.database.read() as session:
        row = await delivery_of_message(session, chat, message_id) if message_id is not None else None
        bound = await recipients_of_chat(session, chat)
        if row is not None and row.trip_id is not None:
            bound = [one for one in bound if one.trip_id == row.trip_id] or bound
        where = Whereabouts()
        if bound:
            held = await trip_by_id(session, bound[0].trip_id)
            if held is not None and any(person.id == bound[0].holder for person in held.trip.travellers):
                lived = life(held.trip, bound[0].holder, await evidence_of(session, held.key))
                where = Whereabouts(
                    stage=lived.estimate(now=now).stage, zone=lived.zone_at(now) or held.trip.home_zone
                )
        if row is None:
            return Met(whereabouts=where)
        return Met(
            delivery=row.key,
            touchpoint=row.touchpoint or "",
            occurrence=row.occurrence or "",
            message_class=row.message_class,
            at=row.settled_at,
            whereabouts=where,
        )


async def about(runtime: Runtime, group: int, chat: int) -> list[int]:
    """The messages in the agents' group that are about whoever reads in `chat`, oldest first."""
    async with runtime.database.read() as session:
        return await messages_about(session, group, chat)
