"""Somebody else of the party who is asked to pass a change on, where nobody says "Got it".

Not here: when they are asked (chasing).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.enqueue import enqueue
from bot.steps.situation import Situation
from bot.storage.chats import chat_by_id
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.errors import FlowsError
from flows.library.library import Library
from flows.library.touchpoint import MessageClass
from flows.talk.addressed import first_name
from flows.talk.buttons import got_it
from flows.talk.markup import Html, fitted
from flows.talk.message import OutgoingMessage
from flows.talk.values import value
from flows.talk.words import words
from flows.trips.changes import Change, ChangeKind

log = structlog.get_logger()

WHOLE_TRIP = {ChangeKind.CANCELLED: "off", ChangeKind.REINSTATED: "on"}


def companion_of(row: TripRow, bound: Iterable[RecipientRow], mine: RecipientRow) -> RecipientRow | None:
    """Another chat of the party: that of the one who booked before others."""
    trip = row.trip
    others = [
        one
        for one in bound
        if one.chat_id != mine.chat_id and one.holder not in trip.surprised and one.serves(trip)
    ]
    return min(others, key=lambda one: one.holder != trip.booking.lead.id, default=None)


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
    whole = WHOLE_TRIP.get(change.kind) if not change.lines else None
    word = f"delivery.companion_{whole}" if whole else "delivery.companion"
    asked = words(library, word, locale, name=name)
    lines = what_changed(found, change, locale)
    return f"{asked}\n\n{lines}" if lines else asked


def what_changed(found: Situation, change: Change, locale: str) -> Html:
    """What changed, in this language; empty where the whole trip is off or on."""
    facts = found.facts_of(tuple(found.bound.travellers), change.id)
    try:
        return Html(value(replace(facts, locale=locale), "change.lines"))
    except FlowsError:
        return Html("")
