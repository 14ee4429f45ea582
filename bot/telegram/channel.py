"""Messages out to Telegram: the Channel of bot.channel over a telegram.Bot.

What is certainly wrong is refused before it leaves. Every error of python-telegram-bot is translated here, once, in
`translated`. Not here: when and whether to send (bot.services.delivery), pace and repeats (the outbox).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.errors import ChannelError, ChatMoved, NotSent, Refused, TooFast, Uncertain, Unreachable
from bot.telegram.transport import NeverLeft, seconds_of
from flows.talk.length import visible_length, visible_text
from flows.talk.message import Button, Landed, OutgoingMessage, Rows

log = structlog.get_logger()

LONGEST_TEXT = 4096  # UTF-16 units a reader sees
LONGEST_CAPTION = 1024  # the same, under a file
LARGEST_FILE = 50 * 1024 * 1024  # bytes of an upload
LONGEST_TOKEN = 64  # bytes of callback_data
LONGEST_HINT = 64  # characters of an answer field's hint
LONGEST_NOTICE = 200  # characters of the notice after a tap

# What a 400 says when the chat, and not the message, is at fault.
GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "user_is_blocked",
    "input_user_deactivated",
    "chat_write_forbidden",
    "have no rights to send a message",
    "not enough rights to send",
    "group chat was deactivated",
    "bot is not a member",
)
UNCHANGED = "message is not modified"
STALE_TAP = ("query is too old", "query_id_invalid", "query id is invalid")

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


class TelegramChannel:
    """Implements bot.channel.Channel. The bot is open already (bot.telegram.door opens it). pin_seconds: patience with a
    pin."""

    def __init__(self, bot: Bot, *, pin_seconds: float = 5.0) -> None:
        self._bot = bot
        self._pin_seconds = pin_seconds
        self._no_preview = LinkPreviewOptions(is_disabled=True)

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """Send as HTML without link preview; the id of the message in that chat.

        Telegram takes one keyboard a message: buttons before ask before menu; an empty menu takes the old one away. A
        message to reply to that is gone is no obstacle.
        """
        _check(message)
        with translated():
            sent = await self._bot.send_message(
                chat,
                message.text,
                parse_mode=ParseMode.HTML,
                link_preview_options=self._no_preview,
                disable_notification=message.silent,
                reply_parameters=_reply(message),
                reply_markup=_markup(message),
            )
        if message.pin:
            await self._pin(chat, sent.message_id)
        return sent.message_id

    async def send_file(self, chat: int, message: OutgoingMessage, content: bytes) -> Landed:
        """Send the attachment as a document (a photo as one), by its file_id where it has one; the text is its caption."""
        attachment = message.attachment
        assert attachment is not None, "asked only for messages with a file"
        _check(message, caption=True)
        if not attachment.file_id and not content:
            raise Refused(why="the file is empty")
        if len(content) > LARGEST_FILE:
            raise Refused(why=f"the file has {len(content)} bytes, Telegram takes {LARGEST_FILE}")
        file = attachment.file_id or InputFile(content, filename=attachment.name, attach=False)
        sending = self._bot.send_photo if attachment.photo else self._bot.send_document
        with translated():
            sent = await sending(
                chat,
                file,
                caption=message.text or None,
                parse_mode=ParseMode.HTML,
                disable_notification=message.silent,
                reply_parameters=_reply(message),
                reply_markup=_markup(message),
            )
        return Landed(message_id=sent.message_id, file_id=_file_id(sent) or attachment.file_id)

    async def _pin(self, chat: int, message_id: int) -> None:
        """Keep it on top. What stands in the way (no right to pin) costs nothing else; nor does waiting for it: the claim
        of the message holds for its sending alone."""
        try:
            async with asyncio.timeout(self._pin_seconds):
                with translated():
                    await self._bot.pin_chat_message(chat, message_id, disable_notification=True)
        except (ChannelError, TimeoutError) as error:
            log.info("A message could not be pinned.", action="message_unpinned", chat=chat, why=str(error))

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """Put this text and these buttons there; without buttons the old ones go. Unchanged content is no error."""
        _check(message)
        try:
            with translated():
                await self._bot.edit_message_text(
                    message.text,
                    chat_id=chat,
                    message_id=message_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=self._no_preview,
                    reply_markup=_inline(message.buttons) if message.buttons else None,
                )
        except Refused as refusal:
            if UNCHANGED not in str(refusal).lower():
                raise

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Answer a tap, with a notice of at most 200 characters (cut). One that is too old is let go."""
        try:
            with translated():
                await self._bot.answer_callback_query(tap_id, text=text[:LONGEST_NOTICE] or None)
        except Refused as refusal:
            if not any(words in str(refusal).lower() for words in STALE_TAP):
                raise

    async def typing(self, chat: int) -> None:
        """Show "typing…" for up to five seconds."""
        with translated():
            await self._bot.send_chat_action(chat, ChatAction.TYPING)


@contextmanager
def translated() -> Iterator[None]:
    """Turn whatever python-telegram-bot raises inside into the ChannelError family."""
    try:
        yield
    except TelegramError as error:
        raise _meant(error) from error
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        # Telegram said yes, but in a shape that the library cannot read.
        raise Uncertain(why=f"the answer cannot be read ({error!r})") from error


def _meant(error: TelegramError) -> ChannelError:
    """What an error of the library means for the message. The order matters: BadRequest is a NetworkError there."""
    why = str(error) or type(error).__name__
    match error:
        case RetryAfter():
            return TooFast(retry_after=seconds_of(error), why=why)
        case ChatMigrated():
            return ChatMoved(chat=error.new_chat_id, why=why)
        case Forbidden():
            return Unreachable(why=why)
        case BadRequest():
            return (Unreachable if any(words in why.lower() for words in GONE) else Refused)(why=why)
        case InvalidToken():
            # The queue outlives a token: when the setting is right again, these messages still go.
            return NotSent(why=f"the bot's token is not accepted ({why})")
        case NeverLeft() | Conflict():
            return NotSent(why=why)
        case _:
            return Uncertain(why=why)


def _reply(message: OutgoingMessage) -> ReplyParameters | None:
    if message.reply_to is None:
        return None
    return ReplyParameters(message_id=message.reply_to, allow_sending_without_reply=True)


def _file_id(sent: Message) -> str:
    """Telegram's id of the file that stands there now; of a photo the largest size."""
    if sent.photo:
        return sent.photo[-1].file_id
    # Telegram makes what moves or sounds its own kind, whatever it was sent as.
    held = sent.document or sent.animation or sent.audio or sent.video
    return held.file_id if held is not None else ""


def _check(message: OutgoingMessage, *, caption: bool = False) -> None:
    """Raise Refused for what Telegram would refuse. caption: the text stands under a file, and may be empty."""
    length = visible_length(message.text)
    longest = LONGEST_CAPTION if caption else LONGEST_TEXT
    if length > longest:
        raise Refused(why=f"the text has {length} characters, Telegram takes {longest}")
    if not caption and not visible_text(message.text).strip():
        raise Refused(why="the text is empty")
    for button in (button for row in message.buttons for button in row):
        if not button.label.strip():
            raise Refused(why="a button has no label")
        if bool(button.url) == bool(button.token):
            raise Refused(why=f"the button {button.label!r} needs either an address or a token")
        size = len(button.token.encode("utf-8", "surrogatepass"))
        if size > LONGEST_TOKEN:
            raise Refused(
                why=f"the button {button.label!r} carries {size} bytes, Telegram takes {LONGEST_TOKEN}"
            )


def _markup(message: OutgoingMessage) -> Markup | None:
    if message.buttons:
        return _inline(message.buttons)
    if message.ask:
        return ForceReply(input_field_placeholder=message.ask[:LONGEST_HINT])
    if message.menu is None:
        return None
    if not message.menu:
        return ReplyKeyboardRemove()
    return ReplyKeyboardMarkup(message.menu, resize_keyboard=True, is_persistent=True)


def _inline(rows: Rows) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.token)
