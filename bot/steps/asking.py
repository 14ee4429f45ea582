"""What the bot must ask an agent about a trip, each once: no way home, a place without a zone, a leg without a time or of
which the departure alone was moved.

Not here: how it reaches the group (bot.services) and what an answer does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.evidence import AskRow, asks_of
from bot.storage.trips import TripRow
from flows.trips.evidence import Stage
from flows.trips.life import Life
from flows.trips.times import MOVED_ALONG
from flows.trips.trip import Trip

NO_RETURN = "no_return"
ZONE_UNKNOWN = "zone_unknown"
NO_TIME = "no_time"
NO_ARRIVAL = "no_arrival"
CHILDREN_ALONE = "children_alone"


def questions(trip: Trip, lives: Iterable[Life]) -> Iterator[str]:
    """The topics that this trip leaves open: "no_return", "zone_unknown:<segment>", "no_time:<segment>",
    "no_arrival:<segment>@<its new departure>", "children_alone"."""
    if trip.cancelled:
        return
    if all(person.minor for person in trip.travellers):
        yield CHILDREN_ALONE
    for segment in trip.booking.segments:
        if segment.cancelled or not segment.kind.is_leg:
            continue
        if segment.departs.clock is None and segment.departs.instant is None:
            yield f"{NO_TIME}:{segment.id}"
        elif segment.departs.utc is None or segment.destination.zone is None:
            yield f"{ZONE_UNKNOWN}:{segment.id}"
        if segment.arrives is not None and segment.arrives.inferred == MOVED_ALONG:
            yield f"{NO_ARRIVAL}:{segment.id}@{segment.departs.iso}"
    if any(lived.timeline[-1].stage is Stage.ON_SITE for lived in lives):
        yield NO_RETURN


def is_answered(topic: str, trip: Trip) -> bool:
    """True for a question that was asked of a segment, and that the booking answers by now."""
    asked = topic.startswith((f"{NO_TIME}:", f"{ZONE_UNKNOWN}:", f"{NO_ARRIVAL}:"))
    return asked and topic not in questions(trip, ())


async def ask_agents(
    session: AsyncSession, row: TripRow, trip: Trip, lives: Iterable[Life], *, now: datetime
) -> datetime | None:
    """lives: those of the party. Write down what has not been asked yet. Trips that are over ask nothing. Returns when to
    look again: whether there is a way home is asked once they have left, for until then it may yet be booked."""
    if row.ends_at is not None and row.ends_at <= now:
        return None
    topics = set(questions(trip, lives)) - await asks_of(session, row.key)
    again = row.departs_at if row.departs_at is not None and now < row.departs_at else None
    if NO_RETURN not in topics:
        again = None
    elif again is not None:
        topics.discard(NO_RETURN)
    for topic in sorted(topics):
        session.add(AskRow(trip_id=row.key, topic=topic, asked_at=now))
    return again
