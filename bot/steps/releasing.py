"""What goes only after an agent's word: the asks that wait for one, opened and closed as the plan says.

An ask is about one touchpoint and occurrence for everyone it would go to. Not here: how it reads and what the agent's tap
does (bot.steps.desk.releasing), when it is posted (bot.services.asks).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n import staff_wording
from bot.runtime import Runtime
from bot.steps.changing import lines_that_wait, settle_change, waiting_change
from bot.steps.enqueue import enqueue, enqueue_edit
from bot.steps.named import named
from bot.steps.pending import Asked
from bot.steps.reaching import Reach, reach, there_of, told_held
from bot.steps.situation import situation
from bot.storage.chats import agents_group
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip, delivery_by_id
from bot.storage.evidence import AskRow, OverrideRow, ask_about, asks_of, release_asks
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.library.touchpoint import Per
from flows.planning.due import Answer, Override, Plan, Reason, Skipped
from flows.talk.message import OutgoingMessage

log = structlog.get_logger()

RELEASE = "release"
SEND, LATER, NEVER, SUPERSEDED = "send", "later", "never", "superseded"
OPEN = ("", LATER)
"""Answers that leave an ask open."""

ON_ITS_WAY = frozenset({State.QUEUED, State.SENDING})


def topic_of(touchpoint: str, occurrence: str) -> str:
    """The topic of an ask for release."""
    return f"{RELEASE}:{touchpoint}:{occurrence}"


def asked_about(topic: str) -> tuple[str, str] | None:
    """(touchpoint, occurrence) of an ask for release; None for any other ask."""
    kind, _, rest = topic.partition(":")
    touchpoint, _, occurrence = rest.partition(":")
    return (touchpoint, occurrence) if kind == RELEASE else None


def unreleased(plan: Plan, *, now: datetime) -> tuple[Skipped, ...]:
    """What the plan holds back for an agent's word although its instant has come."""
    return tuple(one for one in plan.answers if isinstance(one, Skipped) and awaits_word(one, now=now))


def awaits_word(answer: Answer, *, now: datetime) -> bool:
    """True for what is held back for an agent's word although its instant has come."""
    held_back = isinstance(answer, Skipped) and answer.reason is Reason.UNRELEASED
    return held_back and (answer.at is None or answer.at <= now)


async def ask_release(
    session: AsyncSession, row: TripRow, answers: Iterable[Skipped], *, now: datetime
) -> None:
    """Write down what has not been asked yet."""
    topics = {topic_of(one.key.touchpoint, one.key.occurrence) for one in answers}
    if not topics:
        return
    for topic in sorted(topics - await asks_of(session, row.key)):
        session.add(AskRow(trip_id=row.key, topic=topic, asked_at=now))


async def supersede(session: AsyncSession, runtime: Runtime, row: TripRow, *, now: datetime) -> None:
    """The booking changed: asks about changes that wait no longer are closed where they stand, and what was let go of an
    older change but has not left never does: it would say what holds no more."""
    waiting = waiting_change(row)
    word = "release.replaced" if waiting else "release.withdrawn"
    held = await deliveries_of_trip(session, row.key)
    newest = {one.id for one in row.trip.changes if one.at == row.trip.changes[-1].at}
    for ask in await release_asks(session, row.key):
        about = asked_about(ask.topic)
        undecided = ask.answer in OPEN or (about is not None and _waits_itself(ask, about, held))
        open_still = about is not None and undecided and runtime.library.notice(about[0]) is not None
        if about is None or not open_still or about[1] == waiting or about[1] in newest:
            continue
        ask.answer, ask.answered_at, ask.posted = SUPERSEDED, now, True
        session.add(ask)
        told = staff_wording(runtime.settings.locale).say(word, reference=row.reference)
        await show_on_card(session, ask, told, now=now)
    for delivery in held:
        stale = delivery.state == State.QUEUED and delivery.occurrence not in newest
        if stale and runtime.library.notice(delivery.touchpoint):
            _drop(session, delivery, now)
            if delivery.repeat:
                delivery.state = State.UNKNOWN  # it may have arrived


async def release_itself(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: Iterable[RecipientRow],
    held: Sequence[DeliveryRow],
    asked: Asked,
    *,
    now: datetime,
) -> None:
    """The change that waits goes now, as if an agent had said so: nothing came on top of it for a while. asked: the plan of
    a recipient. The agents read in their group that it went."""
    waiting = waiting_change(row)
    row.release_at = None
    session.add(row)
    if not waiting:
        return
    goes: dict[str, list[tuple[str, Reach]]] = {}
    surprised = row.trip.surprised
    for one in bound:
        if one.holder in surprised:
            continue
        for answer in unreleased(await asked(one, held), now=now):
            if answer.key.occurrence == waiting and answer.touchpoint.per is Per.CHANGE:
                key = (row.key, one.holder, answer.key.touchpoint, waiting)
                said = await session.get(OverrideRow, key) or OverrideRow(
                    trip_id=key[0], holder=key[1], touchpoint=key[2], occurrence=key[3], word=Override.NOW
                )
                said.word, said.at = Override.NOW, None
                session.add(said)
                stands = await there_of(session, await situation(session, runtime, row, one, now=now))
                reached = reach(stands, answer, at=now)
                goes.setdefault(answer.key.touchpoint, []).append((named(row, one.holder), reached))
    if not goes:
        return  # nobody is where it would reach them: it goes on waiting for an agent
    await settle_change(session, row, told=True, waits=lines_that_wait(row))
    await session.flush()
    for touchpoint, reached_by in goes.items():
        await _tell_it_goes(session, runtime, row, topic_of(touchpoint, waiting), reached_by, now=now)
    log.info("A correction goes by itself.", action="change_released", trip=row.id, change=waiting)


async def it_went(session: AsyncSession, runtime: Runtime, row: DeliveryRow, *, now: datetime) -> None:
    """A delivery was settled: what went by itself has left once nobody's waits any more, and only then the card says so."""
    if row.trip_id is None or row.state != State.SENT or runtime.library.notice(row.touchpoint) is None:
        return
    about = (row.touchpoint or "", row.occurrence or "")
    ask = await ask_about(session, row.trip_id, topic_of(*about))
    if ask is None or ask.answer != SEND or ask.answered_by or row.generation:
        return
    others = [one for one in await deliveries_of_trip(session, row.trip_id) if one.id != row.id]
    if any((one.touchpoint, one.occurrence) == about and one.state in ON_ITS_WAY for one in others):
        return
    shown = await delivery_by_id(session, ask.delivery_id) if ask.delivery_id is not None else None
    if shown is not None:
        went = staff_wording(runtime.settings.locale).say("release.went_by_itself")
        await show_on_card(session, ask, f"{shown.text}\n\n{went}", now=now)


async def _tell_it_goes(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    topic: str,
    reached: Sequence[tuple[str, Reach]],
    *,
    now: datetime,
) -> None:
    """On the card where the agents had it; else as a word of its own. reached: whom, and when."""
    words, zone = staff_wording(runtime.settings.locale), runtime.settings.agency_zone
    ask = await ask_about(session, row.key, topic)
    shown = await delivery_by_id(session, ask.delivery_id) if ask is not None and ask.delivery_id else None
    if ask is not None:
        ask.answer, ask.answered_by, ask.answered_at, ask.posted = SEND, "", now, True
        session.add(ask)
    if ask is not None and shown is not None and shown.message_id is not None:
        waits = list(told_held(reached, "release.waits_until", zone, words))
        goes = "\n".join(waits or [words.say("release.leaves")])
        await show_on_card(session, ask, f"{shown.text}\n\n{goes}", now=now)
        return
    if ask is not None and shown is not None and shown.state == State.QUEUED:
        _drop(session, shown, now)
    group = await agents_group(session)
    if group is None or group.blocked_at is not None:
        return
    text = "\n".join(
        (
            words.say("release.went", reference=row.reference, people=", ".join(name for name, _ in reached)),
            *told_held(reached, "release.reaches", zone, words),
        )
    )
    await enqueue(session, chat=group.id, message=OutgoingMessage(text=text), now=now, trip_id=row.key)


async def show_on_card(session: AsyncSession, ask: AskRow, text: str, *, now: datetime) -> None:
    """Put this in place of the preview in the group, where it stands."""
    shown = await delivery_by_id(session, ask.delivery_id) if ask.delivery_id is not None else None
    group = await agents_group(session)
    if shown is None or group is None or shown.chat_id != group.id:
        return
    if shown.message_id is None:
        if shown.state == State.QUEUED:
            _drop(session, shown, now)
        return
    message = OutgoingMessage(text=text)
    await enqueue_edit(session, chat=group.id, message_id=shown.message_id, message=message, now=now)


def _waits_itself(ask: AskRow, about: tuple[str, str], held: Iterable[DeliveryRow]) -> bool:
    """True for what was to go by itself and has left to nobody."""
    rows = [one for one in held if (one.touchpoint, one.occurrence) == about]
    queued = any(one.state == State.QUEUED for one in rows)
    arrived = any(one.repeat or one.state in (State.SENDING, State.SENT, State.UNKNOWN) for one in rows)
    return ask.answer == SEND and not ask.answered_by and queued and not arrived


def _drop(session: AsyncSession, delivery: DeliveryRow, now: datetime) -> None:
    delivery.state, delivery.reason, delivery.settled_at = State.SKIPPED, Reason.SUPERSEDED, now
    session.add(delivery)
