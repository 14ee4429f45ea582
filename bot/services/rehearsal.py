"""What one transaction of a rehearsal does: a booking is entered, its first plan is made, and at the end its trip is told.

Not here: the hands of the clock and what happens on the way (bot.rehearsing), what a played trip looks like
(flows.rehearsal.transcript).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.invite import Issued
from bot.steps.replan import plan_for, replan
from bot.steps.take_in import Outcome, take_in
from bot.steps.trip_rows import NOON
from bot.storage.ahead import next_instant
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.deliveries import (
    DeliveryRow,
    State,
    deliveries_of_trip,
)
from bot.storage.evidence import evidence_of
from bot.storage.recipients import RecipientRow, recipients_of_trip
from bot.storage.trips import TripRow, all_trips, trip_by_id, trip_by_reference
from flows.planning.due import Plan, Reason, Skipped
from flows.rehearsal.record import Whereabouts
from flows.rehearsal.transcript import PlayedTrip, TouchpointRow, stage_rows
from flows.talk.length import visible_text
from flows.trips.evidence import Evidence
from flows.trips.life import Life, life
from flows.trips.times import resolve, zone_info
from flows.trips.trip import AS_BOOKED, Booking, Traveller, Trip

BOOKED_BEFORE = timedelta(days=60)

Chats = Callable[[Traveller], int]
"""Which chat is a traveller's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to play. booked: in place of the paper's. since: when trip and traveller become known (default: booked).

    until: the end (default: 30 days after the last edge). home_zone: IANA. each: everyone has an own chat; nobody: no one
    has a chat who does not join on the way.
    """

    booked: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    locale: str = "en"
    home_zone: str | None = None
    each: bool = False
    nobody: bool = False
    consent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A trip that became known. because: why its booking date is believed. history: kept as history only (S9). issued: the
    ways in. first: the plan of each chat at that moment."""

    trip_id: int
    because: str
    history: bool
    home_zone: str | None = None
    issued: tuple[Issued, ...] = ()
    first: Mapping[int, Plan] = field(default_factory=dict)


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


async def enter(
    runtime: Runtime,
    booking: Booking,
    because: str,
    options: Options,
    chats: Chats,
    *,
    absent: Container[str],
) -> Entered:
    """The trip is known from now on, and so are its chats. absent: ids of travellers who join by themselves. because: why
    the booking's date is believed."""
    now = runtime.clock.trip()
    async with runtime.database.write() as session:
        held = await trip_by_reference(session, booking.reference)
        taken = await take_in(session, booking, held, now=now, agency_zone=runtime.settings.agency_zone)
        row = taken.row
        assert row is not None, "a booking that nobody holds is always stored"
        row.booked_because = because
        session.add(row)
        if options.home_zone is not None:
            row.home_zone, row.home_because = options.home_zone, "as asked"
        for holder, travellers in _served(row.trip, options, absent):
            person = row.trip.traveller(holder)
            chat_id = chats(person)
            if await chat_by_id(session, chat_id) is None:
                session.add(_chat(chat_id, person, options, now))
            session.add(
                RecipientRow(
                    trip_id=row.key, chat_id=chat_id, holder=holder, travellers=travellers, known_at=now
                )
            )
        await session.flush()
        history = taken.outcome is Outcome.PAST
        first = await _plans(session, runtime, row, now)
        if not history:
            await replan(session, runtime, row, now=now)
    return Entered(
        trip_id=row.key,
        because=because,
        history=history,
        home_zone=row.home_zone,
        issued=taken.issued,
        first={chat: _nothing(planned) for chat, planned in first.items()} if history else first,
    )


def _chat(chat_id: int, person: Traveller, options: Options, now: datetime) -> ChatRow:
    return ChatRow(
        id=chat_id, name=person.name, locale=options.locale, offers=options.consent, created_at=now
    )


async def next_stop(runtime: Runtime) -> datetime | None:
    """When anything comes due; None when nothing ever does."""
    async with runtime.database.read() as session:
        return await next_instant(session, runtime.clock.trip())


async def trips_held(runtime: Runtime) -> list[tuple[int, Trip]]:
    """Every trip as it is now, with its id, in the order they came."""
    async with runtime.database.read() as session:
        return [(row.key, row.trip) for row in await all_trips(session)]


async def last_edge(runtime: Runtime) -> datetime | None:
    """When the last stage of the last trip begins, as it is believed now; None when no trip is held."""
    async with runtime.database.read() as session:
        edges = [
            lived.timeline[-1].since
            for row in await all_trips(session)
            for lived in _lives(row.trip, await evidence_of(session, row.key))
        ]
    return max(edges, default=None)


def _lives(trip: Trip, evidence: Evidence) -> Iterator[Life]:
    return (life(trip, person, evidence) for person in trip.travellers)


async def _held(session: AsyncSession, trip_id: int) -> TripRow:
    row = await trip_by_id(session, trip_id)
    assert row is not None, "the trip was stored a moment ago"
    return row


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


def _served(trip: Trip, options: Options, absent: Container[str]) -> Iterator[tuple[str, list[str]]]:
    """(holder, whom the chat serves): the lead's for all, or one for each grown-up; children stay with the lead."""
    lead = trip.booking.lead.id
    everyone = [person.id for person in trip.travellers]
    if options.nobody:
        return
    children = [person.id for person in trip.travellers if person.minor and person.id != lead]
    if lead not in absent:
        yield lead, [lead, *children] if options.each else everyone
    for person in everyone if options.each else ():
        if person != lead and person not in children and person not in absent:
            yield person, [person]


async def _plans(session: AsyncSession, runtime: Runtime, row: TripRow, now: datetime) -> dict[int, Plan]:
    """The plan of each recipient at `now`, by chat; nothing is written."""
    evidence = await evidence_of(session, row.key)
    held = await deliveries_of_trip(session, row.key)
    return {
        bound.chat_id: await plan_for(session, runtime, row, row.trip, bound, evidence, held, now=now)
        for bound in await recipients_of_trip(session, row.key)
    }


async def tell(
    runtime: Runtime, entered: Entered, *, until: datetime, met: Mapping[int, Whereabouts]
) -> PlayedTrip:
    """The trip as it was played. met: by delivery, where its reader was when it came; where that is not known, it is as the
    trip is at the end."""
    async with runtime.database.read() as session:
        row = await _held(session, entered.trip_id)
        trip, evidence = row.trip, await evidence_of(session, row.key)
        lives = {person.id: life(trip, person, evidence) for person in trip.travellers}
        last = await _plans(session, runtime, row, runtime.clock.trip())
        deliveries = await deliveries_of_trip(session, row.key)
        rows: list[TouchpointRow] = []
        for bound in await recipients_of_trip(session, row.key):
            lived = lives[bound.holder]
            mine = [one for one in deliveries if one.chat_id == bound.chat_id and one.touchpoint]
            told = {(one.touchpoint, one.occurrence) for one in mine}
            rows.extend(_told(one, lived, met.get(one.key)) for one in mine if one.state != State.QUEUED)
            for planned in (entered.first.get(bound.chat_id), last[bound.chat_id]):
                for answer in planned.answers if planned is not None else ():
                    key = (answer.key.touchpoint, answer.key.occurrence)
                    if isinstance(answer, Skipped) and key not in told:
                        told.add(key)
                        rows.append(_skipped(answer, lived))
    edge = datetime.max.replace(tzinfo=until.tzinfo)
    return PlayedTrip(
        reference=trip.reference,
        stages=stage_rows(tuple(lives.values())),
        touchpoints=tuple(sorted(rows, key=lambda one: (one.at or edge, one.touchpoint, one.occurrence))),
        notes=(f"booked: {entered.because}",) if entered.because != AS_BOOKED else (),
    )


def _told(row: DeliveryRow, lived: Life, met: Whereabouts | None) -> TouchpointRow:
    sent = row.state == State.SENT
    at = row.settled_at if sent else row.planned_at or row.settled_at
    return TouchpointRow(
        touchpoint=row.touchpoint or "",
        occurrence=row.occurrence or "",
        traveller=lived.traveller.name,
        message_class=row.message_class,
        stage=met.stage if met else lived.estimate(now=at).stage if at else None,
        at=at,
        zone=met.zone if met else _zone(lived, at) or row.zone,
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
