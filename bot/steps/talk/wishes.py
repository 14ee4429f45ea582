"""Keep what a traveller let us know: what is celebrated, and the way from home to the first departure.

Not here: what it is answered with (flows.talk.wishes). The caller plans the trip again.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow


def celebrate(session: AsyncSession, row: TripRow, occasion: str) -> None:
    """The trip celebrates this too."""
    held = row.traits.get("occasions", [])
    if occasion not in held:
        row.traits = {**row.traits, "occasions": [*held, occasion]}
        session.add(row)


def travel(session: AsyncSession, bound: RecipientRow, minutes: int) -> None:
    """This holder lives so many minutes from the first departure."""
    bound.travel_minutes = minutes
    session.add(bound)
