"""What comes in from a chat, with no channel named. bot.telegram.inbound makes it from an update."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class InboundKind(StrEnum):
    """What a person or the channel just did."""

    TEXT = "text"
    COMMAND = "command"
    TAP = "tap"
    LOCATION = "location"
    MEDIA = "media"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    GROUP_JOINED = "group_joined"
    GROUP_LEFT = "group_left"
    GROUP_MOVED = "group_moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundFile:
    """A document or photo that came in. file_id: fetches or sends it again; lasting: names it for good, and fetches
    nothing. size: bytes, 0 when not said. photo: the channel keeps it as a picture."""

    file_id: str
    lasting: str
    name: str
    mime: str
    size: int = 0
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One thing that came in.

    chat: where; private: a one-to-one chat. sender: the person's id (None for the channel itself), sender_name as
    shown there, language as the channel says ("pt-br"). command without slash and @bot, lower case; argument: the rest.
    token: a tapped button's opaque id; tap_id: what to acknowledge. message_id: of this message, or of the tapped one.
    reply_to: the message it answers; reply_to_bot: a bot wrote that one. anonymous: a group admin who hides. edited: an edit of an earlier message.
    caption of a photo or file stands in text; file: of a document or photo; album: names the files sent as one with it. new_chat: the group's new id. latitude, longitude in degrees.
    """

    kind: InboundKind
    chat: int
    private: bool = True
    sender: int | None = None
    sender_name: str = ""
    language: str = ""
    text: str = ""
    command: str = ""
    argument: str = ""
    token: str = ""
    tap_id: str = ""
    message_id: int | None = None
    reply_to: int | None = None
    reply_to_bot: bool = False
    anonymous: bool = False
    edited: bool = False
    title: str = ""
    new_chat: int | None = None
    file: InboundFile | None = None
    album: str = ""
    latitude: float | None = None
    longitude: float | None = None
