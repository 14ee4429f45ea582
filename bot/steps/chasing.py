"""Follow up a change until somebody says "Got it": the same once more, then a companion, then the agents' call list. That a
trip is off or on, and that somebody no longer travels, is said once: without a "Got it" it goes to the call list.

A chase begins when the notice has left (bot.services.delivery); it goes on whenever the trip is planned, which its next
instant sees to. A tap under any of its messages ends it, and so does a newer change. Not here: the rows
(bot.storage.chases), the companion (bot.steps.companion), the call list (bot.steps.calling).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.calling import ACK, call, settle
from bot.steps.companion import companion_of, tell_companion, what_changed
from bot.steps.situation import Situation, situation
from bot.steps.wording import ONCE_MORE
from bot.storage.calls import CallWhy
from bot.storage.chases import ChaseRow, Ended, chase_of, chase_under, chases_of
from bot.storage.deliveries import DeliveryRow, State, delivery_by_id
from bot.storage.feedback import AnswerRow, answers_of
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow, trip_by_id, wake_trips
from flows.library.library import Library
from flows.talk.length import visible_text
from flows.talk.markup import Html
from flows.trips.announced import announced
from flows.trips.changes import Change, ChangeKind, What
from flows.trips.difference import holds
from flows.trips.evidence import Evidence

log = structlog.get_logger()

LEAST = timedelta(minutes=30)
"""So long anyone has to see it, however soon it is about to happen."""

SHARE = 4
"""Each step takes at most this part of the time that is left."""

ARRIVED = frozenset({State.SENT, State.UNKNOWN})
LOST = frozenset({State.FAILED, State.SKIPPED})


def patience(runtime: Runtime, about: datetime | None, *, now: datetime) -> timedelta:
    """How long to wait for a "Got it" from now on. about: what the change is about, None when nothing lies ahead."""
    most = timedelta(minutes=runtime.planning.ack_minutes)
    if about is None:
        return most
    return max(min(most, (about - now) / SHARE), LEAST)


async def begin(session: AsyncSession, runtime: Runtime, row: DeliveryRow, *, now: datetime) -> None:
    """A delivery was settled: if it is the notice of a change and may have arrived, it is followed up from now on."""
    if row.trip_id is None or row.holder is None or row.occurrence is None or row.state not in ARRIVED:
        return
    if not _is_notice(runtime.library, row) or ONCE_MORE in row.body:
        return
    if await chase_of(session, row.trip_id, row.holder, row.occurrence) is not None:
        return
    if await answers_of(session, row.trip_id, row.holder, f"{ACK}{row.key}"):
        return  # who taps fast is ahead of the answer
    due_at = now + patience(runtime, row.about_at, now=now)
    session.add(
        ChaseRow(
            trip_id=row.trip_id, holder=row.holder, change=row.occurrence, delivery_id=row.key, due_at=due_at
        )
    )
    await wake_trips(session, [row.trip_id], due_at)


async def chase(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: Sequence[RecipientRow],
    evidence: Evidence,
    *,
    now: datetime,
) -> datetime | None:
    """Take every step that is due; returns when the next one is. now: trip time."""
    ahead: list[datetime] = []
    for one in await chases_of(session, row.key):
        at = await _go_on(session, runtime, row, bound, one, evidence, now=now)
        one.due_at = at
        session.add(one)
        if at is not None:
            ahead.append(at)
    return min(ahead, default=None)


async def acknowledged(
    session: AsyncSession, runtime: Runtime, chat: int, delivery_id: int, *, now: datetime
) -> None:
    """ "Got it" was tapped under this delivery, by whoever has it: if it is part of a chase, that ends, the notice itself
    counts as acknowledged, and nobody has to ring about it."""
    under = await delivery_by_id(session, delivery_id)
    if under is None or under.trip_id is None:
        return
    one = await chase_under(session, under.trip_id, delivery_id)
    if one is None:
        return
    if not one.ended:
        one.ended, one.due_at = Ended.ACKNOWLEDGED, None
        session.add(one)
    about = f"{ACK}{one.delivery_id}"
    if not await answers_of(session, one.trip_id, one.holder, about):
        session.add(
            AnswerRow(
                trip_id=one.trip_id,
                holder=one.holder,
                chat_id=chat,
                survey=about,
                question="ack",
                text="ok",
                at=now,
            )
        )
    row = await trip_by_id(session, one.trip_id)
    if row is not None:
        await settle(session, runtime, row, now=now)


async def _go_on(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: Sequence[RecipientRow],
    one: ChaseRow,
    evidence: Evidence,
    *,
    now: datetime,
) -> datetime | None:
    """The next step if it is due; when to look again, None when it has ended."""
    notice = await delivery_by_id(session, one.delivery_id)
    mine = next((reader for reader in bound if reader.holder == one.holder), None)
    ended = _ended(row, one, notice, mine, evidence, now=now)
    if ended is not None or notice is None or mine is None:
        one.ended = ended or Ended.OVER
        return None
    if one.due_at is not None and one.due_at > now:
        return one.due_at
    last = one.companion_id or one.again_id
    shown = await delivery_by_id(session, last) if last is not None else notice
    if shown is not None and shown.state not in LOST:
        if shown.state not in ARRIVED or shown.settled_at is None:
            return now + LEAST  # it waits itself: for the morning, or for a slot
        at = shown.settled_at + patience(runtime, notice.about_at, now=shown.settled_at)
        if at > now:
            return at
    found = await situation(session, runtime, row, mine, now=now)
    wait = patience(runtime, notice.about_at, now=now)
    if not _said_once(found.trip.change(one.change)):
        if one.again_id is None:
            one.again_id = await _once_more(session, notice, mine, now=now)
            return now + wait
        if one.companion_id is None:
            one.companion_id = await _ask_companion(
                session, runtime, row, bound, mine, one.change, found, now=now
            )
            if one.companion_id is not None:
                return now + wait
    await _call(session, runtime, row, one, notice, found, now=now)
    one.ended = Ended.CALLED
    return None


def _ended(
    row: TripRow,
    one: ChaseRow,
    notice: DeliveryRow | None,
    mine: RecipientRow | None,
    evidence: Evidence,
    *,
    now: datetime,
) -> Ended | None:
    """Why there is nothing to follow up any more: other news came, what it was about is over, or nobody is there."""
    trip = row.trip
    told = [change for change in trip.changes if change.told]
    if not told or told[-1].id != one.change or not holds(told[-1], announced(trip.booking, evidence)):
        return Ended.SUPERSEDED
    if notice is None or mine is None or not mine.serves(trip):
        return Ended.OVER
    over = notice.about_at is not None and notice.about_at <= now
    return Ended.OVER if over else None


def _said_once(change: Change | None) -> bool:
    """True for what nobody should have to read twice: there is no hour in it to go by."""
    if change is None or change.kind in (ChangeKind.CANCELLED, ChangeKind.REINSTATED):
        return True
    return bool(change.lines) and all(line.what is What.LEAVES for line in change.lines)


async def _ask_companion(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: Sequence[RecipientRow],
    mine: RecipientRow,
    change: str,
    found: Situation,
    *,
    now: datetime,
) -> int | None:
    """The id of what somebody else of the party was asked; None where nobody can be."""
    companion = await companion_of(session, runtime, row, bound, mine, change, now=now)
    if companion is None:
        return None
    return await tell_companion(session, runtime, row, change, found, companion, now=now)


async def _once_more(session: AsyncSession, notice: DeliveryRow, mine: RecipientRow, *, now: datetime) -> int:
    """The same notice, worded when it leaves, and marked."""
    again = DeliveryRow(
        trip_id=notice.trip_id,
        recipient_id=mine.id,
        chat_id=mine.chat_id,
        holder=notice.holder,
        touchpoint=notice.touchpoint,
        occurrence=notice.occurrence,
        generation=notice.generation + 1,
        travellers=list(notice.travellers),
        message_class=notice.message_class,
        lane=notice.lane,
        importance=notice.importance,
        not_before=now,
        planned_at=now,
        zone=notice.zone,
        anchor_at=notice.anchor_at,
        about_at=notice.about_at,
        useless_after=notice.about_at,
        own_text=notice.own_text,
        body={ONCE_MORE: notice.key},
        confirmed=True,
        created_at=now,
    )
    session.add(again)
    await session.flush()
    log.info("A change is told once more.", action="change_repeated", delivery=again.id)
    return again.key


async def _call(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    one: ChaseRow,
    notice: DeliveryRow,
    found: Situation,
    *,
    now: datetime,
) -> None:
    """An agent has to ring: what they have to hear, in the agents' language."""
    change = found.trip.change(one.change)
    told = what_changed(found, change, runtime.settings.locale) if change is not None else Html("")
    party = {person.id for person in found.trip.travellers}
    traveller = one.holder if one.holder in party else notice.travellers[0]
    text = visible_text(told or notice.text)
    await call(
        session,
        row.key,
        traveller,
        CallWhy.UNACKNOWLEDGED,
        f"{ACK}{one.delivery_id}",
        text,
        now=now,
        until=notice.about_at,
    )
    log.info("A change goes to the call list.", action="change_unacknowledged", trip=row.id)


def _is_notice(library: Library, row: DeliveryRow) -> bool:
    touchpoint = library.notice(row.touchpoint)
    return touchpoint is not None and touchpoint.acknowledge
