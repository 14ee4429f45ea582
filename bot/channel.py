"""The protocol of a channel: the one thing that delivery knows about Telegram. Implemented in bot.telegram.channel."""

from __future__ import annotations

from typing import Protocol

from flows.talk.message import Landed, OutgoingMessage

SLOWEST_UPLOAD = 200_000
"""Bytes a second. A file has as much longer to travel, and its claim holds as much longer."""


class Channel(Protocol):
    """Somewhere a message can be sent. Every method raises the ChannelError family of bot.errors, nothing else."""

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """Send and return the id of the message in that chat. Buttons carry their tokens already. One that shall be
        pinned but may not be stands in the chat all the same."""
        ...

    async def send_file(self, chat: int, message: OutgoingMessage, content: bytes) -> Landed:
        """Send the message's attachment with its text as caption. content is asked only where there is no file_id yet."""
        ...

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """Put this text and these buttons in place of what stands there. Unchanged content is no error."""
        ...

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Answer a tap, so that the button stops waiting. Too old is harmless. Bypasses the outbox."""
        ...

    async def typing(self, chat: int) -> None:
        """Show that an answer is on its way. Bypasses the outbox."""
        ...
