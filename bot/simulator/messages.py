"""What the bot does with messages: send, edit, delete, pin. Each function is one method of the Bot API.

Not here: what a file is (files), taps (callbacks), the bot's profile and chats' data (profile), limits and faults (pace, faults).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.simulator.chats import Chat, Group, Message, PrivateChat
from bot.simulator.entities import Entity, Formatted, given, html, mentioned, plain, utf16
from bot.simulator.errors import ApiRefusal, bad_request, forbidden
from bot.simulator.files import taken
from bot.simulator.keyboards import Markup, checked
from bot.simulator.params import Params
from bot.simulator.world import World

Json = dict[str, Any]
LONGEST = 4096
LONGEST_CAPTION = 1024
DELETABLE_FOR = timedelta(hours=48)
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
TYPING_SECONDS = 5.0
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def known_chat(world: World, params: Params) -> Chat:
    """The chat that chat_id names, to read. Raises ApiRefusal for none."""
    if not params.text("chat_id"):
        raise bad_request("chat_id is empty")
    chat = world.chats.get(params.integer("chat_id"))
    if chat is None:
        if params.integer("chat_id") in world.persons:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")
    if isinstance(chat, Group) and chat.migrated_to is not None:
        raise ApiRefusal(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to,
        )
    return chat


def open_chat(world: World, params: Params) -> Chat:
    """The chat that chat_id names, to write in. Raises ApiRefusal when the bot may not."""
    chat = known_chat(world, params)
    if isinstance(chat, PrivateChat):
        if chat.person.gone:
            raise forbidden("user is deactivated")
        if chat.person.blocked:
            raise forbidden("bot was blocked by the user")
    if isinstance(chat, Group) and chat.bot_status not in ("member", "administrator"):
        kind = "group" if chat.basic else "supergroup"
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        raise forbidden(f"bot is not a member of the {kind} chat")
    return chat


def send_message(world: World, params: Params) -> Json:
    """sendMessage."""
    chat = open_chat(world, params)
    formatted = _text(world, params, "message is too long")
    markup = checked(params.structure("reply_markup"))
    reply_to = _reply_target(chat, params)
    message = chat.add(
        world.bot_as_api(),
        formatted.text,
        entities=formatted.entities,
        markup=markup,
        reply_to=reply_to,
        silent=params.flag("disable_notification"),
    )
    return message.as_api()


def send_document(world: World, params: Params) -> Json:
    """sendDocument: an upload, or a file_id of a document."""
    return _send_file(world, params, "document")


def send_photo(world: World, params: Params) -> Json:
    """sendPhoto: an upload, or a file_id of a photo."""
    return _send_file(world, params, "photo")


def _send_file(world: World, params: Params, kind: str) -> Json:
    chat = open_chat(world, params)
    caption = _caption(world, params)
    markup = checked(params.structure("reply_markup"))
    reply_to = _reply_target(chat, params)
    message = chat.add(
        world.bot_as_api(),
        caption.text,
        entities=caption.entities,
        markup=markup,
        reply_to=reply_to,
        silent=params.flag("disable_notification"),
        file=taken(world, params, kind),
    )
    return message.as_api()


def edit_message_text(world: World, params: Params) -> Json:
    """editMessageText. Without reply_markup the buttons go, as with Telegram."""
    message = _editable(world, params)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    formatted = _text(world, params, "MESSAGE_TOO_LONG")
    markup = checked(params.structure("reply_markup"), inline_only=True)
    same = (message.text, message.entities, message.markup) == (formatted.text, formatted.entities, markup)
    if same:
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities = formatted.text, formatted.entities
    return _edited(world, message, markup, shown=True)


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """editMessageReplyMarkup. Without reply_markup the buttons go."""
    message = _editable(world, params)
    markup = checked(params.structure("reply_markup"), inline_only=True)
    if message.markup == markup:
        raise bad_request(NOT_MODIFIED)
    return _edited(world, message, markup, shown=False)


def delete_message(world: World, params: Params) -> bool:
    """deleteMessage: own messages for 48 hours; in private also the person's; in a group the others' as an admin."""
    chat = open_chat(world, params)
    message = chat.message(params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    others = not message.from_bot and isinstance(chat, Group) and chat.bot_status != "administrator"
    if others or world.now() - message.date > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    chat.remove(message)
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    """pinChatMessage; in a group for admins only."""
    chat = _pinning(world, params)
    message = chat.message(params.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
        world.changed()
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """unpinChatMessage; without message_id the newest pin."""
    chat = _pinning(world, params)
    wanted = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    world.changed()
    return True


def send_chat_action(world: World, params: Params) -> bool:
    """sendChatAction: shows for five seconds or until a message comes."""
    chat = open_chat(world, params)
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    if action == "typing":
        chat.typing_until = world.monotonic() + TYPING_SECONDS
        world.changed()
    return True


def _pinning(world: World, params: Params) -> Chat:
    chat = open_chat(world, params)
    if isinstance(chat, Group) and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _text(world: World, params: Params, too_long: str) -> Formatted:
    source = params.text("text")
    if not source.strip():
        raise bad_request("message text is empty")
    formatted = _formatted(world, params, source, params.structure("entities"))
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16(formatted.text) > LONGEST:
        raise bad_request(too_long)
    return formatted


def _caption(world: World, params: Params) -> Formatted:
    formatted = _formatted(world, params, params.text("caption"), params.structure("caption_entities"))
    if utf16(formatted.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def _formatted(world: World, params: Params, source: str, entities: Any) -> Formatted:
    mode = params.text("parse_mode").lower()
    if mode == "html":
        formatted = html(source)
    elif mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    elif entities:
        formatted = given(source, entities)
    else:
        formatted = plain(source)
    named = tuple(entity for raw in formatted.entities if (entity := _named(world, raw)) is not None)
    return Formatted(text=formatted.text, entities=named)


def _named(world: World, entity: Entity) -> Entity | None:
    """A link to a person becomes a mention of someone the bot knows, else plain words."""
    number = mentioned(entity)
    if number is None:
        return entity
    person = world.persons.get(number)
    if person is None:
        return None
    kept = {name: value for name, value in entity.items() if name != "url"}
    return {**kept, "type": "text_mention", "user": person.as_api()}


def _reply_target(chat: Chat, params: Params) -> Message | None:
    wish = params.structure("reply_parameters")
    if wish is not None and not isinstance(wish, dict):
        raise bad_request("can't parse reply parameters: ReplyParameters must be an Object")
    asked = Params(wish) if wish else params
    number = asked.integer("message_id" if wish else "reply_to_message_id")
    if not number:
        return None
    message = chat.message(number)
    if message is None and not asked.flag("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _editable(world: World, params: Params) -> Message:
    if not params.text("chat_id") or not params.text("message_id"):
        raise bad_request("message identifier is not specified")
    chat = open_chat(world, params)
    message = chat.message(params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if (
        not message.from_bot
        or message.service
        or (message.markup and "inline_keyboard" not in message.markup)
    ):
        raise bad_request("message can't be edited")
    return message


def _edited(world: World, message: Message, markup: Markup | None, *, shown: bool) -> Json:
    message.markup = markup
    message.version += 1
    if shown:
        message.edited = world.now()
    world.changed()
    return message.as_api()
