"""Holds that have run out: the bot talks again, and the agents hear it. Rung by the tick.

Not here: taking and releasing (bot.steps.desk.holding).
"""

from __future__ import annotations

from bot.runtime import Runtime
from bot.steps.desk.holding import let_go
from bot.steps.relay import tell_agents
from bot.storage.chats import lapsed_holds


async def lapse(runtime: Runtime) -> int:
    """End every hold whose time is over; returns how many."""
    now = runtime.clock.trip()
    async with runtime.database.read() as session:
        if not await lapsed_holds(session, now):
            return 0
    async with runtime.database.write() as session:
        lapsed = await lapsed_holds(session, now)
        for chat in lapsed:
            agent = chat.held_by
            await let_go(session, chat, now)
            word, facts = "hold.lapsed", {"agent": agent, "name": chat.name}
            if not agent:  # it waited for a colleague, and none came
                word, facts = "hold.untaken", {"name": chat.name}
            await tell_agents(session, runtime, word, now=now, subject=chat.id, facts=facts)
    if lapsed:
        await runtime.bell.deliver()
    return len(lapsed)
