"""Channels that reach nobody: paper for rehearsals, and a closed one for commands that only write to the ledger.

Not here: the real one (bot.telegram.channel).
"""

from __future__ import annotations

from bot.errors import NotSent
from flows.talk.message import Landed, OutgoingMessage


class Paper:
    """A channel that only counts: for rehearsals, where the outbox itself is the transcript."""

    def __init__(self) -> None:
        self._last = 0

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """The next number."""
        self._last += 1
        return self._last

    async def send_file(self, chat: int, message: OutgoingMessage, content: bytes) -> Landed:
        """The next number."""
        return Landed(message_id=await self.send(chat, message))

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """Nothing."""

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Nothing."""

    async def typing(self, chat: int) -> None:
        """Nothing."""


class Closed:
    """A channel that is not open: for commands that only write to the ledger."""

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """Refuses."""
        raise NotSent(why="this command opens no channel")

    async def send_file(self, chat: int, message: OutgoingMessage, content: bytes) -> Landed:
        """Refuses."""
        raise NotSent(why="this command opens no channel")

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """Refuses."""
        raise NotSent(why="this command opens no channel")

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Nothing."""

    async def typing(self, chat: int) -> None:
        """Nothing."""
