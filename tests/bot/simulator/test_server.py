"""The door: tokens, addresses, unknown methods, faults, limits, the bot's profile."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest

from bot.simulator.api import METHODS, WAITING
from bot.simulator.errors import AddressRefused, TokenRefused
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import Town

BOT_API = Path(__file__).parents[3] / ".." / "shared" / "telegram" / "bot-api-10.1.json"


@pytest.mark.parametrize(
    "token", ["123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1", "", "SIMULATOR-x", "1:simulator-x"]
)
def test_a_token_that_could_be_real_is_refused(token: str) -> None:
    """Only <digits>:SIMULATOR-… starts."""
    with pytest.raises(TokenRefused):
        Simulator(token=token)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "localhost", ""])
def test_an_address_beyond_this_computer_is_refused(host: str) -> None:
    """Only 127.0.0.1 and ::1 are listened on."""
    with pytest.raises(AddressRefused):
        Simulator(host=host)


async def test_unknown_tokens_and_methods_are_refused_like_telegram(town: Town) -> None:
    """401 for another token, 404 for what is no token or no method."""
    answers = {}
    for path in ("bot1:SIMULATOR-other/getMe", "botnothing/getMe", f"bot{town.simulator.token}/getNothing"):
        async with town.bot.session.get(f"{town.simulator.api_url}/{path}") as answer:
            answers[answer.status] = (await answer.json())["description"]
    assert answers == {401: "Unauthorized", 404: "Not Found: method not found"}


def test_every_method_is_one_of_the_bot_api() -> None:
    """No method here is invented."""
    if not BOT_API.exists():
        pytest.skip("the Bot API's data is not beside the checkout")
    known = set(json.loads(BOT_API.read_text(encoding="utf-8"))["methods"])
    assert {*METHODS, *WAITING.values()} - known == set()


async def test_ordered_faults_meet_the_next_calls(town: Town) -> None:
    """429 with its wait, 500, then all is well; polls are spared."""
    town.simulator.faults.next("too_many", retry_after=7)
    town.simulator.faults.next("error", times=2)
    assert await town.bot.updates() == []
    first = await town.bot.call("sendMessage", chat_id=town.ann.id, text="x")
    assert (first["error_code"], first["parameters"]) == (429, {"retry_after": 7})
    for _ in range(2):
        assert (await town.bot.call("sendMessage", chat_id=town.ann.id, text="x"))["error_code"] == 500
    await town.bot.does("sendMessage", chat_id=town.ann.id, text="x")
    assert len(town.ann.chat.from_bot) == 1


@pytest.mark.parametrize(("kind", "arrives"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_cut_leaves_the_client_in_doubt(town: Town, kind: str, arrives: int) -> None:
    """The connection breaks; only the message tells whether it was accepted."""
    town.simulator.faults.next(kind)
    with pytest.raises(aiohttp.ClientError):
        await town.bot.call("sendMessage", chat_id=town.ann.id, text="x")
    assert len(town.ann.chat.from_bot) == arrives


@pytest.mark.parametrize(("kind", "arrives"), [("hang", 0), ("hang_after", 1)])
async def test_a_hanging_call_never_answers(town: Town, kind: str, arrives: int) -> None:
    """The client has to give up by itself."""
    town.simulator.faults.next(kind, method="sendMessage")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(town.bot.call("sendMessage", chat_id=town.ann.id, text="x"), 0.2)
    assert len(town.ann.chat.from_bot) == arrives


async def test_faults_can_be_ordered_over_http(town: Town) -> None:
    """POST /simulator/faults orders; an unknown kind is named with the known ones."""
    url = f"{town.simulator.url}/simulator/faults"
    async with town.bot.session.post(url, json={"kind": "error"}) as answer:
        assert answer.status == 200
    assert (await town.bot.call("getMe"))["error_code"] == 500
    async with town.bot.session.post(url, json={"kind": "fire"}) as answer:
        assert (answer.status, "too_many" in (await answer.json())["why"]) == (400, True)


async def test_limits_answer_429_until_their_window_is_over(town: Town) -> None:
    """One a second in a chat: 0.9 s later too fast, at 1 s fine; twenty a minute in a group."""
    town.simulator.pace.on = True
    said = {"chat_id": town.ann.id, "text": "x"}
    await town.bot.does("sendMessage", **said)
    town.monotonic[0] += 0.9
    refused = await town.bot.call("sendMessage", **said)
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})
    town.monotonic[0] += 0.1
    await town.bot.does("sendMessage", **said)
    for _ in range(20):
        town.monotonic[0] += 1.5
        await town.bot.does("sendMessage", chat_id=town.agents.id, text="x")
    town.monotonic[0] += 1.5
    refused = await town.bot.call("sendMessage", chat_id=town.agents.id, text="x")
    assert refused["parameters"] == {"retry_after": 30}


async def test_commands_are_kept_by_scope_and_language(town: Town) -> None:
    """What was set for Dutch private chats comes back for them alone."""
    commands = [{"command": "trip", "description": "Je reis"}]
    private = {"scope": {"type": "all_private_chats"}, "language_code": "nl"}
    assert await town.bot.does("setMyCommands", commands=commands, **private) is True
    assert await town.bot.does("getMyCommands", **private) == commands
    assert await town.bot.does("getMyCommands") == []
    assert await town.bot.refused("setMyCommands", commands=[{"command": "My-Trip", "description": "x"}]) == (
        "Bad Request: BOT_COMMAND_INVALID"
    )
    assert await town.bot.does("deleteMyCommands", **private) is True
    assert await town.bot.does("getMyCommands", **private) == []


async def test_the_bot_can_be_described_and_asked(town: Town) -> None:
    """Names and descriptions are kept; getChat and getChatMember know the group."""
    await town.bot.does("setMyDescription", description="Travels with you")
    assert await town.bot.does("getMyDescription") == {"description": "Travels with you"}
    assert (await town.bot.does("getChat", chat_id=town.agents.id))["title"] == "Agents"
    for who, status in ((town.bruno.id, "member"), (town.ann.id, "left"), (700001, "member")):
        member = await town.bot.does("getChatMember", chat_id=town.agents.id, user_id=who)
        assert member["status"] == status
    await town.bot.does("setChatMenuButton", menu_button={"type": "commands"})
    assert await town.bot.does("getChatMenuButton", chat_id=town.ann.id) == {"type": "commands"}
    await town.bot.does("sendChatAction", chat_id=town.ann.id, action="typing")
    assert town.ann.chat.typing_until > town.monotonic[0]
