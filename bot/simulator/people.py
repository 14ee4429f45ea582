"""Persons and what they do in a chat: write, reply, tap, block. What the bot must hear becomes an update.

Not here: what the bot does (messages, callbacks).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.simulator.chats import Chat, Group, Message, PrivateChat, membership
from bot.simulator.entities import plain
from bot.simulator.errors import NoSuchButton
from bot.simulator.files import keep

if TYPE_CHECKING:
    from bot.simulator.world import World

Json = dict[str, Any]
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_taps = itertools.count(4_382_000_000_000_001)


@dataclass(slots=True, kw_only=True, eq=False)
class Tap:
    """One tap on an inline button. answered turns True with answerCallbackQuery; text is what then pops up.

    url: where a link button leads; such a tap tells the bot nothing. since: monotonic seconds.
    """

    id: str
    person: Person
    message: Message
    since: float
    url: str = ""
    answered: bool = False
    text: str = ""
    alert: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """Somebody with Telegram. language is Telegram's code ("nl", "pt-br"); "" when the app names none."""

    id: int
    world: World = field(repr=False)
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = "en"
    blocked: bool = False
    gone: bool = False

    def as_api(self) -> Json:
        """The User object of the Bot API."""
        named = {"last_name": self.last_name, "username": self.username, "language_code": self.language}
        kept = {name: value for name, value in named.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **kept}

    @property
    def chat(self) -> PrivateChat:
        """The private chat with the bot. Raises KeyError before the person has written."""
        chat = self.world.chats[self.id]
        assert isinstance(chat, PrivateChat)
        return chat

    def writes(
        self,
        text: str,
        *,
        into: Group | None = None,
        reply_to: Message | None = None,
        anonymous: bool = False,
    ) -> Message:
        """Write in the private chat, or into a group; anonymous: as a group admin who hides."""
        chat: Chat = into if into is not None else self._open()
        if into is None and self.blocked:
            self.unblocks()
        formatted = plain(text)
        said = chat.add(
            ANONYMOUS if anonymous else self.as_api(),
            formatted.text,
            entities=formatted.entities,
            reply_to=reply_to,
            sender_chat=chat.as_api() if anonymous else None,
        )
        if into is None or self._bot_hears(into, said):
            self.world.updates.add("message", said.as_api())
        return said

    def sends_file(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        into: Group | None = None,
        reply_to: Message | None = None,
        photo: bool = False,
    ) -> Message:
        """Send a document (or a picture as a photo) in the private chat, or into a group. Raises ApiRefusal for a file
        that Telegram does not take."""
        chat: Chat = into if into is not None else self._open()
        formatted = plain(caption)
        said = chat.add(
            self.as_api(),
            formatted.text,
            entities=formatted.entities,
            reply_to=reply_to,
            file=keep(self.world, "photo" if photo else "document", name, content),
        )
        if into is None or self._bot_hears(into, said):
            self.world.updates.add("message", said.as_api())
        return said

    def starts(self, payload: str = "") -> Message:
        """Open the bot by a link t.me/bot?start=payload and press Start."""
        return self.writes(f"/start {payload}".strip())

    def replies(self, message: Message, text: str) -> Message:
        """Reply to a message, in its chat."""
        chat = message.chat
        return self.writes(text, into=chat if isinstance(chat, Group) else None, reply_to=message)

    def edits(self, message: Message, text: str) -> None:
        """Change an own message."""
        formatted = plain(text)
        message.text, message.entities, message.edited = formatted.text, formatted.entities, self.world.now()
        message.version += 1
        self.world.updates.add("edited_message", message.as_api())
        self.world.changed()

    def taps(self, message: Message, label: str) -> Tap:
        """Tap an inline button. Raises NoSuchButton when the message does not show it now."""
        button = message.button(label)
        if button is None:
            raise NoSuchButton(label=label, labels=message.labels)
        tap = Tap(id=str(next(_taps)), person=self, message=message, since=self.world.monotonic())
        if "callback_data" in button:
            self.world.taps[tap.id] = tap
            self.world.updates.add(
                "callback_query",
                {
                    "id": tap.id,
                    "from": self.as_api(),
                    "message": message.as_api(),
                    "chat_instance": str(-7_000_000_000_000 - abs(message.chat.id)),
                    "data": button["callback_data"],
                },
            )
        else:
            tap.url, tap.answered = str(button.get("url", "")), True
        return tap

    def presses(self, label: str) -> Message:
        """Press a word of the reply keyboard. Raises NoSuchButton when it does not show now."""
        keyboard = self.chat.keyboard or {"keyboard": []}
        labels = [button["text"] for row in keyboard["keyboard"] for button in row]
        if label not in labels:
            raise NoSuchButton(label=label, labels=labels)
        return self.writes(label)

    def shares_location(self, latitude: float, longitude: float) -> Message:
        """Send a location in the private chat, in degrees."""
        place = {"location": {"latitude": latitude, "longitude": longitude}}
        said = self._open().add(self.as_api(), service=place)
        self.world.updates.add("message", said.as_api())
        return said

    def blocks(self) -> None:
        """Stop and block the bot; it hears my_chat_member and may not write any more."""
        self._membership("member", "kicked")
        self.blocked = True

    def unblocks(self) -> None:
        """Let the bot write again; it hears my_chat_member."""
        self.blocked = False
        self._membership("kicked", "member")

    def deactivates(self) -> None:
        """The account is deleted. The bot hears nothing and finds out at its next message."""
        self.gone = True

    def _open(self) -> PrivateChat:
        chat = self.world.chats.get(self.id)
        if chat is None:
            chat = self.world.chats[self.id] = PrivateChat(id=self.id, world=self.world, person=self)
        assert isinstance(chat, PrivateChat)
        return chat

    def _bot_hears(self, group: Group, said: Message) -> bool:
        if group.bot_status == "administrator":
            return True
        if group.bot_status != "member":
            return False
        commands = any(entity["type"] == "bot_command" and entity["offset"] == 0 for entity in said.entities)
        addressed = said.text.split(maxsplit=1)[0].partition("@")[2].lower() if commands else ""
        username = self.world.username.lower()
        if commands and addressed in ("", username):
            return True
        answered = said.reply_to is not None and said.reply_to.from_bot
        return answered or f"@{username}" in said.text.lower()

    def _membership(self, old: str, new: str) -> None:
        bot = self.world.bot_as_api()
        change = {
            "chat": self._open().as_api(),
            "from": self.as_api(),
            "date": int(self.world.now().timestamp()),
            "old_chat_member": membership(bot, old),
            "new_chat_member": membership(bot, new),
        }
        self.world.updates.add("my_chat_member", change)
        self.world.changed()
