"""Keep an agent's word on one touchpoint of one traveller, and plan the trip again with it, in the open transaction.

Not here: what the word means (flows.planning), the release of what waits for one (bot.steps.desk.releasing).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.replan import replan
from bot.storage.evidence import OverrideRow
from bot.storage.trips import TripRow
from flows.planning.due import Overridden


async def override(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    holder: str,
    touchpoint: str,
    said: Overridden,
    *,
    occurrence: str = "",
    now: datetime,
) -> None:
    """From now on this is the word on it, in place of an earlier one. occurrence: "" for every one. now: trip time."""
    key = (row.key, holder, touchpoint, occurrence)
    held = await session.get(OverrideRow, key) or OverrideRow(
        trip_id=row.key, holder=holder, touchpoint=touchpoint, occurrence=occurrence, word=said.word
    )
    held.word, held.at, held.text = said.word, said.at, said.text
    session.add(held)
    await session.flush()
    await replan(session, runtime, row, now=now, changed=True)
