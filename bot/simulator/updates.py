"""What waits for the bot: numbered updates, long polling and its conflicts.

Not here: the webhook (webhook).
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from bot.simulator.errors import ApiRefusal

Json = dict[str, Any]
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE = 880_000_001
MOST = 100


class Updates:
    """The queue of one bot. allowed None means all kinds that Telegram sends by default. arrived: set by each new one."""

    def __init__(self) -> None:
        self.pending: deque[Json] = deque()
        self.allowed: frozenset[str] | None = None
        self.webhook_url = ""
        self._next = FIRST_UPDATE
        self.arrived = asyncio.Event()
        self._ended = asyncio.Event()

    def add(self, kind: str, payload: Json) -> None:
        """Queue an update of this kind, if the bot asked for that kind."""
        if kind in NOT_BY_DEFAULT if self.allowed is None else kind not in self.allowed:
            return
        self.pending.append({"update_id": self._next, kind: payload})
        self._next += 1
        self.arrived.set()

    def allow(self, kinds: object) -> None:
        """Take a request's allowed_updates: None keeps what was, an empty list means the default."""
        if isinstance(kinds, list):
            self.allowed = frozenset(str(kind) for kind in kinds) or None

    async def poll(self, *, offset: int = 0, limit: int = MOST, patience: float = 0) -> list[Json]:
        """What getUpdates returns. Raises ApiRefusal 409 when a newer poll took over or a webhook is set."""
        if self.webhook_url:
            raise ApiRefusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        self._ended.set()
        self._ended = ended = asyncio.Event()
        self._confirm(offset)
        loop = asyncio.get_running_loop()
        end = loop.time() + min(patience, 50)
        while not self.pending and loop.time() < end and not ended.is_set():
            self.arrived.clear()
            waits = [asyncio.ensure_future(self.arrived.wait()), asyncio.ensure_future(ended.wait())]
            try:
                await asyncio.wait(
                    waits, timeout=max(end - loop.time(), 0), return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                for wait in waits:
                    wait.cancel()
        if ended.is_set():
            raise ApiRefusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return list(self.pending)[: max(1, min(limit, MOST))]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while offset > 0 and self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()

    def done(self, update: Json) -> None:
        """Forget an update that was taken, or dropped meanwhile."""
        self.pending = deque(waiting for waiting in self.pending if waiting is not update)
