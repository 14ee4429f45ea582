"""How many trips a second one core plans with the shipped content, and which step takes which share of it.

    python tests/bench/planning.py [--short]

Made-up trips of every common shape are lived from their booking on: a plan is asked at every instant at which the
clockwork would ask for one, with the history that the trip then has. Steps: reading the stored booking, working out the
life, the occasions with the facts that conditions ask for, and deciding. Wanted: 1,000 trips/s, all steps together. The
figure of merely working out lives stands beside it, because machines differ. --short takes few trips and gives no verdict.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.content import load  # noqa: E402 - the repository's root comes first
from bot.storage.bookings import booking_document, read_booking  # noqa: E402
from flows.library.library import Library  # noqa: E402
from flows.library.lookups import Lookups  # noqa: E402
from flows.planning.conditions import objection  # noqa: E402
from flows.planning.due import History, Past, Plan, PlanningSettings, Recipient  # noqa: E402
from flows.planning.facts import Facts  # noqa: E402
from flows.planning.group import Group, groups  # noqa: E402
from flows.planning.occasions import occasions  # noqa: E402
from flows.planning.planner import plan  # noqa: E402
from flows.rehearsal.generated import Generated, generated  # noqa: E402
from flows.rehearsal.made_weather import made_weather  # noqa: E402
from flows.trips.life import life  # noqa: E402
from flows.trips.trip import Trip  # noqa: E402

WANTED = 1_000
ROUNDS = 9
AFTER = timedelta(days=75)
SETTINGS = PlanningSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One plan that the clockwork asks for."""

    document: dict[str, Any]
    trip: Trip
    recipient: Recipient
    lookups: Lookups
    history: History
    now: datetime

    def plan(self, library: Library) -> Plan:
        """Ask for it."""
        return plan(
            self.trip,
            self.recipient,
            library,
            self.history,
            {},
            (),
            SETTINGS,
            now=self.now,
            lookups=self.lookups,
        )


def lived(one: Generated, library: Library) -> Iterator[Call]:
    """Every plan of one life: at the booking, and whenever the last one said to look again."""
    trip = one.trip
    recipient = Recipient(
        holder=trip.booking.lead.id,
        travellers=tuple(person.id for person in trip.travellers),
        known=trip.booked,
        travel_minutes=one.travel_minutes,
    )
    lookups = Lookups(forecasts=made_weather(trip)) if one.forecast else Lookups()
    until = life(trip, trip.booking.lead).timeline[-1].since + AFTER
    document = booking_document(trip.booking)
    history: History = ()
    now: datetime | None = trip.booked
    while now is not None and now < until:
        call = Call(
            document=document, trip=trip, recipient=recipient, lookups=lookups, history=history, now=now
        )
        yield call
        found = call.plan(library)
        folded = found.digest.folded if found.digest is not None else ()
        history += tuple(
            Past(key=each.key, anchor=each.anchor, state="sent", at=now, travellers=each.travellers)
            for each in (*found.due, *folded)
        )
        now = found.next_due


def fastest(work: Callable[[Call], object], calls: list[Call], rounds: int) -> float:
    """Seconds that all calls take, each in the best of its rounds: the others were disturbed."""
    total = 0.0
    for call in calls:
        best = float("inf")
        for _ in range(rounds):
            began = time.perf_counter()
            work(call)
            best = min(best, time.perf_counter() - began)
        total += best
    return total


def measure(calls: list[Call], library: Library, rounds: int) -> float:
    """Print the figures and give back trips/s."""
    per = {touchpoint.per for touchpoint in library.touchpoints}

    def lives(call: Call) -> tuple[Group, ...]:
        return groups(call.trip, call.recipient, (), now=call.now)

    def facts(call: Call) -> None:
        parties = lives(call)
        found = {
            one: [
                Facts(occasion, library, lookups=call.lookups, travel_minutes=call.recipient.travel_minutes)
                for occasion in occasions(one, parties)
            ]
            for one in per
        }
        for touchpoint in library.touchpoints:
            for known in found[touchpoint.per]:
                objection(touchpoint.audience, known)

    reading = fastest(lambda call: read_booking(call.document), calls, rounds)
    living = fastest(lives, calls, rounds)
    knowing = fastest(facts, calls, rounds) - living
    planning = fastest(lambda call: call.plan(library), calls, rounds)
    alone = fastest(lambda call: life(call.trip, call.trip.booking.lead), calls, rounds)
    total = reading + planning
    rate = len(calls) / total
    print(f"{len(library.touchpoints)} touchpoints, {len(calls):,} plans: {rate:,.0f} trips/s on one core")
    steps = {
        "reading the stored booking": reading,
        "working out the life": living,
        "occasions and facts": knowing,
        "deciding": planning - living - knowing,
    }
    for name, took in steps.items():
        print(f"  {name:27} {took / total:4.0%}  {took / len(calls) * 1e6:6.0f} µs")
    print(f"  {total / alone:.1f} × merely working out a life ({len(calls) / alone:,.0f}/s)")
    return rate


def main() -> int:
    """Make the trips, live them, measure."""
    words = argparse.ArgumentParser(description="Trips planned a second, with the share of each step.")
    words.add_argument("--short", action="store_true", help="few trips, no verdict")
    short = words.parse_args().short
    library = load()
    calls = [call for one in generated(6 if short else 24) for call in lived(one, library)]
    rate = measure(calls, library, 3 if short else ROUNDS)
    return 0 if short or rate >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
