"""What a raw update means: an Inbound of flows.talk, or nothing for us.

Pure and tolerant: any JSON object may come, none raises. Not here: fetching (poller, webhook), storing
(bot.services), acting (flows.talk.conversation).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from flows.talk.inbound import Inbound, InboundFile, InboundKind

# The kinds of update that we ask Telegram for, when polling and by webhook.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

ANONYMOUS_ADMIN = 1087968824  # Telegram's own account "Group", behind which a group's admin hides
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
MEDIA = frozenset(
    {"animation", "audio", "checklist", "contact", "dice", "document", "game", "paid_media", "photo"}
    | {"poll", "sticker", "story", "video", "video_note", "voice"}
)
GROUPS = frozenset({"group", "supergroup"})
INSIDE = frozenset({"member", "administrator", "creator"})
OUTSIDE = frozenset({"left", "kicked"})

Node = Mapping[str, Any]
EMPTY: Node = {}


def read_update(update: object, *, bot_username: str = "") -> Inbound | None:
    """One update as Telegram sent it. None: nothing for us, or not readable.

    bot_username: ours, without @; commands addressed to another bot are then left to it. Text comes without NUL and
    with half characters replaced, so that any database takes it.
    """
    if not isinstance(update, Mapping):
        return None
    for field, read in READERS.items():
        if isinstance(node := update.get(field), Mapping):
            inbound = read(node)
            break
    else:
        return None
    if inbound is not None and inbound.kind is InboundKind.COMMAND and bot_username:
        addressed = COMMAND.fullmatch(inbound.text)
        named = addressed.group(2) if addressed else None
        if named and named.lower() != bot_username.lower():
            return None
    return inbound


def _message(message: Node, *, edited: bool = False) -> Inbound | None:
    chat = _node(message, "chat")
    chat_id, sender = _int(chat, "id"), _node(message, "from")
    kind_of_chat = _text(chat, "type")
    if chat_id is None or kind_of_chat not in GROUPS | {"private"}:
        return None
    if (moved_to := _int(message, "migrate_to_chat_id")) is not None:
        return _moved(chat_id, moved_to, chat)
    if (moved_from := _int(message, "migrate_from_chat_id")) is not None:
        return _moved(moved_from, chat_id, chat)
    hidden = _node(message, "sender_chat")
    anonymous = bool(hidden) or _int(sender, "id") == ANONYMOUS_ADMIN
    if message.get("is_automatic_forward") is True or (sender.get("is_bot") is True and not anonymous):
        return None

    text = _text(message, "text")
    common: dict[str, Any] = {
        "chat": chat_id,
        "private": kind_of_chat == "private",
        "sender": None if anonymous else _int(sender, "id"),
        "sender_name": (_text(hidden, "title") or _text(chat, "title")) if anonymous else _name(sender),
        "language": _text(sender, "language_code"),
        "message_id": _int(message, "message_id"),
        "reply_to": _answered(message),
        "reply_to_bot": _node(_node(message, "reply_to_message"), "from").get("is_bot") is True,
        "anonymous": anonymous,
        "edited": edited,
        "title": _text(chat, "title"),
    }
    if text:
        found = COMMAND.fullmatch(text)
        if not found:
            return Inbound(kind=InboundKind.TEXT, text=text, **common)
        name, _, argument = found.groups()
        return Inbound(
            kind=InboundKind.COMMAND,
            text=text,
            command=name.lower(),
            argument=(argument or "").strip(),
            **common,
        )
    if (place := _coordinates(message)) is not None:
        return Inbound(kind=InboundKind.LOCATION, latitude=place[0], longitude=place[1], **common)
    if MEDIA & message.keys():
        return Inbound(
            kind=InboundKind.MEDIA,
            text=_text(message, "caption"),
            file=_file(message),
            album=_text(message, "media_group_id"),
            **common,
        )
    return None


def _file(message: Node) -> InboundFile | None:
    """The document of a message, or the largest size of its photo; None for other media."""
    sizes = message.get("photo")
    photo = isinstance(sizes, list) and bool(sizes)
    held = (
        _node({"size": sizes[-1]}, "size")
        if isinstance(sizes, list) and sizes
        else _node(message, "document")
    )
    file_id, lasting = _text(held, "file_id"), _text(held, "file_unique_id")
    if not file_id or not lasting:
        return None
    return InboundFile(
        file_id=file_id,
        lasting=lasting,
        name="photo.jpg" if photo else _text(held, "file_name") or "file",
        mime="image/jpeg" if photo else _text(held, "mime_type") or "application/octet-stream",
        size=_int(held, "file_size") or 0,
        photo=photo,
    )


def _edited(message: Node) -> Inbound | None:
    return _message(message, edited=True)


def _tap(query: Node) -> Inbound | None:
    message, sender = _node(query, "message"), _node(query, "from")
    chat = _node(message, "chat")
    chat_id, token, tap_id = _int(chat, "id"), _text(query, "data"), _text(query, "id")
    if chat_id is None or not token or not tap_id:
        return None
    return Inbound(
        kind=InboundKind.TAP,
        chat=chat_id,
        private=_text(chat, "type") == "private",
        sender=_int(sender, "id"),
        sender_name=_name(sender),
        language=_text(sender, "language_code"),
        token=token,
        tap_id=tap_id,
        message_id=_int(message, "message_id"),
        title=_text(chat, "title"),
    )


def _membership(change: Node) -> Inbound | None:
    chat, sender, now = _node(change, "chat"), _node(change, "from"), _node(change, "new_chat_member")
    chat_id, kind_of_chat, status = _int(chat, "id"), _text(chat, "type"), _text(now, "status")
    inside = status in INSIDE or (status == "restricted" and now.get("is_member") is True)
    outside = status in OUTSIDE or (status == "restricted" and not inside)
    if chat_id is None or not (inside or outside):
        return None
    private = kind_of_chat == "private"
    if private:
        kind = InboundKind.UNBLOCKED if inside else InboundKind.BLOCKED
    elif kind_of_chat in GROUPS:
        kind = InboundKind.GROUP_JOINED if inside else InboundKind.GROUP_LEFT
    else:
        return None
    return Inbound(
        kind=kind,
        chat=chat_id,
        private=private,
        sender=_int(sender, "id"),
        sender_name=_name(sender),
        language=_text(sender, "language_code"),
        title=_text(chat, "title"),
    )


READERS: Mapping[str, Callable[[Node], Inbound | None]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _tap,
    "my_chat_member": _membership,
}


def _moved(old: int, new: int, chat: Node) -> Inbound:
    return Inbound(
        kind=InboundKind.GROUP_MOVED, chat=old, private=False, new_chat=new, title=_text(chat, "title")
    )


def _answered(message: Node) -> int | None:
    """The message this one answers. In a forum every message "answers" the one that opened its topic: not meant."""
    answered = _node(message, "reply_to_message")
    return None if "forum_topic_created" in answered else _int(answered, "message_id")


def _coordinates(message: Node) -> tuple[float, float] | None:
    place = _node(message, "location")
    latitude, longitude = _degrees(place, "latitude", 90), _degrees(place, "longitude", 180)
    return None if latitude is None or longitude is None else (latitude, longitude)


def _degrees(node: Node, field: str, most: int) -> float | None:
    value = node.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and abs(value) <= most else None


def _name(person: Node) -> str:
    return f"{_text(person, 'first_name')} {_text(person, 'last_name')}".strip()


def _node(node: Node, field: str) -> Node:
    value = node.get(field)
    return value if isinstance(value, Mapping) else EMPTY


def _int(node: Node, field: str) -> int | None:
    """A whole number that a database takes."""
    value = node.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        return None
    return value


def _text(node: Node, field: str) -> str:
    value = node.get(field)
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
