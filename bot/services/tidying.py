"""Tidy: erase who asked for it once duty of care lets go, and forget what nobody needs any more. Rung by the tick.

Not here: what is erased (bot.storage.erasing) and until when it is needed (bot.steps.privacy.care).
"""

from __future__ import annotations

from datetime import timedelta

from bot.runtime import Runtime
from bot.steps.privacy.erase import erase_when_due
from bot.storage.chats import chats_to_erase
from bot.storage.erasing import anything_to_sweep, sweep_erased
from bot.storage.files import forget_files
from bot.storage.taps import forget_taps
from bot.storage.updates import forget_updates

TAPS_LAST = timedelta(days=180)
"""A button under an older message is told to be no longer valid."""

UPDATES_LAST = timedelta(days=30)
"""Telegram repeats an update for a day; its id is kept much longer, what it said never is."""


async def erase_due(runtime: Runtime) -> int:
    """Erase whoever asked for it and is needed no more; returns how many chats. A restart or a repetition changes nothing."""
    async with runtime.database.read() as session:
        if not await chats_to_erase(session) and not await anything_to_sweep(session):
            return 0
    now, erased = runtime.clock.trip(), 0
    async with runtime.database.write() as session:
        await sweep_erased(session)
        for chat in await chats_to_erase(session):
            erased += await erase_when_due(session, runtime, chat, now=now)
    if erased:
        await runtime.bell.deliver()
    return erased


async def forget(runtime: Runtime) -> None:
    """Forget old buttons, updates that were worked on, and files that nobody has any more."""
    now, real = runtime.clock.trip(), runtime.clock.real()
    async with runtime.database.write() as session:
        await forget_files(session, now)
        await forget_taps(session, now - TAPS_LAST)
        await forget_updates(session, real - UPDATES_LAST)
