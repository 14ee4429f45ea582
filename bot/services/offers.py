"""Requests that no agents' group has seen yet: posted as soon as one is bound. Rung by the tick.

Not here: what the card says and what an answer does (bot.steps.desk.offers).
"""

from __future__ import annotations

from bot.runtime import Runtime
from bot.steps.desk.offers import post_request
from bot.storage.chats import agents_group
from bot.storage.offer_requests import unposted_requests


async def post(runtime: Runtime) -> int:
    """Post what waits, while a group is bound; returns how many."""
    async with runtime.database.read() as session:
        group = await agents_group(session)
        if group is None or group.blocked_at is not None or not await unposted_requests(session, limit=1):
            return 0
    posted = 0
    async with runtime.database.write() as session:
        for row in await unposted_requests(session):
            posted += await post_request(session, runtime, row, now=runtime.clock.trip())
    if posted:
        await runtime.bell.deliver()
    return posted
