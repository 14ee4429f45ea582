"""Delivery: the one way out. Claim, commit, send outside the transaction, settle (DESIGN §3.7).

What happens when the process dies, by class (safety, reply, operational = "must arrive"; service, marketing = "at most
once"; an edit may always repeat):

    before the claim           the row stays queued and goes at the next start
    after the claim, before    the lease runs out, and nobody can know: must arrive -> goes again, marked as a
      or during the request    possible repeat; at most once -> UNKNOWN, never again
    after Telegram's answer,   the same: the answer is lost with the process
      before settling
    after settling             sent; nothing is repeated

A repeat that stays in doubt comes ever more seldom and ends UNKNOWN. What certainly did not leave is tried for a day.

A trip that changes, or is cancelled, while its message is on its way:

    claimed, its slot ahead    called back, judged and worded anew: of a cancelled trip nothing leaves
    the request is under way   nothing can call it back: it is put right in place once it has arrived; of a cancelled trip
                               it stands, and the humane message follows
    its outcome is unknown     it is judged before it goes again: of a cancelled trip it never does, and stays UNKNOWN

A row that Telegram refuses ends FAILED, one that the judge stops ends SKIPPED with its reason; none vanishes.
Not here: who may leave (bot.steps.claiming) and the wire (bot.telegram.channel).
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import (
    ChannelError,
    ChatMoved,
    DatabaseError,
    NotSent,
    Refused,
    TooFast,
    Uncertain,
    Unreachable,
)
from bot.runtime import Runtime
from bot.steps.carding import card_settled
from bot.steps.chasing import begin
from bot.steps.claiming import TOGETHER, Claim, Claimed, claim
from bot.steps.correcting import look_again
from bot.steps.outcomes import abandon, give_way, put_off, skip
from bot.steps.releasing import it_went
from bot.steps.unreachable import undelivered
from bot.storage.deliveries import DeliveryRow, State, anything_to_claim, delivery_by_id
from bot.storage.files import content_of, set_file_id
from bot.storage.moving import move_chat
from bot.storage.slots import BOT, another_pushed, chat_slot, push_slot
from flows.planning.due import Reason
from flows.talk.message import Attachment, Landed, OutgoingMessage

log = structlog.get_logger()

LONGEST_PAUSE = 60.0
SOON = 1.5
MOST_FLYING = 256
"""Messages in flight at once: as many as the transport has connections, so that none queues while its lease runs."""

GLANCE = 0.1
"""Seconds after which the queue is looked at again while something is in flight: a slow answer keeps nobody waiting."""

FORGOTTEN = ("wrong file identifier", "wrong remote file", "file reference", "file_id")
"""What a channel says to an id of a file that it does not know (the bot's token was changed, a test's server is new)."""

SETTLING = (0.1, 0.5, 2.0, 5.0)
"""Pauses between tries to write down what came of a send."""


async def deliver(runtime: Runtime) -> int:
    """Send everything that may leave now; returns how many left. Several may run at once: a claim is atomic."""
    sent = 0
    flying: set[asyncio.Task[bool]] = set()
    try:
        while True:
            claimed = await _claimed(runtime, MOST_FLYING - len(flying))
            flying.update(asyncio.create_task(send(runtime, one)) for one in claimed.taken)
            if claimed.more and len(flying) < MOST_FLYING:
                continue
            wait = None
            if claimed.again is not None:
                wait = max((claimed.again - runtime.clock.real()).total_seconds(), 0.0)
            if flying:
                glance = GLANCE if wait is None else min(wait, GLANCE)
                done, flying = await asyncio.wait(flying, timeout=glance, return_when=asyncio.FIRST_COMPLETED)
                sent += sum(task.result() for task in done)
            elif wait is None or wait > SOON:
                return sent
            else:
                await asyncio.sleep(wait)
    finally:
        if flying:
            # The claim failed or the task is ending: what is under way must still be settled.
            await asyncio.wait(flying)


async def _claimed(runtime: Runtime, room: int) -> Claim:
    """Claim; when nothing waits, without a transaction that writes."""
    if runtime.closing.is_set() or room <= 0:
        return Claim()
    async with runtime.database.read() as session:
        trip_now, real_now = runtime.clock.trip(), runtime.clock.real()
        if not await anything_to_claim(session, trip_now=trip_now, real_now=real_now):
            return Claim()
    async with runtime.database.write() as session:
        return await claim(session, runtime, room=min(room, TOGETHER))


async def send(runtime: Runtime, claimed: Claimed) -> bool:
    """Send one claimed row in its slot and write down what came of it; True when it left."""
    wait = (claimed.leave - runtime.clock.real()).total_seconds()
    row = claimed.row
    if wait > 0:
        await asyncio.sleep(wait)
        if await _changed_meanwhile(runtime, row):
            return False
    problem: ChannelError | None = None
    landed: Landed | None = None
    try:
        if row.edit_of is not None:
            await runtime.channel.edit(row.chat_id, row.edit_of, claimed.message)
        elif claimed.message.attachment is not None:
            landed = await _bring(runtime, row.chat_id, claimed.message, claimed.message.attachment)
        else:
            landed = Landed(message_id=await runtime.channel.send(row.chat_id, claimed.message))
    except ChannelError as error:
        problem = error
    except Exception as error:
        log.exception("The channel broke.", action="channel_broke", delivery=row.id)
        problem = Uncertain(why=f"{type(error).__name__}: {error}")
    for pause in SETTLING:
        try:
            return await _settle(runtime, claimed, problem, landed)
        except DatabaseError as error:
            log.warning(
                "What came of a delivery could not be written yet.",
                action="delivery_unsettled",
                delivery=row.id,
                why=str(error),
            )
            await asyncio.sleep(pause)
    return await _settle(runtime, claimed, problem, landed)


async def _changed_meanwhile(runtime: Runtime, row: DeliveryRow) -> bool:
    """Its trip changed while it waited for its slot: it goes back and is judged and worded anew."""
    async with runtime.database.read() as session:
        held = await delivery_by_id(session, row.key)
        if held is not None and not held.stale:
            return False
    async with runtime.database.write() as session:
        held = await delivery_by_id(session, row.key)
        if held is None or held.attempt != row.attempt or held.state != State.SENDING:
            return True
        held.state, held.lease_until = State.QUEUED, None
        session.add(held)
    log.info("A delivery was called back: its trip changed.", action="delivery_called_back", delivery=row.id)
    return True


async def _bring(runtime: Runtime, chat: int, message: OutgoingMessage, attachment: Attachment) -> Landed:
    """Send a file: by the channel's id where it has one, else, or where it knows that id no more, whole."""
    if attachment.file_id:
        try:
            return await runtime.channel.send_file(chat, message, b"")
        except Refused as refusal:
            if not any(words in str(refusal).lower() for words in FORGOTTEN):
                raise
        message = replace(message, attachment=replace(attachment, file_id=""))
    async with runtime.database.read() as session:
        content = await content_of(session, attachment.key)
    return await runtime.channel.send_file(chat, message, content)


async def _settle(
    runtime: Runtime, claimed: Claimed, problem: ChannelError | None, landed: Landed | None
) -> bool:
    row, attachment = claimed.row, claimed.message.attachment
    async with runtime.database.write() as session:
        held = await delivery_by_id(session, row.key)
        if held is None or held.attempt != row.attempt or held.state not in _OPEN:
            # Another process took over after our lease: its word counts (DESIGN §3.12).
            log.warning("A late answer was fenced off.", action="delivery_fenced", delivery=row.id)
            return False
        if problem is None:
            # After our lease, but before anyone sent it again: now it is known that it arrived.
            # An id counts in the chat that it was given in: a group may have moved meanwhile.
            here = held.chat_id == row.chat_id
            _sent(held, landed.message_id if here and landed else None, runtime.clock.trip())
            if attachment is not None and landed is not None and landed.file_id != attachment.file_id:
                await set_file_id(session, attachment.key, landed.file_id)
        elif held.state == State.SENDING:
            await _failed(session, runtime, held, problem)
        await card_settled(session, held)
        session.add(held)
        await begin(session, runtime, held, now=runtime.clock.trip())
        await it_went(session, runtime, held, now=runtime.clock.trip())
        if held.stale and held.state == State.SENT:
            await look_again(session, runtime, held, now=runtime.clock.trip())
    return problem is None


_OPEN = (State.SENDING, State.QUEUED, State.UNKNOWN)


def _sent(row: DeliveryRow, message_id: int | None, now: datetime) -> None:
    row.state, row.lease_until, row.settled_at, row.error = State.SENT, None, now, ""
    row.retry_at, row.failing_since = None, None
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
    pause = timedelta(seconds=min(2.0 ** min(row.attempt - 1, 6), LONGEST_PAUSE))
    row.lease_until = None
    row.error = str(problem)
    if isinstance(problem, TooFast):
        await _slow_down(session, row, problem.retry_after, trip_now, real_now)
    elif isinstance(problem, ChatMoved):
        await move_chat(session, row.chat_id, problem.chat, now=trip_now)
        row.chat_id = problem.chat
        if row.edit_of is not None:
            skip(row, Reason.SUPERSEDED, trip_now)  # what it edits stayed behind
            return
        # Once is news, twice is a circle.
        await put_off(session, row, runtime, pause if row.attempt > 1 else timedelta(0), "never_left")
    elif isinstance(problem, Unreachable):
        row.state, row.reason, row.settled_at = State.FAILED, "unreachable", trip_now
        await undelivered(session, runtime, row, now=trip_now, why=str(problem))
        log.warning(
            "A chat cannot be reached.",
            action="chat_unreachable",
            delivery=row.id,
            chat=row.chat_id,
            why=str(problem),
        )
    elif isinstance(problem, NotSent):
        await put_off(session, row, runtime, pause, "never_left")
        log.warning(
            "A delivery did not leave.", action="delivery_not_sent", delivery=row.id, why=str(problem)
        )
    elif isinstance(problem, Uncertain):
        await abandon(session, row, trip_now, real_now, str(problem))
    else:
        row.state, row.reason, row.settled_at = State.FAILED, "refused", trip_now
        log.error("A delivery was refused.", action="delivery_refused", delivery=row.id, why=str(problem))


async def _slow_down(
    session: AsyncSession, row: DeliveryRow, seconds: float, trip_now: datetime, real_now: datetime
) -> None:
    """Telegram does not say who is too fast, the chat or the bot. One private chat alone is the chat; a second one
    within its wait is the bot."""
    until = real_now + timedelta(seconds=seconds)
    row.state, row.retry_at = State.QUEUED, until
    key = chat_slot(row.chat_id)
    await push_slot(session, key, until=until, now=real_now)
    whole = row.chat_id > 0 and await another_pushed(session, key, now=real_now)
    if whole:
        await push_slot(session, BOT, until=until, now=real_now)
    await give_way(session, row, trip_now)
    log.warning(
        "Asked to slow down.", action="delivery_slowed", delivery=row.id, seconds=seconds, whole_bot=whole
    )
