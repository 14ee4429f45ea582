"""A channel that remembers: what stands in each chat, with edits in place and taps answered.

Not here: Telegram's strictness (simulator), the services over it (chats).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.errors import Refused
from flows.talk.message import Button, Landed, OutgoingMessage


@dataclass(kw_only=True)
class Standing:
    """A message as it stands in a chat. pinned: it was sent to stay on top."""

    message_id: int
    message: OutgoingMessage
    edits: int = 0
    pinned: bool = False

    @property
    def text(self) -> str:
        """Its text now."""
        return self.message.text

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons now."""
        return [button.label for row in self.message.buttons for button in row]

    def button(self, label: str) -> Button:
        """The button with this in its label."""
        for row in self.message.buttons:
            for button in row:
                if label in button.label:
                    return button
        raise AssertionError(f"no button {label!r} under {self.text!r}, only {self.labels}")


@dataclass(kw_only=True)
class Memory:
    """A channel that remembers. refuse: chats -> the error they answer a send with. gone: (chat, message) that a person
    deleted. uploads: the bytes that travelled."""

    chats: dict[int, list[Standing]] = field(default_factory=dict)
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    refuse: dict[int, Exception] = field(default_factory=dict)
    gone: set[tuple[int, int]] = field(default_factory=set)
    last: int = 100

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """It stands in the chat from now on."""
        if chat in self.refuse:
            raise self.refuse[chat]
        self.last += 1
        self.chats.setdefault(chat, []).append(
            Standing(message_id=self.last, message=message, pinned=message.pin)
        )
        return self.last

    async def send_file(self, chat: int, message: OutgoingMessage, content: bytes) -> Landed:
        """It stands in the chat; bytes get an id of their own."""
        assert message.attachment is not None
        file_id = message.attachment.file_id
        if not file_id:
            self.uploads.append(content)
            file_id = f"file-{len(self.uploads)}"
        return Landed(message_id=await self.send(chat, message), file_id=file_id)

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """In place."""
        if (chat, message_id) in self.gone:
            raise Refused(why="Message to edit not found")
        for standing in self.chats.get(chat, []):
            if standing.message_id == message_id:
                standing.message = message
                standing.edits += 1

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Remembered."""
        self.acknowledged.append((tap_id, text))

    async def typing(self, chat: int) -> None:
        """Nothing to remember."""
