"""Fetching updates by long polling: our own loop, so that an update is stored before Telegram forgets it.

Not here: what an update means (inbound) and the webhook, which replaces this loop when a public URL is set.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import monotonic
from bot.errors import StartRefused
from bot.telegram.transport import seconds_of

log = structlog.get_logger(__name__)

POLL_SECONDS = 50
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0

Update = dict[str, Any]
Store = Callable[[list[Update]], Awaitable[None]]


class Updates(Protocol):
    """Where updates come from; bot.telegram.door is one."""

    async def updates(self, offset: int | None, wait: float) -> list[Update]:
        """Updates from `offset` on, as Telegram sent them; waits up to `wait` seconds for one."""
        ...


async def poll(
    source: Updates,
    *,
    store: Store,
    stop: asyncio.Event,
    offset: int | None = None,
    wait: float = POLL_SECONDS,
    first_pause: float = FIRST_PAUSE,
) -> int | None:
    """Fetch and store until `stop` is set; give back the offset reached.

    store(updates) is awaited before the offset moves on: what it did not take comes again, so it must bear repeats
    (update_id is the key). offset None fetches all that Telegram still holds. wait, first_pause: seconds; pauses after
    failures double up to a minute. Raises StartRefused when Telegram no longer accepts the token.
    """
    failures = 0
    while not stop.is_set():
        began = monotonic()
        try:
            updates = await _unless(stop, source.updates(offset, wait))
            if updates is None:
                break
            if updates:
                await store(updates)
        except InvalidToken:
            raise StartRefused(
                why="Telegram does not accept the bot's token",
                remedy="Set REISGENOOT_TELEGRAM_TOKEN to the token that @BotFather shows.",
            ) from None
        except Exception as error:  # whatever happens, polling goes on: an update is never given up
            pause = _pause(error, first_pause, failures)
            failures += 1
            _say(error, pause)
            await _rest(stop, pause)
            continue
        if failures:
            log.info("Telegram is answering again.", action="polling_recovered", failures=failures)
        failures = 0
        if updates:
            offset = _next(updates, offset)
            continue
        # All is confirmed. After a quiet week Telegram may number updates anew, from lower on: ask without a number.
        offset = None
        if monotonic() - began < first_pause / 2:
            await _rest(stop, first_pause)  # a server that does not wait must not be hammered
    return offset


async def _unless(stop: asyncio.Event, fetching: Any) -> list[Update] | None:
    """What is fetched, or None when `stop` is set first; what was not confirmed comes again."""
    fetch, stopped = asyncio.ensure_future(fetching), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({fetch, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return fetch.result() if fetch.done() else None
    finally:
        for task in (fetch, stopped):
            task.cancel()
        await asyncio.gather(fetch, stopped, return_exceptions=True)


def _next(updates: Sequence[Update], offset: int | None) -> int | None:
    numbers = [number for update in updates if isinstance(number := update.get("update_id"), int)]
    return max(numbers) + 1 if numbers else offset


def _pause(error: Exception, first: float, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return seconds_of(error)
    return float(min(first * 2.0 ** min(failures, 16), LONGEST_PAUSE))


def _say(error: Exception, pause: float) -> None:
    match error:
        case Conflict():
            log.error(
                "Another program fetches this bot's updates, or a webhook is set; only one may. Stop the other one.",
                action="polling_conflict",
                why=str(error),
                pause=pause,
            )
        case TelegramError():
            log.warning("Telegram did not answer.", action="polling_failed", why=str(error), pause=pause)
        case _:
            log.error(
                "Updates could not be stored; they will be fetched again.",
                action="updates_not_stored",
                pause=pause,
                exc_info=error,
            )


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait, on the loop's monotonic clock, or until `stop` is set."""
    try:
        await asyncio.wait_for(stop.wait(), timeout=seconds)
    except TimeoutError:
        return
