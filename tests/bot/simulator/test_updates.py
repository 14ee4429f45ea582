"""What reaches the bot: long polling, webhook, taps, groups in privacy mode."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.simulator.errors import NoSuchButton
from tests.bot.simulator.conftest import Town


async def test_updates_stay_until_the_offset_passes_them(town: Town) -> None:
    """Asking again without an offset gives them again; an offset beyond confirms."""
    town.ann.writes("one")
    town.ann.writes("two")
    first = await town.bot.updates()
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    assert await town.bot.updates(limit=1) == first[:1]
    assert await town.bot.updates(offset=first[0]["update_id"] + 1) == first[1:]
    assert await town.bot.updates() == first[1:]
    town.ann.writes("three")
    assert [update["message"]["text"] for update in await town.bot.updates(offset=-1)] == ["three"]


async def test_a_long_poll_wakes_with_the_message(town: Town) -> None:
    """An empty queue waits; what is written meanwhile comes at once."""
    poll = asyncio.create_task(town.bot.updates(timeout=20))
    await asyncio.sleep(0.05)
    assert not poll.done()
    town.ann.writes("hi")
    assert [update["message"]["text"] for update in await asyncio.wait_for(poll, 2)] == ["hi"]


async def test_a_second_poller_ends_the_first(town: Town) -> None:
    """The first gets 409, the second is served."""
    first = asyncio.create_task(town.bot.call("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(town.bot.updates(timeout=20))
    ended = await asyncio.wait_for(first, 2)
    assert (ended["error_code"], ended["description"].partition(":")[0]) == (409, "Conflict")
    town.ann.writes("hi")
    assert len(await second) == 1


async def test_only_allowed_kinds_are_kept(town: Town) -> None:
    """What the bot did not ask for never queues."""
    await town.bot.updates(allowed_updates=["callback_query"])
    town.ann.writes("hi")
    assert await town.bot.updates() == []
    await town.bot.updates(allowed_updates=[])
    town.ann.writes("hi again")
    assert len(await town.bot.updates()) == 1


async def test_a_tap_is_answered_once_and_in_time(town: Town) -> None:
    """The first answer counts; a second, a late and an invented one are refused."""
    markup = {
        "inline_keyboard": [
            [{"text": "Got it", "callback_data": "t1"}, {"text": "Map", "url": "https://a.example"}]
        ]
    }
    await town.bot.does("sendMessage", chat_id=town.ann.id, text="x", reply_markup=markup)
    tap = town.ann.taps(town.ann.chat.last, "Got it")
    [update] = await town.bot.updates()
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("t1", town.ann.id, "x")
    assert (
        await town.bot.does(
            "answerCallbackQuery", callback_query_id=query["id"], text="Thanks", show_alert=True
        )
        is True
    )
    assert (tap.answered, tap.text, tap.alert) == (True, "Thanks", True)
    late = town.ann.taps(town.ann.chat.last, "Got it")
    town.monotonic[0] += town.world.tap_lifetime + 1
    for number in (query["id"], late.id, "7"):
        assert (
            await town.bot.refused("answerCallbackQuery", callback_query_id=number)
            == "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    assert town.ann.taps(town.ann.chat.last, "Map").url == "https://a.example/"
    with pytest.raises(NoSuchButton):
        town.ann.taps(town.ann.chat.last, "Nope")


async def test_in_a_group_the_bot_hears_what_is_meant_for_it(town: Town) -> None:
    """Commands, replies to the bot and mentions; not the agents' chatter, unless it is admin."""
    await town.bot.does("sendMessage", chat_id=town.agents.id, text="Ann asks something")
    question = town.agents.last
    bruno = town.bruno
    bruno.writes("lunch?", into=town.agents)
    bruno.writes("/who", into=town.agents)
    bruno.writes("/who@other_bot", into=town.agents)
    bruno.replies(question, "Gate B12")
    bruno.writes("@reisgenoot_demo_bot hello", into=town.agents)
    assert [update["message"]["text"] for update in await town.bot.updates()] == [
        "/who",
        "Gate B12",
        "@reisgenoot_demo_bot hello",
    ]
    town.agents.bot_joins(bruno, admin=True)
    bruno.writes("lunch!", into=town.agents)
    assert (await town.bot.updates())[-1]["message"]["text"] == "lunch!"


async def test_an_anonymous_admin_comes_as_the_group(town: Town) -> None:
    """The sender is GroupAnonymousBot, the sender chat the group."""
    town.bruno.writes("/who", into=town.agents, anonymous=True)
    [update] = await town.bot.updates()
    said = update["message"]
    assert (said["from"]["id"], said["sender_chat"]["id"]) == (1087968824, town.agents.id)


async def test_an_edit_and_a_location_reach_the_bot(town: Town) -> None:
    """edited_message carries the new text; a location its degrees."""
    said = town.ann.writes("hi")
    town.ann.edits(said, "hello")
    town.ann.shares_location(38.71, -9.14)
    updates = await town.bot.updates()
    assert updates[1]["edited_message"]["text"] == "hello"
    assert updates[2]["message"]["location"] == {"latitude": 38.71, "longitude": -9.14}


async def test_a_webhook_gets_updates_with_the_secret_until_it_takes_them(town: Town) -> None:
    """A 500 is tried again; order stays; polling is 409 meanwhile."""
    heard: list[tuple[str, str]] = []
    served = asyncio.Event()

    async def hook(request: web.Request) -> web.Response:
        update: dict[str, Any] = await request.json()
        heard.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], update["message"]["text"]))
        if len(heard) == 4:
            served.set()
        return web.Response(status=500 if len(heard) < 3 else 200)

    app = web.Application()
    app.add_routes([web.post("/hook", hook)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        assert await town.bot.does("setWebhook", url=url, secret_token="s3cret") is True
        town.ann.writes("one")
        town.ann.writes("two")
        await asyncio.wait_for(served.wait(), 5)
        await town.world.until(lambda: not town.world.updates.pending)
        assert heard == [("s3cret", "one")] * 3 + [("s3cret", "two")]
        assert "can't use getUpdates" in await town.bot.refused("getUpdates")
        info = await town.bot.does("getWebhookInfo")
        assert (info["url"], info["pending_update_count"]) == (url, 0)
        assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
        await town.bot.does("deleteWebhook")
        assert await town.bot.updates() == []
    finally:
        await runner.cleanup()


async def test_a_chat_that_fails_holds_up_no_other(town: Town) -> None:
    """While Ann's update is refused again and again, Bruno's arrives."""
    heard: list[str] = []
    arrived = asyncio.Event()

    async def hook(request: web.Request) -> web.Response:
        update: dict[str, Any] = await request.json()
        heard.append(update["message"]["from"]["first_name"])
        if heard[-1] == "Bruno":
            arrived.set()
        return web.Response(status=500 if heard[-1] == "Ann" else 200)

    app = web.Application()
    app.add_routes([web.post("/", hook)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await town.bot.does("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/")
        town.ann.writes("one")
        town.ann.writes("two")
        town.bruno.starts()
        await asyncio.wait_for(arrived.wait(), 5)
        await town.world.until(lambda: len(town.world.updates.pending) == 2)
        assert [update["message"]["text"] for update in town.world.updates.pending] == ["one", "two"]
        await town.bot.does("setWebhook", url="", drop_pending_updates=True)
        assert (await town.bot.does("getWebhookInfo"))["pending_update_count"] == 0
    finally:
        await runner.cleanup()


async def test_a_webhook_beyond_this_computer_is_refused(town: Town) -> None:
    """The simulator never calls out."""
    assert (await town.bot.refused("setWebhook", url="https://example.com/hook")).startswith(
        "Bad Request: bad webhook"
    )
