"""What the bot says about itself and asks about chats: getMe, commands, names, menu button, getChat, getChatMember.

Not here: messages (messages).
"""

from __future__ import annotations

import json
import re
from typing import Any

from bot.simulator.chats import Group, PrivateChat, membership
from bot.simulator.errors import bad_request, forbidden
from bot.simulator.messages import known_chat, open_chat
from bot.simulator.params import Params
from bot.simulator.world import World

Json = dict[str, Any]
SCOPES = frozenset({
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators", "chat_member",
})  # fmt: skip
LONGEST = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, params: Params) -> Json:
    """getMe."""
    rights = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**world.bot_as_api(), **rights, "can_connect_to_business": False, "has_main_web_app": False}


def set_my_commands(world: World, params: Params) -> bool:
    """setMyCommands, per scope and language."""
    commands = params.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON array")
    kept = []
    for command in commands[:101]:
        name = str(command.get("command", "")).removeprefix("/") if isinstance(command, dict) else ""
        if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
            raise bad_request("BOT_COMMAND_INVALID")
        about = str(command.get("description", ""))
        if not 1 <= len(about) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": about})
    if len(kept) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_scope(params)] = kept
    world.changed()
    return True


def delete_my_commands(world: World, params: Params) -> bool:
    """deleteMyCommands."""
    world.commands.pop(_scope(params), None)
    world.changed()
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """getMyCommands: an empty list when none were set for this scope and language."""
    return world.commands.get(_scope(params), [])


def set_chat_menu_button(world: World, params: Params) -> bool:
    """setChatMenuButton, for one private chat or for all."""
    button = params.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    world.menus[open_chat(world, params).id if params.text("chat_id") else None] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    """getChatMenuButton."""
    return world.menus.get(params.integer("chat_id") or None, world.menus.get(None, {"type": "default"}))


def set_about(world: World, what: str, params: Params) -> bool:
    """setMyName, setMyDescription, setMyShortDescription: `what` is the field's name."""
    text = params.text(what)
    if len(text) > LONGEST[what]:
        raise bad_request(f"{what.upper()}_TOO_LONG")
    language = params.text("language_code")
    world.about[(what, language)] = text
    if what == "name" and not language and text:
        world.bot_name = text
    world.changed()
    return True


def get_about(world: World, what: str, params: Params) -> Json:
    """getMyName, getMyDescription, getMyShortDescription."""
    text = world.about.get((what, params.text("language_code")), world.about.get((what, ""), ""))
    return {what: text or (world.bot_name if what == "name" else "")}


def get_chat(world: World, params: Params) -> Json:
    """getChat."""
    chat = known_chat(world, params)
    full = {**chat.as_api(), "accent_color_id": 0, "max_reaction_count": 11}
    full["accepted_gift_types"] = {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    }
    if chat.pinned and (pinned := chat.message(chat.pinned[-1])) is not None:
        full["pinned_message"] = pinned.as_api()
    return full


def get_chat_member(world: World, params: Params) -> Json:
    """getChatMember: the bot itself, or a person that the world knows."""
    chat = known_chat(world, params)
    number = params.integer("user_id")
    if isinstance(chat, Group) and chat.bot_status not in ("member", "administrator"):
        raise forbidden("bot is not a member of the supergroup chat")
    if number == world.bot_id:
        return {
            "user": world.bot_as_api(),
            "status": chat.bot_status if isinstance(chat, Group) else "member",
        }
    person = world.persons.get(number)
    if person is None or (isinstance(chat, PrivateChat) and chat.person is not person):
        raise bad_request("user not found" if person is None else "member not found")
    status = "member"
    if isinstance(chat, Group):
        status = (
            "left" if number not in chat.members else "administrator" if number in chat.admins else "member"
        )
    return membership(person.as_api(), status)


def _scope(params: Params) -> tuple[str, str]:
    scope = params.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return json.dumps(scope, sort_keys=True), params.text("language_code")
