"""Sending, editing, deleting and pinning over the wire."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from tests.bot.simulator.conftest import Town

GOT_IT = {"inline_keyboard": [[{"text": "Got it", "callback_data": "t1"}]]}


async def test_a_message_arrives_with_its_entities_and_buttons(town: Town) -> None:
    """What the API answers is what stands in the chat, dated by the trip hand."""
    sent = await town.bot.does(
        "sendMessage", chat_id=town.ann.id, text="<b>Hoi</b> Ann", parse_mode="HTML", reply_markup=GOT_IT
    )
    assert sent == {
        "message_id": 2,
        "from": {"id": 700001, "is_bot": True, "first_name": "Reisgenoot", "username": "reisgenoot_demo_bot"},
        "chat": {"id": town.ann.id, "first_name": "Ann", "last_name": "de Vries", "type": "private"},
        "date": int(town.clock.trip().timestamp()),
        "text": "Hoi Ann",
        "entities": [{"type": "bold", "offset": 0, "length": 3}],
        "reply_markup": GOT_IT,
    }
    assert (town.ann.chat.last.text, town.ann.chat.last.buttons) == ("Hoi Ann", [["Got it"]])


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
        ({"text": "x" * 4097}, "Bad Request: message is too long"),
        ({"text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"text": "x", "parse_mode": "Markdwon"}, "Bad Request: unsupported parse_mode"),
        ({"text": "x", "chat_id": 1}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
        ({"text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": [1]}, "Bad Request: object expected as reply markup"),
        (
            {"text": "x", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
    ],
)
async def test_a_bad_message_is_refused(town: Town, parameters: dict[str, Any], why: str) -> None:
    """Nothing is sent and the description is Telegram's."""
    assert await town.bot.refused("sendMessage", **{"chat_id": town.ann.id, **parameters}) == why
    assert town.ann.chat.from_bot == []


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "a", "callback_data": "x" * 65}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "Bad Request: BUTTON_DATA_INVALID"),
        (
            {"text": "a", "url": "nowhere"},
            "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "url": "ftp://a.example"},
            "Bad Request: inline keyboard button URL 'ftp://a.example' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "a"},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_a_bad_button_is_refused(town: Town, button: dict[str, Any], why: str) -> None:
    """Data over 64 bytes, links that are none, buttons that do nothing."""
    markup = {"inline_keyboard": [[button]]}
    assert await town.bot.refused("sendMessage", chat_id=town.ann.id, text="x", reply_markup=markup) == why


async def test_limits_hold_to_the_unit(town: Town) -> None:
    """4096 units of text and 64 bytes of data pass."""
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 32}]]}
    await town.bot.does("sendMessage", chat_id=town.ann.id, text="😀" * 2048, reply_markup=markup)
    assert len(town.ann.chat.from_bot) == 1


async def test_forms_and_multipart_and_queries_are_read(town: Town) -> None:
    """The same call passes in every form of body."""
    fields = {"chat_id": str(town.ann.id), "text": "x", "reply_markup": json.dumps(GOT_IT)}
    multipart = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in fields.items():
        multipart.add_field(name, value)
    for body in (fields, multipart):
        async with town.bot.session.post(f"{town.bot.base}/sendMessage", data=body) as answer:
            assert answer.status == 200
    async with town.bot.session.get(f"{town.bot.base}/SENDMESSAGE", params=fields) as answer:
        assert answer.status == 200
    assert [message.labels for message in town.ann.chat.from_bot] == [["Got it"]] * 3


async def test_an_edit_changes_text_and_takes_buttons_away(town: Town) -> None:
    """Without reply_markup the buttons go, and the message is marked edited."""
    sent = await town.bot.does("sendMessage", chat_id=town.ann.id, text="old", reply_markup=GOT_IT)
    town.clock.move(town.clock.trip() + timedelta(minutes=5))
    edited = await town.bot.does(
        "editMessageText", chat_id=town.ann.id, message_id=sent["message_id"], text="new"
    )
    assert (edited["text"], edited["edit_date"] - edited["date"], "reply_markup" in edited) == (
        "new",
        300,
        False,
    )
    assert town.ann.chat.last.text == "new"


async def test_an_edit_that_changes_nothing_is_refused(town: Town) -> None:
    """The same text and buttons are "not modified", other buttons are."""
    sent = await town.bot.does(
        "sendMessage", chat_id=town.ann.id, text="<b>x</b>", parse_mode="HTML", reply_markup=GOT_IT
    )
    same = {
        "chat_id": town.ann.id,
        "message_id": sent["message_id"],
        "text": "<b>x</b>",
        "parse_mode": "HTML",
    }
    refused = await town.bot.refused("editMessageText", **same, reply_markup=GOT_IT)
    assert refused.startswith("Bad Request: message is not modified: specified new message content")
    await town.bot.does("editMessageText", **same)
    assert town.ann.chat.last.buttons == []


async def test_only_own_messages_without_a_reply_keyboard_can_be_edited(town: Town) -> None:
    """The person's message, an unknown one and one with a menu are refused."""
    menu = {"keyboard": [["My trip"]]}
    sent = await town.bot.does("sendMessage", chat_id=town.ann.id, text="menu", reply_markup=menu)
    tries = {
        1: "message can't be edited",
        99: "message to edit not found",
        sent["message_id"]: "message can't be edited",
    }
    for number, why in tries.items():
        assert (
            await town.bot.refused("editMessageText", chat_id=town.ann.id, message_id=number, text="x")
            == f"Bad Request: {why}"
        )
    assert town.ann.presses("My trip").text == "My trip"


async def test_buttons_alone_can_be_edited(town: Town) -> None:
    """editMessageReplyMarkup leaves text and edit mark as they are."""
    sent = await town.bot.does("sendMessage", chat_id=town.ann.id, text="x", reply_markup=GOT_IT)
    where = {"chat_id": town.ann.id, "message_id": sent["message_id"]}
    assert (await town.bot.refused("editMessageReplyMarkup", **where, reply_markup=GOT_IT)).startswith(
        "Bad Request: message is not modified"
    )
    edited = await town.bot.does("editMessageReplyMarkup", **where)
    assert ("edit_date" in edited, town.ann.chat.last.buttons) == (False, [])


async def test_own_messages_can_be_deleted_for_48_hours(town: Town) -> None:
    """At 48 hours it goes, a second later it stays."""
    for past, outcome in ((timedelta(hours=48), True), (timedelta(hours=48, seconds=1), False)):
        sent = await town.bot.does("sendMessage", chat_id=town.ann.id, text="x")
        town.clock.move(town.clock.trip() + past)
        answer = await town.bot.call("deleteMessage", chat_id=town.ann.id, message_id=sent["message_id"])
        assert answer["ok"] is outcome
    assert len(town.ann.chat.from_bot) == 1


async def test_a_person_must_write_first(town: Town) -> None:
    """Bruno never opened the bot: 403; after /start the bot may write."""
    refused = await town.bot.call("sendMessage", chat_id=town.bruno.id, text="x")
    assert (refused["error_code"], refused["description"]) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    town.bruno.starts("abc")
    await town.bot.does("sendMessage", chat_id=town.bruno.id, text="x")
    assert town.bruno.chat.texts == ["/start abc", "x"]


async def test_a_blocked_bot_hears_it_and_may_not_write(town: Town) -> None:
    """my_chat_member tells of block and unblock; between them every message is 403."""
    town.ann.blocks()
    refused = await town.bot.call("sendMessage", chat_id=town.ann.id, text="x")
    assert (refused["error_code"], refused["description"]) == (403, "Forbidden: bot was blocked by the user")
    town.ann.unblocks()
    await town.bot.does("sendMessage", chat_id=town.ann.id, text="x")
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in await town.bot.updates()]
    assert changes == ["kicked", "member"]


async def test_a_deleted_account_is_403(town: Town) -> None:
    """The bot learns it at its next message."""
    town.ann.deactivates()
    assert (
        await town.bot.refused("sendMessage", chat_id=town.ann.id, text="x")
        == "Forbidden: user is deactivated"
    )


async def test_a_migrated_group_points_onward(town: Town) -> None:
    """The refusal carries migrate_to_chat_id; the new id takes messages."""
    old = town.world.group("Agents", basic=True)
    old.joins(town.bruno)
    new = old.migrates()
    refused = await town.bot.call("sendMessage", chat_id=old.id, text="x")
    assert refused["parameters"] == {"migrate_to_chat_id": new.id}
    await town.bot.does("sendMessage", chat_id=new.id, text="x")
    assert list(new.members) == [town.bruno.id]


async def test_a_bot_thrown_out_of_the_group_may_not_write(town: Town) -> None:
    """403 with Telegram's words."""
    town.agents.bot_is_removed(town.bruno)
    assert (
        await town.bot.refused("sendMessage", chat_id=town.agents.id, text="x")
        == "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_a_reply_quotes_and_may_do_without(town: Town) -> None:
    """The answered message comes along; a missing one is skipped when allowed."""
    sent = await town.bot.does(
        "sendMessage", chat_id=town.ann.id, text="x", reply_parameters={"message_id": 1}
    )
    assert sent["reply_to_message"]["text"] == "/start"
    loose = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await town.bot.does(
        "sendMessage", chat_id=town.ann.id, text="y", reply_parameters=loose
    )


async def test_pins_follow_the_rights(town: Town) -> None:
    """In private anything can be pinned, in a group only by an admin bot."""
    assert await town.bot.does("pinChatMessage", chat_id=town.ann.id, message_id=1) is True
    assert town.ann.chat.pinned == [1]
    sent = await town.bot.does("sendMessage", chat_id=town.agents.id, text="x")
    where = {"chat_id": town.agents.id, "message_id": sent["message_id"]}
    assert "not enough rights" in await town.bot.refused("pinChatMessage", **where)
    town.agents.bot_joins(town.bruno, admin=True)
    assert await town.bot.does("pinChatMessage", **where) is True
    assert await town.bot.does("unpinChatMessage", chat_id=town.agents.id) is True
