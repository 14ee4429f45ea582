"""Agents' answers that did not reach the traveller: the group hears it. Rung by the tick.

Not here: sending them (bot.steps.desk.replies), and why they failed (bot.services.delivery).
"""

from __future__ import annotations

from bot.runtime import Runtime
from bot.steps.relay import tell_agents
from bot.storage.chats import agents_group, chat_by_id
from bot.storage.deliveries import failed_replies


async def undelivered(runtime: Runtime) -> int:
    """Tell the agents of each answer that failed, once, while a group is bound; returns how many."""
    async with runtime.database.read() as session:
        group = await agents_group(session)
        if group is None or group.blocked_at is not None or not await failed_replies(session, limit=1):
            return 0
    now, told = runtime.clock.trip(), 0
    async with runtime.database.write() as session:
        for row in await failed_replies(session):
            chat = await chat_by_id(session, row.chat_id)
            name = (chat.name if chat is not None else "") or str(row.chat_id)
            if not await tell_agents(
                session, runtime, "desk.failed", now=now, subject=row.chat_id, facts={"name": name}
            ):
                break  # the group went meanwhile: it waits for the next one
            row.body = {**row.body, "agent": ""}  # told: it is not found again
            session.add(row)
            told += 1
    if told:
        await runtime.bell.deliver()
    return told
