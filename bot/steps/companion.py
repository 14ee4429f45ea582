"""Somebody else of the party who is asked to pass a change on, where nobody says "Got it": an adult who knows of it, by day.

Not here: when they are asked (chasing).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.calling import ACK
from bot.steps.enqueue import enqueue
from bot.steps.situation import Situation, chat_state, situation
from bot.storage.chats import chat_by_id
from bot.storage.deliveries import deliveries_of_trip
from bot.storage.feedback import acknowledged_in
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.errors import FlowsError
from flows.library.library import Library
from flows.library.touchpoint import MessageClass
from flows.planning.claim import Candidate, Go, judge
from flows.talk.addressed import first_name
from flows.talk.buttons import got_it
from flows.talk.markup import Html, fitted
from flows.talk.message import OutgoingMessage
from flows.talk.values import value
from flows.talk.words import words
from flows.trips.changes import Change

log = structlog.get_logger()


async def companion_of(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: Iterable[RecipientRow],
    mine: RecipientRow,
    change_id: str,
    *,
    now: datetime,
) -> RecipientRow | None:
    """Another chat of the party whose holder, an adult, has said "Got it" to the same change and may be written to now: that
    of the one who booked before others. None where there is nobody, and in their night."""
    trip = row.trip
    adults = {person.id for person in trip.travellers if not person.minor} - trip.surprised
    others = [
        one for one in bound if one.chat_id != mine.chat_id and one.holder in adults and one.serves(trip)
    ]
    for one in sorted(others, key=lambda each: each.holder != trip.booking.lead.id):
        if await _knows(session, row, one, change_id) and await _awake(session, runtime, row, one, now=now):
            return one
    return None


async def _knows(session: AsyncSession, row: TripRow, one: RecipientRow, change_id: str) -> bool:
    """True when this chat has said "Got it" under what it was told of the change itself."""
    told = await deliveries_of_trip(session, row.key)
    notices = {
        f"{ACK}{each.key}" for each in told if each.holder == one.holder and each.occurrence == change_id
    }
    return await acknowledged_in(session, row.key, one.chat_id, notices)


async def _awake(
    session: AsyncSession, runtime: Runtime, row: TripRow, one: RecipientRow, *, now: datetime
) -> bool:
    """True when the judge would let it go to them at once."""
    found = await situation(session, runtime, row, one, now=now)
    state = await chat_state(session, found, found.chat, now)
    asked = Candidate(message_class=MessageClass.OPERATIONAL, not_before=now, confirmed=True)
    return isinstance(judge(asked, state, now=now), Go)


async def tell_companion(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    change_id: str,
    found: Situation,
    companion: RecipientRow,
    *,
    now: datetime,
) -> int | None:
    """Ask somebody else of the party to pass the change on; the id of what they were asked, None when their chat is closed.
    found: whom it is about."""
    chat = await chat_by_id(session, companion.chat_id)
    change = found.trip.change(change_id)
    if chat is None or chat.blocked_at is not None or change is None:
        return None
    name = first_name(found.facts.greeted, found.trip)
    text = _passed_on(runtime.library, change, name, found, chat.locale)
    button = got_it(runtime.library, chat.locale)
    told = await enqueue(
        session,
        chat=chat.id,
        message=OutgoingMessage(text=fitted(text)[0], buttons=((button,),)),
        now=now,
        message_class=MessageClass.OPERATIONAL,
        trip_id=row.key,
        confirmed=True,
    )
    log.info("A companion is asked to pass a change on.", action="change_passed_on", delivery=told.id)
    return told.key


def _passed_on(library: Library, change: Change, name: str, found: Situation, locale: str) -> str:
    asked = words(library, "delivery.companion", locale, name=name)
    lines = what_changed(found, change, locale)
    return f"{asked}\n\n{lines}" if lines else asked


def what_changed(found: Situation, change: Change, locale: str) -> Html:
    """What changed, in this language; empty where the whole trip is off or on."""
    facts = found.facts_of(tuple(found.bound.travellers), change.id)
    try:
        return Html(value(replace(facts, locale=locale), "change.lines"))
    except FlowsError:
        return Html("")
