"""An outgoing message, with no channel named.

Text is a small HTML subset (b, i, u, s, code, a href) whose values are already escaped; a channel that knows no markup
strips it. Not here: how texts become messages (render) and how they leave (bot.services.delivery).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to tap. Either an action ("checklist.tick" with data {"item": "passport"}) or a url.

    token: the opaque id that travels instead of action and data (≤ 64 bytes); the outbox gives it out.
    """

    label: str
    action: str = ""
    data: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    url: str = ""
    token: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that a message brings. name: as it is saved ("boarding pass.pdf"). key: of the stored file. size: in bytes,
    0 for a small one. file_id: the channel's own, once it has the file; it then need not travel again. photo: the channel
    keeps it as a picture."""

    name: str
    mime: str
    key: str
    size: int = 0
    file_id: str = ""
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """One message. buttons: rows under the text. menu: rows of words offered in place of the keyboard (None leaves it).

    ask: show the answer field at once, with this hint (a survey's open question). reply_to: the id of a message in the
    same chat. silent: no sound. pin: it stays on top of the chat, without a sound. attachment: a file, whose caption the
    text then is (it may be empty).
    """

    text: str
    buttons: Rows = ()
    menu: tuple[tuple[str, ...], ...] | None = None
    ask: str = ""
    reply_to: int | None = None
    silent: bool = False
    pin: bool = False
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """Where a file arrived: the message's id in that chat, and the channel's own id of the file ("" when it says none)."""

    message_id: int
    file_id: str = ""
