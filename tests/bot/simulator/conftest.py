"""A running simulator with Ann, Bruno and the agents' group, and a bare client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.clock import FrozenClock
from bot.simulator.chats import Group
from bot.simulator.people import Person
from bot.simulator.server import Simulator
from bot.simulator.world import World
from tests.support.simulator import RawBot


@dataclass(kw_only=True)
class Town:
    """The stage of these tests. monotonic: seconds that a test moves by hand."""

    clock: FrozenClock
    world: World
    simulator: Simulator
    bot: RawBot
    ann: Person
    bruno: Person
    agents: Group
    monotonic: list[float]


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    clock = FrozenClock(datetime(2026, 5, 1, 9, 0, tzinfo=UTC))
    seconds = [1000.0]
    world = World(clock=clock, monotonic=lambda: seconds[0])
    ann = world.person("Ann", "de Vries", language="nl")
    bruno = world.person("Bruno")
    agents = world.group("Agents")
    agents.joins(bruno)
    ann.starts()
    world.updates.pending.clear()
    async with Simulator(world, first_wait=0.01) as simulator, aiohttp.ClientSession() as session:
        bot = RawBot(simulator, session)
        yield Town(
            clock=clock,
            world=world,
            simulator=simulator,
            bot=bot,
            ann=ann,
            bruno=bruno,
            agents=agents,
            monotonic=seconds,
        )
