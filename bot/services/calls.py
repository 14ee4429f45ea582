"""Whom agents have to ring: posted to their group, and closed when time settles it. Rung by the tick, which asks only for
what is new or out of time.

Not here: who is put on the list and what closes it by itself (bot.steps.calling), how a card reads (bot.steps.call_card).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.call_card import call_card, close
from bot.steps.calling import fallen_away
from bot.steps.enqueue import enqueue
from bot.steps.relay import staff_words
from bot.storage.calls import CallEnd, CallRow, any_to_tend, out_of_time, post_without_cards, unposted_calls
from bot.storage.chats import ChatRow, agents_group
from bot.storage.deliveries import queued_for
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow, trip_by_id
from flows.library.touchpoint import MessageClass
from flows.talk.message import OutgoingMessage

AT_ONCE = 20
"""Cards a ring, as many as a group takes a minute; what is behind them is a line with their number."""


async def tend(runtime: Runtime) -> int:
    """Close what time has settled, then post what was not posted yet, while a group is bound that keeps up; returns how many
    calls were touched."""
    now = runtime.clock.trip()
    async with runtime.database.read() as session:
        late, fresh = await any_to_tend(session, now=now)
        idle = not late and not (fresh and await _open_group(session) is not None)
    if idle:
        return 0
    async with runtime.database.write() as session:
        touched = await _close(session, runtime, now=now)
        group = await _open_group(session)
        if group is not None:
            touched += await _post(session, runtime, group, now=now)
    if touched:
        await runtime.bell.deliver()
    return touched


async def _open_group(session: AsyncSession) -> ChatRow | None:
    """The agents' group, while not more waits for it than leaves in a minute: nothing else shall stand behind the cards."""
    group = await agents_group(session)
    if group is None or group.blocked_at is not None:
        return None
    return group if await queued_for(session, group.id) < AT_ONCE else None


async def _close(session: AsyncSession, runtime: Runtime, *, now: datetime) -> int:
    late = await out_of_time(session, now=now, limit=AT_ONCE)
    for one in late:
        row = await trip_by_id(session, one.trip_id)
        end = await fallen_away(session, one, row, now=now)
        await close(session, runtime, one, row, end or CallEnd.USELESS, now=now)
    return len(late)


async def _post(session: AsyncSession, runtime: Runtime, group: ChatRow, *, now: datetime) -> int:
    touched = 0
    for one in await unposted_calls(session, limit=AT_ONCE):
        row = await trip_by_id(session, one.trip_id)
        end = await fallen_away(session, one, row, now=now)
        if row is None or end is not None:
            await close(session, runtime, one, row, end or CallEnd.OVER, now=now)
        else:
            await _card(session, runtime, group, one, row, now=now)
        touched += 1
    await session.flush()
    more = await post_without_cards(session)
    if more:
        line = OutgoingMessage(text=staff_words(runtime).say("call.more", count=more))
        await enqueue(session, chat=group.id, message=line, now=now, message_class=MessageClass.OPERATIONAL)
    return touched + more


async def _card(
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
