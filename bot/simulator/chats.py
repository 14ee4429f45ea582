"""Chats and what stands in them: Message, PrivateChat and Group, with the form that the Bot API gives them.

Not here: who writes (people), what the bot may do (messages), how updates reach the bot (updates).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.simulator.entities import Entity
from bot.simulator.files import StoredFile
from bot.simulator.keyboards import Markup

if TYPE_CHECKING:
    from bot.simulator.people import Person
    from bot.simulator.world import World

Json = dict[str, Any]
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)
HELD = frozenset({"can_manage_chat", "can_delete_messages", "can_invite_users", "can_pin_messages"})


def membership(user: Json, status: str) -> Json:
    """The ChatMember object for administrator, member, left or kicked. Admins may what an agents' group needs."""
    made: Json = {"user": user, "status": status}
    if status == "administrator":
        made |= {right: right in HELD for right in RIGHTS}
    if status == "kicked":
        made["until_date"] = 0
    return made


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message as it stands now. `date` and `edited` are aware; `service` holds what a service message tells; with a
    `file`, `text` is its caption."""

    message_id: int
    chat: Chat = field(repr=False)
    sender: Json
    date: datetime
    text: str = ""
    entities: tuple[Entity, ...] = ()
    markup: Markup | None = None
    reply_to: Message | None = field(default=None, repr=False)
    edited: datetime | None = None
    sender_chat: Json | None = None
    silent: bool = False
    deleted: bool = False
    file: StoredFile | None = None
    service: Json = field(default_factory=dict)
    version: int = 1

    @property
    def from_bot(self) -> bool:
        """True when our bot wrote it."""
        return bool(self.sender["id"] == self.chat.world.bot_id)

    @property
    def buttons(self) -> list[list[str]]:
        """The labels under the message, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """All labels under the message, in reading order."""
        return [label for row in self.buttons for label in row]

    def button(self, label: str) -> Json | None:
        """The inline button with this label, None when there is none."""
        for row in (self.markup or {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    found: Json = button
                    return found
        return None

    def as_api(self, *, quoting: bool = True) -> Json:
        """The Message object of the Bot API. Of a reply markup only an inline keyboard comes back, as with Telegram."""
        made: Json = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.as_api(),
            "date": int(self.date.timestamp()),
        }
        if self.sender_chat:
            made["sender_chat"] = self.sender_chat
        if self.edited:
            made["edit_date"] = int(self.edited.timestamp())
        if quoting and self.reply_to is not None:
            made["reply_to_message"] = self.reply_to.as_api(quoting=False)
        if self.file is not None:
            made |= self.file.as_api()
        if self.text:
            made["text" if self.file is None else "caption"] = self.text
        if self.entities:
            named = "entities" if self.file is None else "caption_entities"
            made[named] = [dict(entity) for entity in self.entities]
        if self.markup and "inline_keyboard" in self.markup:
            made["reply_markup"] = self.markup
        return {**made, **self.service}


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """What private chats and groups share. `messages` holds what has not been deleted, oldest first."""

    id: int
    world: World = field(repr=False)
    messages: list[Message] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    typing_until: float = 0.0

    def as_api(self) -> Json:
        """The Chat object of the Bot API."""
        return {"id": self.id, "type": "private"}

    def message(self, message_id: int) -> Message | None:
        """The message with this id, None when there is none or it was deleted."""
        return next((message for message in self.messages if message.message_id == message_id), None)

    @property
    def last(self) -> Message:
        """The newest message. Raises IndexError in an empty chat."""
        return self.messages[-1]

    @property
    def texts(self) -> list[str]:
        """What stands in the chat now, oldest first, without service messages."""
        return [message.text for message in self.messages if not message.service]

    @property
    def from_bot(self) -> list[Message]:
        """What the bot said and has not deleted."""
        return [message for message in self.messages if message.from_bot and not message.service]

    @property
    def keyboard(self) -> Markup | None:
        """The reply keyboard that shows now: the newest one that was not removed."""
        for message in reversed(self.messages):
            if message.from_bot and message.markup and "inline_keyboard" not in message.markup:
                if message.markup.get("remove_keyboard"):
                    return None
                if "keyboard" in message.markup:
                    return message.markup
        return None

    def add(
        self,
        sender: Json,
        text: str = "",
        *,
        entities: tuple[Entity, ...] = (),
        markup: Markup | None = None,
        reply_to: Message | None = None,
        sender_chat: Json | None = None,
        silent: bool = False,
        service: Json | None = None,
        file: StoredFile | None = None,
    ) -> Message:
        """Put a message at the end and tell everyone who watches the world."""
        message = Message(
            message_id=self.world.next_message_id(self),
            chat=self,
            sender=sender,
            date=self.world.now(),
            text=text,
            entities=entities,
            markup=markup,
            reply_to=reply_to,
            sender_chat=sender_chat,
            silent=silent,
            service=service or {},
            file=file,
        )
        self.messages.append(message)
        if message.from_bot:
            self.typing_until = 0.0
        self.world.changed()
        return message

    def remove(self, message: Message) -> None:
        """Take a message away for everyone."""
        message.deleted = True
        self.messages.remove(message)
        self.pinned = [pinned for pinned in self.pinned if pinned != message.message_id]
        self.world.changed()


@dataclass(slots=True, kw_only=True, eq=False)
class PrivateChat(Chat):
    """The chat of one person with the bot. It exists once the person wrote."""

    person: Person = field(repr=False)

    def as_api(self) -> Json:
        """The Chat object of a private chat."""
        names = {"last_name": self.person.last_name, "username": self.person.username}
        kept = {name: value for name, value in names.items() if value}
        return {"id": self.id, "first_name": self.person.first_name, **kept, "type": "private"}


@dataclass(slots=True, kw_only=True, eq=False)
class Group(Chat):
    """A group with the bot in it. In privacy mode the bot hears commands, replies to it and mentions of it only."""

    title: str
    basic: bool = False
    members: dict[int, Person] = field(default_factory=dict, repr=False)
    admins: set[int] = field(default_factory=set)
    bot_status: str = "member"
    migrated_to: int | None = None

    def as_api(self) -> Json:
        """The Chat object of a group or supergroup."""
        return {"id": self.id, "title": self.title, "type": "group" if self.basic else "supergroup"}

    def joins(self, person: Person, *, admin: bool = False) -> None:
        """The person becomes a member; a service message says so."""
        self.members[person.id] = person
        if admin:
            self.admins.add(person.id)
        said = self.add(person.as_api(), service={"new_chat_members": [person.as_api()]})
        self.world.updates.add("message", said.as_api())

    def leaves(self, person: Person) -> None:
        """The person leaves; a service message says so."""
        self.members.pop(person.id, None)
        self.admins.discard(person.id)
        said = self.add(person.as_api(), service={"left_chat_member": person.as_api()})
        self.world.updates.add("message", said.as_api())

    def bot_joins(self, by: Person, *, admin: bool = False) -> None:
        """The bot is added, or made admin; it hears my_chat_member. An admin bot hears every message."""
        self._bot_becomes("administrator" if admin else "member", by)

    def bot_is_removed(self, by: Person) -> None:
        """The bot is thrown out; it hears my_chat_member."""
        self._bot_becomes("kicked", by)

    def migrates(self) -> Group:
        """A basic group becomes a supergroup with another id; both sides tell. The old id only points onward."""
        fresh = self.world.group(self.title)
        fresh.members.update(self.members)
        fresh.admins.update(self.admins)
        fresh.bot_status = self.bot_status
        self.migrated_to = fresh.id
        sender = self.world.bot_as_api()
        there = self.add(sender, service={"migrate_to_chat_id": fresh.id})
        here = fresh.add(sender, service={"migrate_from_chat_id": self.id})
        self.world.updates.add("message", there.as_api())
        self.world.updates.add("message", here.as_api())
        return fresh

    def _bot_becomes(self, status: str, by: Person) -> None:
        bot = self.world.bot_as_api()
        change = {
            "chat": self.as_api(),
            "from": by.as_api(),
            "date": int(self.world.now().timestamp()),
            "old_chat_member": membership(bot, self.bot_status),
            "new_chat_member": membership(bot, status),
        }
        self.bot_status = status
        self.world.updates.add("my_chat_member", change)
        self.world.changed()
