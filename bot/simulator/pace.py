"""Telegram's limits: one message a second in a chat, thirty a second for the bot, twenty a minute in a group."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from bot.simulator.errors import ApiRefusal

PER_CHAT = (1, 1.0)
PER_BOT = (30, 1.0)
PER_GROUP = (20, 60.0)


class Pace:
    """Counts messages in sliding windows of monotonic seconds. Off unless switched on."""

    def __init__(self, monotonic: Callable[[], float], *, on: bool = False) -> None:
        self.on = on
        self._monotonic = monotonic
        self._bot: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def take(self, chat: int) -> None:
        """Count one message to this chat. Raises ApiRefusal 429 with retry_after (whole seconds) when it is too fast."""
        if not self.on:
            return
        now = self._monotonic()
        here = self._chats.setdefault(chat, deque())
        waits = [
            self._wait(self._bot, PER_BOT, now),
            self._wait(here, PER_GROUP if chat < 0 else PER_CHAT, now),
        ]
        if chat < 0:
            last = deque(here, maxlen=1)
            waits.append(self._wait(last, PER_CHAT, now))
        wait = max(waits)
        if wait > 0:
            raise too_many(math.ceil(wait))
        self._bot.append(now)
        here.append(now)

    @staticmethod
    def _wait(times: deque[float], limit: tuple[int, float], now: float) -> float:
        most, window = limit
        while times and now - times[0] >= window:
            times.popleft()
        return times[0] + window - now if len(times) >= most else 0.0


def too_many(seconds: int) -> ApiRefusal:
    """A 429 in Telegram's form."""
    return ApiRefusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
