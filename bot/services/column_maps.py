"""Column mappings of the agency: save, look up, list, remove.

Not here: what a mapping means (bot.imports.mapping), drafting one (bot.imports.proposal).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Unfit
from bot.imports.mapping import ColumnMap, read_mapping
from bot.runtime import Runtime
from bot.storage.column_maps import column_map, column_maps, drop_column_map, keep_column_map

NAME = re.compile(r"[\w-]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved mapping. text: YAML, as it was written."""

    name: str
    text: str
    saved_at: datetime


async def save(runtime: Runtime, name: str, text: str) -> bool:
    """Keep a mapping under a name; True when it took the place of another. Raises Unfit for a name that is none, and
    Refusal for a mapping that cannot be used."""
    if not NAME.fullmatch(name):
        raise Unfit(why=f"{name!r} is no name for a mapping", remedy="Use letters, digits, - and _.")
    read_mapping(name, text)
    async with runtime.database.write() as session:
        return await keep_column_map(session, name, text, now=runtime.clock.trip())


async def listed(runtime: Runtime) -> list[Saved]:
    """All of them, by name."""
    async with runtime.database.read() as session:
        return [_saved(row.name, row.text, row.saved_at) for row in await column_maps(session)]


async def saved(runtime: Runtime, name: str) -> Saved | None:
    """The one of this name in any case, or None."""
    async with runtime.database.read() as session:
        row = await column_map(session, name)
    return _saved(row.name, row.text, row.saved_at) if row is not None else None


async def named(runtime: Runtime, name: str) -> ColumnMap:
    """The mapping of this name, to import with. Raises Unfit when there is none."""
    held = await saved(runtime, name)
    if held is None:
        raise Unfit(
            why=f"no column mapping is called {name!r}, and there is no such file",
            remedy="`reisgenoot columns list` shows those that are saved.",
        )
    return read_mapping(held.name, held.text)


async def remove(runtime: Runtime, name: str) -> bool:
    """Forget it; False when there is none."""
    async with runtime.database.write() as session:
        return await drop_column_map(session, name)


def _saved(name: str, text: str, at: datetime) -> Saved:
    return Saved(name=name, text=text, saved_at=at)
