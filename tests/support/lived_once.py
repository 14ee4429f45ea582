"""What many tests begin with, lived once in a process: the agents are there, Ann has joined, it is the day of the flight.

A step of a house over a database in memory depends on what the house holds and on nothing else. So the second time that an
equal house takes the same step, it is put where the first one came to: the same rows, messages and hour. Not here: houses
with a channel, a clock or a database of their own kind, which live every time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from bot.clock import FrozenClock
from flows.library.library import Library
from tests.support.memory import Memory, Standing

if TYPE_CHECKING:
    from tests.support.chats import House

MOST = 150
"""States that are kept, of some half a megabyte each."""

Step = Callable[..., Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class _State:
    """A house at one moment. library: kept alive, so that no other takes its place in memory."""

    database: bytes
    chats: dict[int, list[Standing]]
    acknowledged: list[tuple[str, str]]
    uploads: list[bytes]
    gone: set[tuple[int, int]]
    counts: tuple[int, int, int]
    now: datetime
    rules: str
    library: Library

    @property
    def name(self) -> bytes:
        """Equal for equal houses."""
        rest = (
            self.chats,
            self.acknowledged,
            self.uploads,
            sorted(self.gone),
            self.counts,
            self.now,
            self.rules,
            id(self.library),
        )
        return blake2b(self.database + repr(rest).encode()).digest()


_kept: OrderedDict[tuple[bytes, str], _State] = OrderedDict()


def lived_once(step: Step) -> Step:
    """A method of House that answers nothing; where an equal house has taken it before, the outcome is put in place."""

    @wraps(step)
    async def taken(house: House, *given: Any, **more: Any) -> None:
        runtime = house.runtime
        plain = type(house.channel) is Memory and type(house.clock) is FrozenClock
        if not plain or not runtime.database.in_memory or runtime.weather is not None or house.channel.refuse:
            return await step(house, *given, **more)
        key = (await _state(house)).name, f"{step.__qualname__} {given} {sorted(more.items())}"
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return await _put(house, known)
        await step(house, *given, **more)
        _kept[key] = await _state(house)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
        return None

    return taken


async def _state(house: House) -> _State:
    runtime, channel = house.runtime, house.channel
    async with runtime.database.writer.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        database = await driver._execute(driver._conn.serialize)
    return _State(
        database=database,
        chats={chat: [replace(one) for one in row] for chat, row in channel.chats.items()},
        acknowledged=list(channel.acknowledged),
        uploads=list(channel.uploads),
        gone=set(channel.gone),
        counts=(house.update, house.message, channel.last),
        now=house.clock.trip(),
        rules=repr((runtime.settings, runtime.planning, runtime.shelf.edition)),
        library=runtime.library,
    )


async def _put(house: House, state: _State) -> None:
    """The house is there now. Messages that a test holds in its hand stay the ones that stand in the chat."""
    channel = house.channel
    async with house.runtime.database.writer.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver._execute(driver._conn.deserialize, state.database)
    house.update, house.message, channel.last = state.counts
    house.clock.move(state.now)
    channel.acknowledged, channel.uploads = list(state.acknowledged), list(state.uploads)
    channel.gone = set(state.gone)
    for chat, row in state.chats.items():
        held = {one.message_id: one for one in channel.chats.get(chat, ())}
        channel.chats[chat] = []
        for one in row:
            standing = held.get(one.message_id) or replace(one)
            vars(standing).update(vars(one))
            channel.chats[chat].append(standing)
