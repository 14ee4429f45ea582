"""Until when duty of care needs what is kept of a traveller, and what is kept, by kind and count.

From seven days before leaving to the end of the trip somebody may have to be found, warned or helped (S25). Not here:
how it is told (flows.talk.privacy), erasing (erase).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.situation import Situation
from bot.storage.chats import ChatRow
from bot.storage.holdings import counts_of
from flows.talk.dialogue import Holdings
from flows.talk.wishes import WISH
from flows.trips.evidence import Stage
from flows.trips.life import Life
from flows.trips.times import resolve, zone_info

DAYS_BEFORE = 7
MIDNIGHT = time(0)


async def holdings(
    session: AsyncSession, chat: ChatRow, situations: Iterable[Situation], *, now: datetime
) -> Holdings:
    """What /privacy tells. now: trip time."""
    found = list(situations)
    counts = await counts_of(session, chat.id, [one.bound for one in found], wish=WISH)
    needed = needed_until(found, now=now)
    zone = found[0].trip.home_zone if found else None
    day = needed.astimezone(zone_info(zone or "UTC")).date() if needed is not None else None
    return Holdings(
        messages=counts.messages,
        ticks=counts.ticks,
        answers=counts.answers,
        wishes=counts.wishes,
        needed=needed,
        until=day,
        due=chat.erase_asked_at is not None,
    )


def needed_until(situations: Iterable[Situation], *, now: datetime) -> datetime | None:
    """The end of the last trip that is live for this chat; None when none is, and nothing has to be kept."""
    ends = [end for one in situations if (end := _live_until(one, now)) is not None]
    return max(ends, default=None)


def _live_until(one: Situation, now: datetime) -> datetime | None:
    if one.trip.cancelled or one.life.itinerary.cancelled or one.estimate.stage is Stage.AFTERWARDS:
        return None
    leaves, end = one.life.itinerary.leaves, _end(one.life) or one.row.ends_at
    if leaves is None or end is None or end <= now:
        return None
    zone = one.trip.home_zone or "UTC"
    first = leaves.astimezone(zone_info(zone)).date() - timedelta(days=DAYS_BEFORE)
    return end if now >= resolve(first, MIDNIGHT, zone) else None


def _end(lived: Life) -> datetime | None:
    last = lived.timeline[-1]
    return last.since if last.stage is Stage.AFTERWARDS else None
