"""What a report on a flight does to everyone on it: kept as evidence, told through the one road of changes, planned again.

The newest status wins and an older one changes nothing; the same again changes nothing either. Not here: who may report and
what waits for an agent (bot.services.flights, bot.steps.desk.flights), the stages that follow (flows.trips).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.calling import call
from bot.steps.changing import keep_status_change
from bot.steps.flight_words import title
from bot.steps.landing import let_go
from bot.steps.relay import staff_words
from bot.steps.replan import replan
from bot.storage.calls import CallWhy
from bot.storage.evidence import EvidenceRow, evidence_of
from bot.storage.flights import START, Place, on_flight
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.talk.length import visible_text
from flows.trips.announced import announced
from flows.trips.difference import difference
from flows.trips.evidence import Evidence, FlightStatus, Source
from flows.trips.flight_report import FlightReport, FlightWord, premature, status_of
from flows.trips.progress import OFFICIAL
from flows.trips.trip import Segment

A_DAY = timedelta(days=1)
TOGETHER = 50
"""Trips in one transaction: few enough that nobody is kept waiting."""

PROGRESS = frozenset({FlightWord.DEPARTED, FlightWord.LANDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """What one batch did. trips: how many were looked at; changed: those that are otherwise now; after: the last one's trip
    and segment; more: there are others behind it."""

    trips: int = 0
    changed: int = 0
    after: Place = START
    more: bool = False


async def report(
    session: AsyncSession,
    runtime: Runtime,
    told: FlightReport,
    *,
    by: str = "",
    source: Source = Source.AGENT,
    now: datetime,
    after: Place = START,
    limit: int | None = None,
) -> Flown:
    """Apply a report to up to `limit` (else TOGETHER) of those on the flight, from the place behind `after`. by: who says so.
    now: trip time."""
    most = limit or TOGETHER
    found = await on_flight(session, told.number, told.day, after=after, limit=most + 1)
    batch, changed = found[:most], 0
    for row, segment_id in batch:
        changed += await apply_to(session, runtime, row, segment_id, told, by=by, source=source, now=now)
    return Flown(
        trips=len(batch),
        changed=changed,
        after=(batch[-1][0].key, batch[-1][1]) if batch else after,
        more=len(found) > most,
    )


async def apply_to(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    segment_id: str,
    told: FlightReport,
    *,
    by: str,
    source: Source,
    now: datetime,
) -> bool:
    """A report for one segment of one trip; true when it said anything new of it."""
    evidence = await evidence_of(session, row.key)
    status = news(told, segment_of(row, segment_id), evidence, source=source, who=by)
    if status is None:
        return False
    changed = await say(session, runtime, row, evidence, status, now=now)
    if changed and not await recipients_of_trip(session, row.key):
        await _ring(session, runtime, row, told, status, now=now)
    return True


async def _ring(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    told: FlightReport,
    status: FlightStatus,
    *,
    now: datetime,
) -> None:
    """Nobody of this trip reads here: somebody has to call who booked it, or who flies."""
    segment = segment_of(row, status.segment)
    lead = row.trip.booking.lead.id
    who = lead if not segment.travellers or lead in segment.travellers else segment.travellers[0]
    text = visible_text(title(told, staff_words(runtime), (segment, status)))
    about = f"flight:{segment.id}:{told.word}:{told.delay or ''}{status.departs or ''}"
    until = status.arrives or segment.departs.utc
    await call(
        session,
        row.key,
        who,
        CallWhy.NO_CHAT,
        about,
        text,
        now=now,
        until=max(until, now) + A_DAY if until is not None else None,
    )


async def say(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    evidence: Evidence,
    status: FlightStatus,
    *,
    now: datetime,
) -> bool:
    """Keep what is said of a segment, tell it where it is news, and plan the trip again. evidence: what was held before.
    True when its travellers would notice."""
    session.add(EvidenceRow.of(row.key, status))
    await session.flush()
    booking = row.trip.booking
    change = difference(announced(booking, evidence), announced(booking, (*evidence, status)), now=now)
    if change is not None:
        await keep_status_change(session, row, change, now=min(status.at, now))
    await replan(session, runtime, row, now=now, changed=True)
    await let_go(session, row, now=now)
    return change is not None


def segment_of(row: TripRow, segment_id: str) -> Segment:
    """A segment of the trip; the index names only those that are there."""
    return next(one for one in row.trip.booking.segments if one.id == segment_id)


def news(
    told: FlightReport, segment: Segment, evidence: Evidence, *, source: Source, who: str
) -> FlightStatus | None:
    """What this report says that is not held yet; None for what is known, older, about no printed time, or, where a service
    says so, too early to be true."""
    status = status_of(told, segment, source=source, who=who)
    latest = newest(evidence, segment.id)
    if source is Source.FLIGHT_STATUS and premature(told, segment, latest):
        return None
    if status is None or latest is None:
        return status
    if status.at < latest.at or _alike(status, latest):
        return None
    return status


def newest(evidence: Evidence, segment_id: str) -> FlightStatus | None:
    """The latest status of a segment that an agent or a service gave."""
    found = [
        one
        for one in evidence
        if isinstance(one, FlightStatus) and one.segment == segment_id and one.source in OFFICIAL
    ]
    return max(found, key=lambda one: one.at, default=None)


def contradicts(told: FlightReport, segment: Segment, evidence: Evidence) -> bool:
    """True where an agent said otherwise of this flight: that it goes or has landed is seen, all else is weighed."""
    latest = newest(evidence, segment.id)
    if latest is None or latest.source is not Source.AGENT or told.word in PROGRESS:
        return False
    status = status_of(told, segment)
    return status is not None and status.at >= latest.at and not _alike(status, latest)


def _alike(one: FlightStatus, other: FlightStatus) -> bool:
    said = [
        (_minute(status.departs), _minute(status.arrives), status.landed, status.left, status.cancelled)
        for status in (one, other)
    ]
    return said[0] == said[1] and one.diverted == other.diverted


def _minute(at: datetime | None) -> datetime | None:
    """Services repeat themselves by the second."""
    return at - timedelta(seconds=at.second, microseconds=at.microsecond) if at is not None else None
