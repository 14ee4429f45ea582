"""An agent changes a booking by hand: one transaction, the plan of the trip along with it.

Not here: what an edit does to a booking (flows.trips.editing), the command in the group (bot.steps.desk.editing).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.runtime import Runtime
from bot.steps import editing
from bot.steps.editing import EditedTrip
from bot.storage.trips import trip_by_reference
from flows.errors import EditRefused
from flows.trips.edits import Edit, Refusal


async def edit(
    runtime: Runtime, reference: str, edits: Sequence[Edit], *, by: str, dry_run: bool = False
) -> EditedTrip:
    """Make these edits to the booking with this reference, all or none. by: who says so. dry_run: only say what would be,
    with the messages that would follow. Raises EditRefused, with its reason, when one cannot be made."""
    now = runtime.clock.trip()
    database = runtime.database
    async with database.tried() if dry_run else database.write() as session:
        held = await trip_by_reference(session, reference)
        if held is None:
            raise EditRefused(reason=Refusal.NO_TRIP, about=reference)
        if dry_run:  # made, planned and undone
            return await editing.preview(session, runtime, held, edits, now=now)
        edited = await editing.edit(session, runtime, held, edits, by=by, now=now)
    await runtime.bell.deliver()
    return edited
