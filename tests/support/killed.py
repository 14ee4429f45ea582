"""A process that only delivers, until it is killed: `python -m tests.support.killed DATABASE API LEASE`.

It uses the real database, delivery and Telegram channel. Not here: who kills it (tests.faults.test_kill).
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from bot.clock import SystemClock
from bot.runtime import Runtime, Shelf
from bot.services.delivery import deliver
from bot.settings import Settings
from bot.storage.database import Database
from bot.telegram.door import open_door
from tests.support.bare_telegram import TOKEN
from tests.support.ledger import library


async def main(database: str, api: str, lease: str) -> None:
    """Deliver for ever."""
    async with open_door(token=TOKEN, api=api) as door:
        runtime = Runtime(
            settings=Settings.model_construct(bot_rate=200.0, chat_rate=200.0),
            clock=SystemClock(),
            database=Database(database),
            channel=door.channel,
            shelf=Shelf(library()),
            lease=timedelta(seconds=float(lease)),
        )
        print("ready", flush=True)
        while True:
            await deliver(runtime)
            await asyncio.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
