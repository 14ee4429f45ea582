"""Claim what may leave: recover what a dead process left, judge, word, pace, and mark as sending (DESIGN §3.6-3.8).

One transaction; the caller sends after the commit. Not here: when the pace allows it (pacing), what becomes of a row
that did not leave (outcomes), the HTTP call and what follows it (bot.services.delivery).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channel import SLOWEST_UPLOAD
from bot.runtime import Runtime
from bot.steps.carding import is_card
from bot.steps.chasing import begin
from bot.steps.documents import follow
from bot.steps.keeping import said_before
from bot.steps.landing import fold
from bot.steps.outcomes import abandon, put_off, skip
from bot.steps.pacing import allowed, take
from bot.steps.quoting import goes_by
from bot.steps.relay import relay
from bot.steps.situation import Situation, chat_state, situation
from bot.steps.unreachable import missed
from bot.steps.withheld import judged
from bot.steps.wording import Worded, word
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.deliveries import DeliveryRow, State, claimable, expired_leases
from bot.storage.recipients import RecipientRow
from bot.storage.taps import TapRow
from bot.storage.trips import trip_by_id
from flows.errors import MissingFact, NothingOpen
from flows.library.library import Library
from flows.library.touchpoint import Elsewhere, MessageClass
from flows.planning.claim import Candidate, NotBefore, Skip, judge
from flows.planning.due import Reason
from flows.planning.folding import DIGEST
from flows.planning.handing import DOCUMENT
from flows.talk.length import visible_text
from flows.talk.message import OutgoingMessage
from flows.trips.difference import holds
from flows.trips.evidence import Direction, Stage

log = structlog.get_logger()

TOGETHER = 30
"""Rows judged in one transaction: few enough that writers are never kept waiting."""

UNWORDED = timedelta(minutes=1)
"""When to look again at a row that could not be worded: content may be mended meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One row on its way. leave: real time of its slot."""

    row: DeliveryRow
    message: OutgoingMessage
    leave: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What was claimed. again: real time at which the pace allows more, None when nothing waits for it. more: there are
    rows that were not looked at."""

    taken: tuple[Claimed, ...] = ()
    again: datetime | None = None
    more: bool = False


async def claim(session: AsyncSession, runtime: Runtime, *, room: int = TOGETHER) -> Claim:
    """Claim up to `room` rows by lane. Whatever may not go gets a new instant or its reason."""
    trip_now, real_now = runtime.clock.trip(), runtime.clock.real()
    for row in await expired_leases(session, real_now):
        await abandon(session, row, trip_now, real_now, "the process that sent it died")
        await begin(session, runtime, row, now=trip_now)
    taken: list[Claimed] = []
    passed: set[int] = set()
    again: datetime | None = None
    looked = 0
    while True:
        rows = await claimable(session, trip_now=trip_now, real_now=real_now, limit=TOGETHER, without=passed)
        for row in rows:
            if row.chat_id in passed or row.state != State.QUEUED:
                continue  # the latter is a line of a digest since it was found
            if looked == TOGETHER or len(taken) == room:
                return Claim(taken=tuple(taken), again=again, more=True)
            leave, wait = await allowed(session, runtime, row.chat_id, real_now)
            if wait is not None:
                again = min(again, wait) if again else wait
                if leave is None:
                    return Claim(taken=tuple(taken), again=again)
                passed.add(row.chat_id)
                continue
            looked += 1
            worded = await _admitted(session, runtime, row, trip_now)
            session.add(row)
            if worded is None:
                continue
            at = await take(session, runtime, row.chat_id, real_now)
            message = _mark(session, row, worded, trip_now, at + runtime.lease + _travels(worded.message))
            taken.append(Claimed(row=row, message=message, leave=at))
            passed.add(row.chat_id)
        if len(rows) < TOGETHER:
            return Claim(taken=tuple(taken), again=again)


async def _admitted(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, trip_now: datetime
) -> Worded | None:
    """`_admit`, but one row that cannot be judged or worded must not stop all others: it waits, and its fault is told."""
    try:
        async with session.begin_nested():
            return await _admit(session, runtime, row, trip_now)
    except Exception as error:
        await session.refresh(row)
        row.error = f"{type(error).__name__}: {error}"[:500]
        log.exception("A delivery cannot be worded.", action="delivery_unworded", delivery=row.id)
    await put_off(session, row, runtime, UNWORDED, "not_worded")
    return None


async def _admit(session: AsyncSession, runtime: Runtime, row: DeliveryRow, now: datetime) -> Worded | None:
    """The judge's word and the pen's, or None when it does not leave now; the row then says why."""
    found = await _found(session, runtime, row, now)
    if found is not None and found.bound.chat_id != row.chat_id:
        _follow_trip(row, found.bound.chat_id, now)
        return None
    chat = await chat_by_id(session, row.chat_id) or ChatRow(
        id=row.chat_id, locale=runtime.settings.locale, created_at=now
    )
    state = await chat_state(session, found, chat, now, travellers=row.travellers)
    if found is not None and not _holds(row, found):
        _end(row, Reason.SUPERSEDED, now)
        return None
    if found is not None and row.reason == Reason.AIRBORNE and state.airborne_until is None:

        def useful(one: DeliveryRow) -> bool:
            return not isinstance(judge(_candidate(one, runtime.library), state, now=now), Skip)

        if await fold(session, row, found, useful, now=now):
            return None
    verdict = await judged(session, row, _candidate(row, runtime.library), state, now=now)
    if isinstance(verdict, Skip):
        _end(row, verdict.reason, now)
        if verdict.reason is Reason.BLOCKED:
            await missed(session, runtime, row, found, now=now)
        return None
    if isinstance(verdict, NotBefore):
        row.not_before, row.reason = verdict.at, verdict.reason
        return None
    if await said_before(session, runtime.library, row):
        skip(row, Reason.ALREADY_SENT, now)
        return None
    if "offer" in row.body:
        row.body = {**row.body, "edition": runtime.shelf.edition}  # whose words led to what follows
    try:
        worded = await word(session, runtime, row, found, chat)
    except NothingOpen:
        skip(row, Reason.NOTHING_OPEN, now)
        return None
    except MissingFact as error:
        row.error = str(error)
        skip(row, Reason.FACT_MISSING, now)
        return None
    if found is not None and row.attempt == 0:
        await follow(session, found, row)
    held = chat.hold_until is not None and chat.hold_until > now
    if held and row.attempt == 0 and row.touchpoint and row.message_class == MessageClass.OPERATIONAL:
        # An agent has the talk: what goes all the same, they read too (DESIGN §3.6).
        told = visible_text(worded.message.text)
        await relay(session, runtime, chat=chat, found=found, now=now, text=told, note="copy")
    return worded


def _follow_trip(row: DeliveryRow, chat_id: int, now: datetime) -> None:
    """It was in flight when its holder joined from another phone: what was to be said is said there. What would change a
    message of the old chat is over, and a card the new chat has already."""
    if row.edit_of is not None or is_card(row):
        skip(row, Reason.SUPERSEDED, now)
    else:
        row.chat_id = chat_id


async def _found(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, now: datetime
) -> Situation | None:
    if row.trip_id is None or row.recipient_id is None:
        return None
    trip = await trip_by_id(session, row.trip_id)
    bound = await session.get(RecipientRow, row.recipient_id)
    if trip is None or bound is None:
        return None
    return await situation(session, runtime, trip, bound, now=now)


def _holds(row: DeliveryRow, found: Situation) -> bool:
    """False for the notice of a change that is no longer so."""
    if found.library.notice(row.touchpoint) is None:
        return True
    change = found.trip.change(row.occurrence or "")
    return change is None or holds(change, goes_by(found))


def _end(row: DeliveryRow, reason: Reason, now: datetime) -> None:
    """It goes no more. What may have arrived before is not said to have been left out."""
    skip(row, reason, now)
    if row.repeat and reason in (Reason.CANCELLED, Reason.LEFT_TRIP, Reason.SUPERSEDED):
        row.state = State.UNKNOWN


def _humane(row: DeliveryRow, library: Library) -> bool:
    """An agent lets it go, and it is for those whose trip is off."""
    touchpoint = library.touchpoint(row.touchpoint or "")
    return row.confirmed and (touchpoint is None or Stage.CANCELLED in touchpoint.stages)


def _candidate(row: DeliveryRow, library: Library) -> Candidate:
    return Candidate(
        message_class=MessageClass(row.message_class),
        not_before=row.not_before,
        about=row.about_at,
        useless_after=row.useless_after,
        stages=frozenset(Stage(stage) for stage in row.gate.get("stages", ())),
        directions=frozenset(Direction(way) for way in row.gate.get("directions", ())),
        confirmed=row.confirmed,
        humane=_humane(row, library),
        elsewhere=Elsewhere(next(iter(row.gate.get("elsewhere", ())), Elsewhere.SEND)),
        patient=bool(row.touchpoint) and row.touchpoint not in (DIGEST, DOCUMENT) and not row.confirmed,
    )


def _travels(message: OutgoingMessage) -> timedelta:
    """How much longer than other messages this one may be under way: whole, for its file_id may be forgotten."""
    size = message.attachment.size if message.attachment is not None else 0
    return timedelta(seconds=size / SLOWEST_UPLOAD)


def _mark(
    session: AsyncSession, row: DeliveryRow, worded: Worded, now: datetime, lease_until: datetime
) -> OutgoingMessage:
    """Give the buttons their tokens and mark the row as sending."""
    rows = tuple(
        tuple(
            replace(button, token=secrets.token_urlsafe(12)) if button.action and not button.url else button
            for button in line
        )
        for line in worded.message.buttons
    )
    for line in rows:
        for button in line:
            if button.token:
                session.add(
                    TapRow(
                        token=button.token,
                        chat_id=row.chat_id,
                        action=button.action,
                        data=dict(button.data),
                        delivery_id=row.id,
                        created_at=now,
                    )
                )
    row.state = State.SENDING
    row.stale = False
    row.attempt += 1
    row.lease_until = lease_until
    row.reason = ""
    row.text = worded.message.text
    row.buttons = [[button.label for button in line] for line in rows]
    row.facts = dict(worded.facts)
    row.locale = worded.locale
    return replace(worded.message, buttons=rows)
