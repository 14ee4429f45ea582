"""Channels that reach nobody: paper for rehearsals, and a closed one for commands that only write to the ledger.

Not here: the real one (bot.telegram.channel).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.errors import NotSent, Refused, Unreachable
from flows.talk.message import Landed, OutgoingMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What reached a chat. was: what stood in its place, None for something new."""

    chat: int
    message_id: int
    message: OutgoingMessage
    was: OutgoingMessage | None = None


class Paper:
    """A channel of paper: what stands in each chat, and what arrived since somebody last looked."""

    def __init__(self) -> None:
        self._last = 0
        self._chats: dict[int, dict[int, OutgoingMessage]] = {}
        self._arrived: list[Arrival] = []
        self._shown: dict[str, str] = {}
        self._deaf: dict[int, str] = {}

    def block(self, chat: int, why: str = "") -> None:
        """From now on nothing reaches this chat, and this is said of it; without a word everything does again."""
        self._deaf.pop(chat, None)
        if why:
            self._deaf[chat] = why

    def standing(self, chat: int) -> Mapping[int, OutgoingMessage]:
        """What stands in a chat now, by message id, oldest first."""
        return MappingProxyType(self._chats.get(chat, {}))

    def arrivals(self) -> list[Arrival]:
        """What arrived since the last look, in order."""
        found, self._arrived = self._arrived, []
        return found

    def shown(self, tap_id: str) -> str:
        """The short word on a tapped button, "" for none; told once."""
        return self._shown.pop(tap_id, "")

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """The next number. Raises Unreachable where the chat is blocked."""
        if chat in self._deaf:
            raise Unreachable(why=self._deaf[chat])
        self._last += 1
        self._chats.setdefault(chat, {})[self._last] = message
        self._arrived.append(Arrival(chat=chat, message_id=self._last, message=message))
        return self._last

    async def send_file(self, chat: int, message: OutgoingMessage, content: bytes) -> Landed:
        """The next number."""
        return Landed(message_id=await self.send(chat, message))

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """In place. Raises Unreachable where the chat is blocked, Refused where no such message stands."""
        if chat in self._deaf:
            raise Unreachable(why=self._deaf[chat])
        was = self._chats.get(chat, {}).get(message_id)
        if was is None:
            raise Refused(why="Bad Request: message to edit not found")
        self._chats[chat][message_id] = message
        self._arrived.append(Arrival(chat=chat, message_id=message_id, message=message, was=was))

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Kept for who tapped."""
        if text:
            self._shown[tap_id] = text

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
