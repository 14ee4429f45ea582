"""After a change: find the messages that say something false by now, put right in place what stands in the chats, and set
when the change itself is told.

A message is false when a fact that it quoted is another one now, at the message's own instant. What reads well anew is
drawn anew; where its words were right only for the old day, hour or way it says that it no longer holds. What an agent
wrote, digests and files stay as they are. If somebody holds something false, the change that waits goes by itself once
nothing has changed for a while; else it waits for an agent. Not here: the facts (bot.steps.quoting), what reads well
(bot.steps.rereading), letting the change go (bot.steps.releasing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.changing import lines_that_wait
from bot.steps.enqueue import enqueue_edit
from bot.steps.quoting import Believed, Quoted, believed, quoted, quotes, taken_back, then
from bot.steps.relay import local_time
from bot.steps.rereading import anchor_of, reads_well
from bot.steps.situation import Situation, situation
from bot.steps.wording import Worded, word
from bot.storage.bookings import read_booking
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow, trip_by_id
from flows.errors import FlowsError
from flows.library.lookups import Lookups
from flows.library.touchpoint import Per, Touchpoint, TouchpointKind
from flows.talk.called import CALLED
from flows.talk.markup import noted
from flows.talk.message import OutgoingMessage
from flows.talk.words import words
from flows.trips.changes import ChangeKind
from flows.trips.difference import concerned
from flows.trips.evidence import Stage
from flows.trips.lives import Lives

log = structlog.get_logger()

AT_ONCE = timedelta(hours=3)
"""What is about something so near is told at once."""

GOES_BY_ITSELF = frozenset({ChangeKind.CHANGED, ChangeKind.DELAYED})
LISTS = frozenset({TouchpointKind.CHECKLIST, TouchpointKind.REMINDER})
ANSWERED = frozenset({TouchpointKind.SURVEY, TouchpointKind.PULSE})


async def correct(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    lives: Lives,
    bound: Sequence[RecipientRow],
    held: Sequence[DeliveryRow],
    lookups: Lookups,
    *,
    now: datetime,
) -> None:
    """The booking, or what is said of a flight, is another: put the messages of the trip right. now: trip time.

    While all of it is off nothing is: what stands is put right when it is on again.
    """
    trip, said, told = lives.trip, row.said, row.told
    if trip.cancelled or not (said or told):
        row.release_at = None
        return
    row.said = {}
    session.add(row)
    before = believed(trip, lives.evidence, read_booking(said)) if said else None
    known = believed(trip, lives.evidence, read_booking(told)) if told else None
    misled = False
    for one in bound:
        if one.holder in trip.surprised or not one.serves(trip):
            continue
        mine = [
            delivery
            for delivery in held
            if quotes(delivery) and delivery.holder == one.holder and delivery.chat_id == one.chat_id
        ]
        if not mine:
            continue
        found = await situation(session, runtime, row, one, now=now, lives=lives, lookups=lookups)
        if before is not None:
            former = await _as(session, runtime, row, one, before, lookups, now=now)
            for delivery in mine:
                await _put_right(session, runtime, delivery, former, found)
        if known is not None and not misled:
            former = await _as(session, runtime, row, one, known, lookups, now=now)
            misled = any(_misleads(delivery, former, found) for delivery in mine)
    if known is not None:
        _settle(runtime, row, lives, misled=misled, now=now)


async def look_again(session: AsyncSession, runtime: Runtime, row: DeliveryRow, *, now: datetime) -> None:
    """The trip changed while this message was leaving, and it has arrived: put it right if it says something false."""
    row.stale = False
    session.add(row)
    trip = await trip_by_id(session, row.trip_id) if row.trip_id is not None else None
    bound = await session.get(RecipientRow, row.recipient_id) if row.recipient_id is not None else None
    if trip is None or bound is None or trip.cancelled or not quotes(row) or bound.chat_id != row.chat_id:
        return
    if not bound.serves(trip.trip):
        return
    found = await situation(session, runtime, trip, bound, now=now)
    facts = quoted(found, row)
    if any(row.facts[name] != facts[name] for name in row.facts):
        await _draw(session, runtime, row, found, facts)


async def _as(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: RecipientRow,
    state: Believed,
    lookups: Lookups,
    *,
    now: datetime,
) -> Situation:
    lives = Lives(state.trip, state.evidence)
    return await situation(session, runtime, row, bound, now=now, lives=lives, lookups=lookups)


def _misleads(row: DeliveryRow, former: Situation, found: Situation) -> bool:
    """Does it say something that held as they know the trip, and holds no more?"""
    if taken_back(row, former, found):
        return True
    was, holds = quoted(former, row), quoted(found, row)
    return any(was[name] is not None and was[name] != holds[name] for name in row.facts if name != CALLED)


def _settle(runtime: Runtime, row: TripRow, lives: Lives, *, misled: bool, now: datetime) -> None:
    """When the change that waits goes by itself: never where nobody holds anything false."""
    change = lives.trip.changes[-1]
    tells = len(lines_that_wait(row)) < len(change.lines)
    if not misled or not tells or change.kind not in GOES_BY_ITSELF:
        row.release_at = None
        return
    near = concerned(change, lives.trip.booking, now=now)
    settle = timedelta(minutes=runtime.planning.correction_minutes)
    at_once = near is not None and near - now <= AT_ONCE
    at = now if at_once else change.at + settle
    row.release_at = at if row.release_at is None else min(at, row.release_at)


async def _put_right(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, former: Situation, found: Situation
) -> None:
    """One message of this chat that may be false by now. One on its way is looked at again when it is known what came of
    it."""
    was, holds = quoted(former, row), quoted(found, row)
    false = any(was[name] != holds[name] and row.facts[name] != holds[name] for name in row.facts)
    if row.state != State.SENDING and (false or _lists_others(row, former, found)):
        await _draw(session, runtime, row, found, holds)


def _lists_others(row: DeliveryRow, former: Situation, found: Situation) -> bool:
    """True for a list with a line for each of them, where they are others by now or are called otherwise."""
    touchpoint = found.library.touchpoint(row.touchpoint or "")
    if touchpoint is None or touchpoint.kind not in LISTS:
        return False
    was, now = (
        [(one.id, one.first_name) for one in trip.travellers if one.id in row.travellers]
        for trip in (former.trip, found.trip)
    )
    return was != now


async def _draw(
    session: AsyncSession, runtime: Runtime, row: DeliveryRow, found: Situation, facts: Quoted
) -> None:
    """Put a false message right where it stands. facts: those that it quotes, as they are now."""
    touchpoint = runtime.library.touchpoint(row.touchpoint or "")
    if touchpoint is None or row.message_id is None or not _stands(row, touchpoint, found):
        return
    worded = await _anew(session, runtime, row, found)
    drawn = worded is not None and (touchpoint.kind in LISTS or reads_well(row, touchpoint, found))
    locale = worded.locale if worded is not None else row.locale or found.locale
    line = words(
        runtime.library,
        "delivery.updated" if drawn else "delivery.outdated",
        locale,
        when=local_time(found.now, found.zone, locale),
    )
    text = worded.message.text if worded is not None and drawn else row.text
    renamed = all(row.facts[name] == facts[name] for name in row.facts if name != CALLED)
    shown = noted(text, "" if drawn and renamed else line)  # the trip's name alone is put right in silence
    buttons = worded.message.buttons if worded is not None else ()
    message = OutgoingMessage(text=shown, buttons=buttons)
    await enqueue_edit(session, chat=row.chat_id, message_id=row.message_id, message=message, now=found.now)
    row.facts = {name: told if told is not None else "" for name, told in facts.items()}
    row.text = text
    session.add(row)
    log.info(
        "A message is put right.",
        action="message_corrected",
        delivery=row.id,
        touchpoint=row.touchpoint,
        drawn=drawn,
    )


async def _anew(session: AsyncSession, runtime: Runtime, row: DeliveryRow, found: Situation) -> Worded | None:
    """The message as it would have left, had this been known then; None where it cannot be said any more."""
    try:
        return await word(session, runtime, row, replace(then(found, row), spoken=""), found.chat)
    except FlowsError:
        return None


def _stands(row: DeliveryRow, touchpoint: Touchpoint, found: Situation) -> bool:
    """May it be put right? Not what tells of a change, what an agent wrote, or what is over."""
    if row.own_text or touchpoint.per is Per.CHANGE or touchpoint.kind in ANSWERED:
        return False
    if found.estimate_of(row.travellers).stage is Stage.AFTERWARDS:
        return False
    if row.about_at is None or row.about_at > found.now:
        return True
    anchor = anchor_of(row, touchpoint, found)
    return anchor is not None and anchor > found.now
