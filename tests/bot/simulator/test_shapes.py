"""What the simulator says has the shape that the Bot API documents: every required field, no unknown one, right types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.files import keep
from tests.bot.simulator.conftest import Town

BOT_API = Path(__file__).parents[3] / ".." / "shared" / "telegram" / "bot-api-10.1.json"
PLAIN = {"Integer": int, "String": str, "Boolean": bool, "True": bool, "Float": (int, float)}


@pytest.fixture
def types() -> dict[str, Any]:
    if not BOT_API.exists():
        pytest.skip("the Bot API's data is not beside the checkout")
    data: dict[str, Any] = json.loads(BOT_API.read_text(encoding="utf-8"))["types"]
    return data


def faults(value: Any, wanted: str, types: dict[str, Any], where: str) -> list[str]:
    """What is wrong with a value of a documented type, in words."""
    if wanted.startswith("Array of "):
        inner = wanted.removeprefix("Array of ")
        if not isinstance(value, list):
            return [f"{where} is no array"]
        return [fault for item in value for fault in faults(item, inner, types, f"{where}[]")]
    if wanted in PLAIN:
        kind = PLAIN[wanted]
        right = isinstance(value, kind) and (wanted in ("Boolean", "True") or not isinstance(value, bool))
        return [] if right else [f"{where} is no {wanted}: {value!r}"]
    shape = types[wanted]
    if "subtypes" in shape:
        tries = [faults(value, subtype, types, where) for subtype in shape["subtypes"]]
        return min(tries, key=len)
    fields = {field["name"]: field for field in shape.get("fields", [])}
    found = [f"{where}.{name} is unknown to {wanted}" for name in value if name not in fields]
    found += [
        f"{where}.{name} is missing"
        for name, field in fields.items()
        if field.get("required") and name not in value
    ]
    for name, inner in value.items():
        if name in fields:
            found += min(
                (faults(inner, kind, types, f"{where}.{name}") for kind in fields[name]["types"]), key=len
            )
    return found


async def test_every_answer_has_its_documented_shape(town: Town, types: dict[str, Any]) -> None:
    """Messages, the bot, chats, members and the webhook's state, in private and in the group."""
    keyboard = {
        "inline_keyboard": [[{"text": "A", "callback_data": "1"}, {"text": "B", "url": "https://b.example"}]]
    }
    link = f'<a href="tg://user?id={town.ann.id}">Ann</a>'
    text = f'<b>x</b> {link} <pre><code class="language-py">1</code></pre>'
    said = {
        "text": text,
        "parse_mode": "HTML",
        "reply_markup": keyboard,
        "reply_parameters": {"message_id": 1},
    }
    ann, group = town.ann.id, town.agents.id
    await town.bot.does("pinChatMessage", chat_id=ann, message_id=1)
    voucher = keep(town.world, "document", "voucher.pdf", b"%PDF")
    picture = keep(town.world, "photo", "p.png", b"\x89PNG\r\n\x1a\n" + bytes(20))
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("sendMessage", "Message", {"chat_id": ann, **said}),
        ("sendMessage", "Message", {"chat_id": group, **said}),
        (
            "editMessageText",
            "Message",
            {"chat_id": ann, "message_id": 2, "text": "new", "reply_markup": keyboard},
        ),
        ("sendDocument", "Message", {"chat_id": ann, "document": voucher.file_id, "caption": "<b>x</b>"}),
        ("sendPhoto", "Message", {"chat_id": group, "photo": picture.file_id}),
        ("getFile", "File", {"file_id": voucher.file_id}),
        ("getMe", "User", {}),
        ("getChat", "ChatFullInfo", {"chat_id": ann}),
        ("getChat", "ChatFullInfo", {"chat_id": group}),
        ("getChatMember", "ChatMember", {"chat_id": group, "user_id": town.bruno.id}),
        ("getWebhookInfo", "WebhookInfo", {}),
        ("getMyCommands", "Array of BotCommand", {}),
    ]
    found = []
    for method, wanted, parameters in calls:
        found += faults(await town.bot.does(method, **parameters), wanted, types, method)
    assert found == []


async def test_every_update_has_its_documented_shape(town: Town, types: dict[str, Any]) -> None:
    """Everything that persons can do, from a command to throwing the bot out."""
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "1"}]]}
    await town.bot.does("sendMessage", chat_id=town.ann.id, text="x", reply_markup=keyboard)
    town.ann.taps(town.ann.chat.last, "A")
    town.ann.edits(town.ann.writes("/trip see https://a.example"), "edited")
    town.ann.shares_location(38.71, -9.14)
    town.ann.sends_file("pass.pdf", b"%PDF", "see https://a.example")
    town.ann.sends_file("p.jpg", b"\xff\xd8\xff", photo=True)
    town.ann.replies(town.ann.chat.last, "reply")
    town.ann.blocks()
    town.ann.unblocks()
    town.agents.bot_joins(town.bruno, admin=True)
    town.bruno.writes("/who", into=town.agents, anonymous=True)
    town.agents.joins(town.ann)
    town.agents.leaves(town.ann)
    town.agents.bot_is_removed(town.bruno)
    old = town.world.group("Old", basic=True)
    old.migrates()
    updates = await town.bot.updates()
    kinds = {kind for update in updates for kind in update} - {"update_id"}
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert [fault for update in updates for fault in faults(update, "Update", types, "update")] == []


def test_a_wrong_shape_is_found(types: dict[str, Any]) -> None:
    """The check itself names what is missing, unknown and of the wrong type."""
    assert faults({"id": "1", "is_bot": False, "age": 3}, "User", types, "user") == [
        "user.age is unknown to User",
        "user.first_name is missing",
        "user.id is no Integer: '1'",
    ]
