"""Keep what travellers let us know of where they are, and forget it again. The position itself is never kept: only the zone
it lies in, the place of the trip that it is near, and what follows for the leg under way.

Not here: what it says (flows.trips.sighting), the question before the first one (flows.talk.whereabouts), forgetting it when
a trip ends (bot.services.tidying).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.landing import let_go
from bot.steps.replan import replan
from bot.steps.situation import Situation
from bot.steps.talk.known import Loaded
from bot.storage.evidence import EvidenceRow, forget_positions, replace_position
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import trip_by_id
from flows.trips.evidence import Evidence, FlightStatus, Position, Word

AGAIN = timedelta(minutes=30)
"""A live location says the same every few seconds: heard once in so long it is fresh enough."""


async def keep(
    session: AsyncSession, runtime: Runtime, found: Situation, said: Evidence, *, now: datetime
) -> None:
    """Add what is new of it, and plan the trip again if it says anything of the way. now: trip time."""
    fresh = [one for one in said if not _known(one, found.evidence)]
    for one in fresh:
        if isinstance(one, Position):
            await replace_position(session, found.row.key, one.traveller)
        session.add(EvidenceRow.of(found.row.key, one))
    if not fresh:
        return
    await session.flush()
    if any(not isinstance(one, Position) for one in fresh):
        await replan(session, runtime, found.row, now=now, changed=True)
        await let_go(session, found.row, now=now)


async def forget(session: AsyncSession, runtime: Runtime, loaded: Loaded, *, now: datetime) -> None:
    """The yes to locations was taken back: of this chat's travellers nothing of it is left."""
    for trip in loaded.known.trips:
        bound = [one for one in await recipients_of_trip(session, trip.id) if one.holder == trip.holder]
        travellers = [person for one in bound for person in one.travellers]
        row = await trip_by_id(session, trip.id)
        if row is not None and await forget_positions(session, trip.id, travellers):
            await replan(session, runtime, row, now=now, changed=True)


def _known(one: Word | FlightStatus | Position, held: Evidence) -> bool:
    """Was the same said just before, with nothing else since?"""
    before = [
        other
        for other in held
        if type(other) is type(one) and _subject(other) == _subject(one) and other.at <= one.at
    ]
    latest = max(before, key=lambda other: other.at, default=None)
    if latest is None or replace(latest, at=one.at) != one:
        return False
    lasts = (
        isinstance(one, FlightStatus) and not one.waits
    )  # who has landed has landed; who waits has waited longer
    return lasts or one.at - latest.at <= AGAIN


def _subject(one: Word | FlightStatus | Position) -> tuple[object, ...]:
    segment = one.segment if isinstance(one, FlightStatus) else ""
    return (one.traveller, segment)
