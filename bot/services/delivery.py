"""Delivery: the one way out. Claim, commit, send outside the transaction, settle (DESIGN §3.7).

What happens when the process dies, by class (safety, reply, operational = "must arrive"; service, marketing = "at most
once"; an edit may always repeat):

    before the claim           the row stays queued and goes at the next start
    after the claim, before    the lease runs out, and nobody can know: must arrive -> goes again, marked as a
      or during the request    possible repeat; at most once -> UNKNOWN, never again
    after Telegram's answer,   the same: the answer is lost with the process
      before settling
    after settling             sent; nothing is repeated

A row that Telegram refuses ends FAILED, one that the judge stops ends SKIPPED with its reason; none vanishes.
Not here: who may leave (bot.steps.claiming) and the wire (bot.telegram.channel).
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import ChannelError, ChatMoved, NotSent, TooFast, Uncertain, Unreachable
from bot.runtime import Runtime
from bot.steps.claiming import Claim, Claimed, abandon, claim
from bot.steps.moving import move_chat
from bot.storage.chats import chat_by_id
from bot.storage.deliveries import DeliveryRow, State, delivery_by_id
from bot.storage.slots import push_slot

log = structlog.get_logger()

PATIENCE = timedelta(hours=24)
"""What never left for so long ends FAILED."""

LONGEST_WAIT = 60.0
SOON = 1.5


async def deliver(runtime: Runtime) -> int:
    """Send everything that may leave now; returns how many left. Several may run at once: a claim is atomic."""
    sent = 0
    flying: set[asyncio.Task[bool]] = set()
    while True:
        claimed = Claim(taken=(), again=None)
        if not runtime.closing.is_set():
            async with runtime.database.write() as session:
                claimed = await claim(session, runtime)
        for one in claimed.taken:
            flying.add(asyncio.create_task(_send(runtime, one)))
        if flying:
            done, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            sent += sum(task.result() for task in done)
            continue
        if claimed.again is None:
            return sent
        wait = (claimed.again - runtime.clock.real()).total_seconds()
        if wait > SOON:
            return sent
        await asyncio.sleep(max(wait, 0.0))


async def _send(runtime: Runtime, claimed: Claimed) -> bool:
    wait = (claimed.leave - runtime.clock.real()).total_seconds()
    if wait > 0:
        await asyncio.sleep(wait)
    row = claimed.row
    problem: ChannelError | None = None
    message_id: int | None = None
    try:
        if row.edit_of is not None:
            await runtime.channel.edit(row.chat_id, row.edit_of, claimed.message)
        else:
            message_id = await runtime.channel.send(row.chat_id, claimed.message)
    except ChannelError as error:
        problem = error
    async with runtime.database.write() as session:
        held = await delivery_by_id(session, row.key)
        if held is None or held.state != State.SENDING or held.attempt != row.attempt:
            # Another process took over after our lease: its word counts (DESIGN §3.12).
            log.warning("A late answer was fenced off.", action="delivery_fenced", delivery=row.id)
            return False
        if problem is None:
            _sent(held, message_id, runtime.clock.trip())
        else:
            await _failed(session, runtime, held, problem)
        session.add(held)
    return problem is None


def _sent(row: DeliveryRow, message_id: int | None, now: datetime) -> None:
    row.state, row.lease_until, row.settled_at, row.error = State.SENT, None, now, ""
    if message_id is not None:
        row.message_id = message_id
    log.info(
        "A delivery was sent.",
        action="delivery_sent",
        delivery=row.id,
        touchpoint=row.touchpoint,
        message_class=row.message_class,
    )


async def _failed(session: AsyncSession, runtime: Runtime, row: DeliveryRow, problem: ChannelError) -> None:
    trip_now, real_now = runtime.clock.trip(), runtime.clock.real()
    pause = real_now + timedelta(seconds=min(2.0 ** min(row.attempt - 1, 6), LONGEST_WAIT))
    row.lease_until = None
    row.error = str(problem)
    if isinstance(problem, TooFast):
        until = real_now + timedelta(seconds=problem.retry_after)
        row.state, row.retry_at = State.QUEUED, until
        await push_slot(session, f"chat:{row.chat_id}", until=until, now=real_now)
        if row.chat_id > 0:
            await push_slot(session, "bot", until=until, now=real_now)
        log.warning(
            "Asked to slow down.", action="delivery_slowed", delivery=row.id, seconds=problem.retry_after
        )
    elif isinstance(problem, ChatMoved):
        row.state = State.QUEUED
        await move_chat(session, row.chat_id, problem.chat)
        row.chat_id = problem.chat
    elif isinstance(problem, Unreachable):
        row.state, row.reason, row.settled_at = State.FAILED, "unreachable", trip_now
        chat = await chat_by_id(session, row.chat_id)
        if chat is not None and chat.blocked_at is None:
            chat.blocked_at = trip_now
            session.add(chat)
        log.warning("A chat cannot be reached.", action="chat_unreachable", delivery=row.id)
    elif isinstance(problem, NotSent):
        if row.not_before + PATIENCE <= trip_now and row.attempt > 1:
            row.state, row.reason, row.settled_at = State.FAILED, "never_left", trip_now
        else:
            row.state, row.retry_at = State.QUEUED, pause
        log.warning(
            "A delivery did not leave.", action="delivery_not_sent", delivery=row.id, why=str(problem)
        )
    elif isinstance(problem, Uncertain):
        abandon(session, row, trip_now, str(problem), retry=pause)
    else:
        row.state, row.reason, row.settled_at = State.FAILED, "refused", trip_now
        log.error("A delivery was refused.", action="delivery_refused", delivery=row.id, why=str(problem))
