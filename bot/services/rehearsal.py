"""Play a whole trip on paper, through the real planner, judge and delivery, on a database in memory.

The runtime comes from bot.app: a frozen clock, a channel of paper, no pace. Not here: what a played trip looks like
(flows.rehearsal.transcript).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import FrozenClock
from bot.runtime import Runtime
from bot.steps.replan import plan_for, replan
from bot.steps.take_in import NOON, Outcome, take_in
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip, earliest_queued
from bot.storage.evidence import evidence_of
from bot.storage.recipients import RecipientRow, recipients_of_trip
from bot.storage.trips import TripRow, trip_by_id
from flows.planning.due import Plan, Reason, Skipped
from flows.rehearsal.transcript import PlayedTrip, TouchpointRow, stage_rows
from flows.talk.length import visible_text
from flows.trips.life import Life, life
from flows.trips.times import resolve, zone_info
from flows.trips.trip import AS_BOOKED, Booking, Trip

BOOKED_BEFORE = timedelta(days=60)
AFTER_LAST_EDGE = timedelta(days=30)
FIRST_CHAT = 1001
MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to play. booked: in place of the paper's. since: when trip and traveller become known (default: booked).

    until: the end (default: 30 days after the last edge). home_zone: IANA. each: everyone has an own chat.
    """

    booked: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    locale: str = "en"
    home_zone: str | None = None
    each: bool = False
    consent: bool = True


async def play(runtime: Runtime, clock: FrozenClock, booking: Booking, options: Options) -> PlayedTrip:
    """The trip from `since` to `until`. Nothing of the world is read or changed but the runtime's own database."""
    if not booking.segments or not booking.travellers:
        note = "nothing to rehearse: the file says no more of it than that it is cancelled"
        return PlayedTrip(reference=booking.reference, stages=(), touchpoints=(), notes=(note,))
    booking, because = dated(booking, options.booked, options.home_zone)
    assert booking.booked is not None, "dated() gives every booking its date"
    start = options.since or booking.booked
    clock.move(start)
    trip_id, history = await _enter(runtime, booking, options, start, because)
    first = await _plans(runtime, trip_id, start)
    async with runtime.database.read() as session:
        trip = (await _held(session, trip_id)).trip
    lives = tuple(life(trip, person) for person in trip.travellers)
    edges = [span.since for lived in lives for span in lived.timeline]
    until = options.until or max(edges) + AFTER_LAST_EDGE
    if history:
        first = {chat: _nothing(planned) for chat, planned in first.items()}
    else:
        async with runtime.database.write() as session:
            await replan(session, runtime, await _held(session, trip_id), now=start)
        await _run(runtime, clock, trip_id, until)
    return PlayedTrip(
        reference=booking.reference,
        stages=stage_rows(lives),
        touchpoints=tuple(await _rows(runtime, trip_id, first, until)),
        notes=(f"booked: {because}",) if because != AS_BOOKED else (),
    )


def dated(
    booking: Booking, booked: datetime | None = None, home_zone: str | None = None
) -> tuple[Booking, str]:
    """The booking with a booking date, and why that is believed. booked: in place of the paper's."""
    if booked is not None:
        return replace(booking, booked=booked), "as asked"
    if booking.booked is not None:
        return booking, AS_BOOKED
    legs = [one for one in booking.segments if one.kind.is_leg]
    leaving = sorted(
        (instant, departs.zone or "UTC")
        for segment in legs or booking.segments
        if (departs := replace(segment.departs, zone=segment.departs.zone or home_zone or "UTC"))
        and (instant := departs.instant_at(NOON))
    )
    instant, zone = leaving[0]
    local = instant.astimezone(zone_info(zone))
    # Days of the calendar, not of 24 hours.
    day_before = resolve(local.date() - BOOKED_BEFORE, local.time(), zone)
    return replace(
        booking, booked=day_before
    ), "the papers do not say when; 60 days before departure are assumed"


async def _held(session: AsyncSession, trip_id: int) -> TripRow:
    row = await trip_by_id(session, trip_id)
    assert row is not None, "the trip was stored a moment ago"
    return row


async def _enter(
    runtime: Runtime, booking: Booking, options: Options, now: datetime, because: str
) -> tuple[int, bool]:
    """The trip's id, and whether it is kept as history only (S9)."""
    async with runtime.database.write() as session:
        taken = await take_in(session, booking, None, now=now, agency_zone=runtime.settings.agency_zone)
        row = taken.row
        assert row is not None, "a booking that nobody holds is always stored"
        row.booked_because = because
        session.add(row)
        if options.home_zone is not None:
            row.home_zone, row.home_because = options.home_zone, "as asked"
        for number, (holder, travellers) in enumerate(_chats(row.trip, options)):
            chat = ChatRow(
                id=FIRST_CHAT + number,
                name=row.trip.traveller(holder).name,
                locale=options.locale,
                offers=options.consent,
                created_at=now,
            )
            session.add(chat)
            session.add(
                RecipientRow(
                    trip_id=row.key, chat_id=chat.id, holder=holder, travellers=travellers, known_at=now
                )
            )
        return row.key, taken.outcome is Outcome.PAST


def _nothing(planned: Plan) -> Plan:
    """A plan of what is kept as history: nothing goes."""
    answers = tuple(
        answer
        if isinstance(answer, Skipped) and answer.reason is not Reason.IN_DIGEST
        else Skipped(
            touchpoint=answer.touchpoint,
            concern=answer.concern,
            placing=answer.placing,
            reason=Reason.TRIP_OVER,
            detail="kept as history: it is over, or its dates cannot be believed",
        )
        for answer in planned.answers
    )
    return Plan(answers=answers)


def _chats(trip: Trip, options: Options) -> Iterator[tuple[str, list[str]]]:
    """(holder, whom the chat serves): the lead's for all, or one for each grown-up; children stay with the lead."""
    lead = trip.booking.lead.id
    everyone = [person.id for person in trip.travellers]
    if not options.each:
        yield lead, everyone
        return
    children = [person.id for person in trip.travellers if person.minor and person.id != lead]
    yield lead, [lead, *children]
    for person in everyone:
        if person != lead and person not in children:
            yield person, [person]


async def _run(runtime: Runtime, clock: FrozenClock, trip_id: int, until: datetime) -> None:
    for _ in range(MOST_STEPS):
        await runtime.bell.deliver()
        await runtime.bell.settled()
        async with runtime.database.read() as session:
            row = await _held(session, trip_id)
            waiting = await earliest_queued(session)
        ahead = [at for at in (row.next_due_at, waiting) if at is not None]
        if not ahead or min(ahead) > until:
            return
        # What is queued for now but may not leave yet (an earlier message is still settling) asks again at once.
        clock.move(max(min(ahead), clock.trip()))
        if row.next_due_at is not None and row.next_due_at <= clock.trip():
            await runtime.bell.plan([trip_id])
            await runtime.bell.settled()
    raise RuntimeError(f"the rehearsal of {trip_id} does not come to an end")


async def _plans(runtime: Runtime, trip_id: int, now: datetime) -> dict[int, Plan]:
    """The plan of each recipient at `now`, by chat; nothing is written."""
    async with runtime.database.read() as session:
        row = await _held(session, trip_id)
        evidence = await evidence_of(session, trip_id)
        held = await deliveries_of_trip(session, trip_id)
        found = {}
        for bound in await recipients_of_trip(session, trip_id):
            planned = await plan_for(session, runtime, row, row.trip, bound, evidence, held, now=now)
            found[bound.chat_id] = planned
        return found


async def _rows(
    runtime: Runtime, trip_id: int, first: dict[int, Plan], until: datetime
) -> list[TouchpointRow]:
    last = await _plans(runtime, trip_id, runtime.clock.trip())
    async with runtime.database.read() as session:
        row = await _held(session, trip_id)
        trip = row.trip
        deliveries = await deliveries_of_trip(session, trip_id)
        rows: list[TouchpointRow] = []
        for bound in await recipients_of_trip(session, trip_id):
            lived = life(trip, bound.holder)
            mine = [one for one in deliveries if one.chat_id == bound.chat_id and one.touchpoint]
            told = {(one.touchpoint, one.occurrence) for one in mine}
            rows.extend(_told(one, lived) for one in mine if one.state != State.QUEUED)
            for planned in (first[bound.chat_id], last[bound.chat_id]):
                for answer in planned.answers:
                    key = (answer.key.touchpoint, answer.key.occurrence)
                    if isinstance(answer, Skipped) and key not in told:
                        told.add(key)
                        rows.append(_skipped(answer, lived))
    edge = datetime.max.replace(tzinfo=until.tzinfo)
    return sorted(rows, key=lambda one: (one.at or edge, one.touchpoint, one.occurrence))


def _told(row: DeliveryRow, lived: Life) -> TouchpointRow:
    sent = row.state == State.SENT
    at = row.settled_at if sent else row.planned_at or row.settled_at
    return TouchpointRow(
        touchpoint=row.touchpoint or "",
        occurrence=row.occurrence or "",
        traveller=lived.traveller.name,
        message_class=row.message_class,
        stage=lived.estimate(now=at).stage if at else None,
        at=at,
        zone=_zone(lived, at) or row.zone,
        sent=sent,
        reason="" if sent else row.reason or row.state,
        detail=row.error,
        text=visible_text(row.text) if sent else None,
        buttons=tuple(label for line in row.buttons for label in line) if sent else (),
    )


def _skipped(answer: Skipped, lived: Life) -> TouchpointRow:
    return TouchpointRow(
        touchpoint=answer.key.touchpoint,
        occurrence=answer.key.occurrence,
        traveller=lived.traveller.name,
        message_class=answer.touchpoint.message_class,
        stage=lived.estimate(now=answer.at).stage if answer.at else None,
        at=answer.at,
        zone=answer.zone or _zone(lived, answer.at),
        sent=False,
        reason=answer.reason,
        detail=answer.detail,
    )


def _zone(lived: Life, at: datetime | None) -> str | None:
    return (lived.zone_at(at) or lived.trip.home_zone) if at is not None else None
