"""Plan a trip again: write what is due into the outbox and the trip's next due instant, in the open transaction.

Everything that changes a trip, its evidence or its recipients ends here, so a stale plan cannot exist (DESIGN §3.2).
Not here: the decisions (flows.planning) and what leaves (bot.services.delivery).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.asking import ask_agents
from bot.steps.calling import settle
from bot.steps.carding import keep_card
from bot.steps.catching_up import had, hushed, kept_back, without
from bot.steps.chasing import chase
from bot.steps.chatless import tell_chatless
from bot.steps.correcting import correct
from bot.steps.documents import hand_over
from bot.steps.leaving import let_leave
from bot.steps.lookups import lookups_of
from bot.steps.others import borrow_home, others_of, tell_others
from bot.steps.overtaken import clear_overtaken
from bot.steps.pending import judge_again
from bot.steps.quoting import Believed, believed
from bot.steps.releasing import ask_release, release_itself, supersede, unreleased
from bot.steps.serving import serve
from bot.steps.situation import situation
from bot.storage.bookings import read_booking
from bot.storage.chats import chat_by_id
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.evidence import evidence_of, overrides_of
from bot.storage.feedback import never_again, offers_of
from bot.storage.publications import current_edition_id
from bot.storage.recipients import RecipientRow, recipients_of_trip
from bot.storage.trips import TripRow
from flows.library.library import Library
from flows.library.lookups import Lookups
from flows.library.touchpoint import Elsewhere, MessageClass, Per, Touchpoint
from flows.planning.budget import CLASSES
from flows.planning.due import Answer, Digest, Due, History, Key, Past, Plan, Reason, Skipped
from flows.planning.elsewhere import rule
from flows.planning.planner import plan
from flows.trips.difference import concerned
from flows.trips.evidence import Evidence
from flows.trips.lives import Lives
from flows.trips.party import seen_by
from flows.trips.trip import Trip

log = structlog.get_logger()

STUCK = timedelta(minutes=1)
OUTDATED = timedelta(seconds=5)
"""When to look again at what was planned with content that is no longer in force: this process has the new one by then."""

OFFER_STATES = {"accepted": "accepted", "never": "refused", "withdrawn": "refused"}
ELSEWHERE = "elsewhere"
"""The occurrence of what was refused on another trip; no touchpoint goes for it."""


def past_of(row: DeliveryRow, offers: Mapping[str, str]) -> Past:
    """What a delivery says to the planner. offers: offer -> what the holder said to it."""
    return Past(
        key=Key(touchpoint=row.touchpoint or "", occurrence=row.occurrence or "", generation=row.generation),
        anchor=row.anchor_at,
        state=OFFER_STATES.get(offers.get(row.body.get("offer", ""), ""), row.state),
        at=row.settled_at or row.created_at,
        reason=row.reason,
        travellers=tuple(row.travellers),
    )


async def history_of(
    session: AsyncSession, library: Library, bound: RecipientRow, rows: Iterable[DeliveryRow]
) -> History:
    """The history of one holder from the trip's deliveries; and what the chat refused for good on another trip."""
    offers = await offers_of(session, bound.trip_id, bound.holder)
    past = tuple(past_of(row, offers) for row in rows if row.touchpoint and row.holder == bound.holder)
    never = (
        await never_again(session, bound.chat_id) if any(one.on for one in library.offers.values()) else ()
    )
    return past + tuple(
        Past(
            key=Key(touchpoint=one.id, occurrence=ELSEWHERE), anchor=None, state="refused", at=bound.known_at
        )
        for one in library.touchpoints
        if one.offer in never
    )


async def plan_for(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    trip: Trip,
    bound: RecipientRow,
    evidence: Evidence,
    held: Iterable[DeliveryRow],
    *,
    now: datetime,
    lives: Lives | None = None,
    lookups: Lookups | None = None,
) -> Plan:
    """The plan of one recipient at `now`; nothing is written. lives, lookups: the trip's, where they are known."""
    chat = await chat_by_id(session, bound.chat_id)
    recipient = bound.recipient(chat.locale if chat else runtime.settings.locale)
    others = await others_of(session, chat, bound, trip, now=now)
    if others:
        recipient = replace(recipient, others=others)
    history = await history_of(session, runtime.library, bound, held)
    overrides = await overrides_of(session, row.key, bound.holder)
    if lookups is None:
        lookups = await lookups_of(session, runtime, row, trip, now=now)
    seen = seen_by(trip, bound.holder, bound.travellers)
    if seen is not trip:
        trip, lives = seen, None
    return plan(
        trip,
        recipient,
        runtime.library,
        history,
        overrides,
        evidence,
        runtime.planning,
        now=now,
        lookups=lookups,
        lives=lives,
    )


async def replan(
    session: AsyncSession, runtime: Runtime, row: TripRow, *, now: datetime, changed: bool = False
) -> int:
    """Plan every recipient of the trip; returns how many deliveries were written. now: trip time.

    changed: the booking moved. What waits in the outbox for an anchor that moved is taken back first and planned anew.
    """
    trip = row.trip
    evidence = await evidence_of(session, row.key)
    lives = Lives(trip, evidence)
    lookups = await lookups_of(session, runtime, row, trip, now=now)
    bound = await let_leave(session, runtime, row, await recipients_of_trip(session, row.key), now=now)
    serve(session, trip, bound)
    if await borrow_home(session, row, bound, lives, now=now):
        trip = row.trip
        lives = Lives(trip, evidence)
    held = await deliveries_of_trip(session, row.key)

    async def asked(one: RecipientRow, told: Iterable[DeliveryRow]) -> Plan:
        return await plan_for(
            session, runtime, row, trip, one, evidence, told, now=now, lives=lives, lookups=lookups
        )

    former = read_booking(row.said) if changed and row.said else None
    if changed:
        await supersede(session, runtime, row, now=now)
        await correct(session, runtime, row, lives, bound, held, lookups, now=now)
        await clear_overtaken(session, runtime, row, bound, held, now=now)
    if row.release_at is not None and row.release_at <= now:
        await release_itself(session, runtime, row, bound, held, asked, now=now)
        trip = row.trip
        lives = Lives(trip, evidence)

    async def formerly(one: RecipientRow, was: Believed) -> Plan:
        return await plan_for(
            session, runtime, row, was.trip, one, was.evidence, held, now=now, lookups=lookups
        )

    if changed:
        held = await judge_again(session, bound, held, asked, cancelled=trip.cancelled, now=now)
    written = 0
    news: set[str] = set()
    waiting: list[Skipped] = []
    next_due: datetime | None = None
    for one in bound:
        if one.holder in trip.surprised:
            continue  # their chat hears of nothing yet
        found = await asked(one, held)
        waiting.extend(unreleased(found, now=now))
        if former is not None and not former.cancelled:
            known = await had(found, one, held, partial(formerly, one, believed(trip, evidence, former)))
            found = without(found, known)
            session.add_all(_settled(row, one, told, Reason.LATE, now) for told in known)
        quiet = hushed(row, found, now=now)
        found = kept_back(row, found, now=now)
        for due in found.due:
            session.add(_delivery(row, trip, one, due, now))
            written += 1
            if due.touchpoint.per is Per.CHANGE:
                news.add(due.key.occurrence)
        if found.digest is not None:
            written += _fold(session, row, one, found.digest, now)
        stands = await situation(session, runtime, row, one, now=now, lives=lives, lookups=lookups)
        handed, document_at = (
            await hand_over(session, stands, held, found.answers) if not quiet else (0, None)
        )
        carded, card_at = await keep_card(session, stands, held)
        written += handed + carded
        if stands.chat.several:
            await tell_others(session, one, stands.life, now=now)
        ahead = (next_due, found.next_due, document_at, card_at)
        next_due = min((at for at in ahead if at is not None), default=None)
    await tell_chatless(session, runtime, row, lives, bound, news, now=now)
    if next_due is not None and next_due <= now:
        # The plan promises an instant ahead; were it ever not, the clockwork would turn on the spot.
        log.error("A plan named an instant that is over.", action="plan_stuck", trip=row.id)
        next_due = now + STUCK
    if bound and await current_edition_id(session) != runtime.shelf.edition:
        # Another process has published, and its word to look at this trip again must not be lost.
        next_due = min(next_due or now + OUTDATED, now + OUTDATED)
    ask_at = await ask_agents(
        session, row, trip, (lives.of(person.id) for person in trip.travellers), now=now
    )
    chase_at = await chase(session, runtime, row, bound, evidence, now=now)
    instants = (next_due, ask_at, row.release_at, chase_at)
    row.next_due_at = min((at for at in instants if at is not None), default=None)
    session.add(row)
    await ask_release(session, row, waiting, now=now)
    await session.flush()
    await settle(session, runtime, row, now=now)
    return written


def _planned(
    row: TripRow, bound: RecipientRow, answer: Answer | Digest, message_class: MessageClass, now: datetime
) -> DeliveryRow:
    """What every row of a plan says: for whom, about what, and when it was meant to go."""
    return DeliveryRow(
        trip_id=row.key,
        recipient_id=bound.id,
        chat_id=bound.chat_id,
        holder=bound.holder,
        touchpoint=answer.key.touchpoint,
        occurrence=answer.key.occurrence,
        generation=answer.key.generation,
        travellers=list(answer.travellers),
        message_class=message_class,
        lane=CLASSES[message_class].lane,
        not_before=now,
        planned_at=answer.at,
        zone=answer.zone,
        created_at=now,
    )


def _delivery(row: TripRow, trip: Trip, bound: RecipientRow, due: Due, now: datetime) -> DeliveryRow:
    touchpoint = due.touchpoint
    made = _planned(row, bound, due, touchpoint.message_class, now)
    made.importance = touchpoint.goal.importance
    made.anchor_at = due.anchor
    made.about_at = due.anchor if due.anchor is not None and due.anchor > now else None
    change = trip.change(due.key.occurrence) if touchpoint.per is Per.CHANGE else None
    if change is not None:  # what it corrects may be tonight
        made.about_at = concerned(change, trip.booking, now=now)
    made.confirmed = touchpoint.released
    made.useless_after = None if due.forced else due.useless_after
    made.gate = {} if due.forced else _gate(touchpoint, given=due.given)
    made.own_text = due.text
    made.body = {"offer": touchpoint.offer} if touchpoint.offer else {}
    return made


def _gate(touchpoint: Touchpoint, *, given: bool) -> dict[str, list[str]]:
    """What is asked again at the claim. given: an agent said when, whatever other trips there are."""
    gate: dict[str, list[str]] = {
        "stages": sorted(touchpoint.stages),
        "directions": sorted(touchpoint.directions),
    }
    policy = rule(touchpoint)
    if policy is not Elsewhere.SEND and not given:
        gate["elsewhere"] = [policy]
    return gate


def _settled(row: TripRow, to: RecipientRow, answer: Skipped, reason: Reason, now: datetime) -> DeliveryRow:
    """What goes no more by itself, and why."""
    made = _planned(row, to, answer, answer.touchpoint.message_class, now)
    made.state, made.reason, made.settled_at = State.SKIPPED, reason, now
    made.anchor_at = answer.anchor
    return made


def _fold(session: AsyncSession, row: TripRow, bound: RecipientRow, digest: Digest, now: datetime) -> int:
    for folded in digest.folded:
        session.add(_settled(row, bound, folded, Reason.IN_DIGEST, now))
    made = _planned(row, bound, digest, MessageClass.OPERATIONAL, now)
    made.importance = 0  # behind the confirmation of the same minute, which it then need not repeat
    made.folded = [
        {"touchpoint": one.key.touchpoint, "occurrence": one.key.occurrence} for one in digest.folded
    ]
    session.add(made)
    return 1
