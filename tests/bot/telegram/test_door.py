"""Opening the account, the webhook, and the list of commands."""

from __future__ import annotations

import json
import logging
import os
import traceback

import pytest
from structlog.testing import capture_logs

from bot.errors import Refused, StartRefused
from bot.telegram.commands import publish_commands
from bot.telegram.door import TRIES, Door, open_door
from bot.telegram.webhook import delete_webhook, set_webhook
from tests.support.bare_telegram import TOKEN, BareTelegram


async def test_an_open_door_knows_its_name(door: Door) -> None:
    """getMe at the start tells who we are."""
    assert (door.username, door.id) == ("reisgenoot_bot", 1)


@pytest.mark.parametrize("token", ["", "2:WRONG_ONE"])
async def test_a_wrong_token_names_the_setting(telegram: BareTelegram, token: str) -> None:
    """A token that Telegram rejects, or none, stops the start and does not show itself."""
    with pytest.raises(StartRefused, match="REISGENOOT_TELEGRAM_TOKEN") as caught:
        async with open_door(token=token, api=telegram.url):
            pass

    assert "WRONG_ONE" not in "".join(traceback.format_exception(caught.value))


async def test_a_slow_start_is_waited_for(telegram: BareTelegram) -> None:
    """A Telegram that answers at the third try opens the door."""
    telegram.fail("getMe", 502, "Bad Gateway")
    telegram.fail("getMe", 200, body=b'{"ok":true,"result":{}}')
    with capture_logs() as logs:
        async with open_door(token=TOKEN, api=f"{telegram.url}/", pause=0.01) as door:
            assert door.username == "reisgenoot_bot"

    assert [entry["action"] for entry in logs] == ["door_closed", "door_closed", "door_opened"]


async def test_an_unreachable_telegram_stops_the_start(telegram: BareTelegram) -> None:
    """After five tries the error names the address and the setting."""
    for _ in range(TRIES):
        telegram.fail("getMe", 502, "Bad Gateway")

    with pytest.raises(StartRefused, match="REISGENOOT_TELEGRAM_API") as caught:
        async with open_door(token=TOKEN, api=telegram.url, pause=0.001):
            pass

    assert telegram.url in str(caught.value)
    assert len(telegram.sent("getMe")) == TRIES


async def test_a_webhook_is_set_and_taken_away(door: Door, telegram: BareTelegram) -> None:
    """The webhook carries secret and kinds of update; waiting updates are kept both ways."""
    await set_webhook(door.bot, "https://example.org/telegram", "s3cret")
    await delete_webhook(door.bot)
    telegram.fail("setWebhook", 400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
    with pytest.raises(Refused):
        await set_webhook(door.bot, "http://example.org/telegram", "s3cret")

    assert telegram.sent("setWebhook")[0].fields == {
        "url": "https://example.org/telegram",
        "allowed_updates": '["message", "edited_message", "callback_query", "my_chat_member"]',
        "secret_token": "s3cret",
        "drop_pending_updates": "false",
    }
    assert telegram.sent("deleteWebhook")[0].fields == {"drop_pending_updates": "false"}


async def test_commands_are_listed_per_language(door: Door, telegram: BareTelegram) -> None:
    """Travellers see theirs in private chats and staff theirs in groups, with one language for all others, and for those
    that Telegram has no code for."""
    await publish_commands(
        door.bot,
        travellers={
            "en": {"trip": "Your trip"},
            "pt-BR": {"trip": "A sua viagem"},
            "pap": {"trip": "Bo biahe"},
        },
        staff={"nl": {"who": "Wie is waar"}},
    )

    listed = [
        (
            json.loads(asked.fields["scope"])["type"],
            asked.fields.get("language_code"),
            json.loads(asked.fields["commands"]),
        )
        for asked in telegram.sent("setMyCommands")
    ]
    assert listed == [
        ("all_private_chats", None, [{"command": "trip", "description": "Your trip"}]),
        ("all_private_chats", "en", [{"command": "trip", "description": "Your trip"}]),
        ("all_private_chats", "pt", [{"command": "trip", "description": "A sua viagem"}]),
        ("all_group_chats", "nl", [{"command": "who", "description": "Wie is waar"}]),
    ]


def test_waits_and_logs_are_set_before_the_library_is_read() -> None:
    """Waits come as timedelta, and no logger that prints addresses speaks."""
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "telegram")}

    assert os.environ["PTB_TIMEDELTA"] == "1"
    assert levels == {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.INFO}
