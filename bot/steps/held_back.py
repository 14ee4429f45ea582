"""What is suspicious in a paper is named to the agents: conflicts with what they wrote, and what was held back.

The same thing is named once, however often the same paper comes. Not here: what is suspicious (flows.trips.suspicion).
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.nameless import is_nameless
from bot.runtime import Runtime
from bot.steps.relay import tell_agents
from bot.steps.take_in import Outcome, TakenIn, is_held_back
from bot.storage.evidence import AskRow, ask_about
from bot.storage.trips import TripRow
from bot.storage.untold import keep_untold
from flows.trips.suspicion import Suspicion
from flows.trips.unnamed import UNNAMED

TOPIC = "suspicious"
UNNAMED_TOPIC = f"{TOPIC}:unnamed"
TOLD = "told"
CONFLICTS = frozenset({Suspicion.OVERRULED, Suspicion.OVER_CANCELLED, Suspicion.DROPPED})
"""What papers and agents say differently. That a paper names another person of the same booking is common: reports say so,
the group need not hear it."""


async def _ask_who(session: AsyncSession, runtime: Runtime, row: TripRow, *, now: datetime) -> None:
    """Who travels, where the papers of a new booking name nobody."""
    if await ask_about(session, row.key, UNNAMED_TOPIC) is not None:
        return
    session.add(AskRow(trip_id=row.key, topic=UNNAMED_TOPIC, asked_at=now, posted=True, answer=TOLD))
    facts = {"reference": row.reference, "name": UNNAMED}
    if not await tell_agents(session, runtime, "suspicious.unnamed", now=now, facts=facts):
        await keep_untold(session, "suspicious.unnamed", facts, now=now)


async def name_to_agents(
    session: AsyncSession, runtime: Runtime, row: TripRow, taken: TakenIn, *, now: datetime
) -> None:
    """The group hears each doubt once, and that nobody is named; what comes before there is one waits for it."""
    if taken.outcome is Outcome.NEW and is_nameless(taken.booking):
        await _ask_who(session, runtime, row, now=now)
    days = runtime.settings.import_shift_days
    back = taken.outcome is Outcome.SUSPICIOUS
    for doubt in taken.suspicious:
        if not (is_held_back(doubt, days) if back else doubt.kind in CONFLICTS):
            continue
        topic = f"{TOPIC}:{hashlib.sha256(doubt.text.encode()).hexdigest()[:16]}"
        if await ask_about(session, row.key, topic) is not None:
            continue
        session.add(AskRow(trip_id=row.key, topic=topic, asked_at=now, posted=True, answer=TOLD))
        facts = {
            "reference": row.reference,
            "label": doubt.label,
            "was": doubt.was,
            "now": doubt.now,
            "days": str(doubt.days),
        }
        word = f"suspicious.{doubt.kind}"
        if not await tell_agents(session, runtime, word, now=now, facts=facts):
            await keep_untold(session, word, facts, now=now)
