"""One frozen Runtime, handed to every service: all that a use case may reach of the world.

Bell is declared here and implemented by bot.tasks; services ring it after their commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from bot.channel import Channel
from bot.clock import Clock
from bot.lookups.weather import Weather
from bot.settings import Settings
from bot.storage.database import Database
from flows.library.library import Library
from flows.planning.due import PlanningSettings
from flows.talk.inbound import Inbound

LEASE = timedelta(seconds=60)
"""Longer than the worst wait for a slot, a connection, an answer and the database together."""


class Bell(Protocol):
    """What rings the work on. Each call returns at once; the work follows."""

    async def plan(self, trip_ids: Sequence[int] = ()) -> None:
        """Plan these trips, or those whose instant has come."""
        ...

    async def deliver(self) -> None:
        """Send what may leave."""
        ...

    async def updates(self, chats: Sequence[int] = ()) -> None:
        """Work on what these chats sent, or on whatever waits."""
        ...

    async def settled(self) -> None:
        """Wait until everything rung so far is done."""
        ...


class Silence:
    """A bell that nobody hears, until the tasks are built."""

    async def plan(self, trip_ids: Sequence[int] = ()) -> None:
        """Nothing."""

    async def deliver(self) -> None:
        """Nothing."""

    async def updates(self, chats: Sequence[int] = ()) -> None:
        """Nothing."""

    async def settled(self) -> None:
        """At once."""


class Shelf:
    """The library in force. edition: the publication it was read from, 0 for the shipped content."""

    def __init__(self, library: Library, edition: int = 0) -> None:
        self.library = library
        self.edition = edition

    def put(self, library: Library, edition: int) -> None:
        """From now on this one is in force."""
        self.library = library
        self.edition = edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """settings, clock, database, channel, library, bell; read_update turns a stored update into what came in;
    join_link makes the deep link of a token, None while the bot's name is unknown; paced: False where nothing is on the
    other side to be protected (the rehearsal). weather: who is asked for forecasts, None where that is off. lease: how
    long a claim holds; it outlasts the slowest send."""

    settings: Settings
    clock: Clock
    database: Database
    channel: Channel
    shelf: Shelf
    read_update: Callable[[dict[str, Any]], Inbound | None] = lambda _: None
    join_link: Callable[[str], str | None] = lambda _: None
    weather: Weather | None = None
    planning: PlanningSettings = field(default_factory=PlanningSettings)
    bell: Bell = field(default_factory=Silence)
    paced: bool = True
    lease: timedelta = LEASE
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def library(self) -> Library:
        """The library in force."""
        return self.shelf.library
