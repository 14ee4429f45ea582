"""What is said of flights: by a status service, and by an agent at the command line. Small things apply at once; what takes
a trip apart waits for an agent's word in the group.

Idempotent: the same again, and anything older than what is known, changes nothing. Not here: who may call (bot.web), what a
payload says (flows.trips.flight_status), what a report does (bot.steps.flying).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DatabaseError
from bot.runtime import Runtime
from bot.steps.desk.flight_card import Preview, preview
from bot.steps.desk.flights import choices, keep_report, show_end, understood, void
from bot.steps.enqueue import enqueue
from bot.steps.flying import TOGETHER, contradicts, newest, news, report, segment_of
from bot.steps.relay import staff_words
from bot.storage.chats import agents_group
from bot.storage.evidence import evidence_of
from bot.storage.flights import (
    FlightReportRow,
    Place,
    ReportState,
    on_flight,
    report_by_id,
    report_document,
    reports_in,
    waiting_reports,
)
from flows.library.touchpoint import MessageClass
from flows.talk.message import OutgoingMessage
from flows.talk.wording import sendable
from flows.trips.evidence import Source
from flows.trips.flight_report import FlightReport, weighty
from flows.trips.flight_status import read_reports

log = structlog.get_logger()

LONG_GONE = timedelta(days=2, hours=12)
"""From its date's midnight in UTC: by then a flight has left for a day, wherever that was, and nobody decides about it."""


class Verdict(StrEnum):
    """What became of one report."""

    NOBODY = "nobody"
    KNOWN = "known"
    APPLIED = "applied"
    WAITS = "waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One flight of a payload. trips: how many are on it."""

    number: str
    day: str
    verdict: Verdict
    trips: int


async def receive(runtime: Runtime, payload: Mapping[str, Any]) -> tuple[Received, ...]:
    """Take in what a status service sent, flight by flight. Raises UnreadableStatus; then nothing of it is taken in."""
    found = []
    for told in read_reports(payload, at=runtime.clock.trip()):
        found.append(await take_report(runtime, told))
    await runtime.bell.deliver()
    return tuple(found)


async def take_report(runtime: Runtime, told: FlightReport) -> Received:
    """One report of a service: applied, or put before an agent."""
    now = runtime.clock.trip()
    async with runtime.database.write() as session:
        verdict, row, trips = await _judged(session, runtime, told)
    while row is not None and row.state == ReportState.APPLYING:
        row = await _go_on(runtime, row)
    log.info(
        "A flight's status came in.",
        action="flight_status_received",
        flight=told.number,
        day=told.day.isoformat(),
        word=told.word,
        verdict=verdict,
        trips=trips,
        late=(now - told.at).total_seconds(),
    )
    return Received(number=told.number, day=told.day.isoformat(), verdict=verdict, trips=trips)


async def _judged(
    session: AsyncSession, runtime: Runtime, told: FlightReport
) -> tuple[Verdict, FlightReportRow | None, int]:
    now = runtime.clock.trip()
    found = await on_flight(session, told.number, told.day)
    if not found:
        return Verdict.NOBODY, None, 0
    fresh = asks = False
    for row, segment_id in found:
        try:
            segment, evidence = segment_of(row, segment_id), await evidence_of(session, row.key)
        except DatabaseError:
            raise
        except Exception:  # the others shall hear
            log.exception("A trip on a flight cannot be read.", action="flight_trip_unread", trip=row.id)
            continue
        if news(told, segment, evidence, source=Source.FLIGHT_STATUS, who="") is not None:
            fresh = True
            asks = asks or weighty(told, segment, newest(evidence, segment.id))
            asks = asks or contradicts(told, segment, evidence)
    waiting = await waiting_reports(session, told.number, told.day)
    waiting = [one for one in waiting if one.source != Source.AGENT]
    if any(one.report.at > told.at for one in waiting):
        return Verdict.KNOWN, None, len(found)
    if any(_same(one.report, told) for one in waiting):
        return Verdict.WAITS, None, len(found)
    await void(session, runtime, told, now=now)  # what it was before is not what it is now
    if not fresh:
        return Verdict.KNOWN, None, len(found)
    made = await keep_report(session, told, source=Source.FLIGHT_STATUS, who="", trips=len(found), now=now)
    if asks:
        return Verdict.WAITS, None, len(found)
    made.posted, made.state = True, ReportState.APPLYING
    session.add(made)
    return Verdict.APPLIED, made, len(found)


def _same(one: FlightReport, other: FlightReport) -> bool:
    """The same said again, whenever."""
    said = [{**report_document(each), "at": ""} for each in (one, other)]
    return said[0] == said[1]


async def tend(runtime: Runtime) -> int:
    """Put before the agents what waits for them, and go on with what was let go; returns how many reports moved. Rung by
    the tick."""
    async with runtime.database.read() as session:
        waiting = [one for one in await reports_in(session, ReportState.WAITS) if not one.posted]
        going = await reports_in(session, ReportState.APPLYING)
        group = await agents_group(session)
    moved = 0
    if waiting and group is not None and group.blocked_at is None:
        moved += await _post(runtime, group.id)
    for row in going:
        await _go_on(runtime, row)
        moved += 1
    if moved:
        await runtime.bell.deliver()
    return moved


async def _go_on(runtime: Runtime, row: FlightReportRow) -> FlightReportRow:
    """One more batch. Where a trip breaks it they go one by one, and that trip is passed over: the others shall hear."""
    for limit in (None, 1):
        try:
            return await _batch(runtime, row, limit)
        except DatabaseError:
            raise
        except Exception:
            log.exception(
                "A flight's report could not be applied.",
                action="flight_report_failed",
                report=row.id,
                trips=limit or TOGETHER,
            )
    return await _pass_over(runtime, row)


async def _batch(runtime: Runtime, row: FlightReportRow, limit: int | None) -> FlightReportRow:
    """In a transaction of its own."""
    async with runtime.database.write() as session:
        held = await report_by_id(session, row.key)
        assert held is not None, "reports are forgotten long after their flight"
        if held.state == ReportState.APPLYING:
            now, source = runtime.clock.trip(), Source(held.source)
            by = held.who or held.decided_by
            done = await report(
                session, runtime, held.report, by=by, source=source, now=now, after=held.place, limit=limit
            )
            held.changed += done.changed
            held.trips = max(held.trips, held.changed)
            await _came_to(session, runtime, held, done.after, more=done.more, now=now)
    return held


async def _pass_over(runtime: Runtime, row: FlightReportRow) -> FlightReportRow:
    """The next trip stays as it is."""
    async with runtime.database.write() as session:
        held = await report_by_id(session, row.key)
        assert held is not None, "reports are forgotten long after their flight"
        ahead = await on_flight(session, held.number, held.day, after=held.place, limit=2)
        place = (ahead[0][0].key, ahead[0][1]) if ahead else held.place
        await _came_to(session, runtime, held, place, more=len(ahead) > 1, now=runtime.clock.trip())
    return held


async def _came_to(
    session: AsyncSession, runtime: Runtime, held: FlightReportRow, place: Place, *, more: bool, now: datetime
) -> None:
    """It is applied up to here; with the last one its end is written down, and shown on its card."""
    held.after, held.after_segment = place
    session.add(held)
    if not more:
        held.state = ReportState.DONE
        await show_end(session, runtime, held, now=now)


async def _post(runtime: Runtime, group: int) -> int:
    words, now, posted = staff_words(runtime), runtime.clock.trip(), 0
    async with runtime.database.write() as session:
        for row in await reports_in(session, ReportState.WAITS):
            if row.posted:
                continue
            row.posted = True
            session.add(row)
            if row.day <= (now - LONG_GONE).date():
                row.state = ReportState.IGNORED
                continue
            seen = await preview(
                session, runtime, row.report, words, by="", source=Source(row.source), now=now
            )
            if not seen.news:
                row.state = ReportState.IGNORED
                continue
            text = sendable("\n".join((words.say("flight.asks"), *seen.lines)))
            shown = await enqueue(
                session,
                chat=group,
                message=OutgoingMessage(text=text, buttons=choices(row, words)),
                now=now,
                message_class=MessageClass.OPERATIONAL,
            )
            row.delivery_id = shown.key
            posted += 1
    return posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a line at the command line means: the report with its preview, or the objection."""

    told: FlightReport | None = None
    seen: Preview | None = None
    objection: str = ""


async def look(runtime: Runtime, text: str, *, by: str) -> Typed:
    """What this line would do; nothing is kept."""
    words, now = staff_words(runtime), runtime.clock.trip()
    async with runtime.database.tried() as session:
        found = await understood(session, runtime, text, words, now=now)
        if isinstance(found, str):
            return Typed(objection=found)
        seen = await preview(session, runtime, found, words, by=by, now=now)
    return Typed(told=found, seen=seen)


async def apply(runtime: Runtime, told: FlightReport, *, by: str) -> int:
    """An agent's word on a flight, for everyone on it, batch by batch; returns how many trips it changed."""
    now = runtime.clock.trip()
    async with runtime.database.write() as session:
        row = await keep_report(session, told, source=Source.AGENT, who=by, trips=0, now=now)
        row.posted, row.state, row.decided_by = True, ReportState.APPLYING, by
        session.add(row)
    while row.state == ReportState.APPLYING:
        row = await _go_on(runtime, row)
    await runtime.bell.deliver()
    return row.changed
