"""The world behind the wire, in memory: persons, chats, the bot's profile, what waits for the bot.

`World` is what tests hold. Nothing is stored: when the process ends, the world is gone. Not here: what persons do
(people), what stands in a chat (chats), the Bot API over it (api).
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.clock import Clock, SystemClock, monotonic
from bot.simulator.chats import Chat, Group
from bot.simulator.files import StoredFile
from bot.simulator.people import Person, Tap
from bot.simulator.updates import Updates

Json = dict[str, Any]
FIRST_PERSON = 5_100_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
FIRST_GROUP = -4_100_000_001
CALLS_KEPT = 10_000


class World:
    """Persons, chats and the bot. Dates of messages come from the clock's trip hand; waits are monotonic seconds.

    tap_lifetime: seconds in which a tap may be answered.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        bot_id: int = 700001,
        bot_name: str = "Reisgenoot",
        username: str = "reisgenoot_demo_bot",
        tap_lifetime: float = 60.0,
        monotonic: Callable[[], float] = monotonic,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.bot_id = bot_id
        self.bot_name = bot_name
        self.username = username
        self.tap_lifetime = tap_lifetime
        self.monotonic = monotonic
        self.persons: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.files: dict[str, StoredFile] = {}
        self.updates = Updates()
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.about: dict[tuple[str, str], str] = {}
        self.menus: dict[int | None, Json] = {}
        self.calls: deque[tuple[str, Json]] = deque(maxlen=CALLS_KEPT)
        self.version = 0
        self._ids = itertools.count()
        self._group_ids = itertools.count()
        self._numbers: dict[int, itertools.count[int]] = {}
        self._watchers: set[asyncio.Event] = set()

    def now(self) -> datetime:
        """The time that messages carry (aware UTC)."""
        return self.clock.trip()

    def person(
        self, first_name: str, last_name: str = "", *, language: str = "en", username: str = ""
    ) -> Person:
        """Somebody new with Telegram. No chat exists until they write."""
        person = Person(
            id=FIRST_PERSON + next(self._ids),
            world=self,
            first_name=first_name,
            last_name=last_name,
            language=language,
            username=username,
        )
        self.persons[person.id] = person
        self.changed()
        return person

    def group(self, title: str, *, basic: bool = False, bot_admin: bool = False) -> Group:
        """A supergroup (or a basic group, that may migrate) with the bot in it, in privacy mode unless it is admin."""
        start = FIRST_GROUP if basic else FIRST_SUPERGROUP
        group = Group(id=start - next(self._group_ids), world=self, title=title, basic=basic)
        group.bot_status = "administrator" if bot_admin else "member"
        self.chats[group.id] = group
        self.changed()
        return group

    def bot_as_api(self) -> Json:
        """The bot's own User object."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.bot_name, "username": self.username}

    def next_message_id(self, chat: Chat) -> int:
        """Ids count per supergroup; private chats and basic groups share one count, as with Telegram."""
        key = chat.id if isinstance(chat, Group) and not chat.basic else 0
        return next(self._numbers.setdefault(key, itertools.count(1)))

    def changed(self) -> None:
        """Something can be seen differently now: wake who watches."""
        self.version += 1
        for watcher in self._watchers:
            watcher.set()

    async def next_change(self, within: float) -> bool:
        """Wait for something to change; False after `within` seconds."""
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            await asyncio.wait_for(watcher.wait(), within)
        except TimeoutError:
            return False
        finally:
            self._watchers.discard(watcher)
        return True

    async def until(self, holds: Callable[[], object], *, within: float = 5.0) -> None:
        """Wait until `holds()` is true. Raises TimeoutError after `within` seconds."""
        end = self.monotonic() + within
        while not holds():
            left = end - self.monotonic()
            if left <= 0:
                raise TimeoutError
            await self.next_change(min(left, 0.25))
