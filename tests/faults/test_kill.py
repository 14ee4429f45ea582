"""kill -9 at any moment, start again: nothing lost, nothing doubled that must not be. Run by itself:

pytest -n0 tests/faults -m faults
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from bot.clock import SystemClock
from bot.runtime import Runtime
from bot.storage.chats import ChatRow
from bot.storage.database import Database
from bot.storage.deliveries import DeliveryRow, State
from flows.library.touchpoint import MessageClass
from tests.support.bare_telegram import BareTelegram
from tests.support.ledger import REPEAT, in_file, queue, runtime_over

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = 300
KILLS = 8
LEASE = 0.5
AT_MOST_ONCE = (MessageClass.SERVICE, MessageClass.MARKETING)
ENDED = (State.SENT, State.SKIPPED, State.FAILED, State.UNKNOWN)


async def start(database: Database, telegram: BareTelegram) -> asyncio.subprocess.Process:
    """A process that delivers, ready to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.killed",
        str(database.url),
        telegram.url,
        str(LEASE),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    while b"ready" not in await process.stdout.readline():
        pass
    asyncio.get_running_loop().create_task(process.stdout.read())
    return process


async def open_rows(database: Database) -> int:
    """Deliveries that have not ended."""
    async with database.read() as session:
        counting = select(func.count()).where(col(DeliveryRow.state).not_in(ENDED))
        return int((await session.execute(counting)).scalar_one())


async def fill(runtime: Runtime) -> dict[str, MessageClass]:
    """Messages of every class, one a chat, each known by its text."""
    classes = list(MessageClass)
    said: dict[str, MessageClass] = {}
    async with runtime.database.write() as session:
        now = runtime.clock.trip()
        session.add_all(ChatRow(id=10_000 + n, offers=True, created_at=now) for n in range(MESSAGES))
    for number in range(MESSAGES):
        kind = classes[number % len(classes)]
        said[f"message {number}."] = kind
        await queue(runtime, 10_000 + number, f"message {number}.", kind)
    return said


async def test_kill_nine_loses_nothing_and_doubles_nothing_gentle(tmp_path: Path) -> None:
    """Eight kills at random moments while three hundred messages leave."""
    chance = random.Random(11)
    async with BareTelegram(latency=0.05) as telegram, in_file(tmp_path / "db.sqlite") as database:
        said = await fill(runtime_over(database, clock=SystemClock()))
        in_flight = 0
        for _ in range(KILLS):
            process = await start(database, telegram)
            await asyncio.sleep(chance.uniform(0.02, 0.25))
            process.kill()
            await process.wait()
            async with database.read() as session:
                counting = select(func.count()).where(DeliveryRow.state == State.SENDING)
                in_flight += int((await session.execute(counting)).scalar_one())
        assert await open_rows(database) > 0, "the kills must come before the end"
        last = await start(database, telegram)
        async with asyncio.timeout(30):
            while await open_rows(database):  # noqa: ASYNC110 - another process ends them
                await asyncio.sleep(0.1)
        last.kill()
        await last.wait()
        texts = [asked.fields["text"] for asked in telegram.sent("sendMessage")]
        async with database.read() as session:
            rows = list((await session.execute(select(DeliveryRow))).scalars())
    arrived = Counter(text.split("\n")[0] for text in texts)
    marked = [text for text in texts if REPEAT in text]
    doubled = {text for text, times in arrived.items() if times > 1}
    assert len(rows) == MESSAGES
    assert {text for text in doubled if said[text] in AT_MOST_ONCE} == set()
    assert {row.state for row in rows} <= {State.SENT, State.UNKNOWN}
    assert all(row.message_class in AT_MOST_ONCE for row in rows if row.state == State.UNKNOWN)
    assert {row.body["text"] for row in rows if row.state == State.SENT} <= set(arrived)
    assert sum(times - 1 for times in arrived.values()) <= in_flight
    # A repeat is every arrival after the first, and each of them says so.
    assert sum(times - 1 for times in arrived.values()) <= len(marked)
