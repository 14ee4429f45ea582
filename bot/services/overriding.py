"""An agent's word on one touchpoint of one traveller: kept and planned in one transaction.

Not here: keeping it (bot.steps.overriding).
"""

from __future__ import annotations

from bot.runtime import Runtime
from bot.steps.overriding import override as keep
from bot.storage.trips import trip_by_reference
from flows.planning.due import Overridden


async def override(
    runtime: Runtime, reference: str, holder: str, touchpoint: str, said: Overridden, *, occurrence: str = ""
) -> bool:
    """From now on this is the word on it. occurrence: "" for every one. False when no such booking is held."""
    async with runtime.database.write() as session:
        row = await trip_by_reference(session, reference)
        if row is None:
            return False
        now = runtime.clock.trip()
        await keep(session, runtime, row, holder, touchpoint, said, occurrence=occurrence, now=now)
    await runtime.bell.deliver()
    return True
