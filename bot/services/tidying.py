"""Tidy: erase who asked for it once duty of care lets go, and forget what nobody needs any more. Rung by the tick.

Not here: what is erased (bot.storage.erasing) and until when it is needed (bot.steps.privacy.care).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.errors import DatabaseError
from bot.runtime import Runtime
from bot.steps.privacy.care import needed_until
from bot.steps.privacy.erase import erase_when_due, situations_of
from bot.storage.chats import chat_by_id, chats_to_erase
from bot.storage.erasing import anything_to_sweep, sweep_erased
from bot.storage.evidence import ended_with_positions, forget_positions
from bot.storage.files import forget_files
from bot.storage.flights import forget_reports
from bot.storage.marks import ALBUMS, drop_mark
from bot.storage.requests import forget_requests
from bot.storage.taps import forget_taps
from bot.storage.updates import forget_updates

log = structlog.get_logger()

TAPS_LAST = timedelta(days=180)
"""A button under an older message is told to be no longer valid."""

POSITIONS_LAST = timedelta(days=1)
"""Behind the end on the papers: a way home may be late."""

REPORTS_LAST = timedelta(days=90)
"""Behind the day of its flight."""

UPDATES_LAST = timedelta(days=30)
"""Telegram repeats an update for a day; its id is kept much longer, what it said never is."""

ANSWERS_LAST = timedelta(hours=24)
"""An idempotency key may be used anew after that."""

SIGNATURES_LAST = timedelta(minutes=15)
"""Longer than a signed request is taken at all."""


async def erase_due(runtime: Runtime) -> int:
    """Erase whoever asked for it and is needed no more; returns how many chats. A restart or a repetition changes
    nothing, and one that cannot be erased keeps no other from it."""
    async with runtime.database.read() as session:
        waiting = [chat.id for chat in await chats_to_erase(session)]
        swept = await anything_to_sweep(session)
    if swept:
        async with runtime.database.write() as session:
            await sweep_erased(session)
    now, erased = runtime.clock.trip(), 0
    for chat_id in waiting:
        try:
            erased += await _erase(runtime, chat_id, now)
        except DatabaseError:
            raise
        except Exception:
            log.exception("A chat could not be erased.", action="erasure_failed", chat=chat_id)
    if erased:
        await runtime.bell.deliver()
    return erased


async def _erase(runtime: Runtime, chat_id: int, now: datetime) -> bool:
    """One chat, if its time has come or has moved; looked at without a transaction that writes."""
    async with runtime.database.read() as session:
        chat = await chat_by_id(session, chat_id)
        found = await situations_of(session, runtime, chat, now=now) if chat is not None else []
        if chat is None or chat.erase_at == needed_until(found, now=now):
            return False
    async with runtime.database.write() as session:
        chat = await chat_by_id(session, chat_id)
        if chat is None or chat.erase_at is None:
            return False
        return await erase_when_due(session, runtime, chat, now=now)


async def forget(runtime: Runtime) -> None:
    """Forget old buttons, updates that were worked on, files that nobody has any more, what albums said, where people were
    on trips that are over, and reports on flights of long ago."""
    now, real = runtime.clock.trip(), runtime.clock.real()
    async with runtime.database.write() as session:
        for trip_id in await ended_with_positions(session, now - POSITIONS_LAST):
            await forget_positions(session, trip_id)
        await forget_reports(session, (now - REPORTS_LAST).date())
        await forget_files(session, now)
        await drop_mark(session, ALBUMS)
        await forget_taps(session, now - TAPS_LAST)
        await forget_updates(session, real - UPDATES_LAST)
        await forget_requests(session, requests=real - ANSWERS_LAST, signatures=real - SIGNATURES_LAST)
