"""What an empty tick costs with 1,000,000 trips stored, against 10,000: nothing is due, nothing waits.

    python tests/bench/ticking.py [--short]

A tick is what the clockwork does each second: look for due trips and for deliveries. Both databases are asked in turn in
one process; the figure that counts is the ratio of the medians (wanted: at most 2). --short stores 100,000 and 1,000
and gives no verdict.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.runtime import Runtime  # noqa: E402 - the repository's root comes first
from bot.services.delivery import deliver  # noqa: E402
from bot.services.planning import plan_due  # noqa: E402
from bot.storage.database import Database  # noqa: E402
from bot.storage.migrating import migrate  # noqa: E402
from tests.support.ledger import TwoHands, runtime_over  # noqa: E402

WANTED = 2.0
ROUNDS = 300
FILL = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
INSERT INTO trips (id, reference, folded, booking, booked_at, booked_because, home_because, cancelled,
                   ends_at, known_at, changed_at, next_due_at, care)
SELECT n, 'T' || n, 't' || n, '{{}}', '2027-01-01 00:00:00.000000', '', '', 0,
       '2028-01-01 00:00:00.000000', '2027-01-01 00:00:00.000000', '2027-01-01 00:00:00.000000',
       datetime('2027-06-01', '+' || (n % 1000000) || ' seconds') || '.000000', 0
FROM numbers
"""


async def stored(path: Path, trips: int) -> Runtime:
    """A runtime over so many trips, none of which is due."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    filling = sqlite3.connect(path)
    filling.execute(FILL.format(count=trips))
    filling.commit()
    filling.close()
    return runtime_over(database, clock=TwoHands(), paced=True)


async def tick(runtime: Runtime) -> float:
    """Seconds for one."""
    began = time.perf_counter()
    planned, sent = await plan_due(runtime), await deliver(runtime)
    took = time.perf_counter() - began
    assert (planned, sent) == (0, 0)
    return took


async def compare(folder: Path, many: int, few: int) -> float:
    """Tick both in turn, print, and give back the ratio."""
    runtimes = {many: await stored(folder / "many", many), few: await stored(folder / "few", few)}
    for runtime in runtimes.values():
        for _ in range(20):
            await tick(runtime)
    took: dict[int, list[float]] = {many: [], few: []}
    for _ in range(ROUNDS):
        for trips, runtime in runtimes.items():
            took[trips].append(await tick(runtime))
    medians = {trips: statistics.median(times) for trips, times in took.items()}
    for trips, median in medians.items():
        print(f"{trips:>9,} trips: {median * 1000:.2f} ms an empty tick")
    ratio = medians[many] / medians[few]
    print(f"ratio {ratio:.2f} (wanted at most {WANTED:g})")
    for runtime in runtimes.values():
        await runtime.database.close()
    return ratio


def main() -> int:
    """Fill, compare."""
    words = argparse.ArgumentParser(description="Empty ticks over many trips against few.")
    words.add_argument("--short", action="store_true", help="100,000 against 1,000, no verdict")
    short = words.parse_args().short
    many, few = (100_000, 1_000) if short else (1_000_000, 10_000)
    with tempfile.TemporaryDirectory() as folder:
        ratio = asyncio.run(compare(Path(folder), many, few))
    return 0 if short or ratio <= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
