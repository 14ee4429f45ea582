"""What a change of one booking costs with 1,000,000 trips stored, against 1,000.

    python tests/bench/change.py [--short]

Three ways to change a trip that somebody carries: a paper that moves its flight (read, merged, planned again), an agent's
edit, and the preview of one. In both databases every trip has a chat and a flight in the index. They are asked in turn in
one process; the figures that count are the ratios of the medians (wanted: at most 1.5). --short stores 50,000 and 1,000
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
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time as clock
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.content import load  # noqa: E402 - the repository's root comes first
from bot.log import set_up_log  # noqa: E402
from bot.runtime import Runtime, Shelf  # noqa: E402
from bot.services.editing import edit  # noqa: E402
from bot.services.intake import intake  # noqa: E402
from bot.storage.database import Database  # noqa: E402
from bot.storage.migrating import migrate  # noqa: E402
from flows.trips.edits import Retime, When  # noqa: E402
from flows.trips.trip import Booking  # noqa: E402
from tests.support.ledger import TwoHands, bind, runtime_over  # noqa: E402
from tests.support.trips import flight, lisbon_family, utc  # noqa: E402

WANTED = 1.5
ROUNDS, WARM = 60, 5
OURS = "LISBON-4"
FILL = (
    """
WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
INSERT INTO trips (id, reference, folded, booking, booked_at, booked_because, home_because, cancelled,
                   ends_at, known_at, changed_at, next_due_at, care)
SELECT n, 'T' || n, 't' || n, '{{}}', '2027-01-01 00:00:00.000000', '', '', 0,
       '2028-01-01 00:00:00.000000', '2027-01-01 00:00:00.000000', '2027-01-01 00:00:00.000000',
       datetime('2027-06-01', '+' || (n % 1000000) || ' seconds') || '.000000', 0
FROM numbers
""",
    """
INSERT INTO recipients (trip_id, chat_id, holder, travellers, known_at)
SELECT id, 100000 + id, 'ann', '["ann"]', '2027-01-01 00:00:00.000000' FROM trips WHERE id > 1
""",
    """
INSERT INTO flight_legs (trip_id, segment, number, day, printed)
SELECT id, 'out', 'KL' || (id % 900), date('2027-06-01', '+' || (id % 300) || ' days'), '' FROM trips WHERE id > 1
""",
)


def moved(minutes: int) -> Booking:
    """The family's trip, its flight out so many minutes past six."""
    held = lisbon_family().booking
    leaves, lands = f"2027-05-12T06:{minutes:02}", f"2027-05-12T08:{minutes:02}"
    out = flight("KL1697", "AMS", "LIS", leaves, lands, id="out")
    return replace(held, segments=(out, *held.segments[1:]))


async def stored(path: Path, trips: int) -> Runtime:
    """A runtime over so many trips; the first is a family's whose lead carries it."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    runtime = runtime_over(database, clock=TwoHands(utc("2027-05-10T10:00")))
    runtime = replace(runtime, shelf=Shelf(load()))
    await intake(runtime, [lisbon_family().booking], told=lambda _: None)
    people = [one.id for one in lisbon_family().travellers]
    await bind(runtime, 1, 1001, *people, known=runtime.clock.trip())
    filling = sqlite3.connect(path)
    for statement in FILL:
        filling.execute(statement.format(count=trips))
    filling.execute("ANALYZE")
    filling.commit()
    filling.close()
    return runtime


async def by_paper(runtime: Runtime, number: int) -> None:
    """A paper moves the flight."""
    told: list[bool] = []
    await intake(runtime, [moved(number % 50)], told=lambda one: told.append(one.changed))
    assert told == [True]


def _other(hour: int, number: int) -> Retime:
    leaves = When(clock=clock(hour, number % 50))
    return Retime(segment="out", departs=leaves, arrives=When(clock=clock(10, 30)))


async def by_hand(runtime: Runtime, number: int) -> None:
    """An agent moves it."""
    await edit(runtime, OURS, [_other(7, number)], by="Jo")


async def in_preview(runtime: Runtime, number: int) -> None:
    """An agent looks at what it would do."""
    await edit(runtime, OURS, [_other(8, number)], by="Jo", dry_run=True)


WAYS: dict[str, Callable[[Runtime, int], Awaitable[None]]] = {
    "a paper": by_paper,
    "an edit": by_hand,
    "a preview": in_preview,
}


async def compare(folder: Path, many: int, few: int) -> float:
    """Change both in turn, print, and give back the worst ratio."""
    runtimes = {many: await stored(folder / "many", many), few: await stored(folder / "few", few)}
    worst = 0.0
    for name, way in WAYS.items():
        took: dict[int, list[float]] = {many: [], few: []}
        for number in range(WARM + ROUNDS):
            for trips, runtime in runtimes.items():
                began = time.perf_counter()
                await way(runtime, number)
                if number >= WARM:
                    took[trips].append(time.perf_counter() - began)
        medians = {trips: statistics.median(times) for trips, times in took.items()}
        ratio = medians[many] / medians[few]
        worst = max(worst, ratio)
        each = ", ".join(f"{trips:,} trips {median * 1000:.1f} ms" for trips, median in medians.items())
        print(f"{name:>10}: {each}; ratio {ratio:.2f}")
    print(f"worst ratio {worst:.2f} (wanted at most {WANTED:g})")
    for runtime in runtimes.values():
        await runtime.database.close()
    return worst


def main() -> int:
    """Fill, compare."""
    set_up_log(level="WARNING")
    words = argparse.ArgumentParser(description="Changing one booking among many against few.")
    words.add_argument("--short", action="store_true", help="50,000 against 1,000, no verdict")
    short = words.parse_args().short
    many, few = (50_000, 1_000) if short else (1_000_000, 1_000)
    with tempfile.TemporaryDirectory() as folder:
        worst = asyncio.run(compare(Path(folder), many, few))
    return 0 if short or worst <= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
