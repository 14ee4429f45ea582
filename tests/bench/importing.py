"""How long a CSV of many trips takes to import into a file database, and whether memory stays flat.

    python tests/bench/importing.py [--short]

10,000 trips of eight rows each, all rows shuffled (--short: 500). Prints seconds, trips a second, and by how much the
process has grown at a quarter of the bookings and at the end: flat memory shows as two nearly equal figures. Wanted:
under 60 s; the exit code says whether it was reached, unless --short.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.imports.paper import read_files  # noqa: E402 - the repository's root comes first
from bot.imports.table import COLUMNS  # noqa: E402
from bot.services.intake import intake  # noqa: E402
from bot.steps.take_in import TakenIn  # noqa: E402
from bot.storage.database import Database  # noqa: E402
from bot.storage.migrating import migrate  # noqa: E402
from tests.support.ledger import TwoHands, count_trips, runtime_over  # noqa: E402

WANTED = 60.0
PARTY = ("Ann de Vries", "Bruno de Vries")
FIRST_DAY = date(2027, 6, 1)


def trip_rows(number: int) -> list[str]:
    """Eight rows: out and back, a stay and a visit, for two travellers."""
    day = FIRST_DAY + timedelta(days=number % 200)
    back = day + timedelta(days=7)
    legs = [
        ("flight", "TP", "669", "AMS", "LIS", f"{day} 09:40", f"{day} 11:35", ""),
        ("flight", "TP", "668", "LIS", "AMS", f"{back} 17:30", f"{back} 21:25", ""),
        ("stay", "", "", "LIS", "LIS", f"{day} 15:00", f"{back} 11:00", "Hotel by the River"),
        ("visit", "", "", "LIS", "LIS", f"{day + timedelta(days=2)} 10:00", "", "Boat tour"),
    ]
    rows = []
    for name in PARTY:
        for kind, carrier, flight, origin, there, departs, arrives, called in legs:
            cells = {
                "reference": f"BENCH-{number}",
                "traveller": name,
                "kind": kind,
                "carrier": carrier,
                "number": flight,
                "from": origin,
                "to": there,
                "departs": departs,
                "arrives": arrives,
                "name": called,
            }
            rows.append(",".join(cells.get(column, "") for column in COLUMNS))
    return rows


def write(path: Path, trips: int) -> None:
    """The shuffled table."""
    rows = [row for number in range(trips) for row in trip_rows(number)]
    random.Random(7).shuffle(rows)
    path.write_text("\n".join((",".join(COLUMNS), *rows, "")))


def resident() -> float:
    """The largest this process has been, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def measure(folder: Path, trips: int) -> float:
    """Import, print, and give back the seconds."""
    database = Database(f"sqlite+aiosqlite:///{folder}/bench.sqlite")
    await migrate(database)
    runtime = runtime_over(database, clock=TwoHands())
    seen = 0
    sizes = [resident()]
    at = {max(trips // 20, 1), trips // 4}

    def told(_: TakenIn) -> None:
        nonlocal seen
        seen += 1
        if seen in at:
            sizes.append(resident())

    began = time.perf_counter()
    reading = read_files([folder / "bench.csv"])
    await intake(runtime, reading, told=told, ahead=read_files([folder / "bench.csv"]))
    seconds = time.perf_counter() - began
    sizes.append(resident())
    async with database.read() as session:
        held = await count_trips(session)
    await database.close()
    assert (held, reading.rejections) == (trips, ()), reading.rejections[:3]
    start, first, quarter, end = sizes
    print(f"{trips} trips, {trips * 8} rows: {seconds:.1f} s, {trips / seconds:.0f} trips/s")
    print(
        f"grown by {first - start:.0f} MB at 5 %, {quarter - start:.0f} MB at 25 %, {end - start:.0f} MB at 100 %"
    )
    return seconds


def main() -> int:
    """Write the table in a process of its own, so that its memory does not count; import it."""
    words = argparse.ArgumentParser(description="Import many trips.")
    words.add_argument("--short", action="store_true", help="500 trips, no verdict")
    short = words.parse_args().short
    trips = 500 if short else 10_000
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "bench.csv", trips)
        seconds = asyncio.run(measure(Path(folder), trips))
    return 0 if short or seconds <= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
