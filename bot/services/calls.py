"""The call list keeps itself: what is new is put before the agents, what fell away is closed. Rung by the tick.

Not here: who is put on it (bot.steps.calling), how it reads (bot.steps.desk.calls).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.calling import fallen_away
from bot.steps.desk.calls import call_card, close
from bot.steps.enqueue import enqueue
from bot.steps.relay import staff_words
from bot.storage.calls import CallRow, any_open_call, open_calls
from bot.storage.chats import ChatRow, agents_group
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow, trip_by_id
from flows.library.touchpoint import MessageClass


async def tend(runtime: Runtime) -> int:
    """Close what nobody has to ring about any more, then post what was not posted yet, while a group is bound; returns how
    many calls were touched."""
    now = runtime.clock.trip()
    async with runtime.database.read() as session:
        if not await any_open_call(session):
            return 0
        group = await agents_group(session)
        there = group is not None and group.blocked_at is None
        idle = True
        for one in await open_calls(session):
            row = await trip_by_id(session, one.trip_id)
            if (there and not one.posted) or await fallen_away(session, one, row, now=now) is not None:
                idle = False
                break
    if idle:
        return 0
    touched = 0
    async with runtime.database.write() as session:
        group = await agents_group(session)
        for one in await open_calls(session):
            row = await trip_by_id(session, one.trip_id)
            end = await fallen_away(session, one, row, now=now)
            if end is not None:
                await close(session, runtime, one, row, end, now=now)
                touched += 1
            elif group is not None and group.blocked_at is None and not one.posted and row is not None:
                await _post(session, runtime, group, one, row, now=now)
                touched += 1
    if touched:
        await runtime.bell.deliver()
    return touched


async def _post(
    session: AsyncSession, runtime: Runtime, group: ChatRow, one: CallRow, row: TripRow, *, now: datetime
) -> None:
    """The card is about the chat that serves them, so that an erased one takes its words along."""
    serving = [
        each for each in await recipients_of_trip(session, row.key) if one.traveller in each.travellers
    ]
    shown = await enqueue(
        session,
        chat=group.id,
        message=call_card(one, row, staff_words(runtime)),
        now=now,
        message_class=MessageClass.OPERATIONAL,
        subject=serving[0].chat_id if serving else None,
        trip_id=row.key,
    )
    one.posted, one.delivery_id = True, shown.key
    session.add(one)
