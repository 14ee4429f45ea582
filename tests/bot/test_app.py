"""The composition root: what it refuses, what it derives, and that it comes to rest. Not here: the road (tests/e2e)."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import app as application
from bot.app import derived_secret, ledger, rehearsing, running
from bot.content import load
from bot.errors import NotSent, StartRefused
from bot.i18n import staff_wording
from bot.settings import Settings
from bot.simulator.server import Simulator
from bot.telegram.commands import listed_commands
from flows.library.text import LOCALES
from flows.talk.commands import COMMANDS
from flows.talk.message import OutgoingMessage
from tests.support.chats import shipped_library
from tests.support.road import settings_for


async def test_without_a_token_it_does_not_start() -> None:
    """What to set, and the demo as another way."""
    with pytest.raises(
        StartRefused, match=r"no bot token is set\. Set REISGENOOT_TELEGRAM_TOKEN .*reisgenoot demo"
    ):
        async with running(Settings(_env_file=None, telegram_token=SecretStr(""))):
            raise AssertionError("it runs")


def test_the_derived_secret_is_one_that_telegram_takes() -> None:
    """Of the allowed characters, the same after a restart, another for another token, and not the token."""
    first = derived_secret("1:A")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", first)
    assert (derived_secret("1:A") == first, derived_secret("1:B") == first, "1:A" in first) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_the_listed_commands_are_those_of_the_help(locale: str) -> None:
    """Each line of the help becomes a command that exists, with its description, in each language alike."""
    library = shipped_library()
    listed = listed_commands(library, "help.commands", locale)
    told = [line for line in library.words["help.commands"].template(locale).splitlines() if line[0] == "/"]
    assert [f"/{name} {about}" for name, about in listed.items()] == told
    assert set(COMMANDS) - set(listed) == {"start", "menu", "help", "card", "who"}, "not for everyone's list"
    assert list(listed) == list(listed_commands(library, "help.commands", "en"))


async def test_telegram_is_shown_the_commands_of_the_help(tmp_path: Path) -> None:
    """Travellers' in private and the agents' in groups, in each language, and English for every other one."""
    async with Simulator() as simulator:
        async with running(settings_for(simulator, tmp_path)):
            pass
        shown = {
            (json.loads(scope)["type"], language): {one["command"]: one["description"] for one in listed}
            for (scope, language), listed in simulator.world.commands.items()
        }
    wanted = {}
    for locale in ("", *LOCALES):
        named = locale or "en"
        private, groups = (
            listed_commands(shipped_library(), "help.commands", named),
            listed_commands(staff_wording(named).library, "desk.help", named),
        )
        wanted[("all_private_chats", locale)], wanted[("all_group_chats", locale)] = private, groups
    assert shown == wanted


async def test_a_ledger_sends_nothing(tmp_path: Path) -> None:
    """A command's runtime has a closed channel; without a token it knows no links and asks nobody."""
    settings = Settings(_env_file=None, database=f"sqlite+aiosqlite:///{tmp_path / 'x.sqlite'}")
    async with ledger(settings, named=True) as runtime:
        assert runtime.join_link("token") is None
        with pytest.raises(NotSent):
            await runtime.channel.send(1, OutgoingMessage(text="hello"))


async def test_the_bots_name_is_asked_once_and_kept(tmp_path: Path) -> None:
    """With a token Telegram is asked for links; after the bot has run its name is known without Telegram."""
    async with Simulator() as simulator:
        settings = settings_for(simulator, tmp_path)
        async with ledger(settings, named=True) as runtime:
            assert runtime.join_link("abc") == "https://t.me/reisgenoot_demo_bot?start=abc"
        async with running(settings):
            pass
    silent = settings.model_copy(update={"telegram_token": SecretStr("")})
    async with ledger(silent, named=True) as runtime:
        assert runtime.join_link("abc") == "https://t.me/reisgenoot_demo_bot?start=abc"


async def test_a_rehearsal_stands_on_paper() -> None:
    """Its database is in memory, its clock stands, and nothing is paced."""
    async with rehearsing(load()) as (runtime, clock):
        assert (runtime.database.in_memory, runtime.paced, clock.trip() == clock.trip()) == (
            True,
            False,
            True,
        )
        assert await runtime.channel.send(1, OutgoingMessage(text="hello")) == 1


async def test_weather_is_asked_where_the_settings_say_so(tmp_path: Path) -> None:
    """Switched on, the bot brings a client that is closed with it; a command and a bot as shipped have none."""
    async with Simulator() as simulator:
        settings = settings_for(simulator, tmp_path)
        async with running(settings) as runtime:
            assert runtime.weather is None
        switched_on = settings.model_copy(update={"weather": True, "weather_url": "http://127.0.0.1:9"})
        async with running(switched_on) as runtime:
            service = runtime.weather
            assert service is not None
            assert (service.url, service.client.is_closed) == ("http://127.0.0.1:9", False)
        assert service.client.is_closed
        async with ledger(switched_on) as runtime:
            assert runtime.weather is None


async def test_polling_that_gave_up_ends_the_bot_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that hears nobody does not go on as if it did: the command ends with the remedy."""

    async def refused(*_: object, **__: object) -> None:
        raise StartRefused(why="Telegram does not accept the bot's token", remedy="Set another.")

    monkeypatch.setattr(application, "poll", refused)
    async with Simulator() as simulator, asyncio.timeout(20):
        with pytest.raises(StartRefused, match="does not accept the bot's token"):
            await application.run(settings_for(simulator, tmp_path))


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_asks_to_stop(name: signal.Signals) -> None:
    """Ctrl+C ends the bot as quietly as a service manager does."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        stop = application.told_to_stop()
        signal.raise_signal(name)
        async with asyncio.timeout(10):
            await stop.wait()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
