"""What care mode kept back, before the agents: the text, and what a tap on Send, Not now or Never does.

It can be sent as long as it is of use, also after /resume. Not here: what is asked and when (bot.steps.withheld).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.desk.asked import Asked
from bot.steps.desk.releasing import ANSWERS, ROOM_FOR_LINES, SEEN, choices, people, show_answer
from bot.steps.relay import staff_words
from bot.steps.releasing import LATER, NEVER, OPEN, SEND, SUPERSEDED
from bot.steps.situation import Situation, situation
from bot.steps.withheld import let_through, still_of_use
from bot.steps.wording import word
from bot.storage.deliveries import DeliveryRow, deliveries_of_trip
from bot.storage.evidence import AskRow
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.errors import MissingFact, NothingOpen
from flows.talk.markup import MOST_UNITS, fitted
from flows.talk.message import OutgoingMessage


async def withheld_card(
    session: AsyncSession, runtime: Runtime, ask: AskRow, trip: TripRow, *, now: datetime
) -> OutgoingMessage | None:
    """The text as they would read it, in staff's language, who would, and the buttons; None when it is of no use any
    more."""
    words = staff_words(runtime)
    waiting = await _waiting(session, runtime, ask, trip, now=now)
    if not waiting:
        return None
    named = people(found for _, found in waiting)
    line = words.say("withheld.preview", reference=trip.reference, people=named)
    row, found = waiting[0]
    try:
        # Worded as it would leave; the row is not touched by it.
        worded = await word(session, runtime, row, replace(found, spoken=words.locale), found.chat)
    except NothingOpen:
        return None
    except MissingFact as missing:
        lines = (line, words.say("release.unwordable", fact=str(missing)))
        return OutgoingMessage(text="\n".join(lines), buttons=choices(ask, words, (SEEN,)))
    shown, _ = fitted(worded.message.text, MOST_UNITS - ROOM_FOR_LINES)
    return OutgoingMessage(text=f"{line}\n\n{shown}", buttons=choices(ask, words, (SEND, LATER, NEVER)))


async def decided_withheld(asked: Asked, ask: AskRow, trip: TripRow, value: str) -> str:
    """Do what an agent says of it; Send and Never count once, Not now leaves it open. Returns the tap's word."""
    words = asked.words
    if value not in ANSWERS:
        return words.bare("tap.invalid")
    if ask.answer == SUPERSEDED:
        return words.bare("withheld.over")
    if ask.answer not in OPEN:
        return words.bare("ask.already", agent=ask.answered_by)
    held = await deliveries_of_trip(asked.session, trip.key)
    rows = still_of_use(ask.topic, held, now=asked.now)
    ask.answer, ask.answered_by, ask.answered_at = value, asked.staff.name, asked.now
    said = ""
    if value == SEND and not rows:
        ask.answer, said = SUPERSEDED, words.bare("withheld.over")
    elif value == SEND:
        let_through(rows, now=asked.now)
        asked.session.add_all(rows)
    asked.session.add(ask)
    await show_answer(asked, ask, value, instead=said)
    return said


async def _waiting(
    session: AsyncSession, runtime: Runtime, ask: AskRow, trip: TripRow, *, now: datetime
) -> list[tuple[DeliveryRow, Situation]]:
    rows = still_of_use(ask.topic, await deliveries_of_trip(session, trip.key), now=now)
    found = []
    for row in rows:
        bound = await session.get(RecipientRow, row.recipient_id) if row.recipient_id is not None else None
        if bound is not None and bound.left_at is None:
            found.append((row, await situation(session, runtime, trip, bound, now=now)))
    return found
