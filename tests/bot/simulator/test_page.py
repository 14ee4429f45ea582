"""The page over HTTP: who may ask, what is told, what a person and the conductor may do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.clock import FrozenClock
from bot.simulator.chats import Group
from bot.simulator.server import Simulator
from bot.simulator.world import World
from tests.support.conductor import BOOKED, FakeConductor
from tests.support.little_bot import SCRIPT
from tests.support.simulator import RawBot


@dataclass(kw_only=True)
class Demo:
    """The page with a conductor; wish() posts and returns (status, answer)."""

    simulator: Simulator
    session: aiohttp.ClientSession
    conductor: FakeConductor
    bot: RawBot
    agents: Group

    async def wish(self, path: str, **wish: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.simulator.url}/simulator/{path}", json=wish) as answer:
            return answer.status, await answer.json()

    async def state(self) -> dict[str, Any]:
        async with self.session.get(f"{self.simulator.url}/simulator/state") as answer:
            told: dict[str, Any] = await answer.json()
            return told


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    clock = FrozenClock(BOOKED)
    world = World(clock=clock)
    agents = world.group("Agents")
    agents.joins(world.person("Jo"))
    conductor = FakeConductor(clock=clock, script=SCRIPT)
    async with Simulator(world, conductor=conductor) as simulator, aiohttp.ClientSession() as session:
        bot = RawBot(simulator, session)
        yield Demo(simulator=simulator, session=session, conductor=conductor, bot=bot, agents=agents)


async def test_the_document_and_its_files_are_served_from_here_alone(demo: Demo) -> None:
    """The policy allows no other host, and every file that the document names is there."""
    async with demo.session.get(f"{demo.simulator.url}/") as answer:
        text = await answer.text()
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "http://" not in text and "https://" not in text
    for name in (
        "app.js",
        "chat.js",
        "desk.js",
        "dom.js",
        "text.js",
        "words.js",
        "desk.css",
        "chat.css",
        "icons.svg",
    ):
        async with demo.session.get(f"{demo.simulator.url}/simulator/static/{name}") as answer:
            assert answer.status == 200


async def test_a_foreign_host_name_is_refused(demo: Demo) -> None:
    """A name rebound to this computer reaches neither page nor Bot API."""
    for path in ("/", f"/bot{demo.simulator.token}/getMe"):
        async with demo.session.get(demo.simulator.url + path, headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403


async def test_a_form_from_another_site_is_refused(demo: Demo) -> None:
    """Only JSON is taken, which a foreign page may not send unasked."""
    for path in ("act", "conduct", "faults"):
        async with demo.session.post(
            f"{demo.simulator.url}/simulator/{path}", data={"do": "write"}
        ) as answer:
            assert answer.status == 415


async def test_the_words_of_the_page_are_the_same_in_every_language(demo: Demo) -> None:
    """No key is missing in nl, fr or de."""
    async with demo.session.get(f"{demo.simulator.url}/simulator/static/words.json") as answer:
        words = await answer.json(content_type=None)
    assert [set(words[locale]) for locale in ("nl", "fr", "de")] == [set(words["en"])] * 3


async def test_a_loaded_trip_gives_its_party_fresh_phones(demo: Demo) -> None:
    """Ann and Bruno appear with their links; loading again makes them anew."""
    assert (await demo.state())["travellers"] == []
    await demo.wish("conduct", do="load", trip="lisbon", language="nl")
    first = (await demo.state())["travellers"]
    assert [(person["name"], person["language"], person["invited"]) for person in first] == [
        ("Ann", "nl", True),
        ("Bruno", "nl", True),
    ]
    await demo.wish("act", do="start", person=first[0]["id"])
    assert (await demo.bot.updates())[-1]["message"]["text"] == "/start join-ann"
    await demo.wish("conduct", do="load", trip="lisbon", language="nl")
    assert (await demo.state())["travellers"][0]["id"] != first[0]["id"]


async def test_the_clock_moves_in_the_travellers_zone(demo: Demo) -> None:
    """+1 day keeps the wall time over the change of clocks; a typed time is local; the conductor's no is told."""
    await demo.wish("conduct", do="load", trip="lisbon")
    await demo.wish("conduct", do="move_to", to="2026-03-28T12:00")
    assert demo.conductor.clock.trip() == datetime(2026, 3, 28, 11, tzinfo=UTC)
    await demo.wish("conduct", do="day")
    assert demo.conductor.clock.trip() == datetime(2026, 3, 29, 10, tzinfo=UTC)
    assert await demo.wish("conduct", do="move_to", to="2026-01-01T00:00") == (
        409,
        {"error": "The clock goes forward only"},
    )
    assert await demo.wish("conduct", do="move_to", to="soon") == (
        400,
        {"error": "This cannot be done: 'soon' is no date and time."},
    )


async def test_a_tap_brings_back_what_the_bot_answers(demo: Demo) -> None:
    """The answer's text and alert reach the page; a label that is gone is refused."""
    await demo.wish("conduct", do="load", trip="lisbon")
    ann = demo.simulator.cast.travellers[0]
    ann.starts()
    markup = {"inline_keyboard": [[{"text": "Go", "url": "https://a.example"}]]}
    sent = await demo.bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
    tap = {"do": "tap", "person": ann.id, "chat": ann.id, "message": sent["message_id"]}
    assert await demo.wish("act", **tap, label="Go") == (
        200,
        {"text": "", "alert": False, "url": "https://a.example/"},
    )
    assert (await demo.wish("act", **tap, label="Stay"))[0] == 400


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"do": "write", "person": 1, "text": "x"}, "nobody has this id"),
        ({"do": "write", "text": "  "}, "there is nothing to say"),
        ({"do": "write", "text": "x", "chat": 77}, "there is no such chat"),
        ({"do": "fly"}, "nobody can fly"),
    ],
)
async def test_a_wish_that_cannot_be_is_refused(demo: Demo, wish: dict[str, Any], why: str) -> None:
    """The page is told why in one sentence."""
    jo = demo.simulator.cast.agents[0]
    assert await demo.wish("act", **{"person": jo.id, **wish}) == (
        400,
        {"error": f"This cannot be done: {why}."},
    )


async def test_the_menu_follows_scope_and_language(demo: Demo) -> None:
    """Dutch private commands win for a Dutch person; the group shows what was set for groups."""

    async def offer(name: str, **more: Any) -> None:
        await demo.bot.does("setMyCommands", commands=[{"command": name, "description": name}], **more)

    await offer("help")
    await offer("reis", scope={"type": "all_private_chats"}, language_code="nl")
    await offer("who", scope={"type": "all_group_chats"})
    await demo.wish("conduct", do="load", trip="lisbon", language="nl-BE")
    menus = (await demo.state())["commands"]
    ann, jo = demo.simulator.cast.travellers[0], demo.simulator.cast.agents[0]
    shown = {key: [command["command"] for command in menu] for key, menu in menus.items()}
    assert (shown[str(ann.id)], shown[str(jo.id)], shown[str(demo.agents.id)]) == (
        ["reis"],
        ["help"],
        ["who"],
    )


async def test_changes_are_pushed(demo: Demo) -> None:
    """An open event stream tells of a new message without being asked."""
    async with demo.session.get(f"{demo.simulator.url}/simulator/events") as stream:
        seen: list[str] = []
        async for line in stream.content:
            if not line.startswith(b"data: "):
                continue
            messages = json.loads(line[6:])["chats"][str(demo.agents.id)]["messages"]
            seen = [message["text"] for message in messages]
            if "hello" in seen:
                break
            demo.simulator.cast.agents[0].writes("hello", into=demo.agents)
    assert seen == ["", "hello"]


async def test_without_a_conductor_the_chats_alone_are_shown() -> None:
    """The state says so, and conducting is refused."""
    world = World()
    ann = world.person("Ann")
    async with Simulator(world) as simulator, aiohttp.ClientSession() as session:
        async with session.get(f"{simulator.url}/simulator/state") as answer:
            told = await answer.json()
        assert (told["conductor"], [person["id"] for person in told["travellers"]]) == (None, [ann.id])
        async with session.post(f"{simulator.url}/simulator/conduct", json={"do": "day"}) as answer:
            assert answer.status == 400
