"""Updates: stored before Telegram hears that we have them, then worked on per chat in order, chats in parallel.

One update is one transaction: its effects and its being done are committed together, so a crash repeats nothing and
loses nothing. What was done is forgotten but for its id; what fails five times is kept aside whole (poison) and logged.
Not here: what an update means (runtime's reader) and leads to (bot.steps.talk, bot.steps.desk).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import ChannelError, DatabaseError
from bot.runtime import Runtime
from bot.steps.aftermath import NOTHING, Aftermath
from bot.steps.desk import group
from bot.steps.desk.audience import Audience, matching
from bot.steps.talk import private
from bot.storage.updates import UpdateRow, UpdateState, add_updates, next_update, waiting_chats
from flows.talk.inbound import Inbound

log = structlog.get_logger()

MOST_TRIES = 5
TOGETHER = 16
"""Chats worked on at once."""

GLANCE = 0.1
"""Seconds after which new updates are looked for while taps are still being acknowledged."""

PAUSES = (0.05, 0.2, 0.5, 1.0)
"""Seconds between tries: what fails for want of something else may pass."""


async def store(runtime: Runtime, updates: Sequence[dict[str, Any]]) -> int:
    """Keep raw updates; returns how many were new. One without an id cannot be told apart and is dropped, logged."""
    rows: dict[int, dict[str, Any]] = {}
    now = runtime.clock.real()
    for raw in updates:
        update_id = raw.get("update_id")
        if isinstance(update_id, bool) or not isinstance(update_id, int) or abs(update_id) >= 2**63:
            log.warning("An update without an id was dropped.", action="update_refused")
            continue
        inbound, why = _read(runtime, raw)
        wanted = inbound is not None or bool(why)
        rows[update_id] = {
            "update_id": update_id,
            "chat_id": inbound.chat if inbound is not None else 0,
            "raw": raw if wanted else {},
            "state": UpdateState.NEW if wanted else UpdateState.DONE,
            "tries": 0,
            "error": why,
            "received_at": now,
        }
    async with runtime.database.write() as session:
        stored = await add_updates(session, list(rows.values()))
    if stored:
        await runtime.bell.updates([row["chat_id"] for row in rows.values()])
    return stored


async def work(runtime: Runtime) -> int:
    """Work on everything that waits; returns how many updates were done. Taps are acknowledged beside it: neither a slow
    answer nor a chat that takes long keeps others waiting."""
    done, begun = 0, False
    working: dict[int, asyncio.Task[int]] = {}
    answering: set[asyncio.Task[None]] = set()
    try:
        while True:
            async with runtime.database.read() as session:
                waiting = await waiting_chats(session, TOGETHER + len(working))
            fresh = [chat for chat in waiting if chat not in working][: TOGETHER - len(working)]
            if not (runtime.closing.is_set() and begun):
                begun = True
                working |= {chat: asyncio.create_task(_work_chat(runtime, chat, answering)) for chat in fresh}
            if working:
                ended, _ = await asyncio.wait(working.values(), timeout=GLANCE)
                working = {chat: task for chat, task in working.items() if task not in ended}
                worked = [(task.exception(), task) for task in ended]
                done += sum(task.result() for trouble, task in worked if trouble is None)
                for trouble, _ in worked:
                    if trouble is not None:
                        raise trouble  # what waits is found at the next bell
            elif runtime.closing.is_set() or not answering:
                return done
            else:
                _, answering = await asyncio.wait(
                    answering, timeout=GLANCE, return_when=asyncio.FIRST_COMPLETED
                )
    except asyncio.CancelledError:
        for task in working.values():
            task.cancel()
        raise
    finally:
        await asyncio.gather(*working.values(), *answering, return_exceptions=True)


async def _work_chat(runtime: Runtime, chat: int, answering: set[asyncio.Task[None]]) -> int:
    done = 0
    while not runtime.closing.is_set() or not done:
        found = await _next(runtime, chat, answering)
        if found is None:
            break
        done += 1
    if done:
        await runtime.bell.deliver()
    return done


async def _next(runtime: Runtime, chat: int, answering: set[asyncio.Task[None]]) -> int | None:
    """Work on the oldest waiting update of a chat; its id, or None when there is none or the bot closes first."""
    update_id: int | None = None
    tap_id, aftermath, audience = "", NOTHING, None
    try:
        while update_id is None or aftermath.look is not None:
            if aftermath.look is not None:
                audience = await matching(runtime, aftermath.look, now=runtime.clock.trip())
                if audience is None:
                    return None
            async with runtime.database.write() as session:
                row = await next_update(session, chat)
                if row is None:
                    return None
                update_id, aftermath = row.update_id, NOTHING
                inbound = runtime.read_update(row.raw)
                if inbound is not None:
                    tap_id = inbound.tap_id
                    aftermath = await _answer(session, runtime, inbound, audience)
                if aftermath.look is None:
                    # What it said is kept where it belongs; codes and tokens are kept nowhere in clear.
                    row.state, row.error, row.raw = UpdateState.DONE, "", {}
                    session.add(row)
    except DatabaseError:
        raise  # the update is not at fault: it waits until the database is well again
    except Exception as error:
        if update_id is None:
            raise
        await _failed(runtime, update_id, error)
    if tap_id:
        answering.add(asyncio.create_task(_acknowledge(runtime, tap_id, aftermath)))
    return update_id


async def _answer(
    session: AsyncSession, runtime: Runtime, inbound: Inbound, audience: Audience | None
) -> Aftermath:
    now = runtime.clock.trip()
    if inbound.private:
        return await private.answer(session, runtime, inbound, now=now)
    return await group.answer(session, runtime, inbound, now=now, audience=audience)


async def _failed(runtime: Runtime, update_id: int, error: Exception) -> None:
    """Count the try; the fifth puts the update aside, so that the chat goes on."""
    async with runtime.database.write() as session:
        row = await session.get(UpdateRow, update_id)
        if row is None or row.state != UpdateState.NEW:
            return
        row.tries += 1
        row.error = f"{type(error).__name__}: {error}"[:500]
        if row.tries >= MOST_TRIES:
            row.state = UpdateState.POISON
        session.add(row)
    if row.state == UpdateState.POISON:
        log.error(
            "An update could not be worked on and is kept aside.",
            action="update_poisoned",
            update=update_id,
            exc_info=error,
        )
        return
    log.warning(
        "An update failed and is tried again.", action="update_failed", update=update_id, tries=row.tries
    )
    await asyncio.sleep(PAUSES[min(row.tries, len(PAUSES)) - 1])


async def _acknowledge(runtime: Runtime, tap_id: str, aftermath: Aftermath) -> None:
    """The button stops waiting; that it cannot be told is harmless."""
    try:
        await runtime.channel.acknowledge(tap_id, aftermath.answered)
    except ChannelError as error:
        log.info("A tap could not be acknowledged.", action="tap_unacknowledged", why=str(error))


def _read(runtime: Runtime, raw: dict[str, Any]) -> tuple[Inbound | None, str]:
    """What came in; and why it could not be read, so that it is tried again and kept aside."""
    try:
        return runtime.read_update(raw), ""
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"[:500]
