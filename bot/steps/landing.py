"""What waited for a landing: let go when they land earlier than was thought, and folded when several are late by then.

Not here: what may be folded (flows.planning.landing), that everything waits while they fly (flows.planning.claim).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.followed import life_of
from bot.steps.situation import Situation
from bot.storage.deliveries import DeliveryRow, State, waiting_for_reason
from bot.storage.evidence import evidence_of
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.library.touchpoint import MessageClass
from flows.planning.budget import CLASSES
from flows.planning.due import Reason
from flows.planning.landing import FEWEST, folds, key_of
from flows.trips.lives import Lives

log = structlog.get_logger()

Useful = Callable[[DeliveryRow], bool]


async def let_go(session: AsyncSession, row: TripRow, *, now: datetime) -> None:
    """They are on the ground by what is known now: what waited for a later landing waits no longer. now: trip time."""
    lives = Lives(row.trip, await evidence_of(session, row.key))
    for bound in await recipients_of_trip(session, row.key):
        if life_of(lives, bound).airborne_until(now) is not None:
            continue
        for one in await waiting_for_reason(session, bound.chat_id, Reason.AIRBORNE):
            if one.trip_id == row.key and one.holder == bound.holder and one.not_before > now:
                one.not_before = now
                session.add(one)


async def fold(
    session: AsyncSession, row: DeliveryRow, found: Situation, useful: Useful, *, now: datetime
) -> bool:
    """One message in place of all that waited with this row for the landing; False where there are not several.

    useful: whether a row may still go, but for what only delays it.
    """
    waited = [
        one
        for one in await waiting_for_reason(session, row.chat_id, Reason.AIRBORNE)
        if one.trip_id == row.trip_id and one.holder == row.holder and _foldable(one, found, now)
    ]
    waited = [one for one in waited if useful(one)]
    if row not in waited or len(waited) < FEWEST:
        return False
    waited.sort(key=lambda one: (one.planned_at or now, one.key))
    key = key_of(now)
    session.add(
        DeliveryRow(
            trip_id=row.trip_id,
            recipient_id=row.recipient_id,
            chat_id=row.chat_id,
            holder=row.holder,
            touchpoint=key.touchpoint,
            occurrence=key.occurrence,
            travellers=list(dict.fromkeys(person for one in waited for person in one.travellers)),
            message_class=MessageClass.OPERATIONAL,
            lane=CLASSES[MessageClass.OPERATIONAL].lane,
            not_before=now,
            planned_at=now,
            zone=row.zone,
            created_at=now,
            folded=[{"touchpoint": one.touchpoint, "occurrence": one.occurrence} for one in waited],
        )
    )
    for one in waited:
        one.state, one.reason, one.settled_at = State.SKIPPED, Reason.IN_DIGEST, now
        session.add(one)
    await session.flush()
    log.info("What waited for the landing is folded.", action="landing_folded", rows=len(waited))
    return True


def _foldable(row: DeliveryRow, found: Situation, now: datetime) -> bool:
    touchpoint = found.library.touchpoint(row.touchpoint or "")
    plain = not (row.repeat or row.confirmed or row.own_text or row.attempt)
    return plain and touchpoint is not None and folds(touchpoint, planned=row.planned_at, now=now)
