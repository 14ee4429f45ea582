"""The preview of what waits for an agent's word, and what a tap on Send, Not now or Never does.

Not here: which asks there are (bot.steps.releasing) and when they are posted (bot.services.asks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.changing import lines_that_wait, settle_change, waiting_change, withhold_change
from bot.steps.desk.asked import Asked
from bot.steps.enqueue import enqueue_edit
from bot.steps.named import named
from bot.steps.overtaken import mark_overtaken
from bot.steps.reaching import reach, there_of, told_held
from bot.steps.relay import holder_name, staff_words
from bot.steps.releasing import LATER, NEVER, OPEN, SEND, SUPERSEDED, asked_about, unreleased
from bot.steps.replan import plan_for, replan
from bot.steps.situation import Situation, situation
from bot.storage.deliveries import DeliveryRow, deliveries_of_trip, delivery_by_id
from bot.storage.evidence import AskRow, OverrideRow, evidence_of
from bot.storage.recipients import RecipientRow, recipients_of_trip
from bot.storage.trips import TripRow
from flows.errors import MissingFact
from flows.library.touchpoint import Touchpoint
from flows.planning.due import Override, Skipped
from flows.talk.changes import of_change
from flows.talk.dates import clock
from flows.talk.markup import MOST_UNITS, Html, escape, fitted
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.render import render_touchpoint
from flows.talk.wording import Wording
from flows.trips.changes import Changed
from flows.trips.times import zone_info

SEEN = "seen"
ANSWERS = (SEND, LATER, NEVER, SEEN)
AS_ANSWERED = {SEEN: "ask.seen"}
BEFORE_IT_GOES = {SEND: "release.now", NEVER: "release.not_at_all"}
"""What the buttons are called where it goes by itself."""

ROOM_FOR_LINES = 800
"""What is kept free around the preview for who gets it and what became of it."""

MOST_NAMED = 12

Waiting = tuple[Situation, Skipped]


async def card(
    session: AsyncSession, runtime: Runtime, ask: AskRow, row: TripRow, *, now: datetime
) -> OutgoingMessage | None:
    """The text as the travellers would read it, in staff's language, who would, and the buttons; None when it waits for
    nobody any more."""
    waiting = await _waiting(session, runtime, ask, row, now=now)
    about = asked_about(ask.topic)
    touchpoint = runtime.library.touchpoint(about[0]) if about is not None else None
    if not waiting or touchpoint is None:
        return None
    words = staff_words(runtime)
    lines = [
        words.say("release.preview", reference=row.reference, people=people(found for found, _ in waiting))
    ]
    blocked = ", ".join(holder_name(found) for found, _ in waiting if found.chat.blocked_at is not None)
    if blocked:
        lines.append(words.say("release.unreachable", names=blocked))
    at = row.release_at if about is not None and waiting_change(row) == about[1] else None
    waits = lines_that_wait(row) if at is not None else ()
    found, answer = waiting[0]
    try:
        shown = _as_read(touchpoint, _without(found, answer, waits), answer, words)
    except MissingFact as missing:
        lines.append(words.say("release.unwordable", fact=str(missing)))
        return OutgoingMessage(text="\n".join(lines), buttons=choices(ask, words, (SEEN,)))
    if at is not None:
        local = at.astimezone(zone_info(runtime.settings.agency_zone))
        lines.append(words.say("release.by_itself", time=clock(local.time())))
        reached = [
            (holder_name(found), reach(await there_of(session, found), answer, at=at))
            for found, answer in waiting
        ]
        lines.extend(told_held(reached, "release.reaches", runtime.settings.agency_zone, words))
        if waits:
            lines.append(words.say("release.waits_on", lines=_lines(found, answer, waits, words)))
    text = "\n".join((*lines, "", shown))
    buttons = (
        choices(ask, words, (SEND, NEVER), called=BEFORE_IT_GOES)
        if at is not None
        else choices(ask, words, (SEND, LATER, NEVER))
    )
    return OutgoingMessage(text=text, buttons=buttons)


async def released(asked: Asked, ask: AskRow, row: TripRow, value: str) -> str:
    """Do what an agent says to a preview; Send and Never count once, Not now leaves it open. Returns the tap's word."""
    words, about = asked.words, asked_about(ask.topic)
    if about is None or value not in ANSWERS:
        return words.bare("tap.invalid")
    if ask.answer == SUPERSEDED:
        return words.bare("release.outdated")
    if ask.answer not in OPEN:
        return words.bare("ask.already", agent=ask.answered_by)
    ask.answer, ask.answered_by, ask.answered_at = value, asked.staff.name, asked.now
    asked.session.add(ask)
    if value != LATER:
        waiting = await _waiting(asked.session, asked.runtime, ask, row, now=asked.now)
        word = Override.NOW if value == SEND else Override.NEVER
        for found, _ in waiting:
            key = (row.key, found.bound.holder, *about)
            said = await asked.session.get(OverrideRow, key) or OverrideRow(
                trip_id=key[0], holder=key[1], touchpoint=key[2], occurrence=key[3], word=word
            )
            said.word, said.at = word, None
            asked.session.add(said)
        if waiting_change(row) == about[1]:
            waits = lines_that_wait(row) if row.release_at is not None else ()
            await settle_change(asked.session, row, told=value == SEND, waits=waits)
            if value == NEVER:
                bound, held = await _there(asked.session, row)
                await mark_overtaken(asked.session, asked.runtime, row, bound, held, now=asked.now)
        await asked.session.flush()
        await replan(asked.session, asked.runtime, row, now=asked.now)
    elif waiting_change(row) == about[1]:
        withhold_change(row)
        asked.session.add(row)
    await show_answer(asked, ask, value)
    return ""


async def _there(session: AsyncSession, row: TripRow) -> tuple[list[RecipientRow], list[DeliveryRow]]:
    """Who is bound to the trip, and all that was meant for them."""
    return await recipients_of_trip(session, row.key), await deliveries_of_trip(session, row.key)


async def _waiting(
    session: AsyncSession, runtime: Runtime, ask: AskRow, row: TripRow, *, now: datetime
) -> list[Waiting]:
    """For whom it waits now, each with what the plan says of it."""
    about, trip = asked_about(ask.topic), row.trip
    evidence = await evidence_of(session, row.key)
    held = await deliveries_of_trip(session, row.key)
    found: list[Waiting] = []
    for bound in await recipients_of_trip(session, row.key):
        plan = await plan_for(session, runtime, row, trip, bound, evidence, held, now=now)
        for answer in unreleased(plan, now=now):
            if (answer.key.touchpoint, answer.key.occurrence) == about:
                found.append((await situation(session, runtime, row, bound, now=now), answer))
    return found


def _without(found: Situation, answer: Skipped, waits: Sequence[Changed]) -> Situation:
    """As if these lines were none of the change."""
    change = found.trip.change(answer.key.occurrence)
    lines = change.lines if change is not None else ()
    return _saying(found, answer, tuple(line for line in lines if line not in waits)) if waits else found


def _saying(found: Situation, answer: Skipped, lines: tuple[Changed, ...]) -> Situation:
    """As if the change had these lines."""
    changes = tuple(
        replace(one, lines=lines) if one.id == answer.key.occurrence else one for one in found.trip.changes
    )
    return replace(found, trip=replace(found.trip, changes=changes))


def _lines(found: Situation, answer: Skipped, lines: tuple[Changed, ...], words: Wording) -> Html:
    """These lines of the change, in staff's language."""
    everyone = tuple(one.id for one in found.trip.travellers)
    facts = _saying(found, answer, lines).facts_of(everyone, answer.key.occurrence)
    return of_change(replace(facts, locale=words.locale)) or Html("")


def _as_read(touchpoint: Touchpoint, found: Situation, answer: Skipped, words: Wording) -> Html:
    """The text as this recipient would read it, in staff's language. Raises MissingFact."""
    facts = replace(
        found.facts_of(answer.travellers, answer.key.occurrence),
        locale=words.locale,
    )
    text = render_touchpoint(touchpoint, facts).message.text
    return Html(fitted(text, MOST_UNITS - ROOM_FOR_LINES)[0])


def people(waiting: Iterable[Situation]) -> str:
    """ "Ann de Vries (nl), Bruno Rossi (fr)"."""
    told = [f"{named(found.row, found.bound.holder)} ({found.locale})" for found in waiting]
    more = f" +{len(told) - MOST_NAMED}" if len(told) > MOST_NAMED else ""
    return ", ".join(told[:MOST_NAMED]) + more


def choices(
    ask: AskRow, words: Wording, values: tuple[str, ...], *, called: Mapping[str, str] = AS_ANSWERED
) -> Rows:
    """A button for each of these answers. called: the word on a button, where it is not the answer's own."""
    return (
        tuple(
            Button(
                label=words.bare(called.get(value, f"release.{value}")),
                action="ask.answer",
                data={"ask": str(ask.id), "value": value},
            )
            for value in values
        ),
    )


async def show_answer(asked: Asked, ask: AskRow, value: str, *, instead: str = "") -> None:
    """What became of it, below the preview where it stands. instead: of what was tapped, when it could not be done."""
    shown = await delivery_by_id(asked.session, ask.delivery_id) if ask.delivery_id is not None else None
    if asked.inbound.message_id is None:
        return
    words = asked.words
    label = words.bare("ask.seen" if value == SEEN else f"release.{value}")
    said = (
        words.say("ask.answered", agent=asked.staff.name, answer=label)
        if not instead
        else Html(escape(instead))
    )
    before = f"{shown.text}\n\n" if shown is not None and shown.text else ""
    buttons = choices(ask, words, (SEND, NEVER)) if value == LATER else ()
    message = OutgoingMessage(text=f"{before}{said}", buttons=buttons)
    await enqueue_edit(
        asked.session,
        chat=asked.inbound.chat,
        message_id=asked.inbound.message_id,
        message=message,
        now=asked.now,
    )
