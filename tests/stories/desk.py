"""A desk: what somebody types at the agency, and what the commands say. <name>.yaml holds papers and steps, <name>.txt what
was seen.

The YAML: about · scenario · papers (file name: what it holds) · steps: rows {type: arguments, code: exit code}, {join: a
reference whose lead joins}, {unchanged: a reference that nothing may have touched: it is live, and nothing waits to be
said} · never: texts that no command may say.
Not here: what travellers and agents say in chats (talk).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot import app as application
from bot.runtime import Runtime
from bot.settings import read_settings
from bot.steps.replan import replan
from bot.storage.chats import ChatRow
from bot.storage.deliveries import deliveries_of_trip
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow, trip_by_reference
from tests.support.shell import Shell

HERE = Path(__file__).parent / "desks"
CODE = re.compile(r"\bcode [A-Z0-9]{8}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One of them."""

    name: str
    asks: dict[str, Any]

    @property
    def golden(self) -> Path:
        """What was seen."""
        return HERE / f"{self.name}.txt"


def desks() -> list[Desk]:
    """All of them, by name."""
    return [
        Desk(name=path.stem, asks=yaml.safe_load(path.read_text("utf-8")))
        for path in sorted(HERE.glob("*.yaml"))
    ]


def played(desk: Desk, shell: Shell) -> Iterator[str]:
    """Line by line what is typed and what is said. A command that ends otherwise than it must fails the story."""
    for name, text in desk.asks["papers"].items():
        shell.write(name, text.encode())
    for step in desk.asks["steps"]:
        if "join" in step:
            asyncio.run(_join(step["join"]))
            yield f"* the lead of {step['join']} joins"
        elif "unchanged" in step:
            assert asyncio.run(_touched(step["unchanged"])) == []
            yield f"* {step['unchanged']} is live, and nothing waits to be said"
        else:
            said = shell(*step["type"])
            yield f"$ reisgenoot {' '.join(step['type'])}"
            yield CODE.sub("code ········", (said.out + said.err).rstrip())
            assert said.code == step["code"], said
            yield f"({said.code})"
        yield ""


async def _join(reference: str) -> None:
    async with application.ledger(read_settings()) as runtime, runtime.database.write() as session:
        row = await trip_by_reference(session, reference)
        assert row is not None, reference
        lead, now = row.trip.booking.lead, runtime.clock.trip()
        chat = ChatRow(id=1000 + row.key, name=lead.name, created_at=now)
        session.add(chat)
        session.add(
            RecipientRow(trip_id=row.key, chat_id=chat.id, holder=lead.id, travellers=[lead.id], known_at=now)
        )
        await session.flush()
        await replan(session, runtime, row, now=now)
        for delivery in await deliveries_of_trip(session, row.key):
            delivery.state, delivery.settled_at = "sent", now
            session.add(delivery)


async def _touched(reference: str) -> list[str]:
    async with application.ledger(read_settings()) as runtime:
        row = await _trip(runtime, reference)
        async with runtime.database.read() as session:
            waits = [
                one.touchpoint for one in await deliveries_of_trip(session, row.key) if one.state == "queued"
            ]
    return [*("it is off" for _ in range(row.cancelled)), *map(str, waits), *map(str, row.changes)]


async def _trip(runtime: Runtime, reference: str) -> TripRow:
    async with runtime.database.read() as session:
        row = await trip_by_reference(session, reference)
    assert row is not None, reference
    return row
