"""`reisgenoot demo`: the whole bot against a local Telegram, with a page to look at.

Not here: the local Telegram (bot.simulator), the playing of trips (bot.services.demo).
"""

from __future__ import annotations

import asyncio
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from bot.app import running, told_to_stop
from bot.clock import MovableClock
from bot.errors import StartRefused
from bot.services.demo import Demo
from bot.services.demo_trips import first_booked
from bot.settings import Settings
from bot.simulator.chats import Group
from bot.simulator.server import Simulator
from bot.simulator.world import World
from flows.library.library import Library

BEFORE = timedelta(minutes=24)
"""How long before the first booking the clock starts: never at the machine's now, so that every demo looks alike."""

PATIENCE = 3.0
"""Seconds."""


async def demo(*, port: int, browser: bool) -> None:
    """The whole bot against a local Telegram with a page to look at, until SIGINT. Raises StartRefused."""
    stop = told_to_stop()
    async with demonstrating(port=port) as address:
        print(f"Reisgenoot's demo is at {address}  (Ctrl+C ends it; nothing is kept)", flush=True)
        if browser:
            await asyncio.to_thread(webbrowser.open, address)
        await stop.wait()


class DemoSettings(Settings):
    """Settings whose language of staff can be changed, because the page speaks four to one group of agents."""

    model_config = SettingsConfigDict(frozen=False)

    def speak(self, locale: str) -> None:
        """Staff read nl, en, fr or de from now on."""
        self.locale = locale


@asynccontextmanager
async def demonstrating(*, port: int) -> AsyncIterator[str]:
    """The demo, open; gives the page's address. Its clock can be moved; its database is forgotten at the end."""
    clock = MovableClock(first_booked() - BEFORE)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(
            TemporaryDirectory(prefix="reisgenoot-demo-", ignore_cleanup_errors=True)
        )
        world = World(clock=clock)
        simulator = Simulator(world, port=port)
        try:
            await simulator.start()
        except OSError as error:
            raise StartRefused(
                why=f"port {port} cannot be used ({error.strerror})",
                remedy="Give another with --port, or 0 for any.",
            ) from error
        stack.push_async_callback(simulator.stop)
        settings = DemoSettings.model_construct(
            telegram_token=SecretStr(simulator.token),
            telegram_api=simulator.api_url,
            database=f"sqlite+aiosqlite:///{folder}/demo.sqlite",
            web_port=0,
            agency_name="Zonnereizen",
            agency_phone="+31 20 555 01 23",
            bot_rate=500.0,
            chat_rate=20.0,
            group_rate=20.0,
            poll_seconds=10,
            weather=True,
        )
        runtime = await stack.enter_async_context(running(settings, clock=clock, asks_weather=False))
        runtime.shelf.put(with_offers(runtime.library), runtime.shelf.edition)
        conductor = Demo(runtime, clock, speak=settings.speak)
        agent, admin = world.person("Jo"), world.person("Mo")
        office = world.group("Zonnereizen team")
        office.joins(agent)
        office.joins(admin)
        await conductor.cast_staff(((agent.id, "Jo", "agent"), (admin.id, "Mo", "admin")))
        admin.writes("/here", into=office)
        await _bound(world, office)
        office.messages.clear()  # how a group becomes the agents' is for the manual: every trip starts with an empty one
        simulator.cast.opens(conductor)
        yield simulator.url


def with_offers(library: Library) -> Library:
    """The shipped content with its offers switched on, as an agency that sells them would."""
    offers = {name: replace(offer, on=True) for name, offer in library.offers.items()}
    return replace(library, offers=offers)


async def _bound(world: World, office: Group) -> None:
    """Wait for the bot's word that the group is the agents'."""
    with suppress(TimeoutError):
        await world.until(lambda: any(message.from_bot for message in office.messages), within=PATIENCE)
