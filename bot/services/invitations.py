"""Issue the ways in of a booking again: what was open before is worthless from then on."""

from __future__ import annotations

from bot.runtime import Runtime
from bot.steps.invite import Issued, issue
from bot.storage.trips import trip_by_reference


async def reissue(runtime: Runtime, reference: str) -> list[Issued] | None:
    """New codes for everyone of the party who may have one; None when no such booking is held."""
    async with runtime.database.write() as session:
        row = await trip_by_reference(session, reference)
        if row is None:
            return None
        everyone = [person.id for person in row.trip.travellers]
        return await issue(session, row, everyone, runtime.clock.trip())
