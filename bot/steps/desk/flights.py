"""/flight: an agent's word on a flight for everyone on it, first shown, then confirmed; and the card of a service's word
that waits for an agent.

Not here: what is typed (flight_text), how the card reads (flight_card), what a report does (bot.steps.flying), doing it to
everyone on the flight, batch by batch (bot.services.flights).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DatabaseError
from bot.runtime import Runtime
from bot.steps.desk.asked import Asked
from bot.steps.desk.flight_card import preview
from bot.steps.desk.flight_text import TypedFlight, Unclear, read_report, read_typed
from bot.steps.enqueue import enqueue_edit
from bot.steps.flight_words import title
from bot.steps.flying import TOGETHER, newest, segment_of
from bot.steps.relay import local_time, staff_words
from bot.storage.chats import agents_group
from bot.storage.deliveries import delivery_by_id
from bot.storage.evidence import evidence_of
from bot.storage.flights import (
    FlightReportRow,
    ReportState,
    days_near,
    on_flight,
    report_by_id,
    report_document,
    waiting_reports,
)
from flows.talk.dates import short_day
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.wording import Wording, sendable
from flows.trips.duration import there
from flows.trips.evidence import Source
from flows.trips.flight_report import FlightReport, impossible, premature, status_of
from flows.trips.times import zone_info

log = structlog.get_logger()

VALID = timedelta(hours=12)
"""A preview older than this tells of another day."""

APPLY, IGNORE = "flight.apply", "flight.ignore"


async def flight(asked: Asked) -> None:
    """/flight KL0897 12 Aug +6h | departs 14:10 | cancelled | diverted MUC | landed | on time"""
    words = asked.words
    found = await understood(asked.session, asked.runtime, asked.inbound.argument, words, now=asked.now)
    if isinstance(found, str):
        await asked.say(found)
        return
    seen = await preview(asked.session, asked.runtime, found, words, by=asked.staff.name, now=asked.now)
    if not seen.news:
        await asked.say("\n".join((seen.lines[0], words.say("flight.nothing_new"))))
        return
    row = await keep_report(
        asked.session, found, source=Source.AGENT, who=asked.staff.name, trips=seen.trips, now=asked.now
    )
    row.posted = True
    await asked.say("\n".join(seen.lines), buttons=choices(row, words))


async def understood(
    session: AsyncSession, runtime: Runtime, text: str, words: Wording, *, now: datetime
) -> FlightReport | str:
    """The report that a line means, of a flight on which somebody is; else what is missing, in staff's words."""
    today = now.astimezone(zone_info(runtime.settings.agency_zone)).date()
    typed = read_typed(text.replace("\n", " "), today=today)
    if isinstance(typed, Unclear):
        return words.say(f"flight.unclear_{typed}")
    day = await _day(session, typed, today, words)
    if isinstance(day, str):
        return day
    told = read_report(typed, day, at=now)
    if isinstance(told, Unclear):
        return words.say(f"flight.unclear_{told}")
    return await _objection(session, told, words) or told


async def _objection(session: AsyncSession, told: FlightReport, words: Wording) -> str:
    """Why this cannot be of the flight, as everybody's papers have it; "" where it can."""
    slips, early = [], []
    for row, segment_id in await on_flight(session, told.number, told.day, limit=TOGETHER):
        try:
            segment = segment_of(row, segment_id)
            held = newest(await evidence_of(session, row.key), segment_id)
        except DatabaseError:
            raise
        except Exception:
            log.exception("A trip cannot be read.", action="flight_trip_unread", trip=row.id)
            continue
        slips.append(impossible(told, segment, held))
        early.append(premature(told, segment, held))
        leaves = there(segment.departs, segment.origin)
        zone = segment.departs.zone or segment.origin.zone
    number = f"{told.number[:2]} {told.number[2:]}"
    if slips and all(slips):
        return words.say("flight.impossible", flight=number)
    if early and all(early) and leaves is not None:
        printed = local_time(leaves, zone, words.locale)
        return words.say(
            f"flight.too_early_{told.word}", flight=number, time=printed, place=segment.origin.label
        )
    return ""


async def _day(session: AsyncSession, typed: TypedFlight, today: date, words: Wording) -> date | str:
    """The day on which somebody is on this flight: the typed one, or the only one that it can be."""
    number = f"{typed.number[:2]} {typed.number[2:]}"
    booked = [day for day in typed.days if await on_flight(session, typed.number, day, limit=1)]
    if not typed.days:
        booked = await days_near(session, typed.number, today)
    if len(booked) == 1:
        return booked[0]
    near = booked or [day for one in typed.days[:1] for day in await days_near(session, typed.number, one)]
    if near:
        days = ", ".join(short_day(day, words.locale) for day in near)
        return words.say("flight.which_day", flight=number, days=days)
    return words.say("flight.nobody", flight=number)


async def keep_report(
    session: AsyncSession, told: FlightReport, *, source: Source, who: str, trips: int, now: datetime
) -> FlightReportRow:
    """Write a report down, to wait for an agent's word."""
    row = FlightReportRow(
        number=told.number,
        day=told.day,
        said=report_document(told),
        source=source,
        who=who,
        state=ReportState.WAITS,
        made_at=now,
        trips=trips,
    )
    session.add(row)
    await session.flush()
    return row


def choices(row: FlightReportRow, words: Wording) -> Rows:
    """Confirm and Cancel; Apply and Ignore where a service says so."""
    own = row.source == Source.AGENT
    labels = ("flight.confirm", "flight.cancel") if own else (APPLY, IGNORE)
    return (
        tuple(
            Button(label=words.bare(label), action=action, data={"report": str(row.id)})
            for label, action in zip(labels, (APPLY, IGNORE), strict=True)
        ),
    )


async def decided(asked: Asked, data: Mapping[str, str], *, send: bool) -> str:
    """Confirm or Cancel was tapped, by whichever linked agent; the first tap counts. Returns the word for the tap."""
    words, given = asked.words, data.get("report", "")
    row = await report_by_id(asked.session, int(given)) if given.isdecimal() else None
    if row is None:
        return words.bare("tap.invalid")
    if row.state != ReportState.WAITS:
        return words.bare("flight.settled")
    row.decided_by = asked.staff.name
    asked.session.add(row)
    shown: str = words.say("flight.cancelled_by", agent=asked.staff.name)
    if send and asked.now - row.made_at > VALID:
        row.state, shown = ReportState.IGNORED, words.say("flight.expired")
    elif send:
        if (
            row.source == Source.AGENT
        ):  # it counts from the word of who confirms, over whatever came in meanwhile
            row.said = report_document(replace(row.report, at=asked.now))
        row.state, shown = ReportState.APPLYING, words.say("flight.applying", agent=asked.staff.name)
    else:
        row.state = ReportState.IGNORED
    row.chat_id, row.message_id = asked.inbound.chat, asked.inbound.message_id
    await _show(asked.session, row, shown, words, now=asked.now)
    return ""


async def show_end(session: AsyncSession, runtime: Runtime, row: FlightReportRow, *, now: datetime) -> None:
    """It is applied to everyone: the card on which it was let go says to how many. now: trip time."""
    words = staff_words(runtime)
    done = words.say("flight.applied", agent=row.decided_by or row.who, count=row.changed)
    await _show(session, row, done, words, now=now)


async def _show(
    session: AsyncSession, row: FlightReportRow, shown: str, words: Wording, *, now: datetime
) -> None:
    """What became of it, in place of the tapped card."""
    if row.chat_id is None or row.message_id is None:
        return
    message = OutgoingMessage(text=sendable(f"{await _titled(session, row, words)}\n\n{shown}"))
    await enqueue_edit(session, chat=row.chat_id, message_id=row.message_id, message=message, now=now)


async def _titled(session: AsyncSession, row: FlightReportRow, words: Wording) -> str:
    """The report with the clocks of the first trip on the flight, where that can be read."""
    for held, segment_id in await on_flight(session, row.number, row.day, limit=1):
        try:
            segment = segment_of(held, segment_id)
            status = status_of(row.report, segment)
        except Exception:
            log.exception("A trip cannot be read.", action="flight_trip_unread", trip=held.id)
            continue
        if status is not None:
            return title(row.report, words, (segment, status))
    return title(row.report, words)


async def void(session: AsyncSession, runtime: Runtime, told: FlightReport, *, now: datetime) -> None:
    """Something newer is known of this flight: what waited for an agent is closed where it stands."""
    words, group = staff_words(runtime), await agents_group(session)
    for row in await waiting_reports(session, told.number, told.day):
        if row.source == Source.AGENT:
            continue
        row.state = ReportState.IGNORED
        session.add(row)
        shown = await delivery_by_id(session, row.delivery_id) if row.delivery_id is not None else None
        if shown is None or shown.message_id is None or group is None or shown.chat_id != group.id:
            continue
        message = OutgoingMessage(
            text=f"{await _titled(session, row, words)}\n\n{words.say('flight.replaced')}"
        )
        await enqueue_edit(session, chat=group.id, message_id=shown.message_id, message=message, now=now)
