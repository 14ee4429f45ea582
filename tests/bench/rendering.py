"""How many messages a second one core renders from the shipped content, and which step takes which share of it.

    python tests/bench/rendering.py [--short]

Every touchpoint that goes somewhere on the sample trips is rendered in all four languages, as at the claim: its facts are
gathered (the lives are known: the claim has worked them out), its texts filled, its buttons made, and what comes of it fitted
into a message. Wanted: 5,000 messages/s. --short takes each message three times instead of
nine and gives no verdict.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.content import load  # noqa: E402 - the repository's root comes first
from flows.errors import MissingFact, MissingWords  # noqa: E402
from flows.library.library import Library  # noqa: E402
from flows.library.text import LOCALES  # noqa: E402
from flows.library.touchpoint import Touchpoint  # noqa: E402
from flows.planning.due import Due, Overridden, Override, PlanningSettings, Recipient, Waiting  # noqa: E402
from flows.planning.planner import plan  # noqa: E402
from flows.rehearsal.sample_trips import SampleTrip, sample_trips  # noqa: E402
from flows.talk.buttons import buttons  # noqa: E402
from flows.talk.checklist import marks, tick_rows  # noqa: E402
from flows.talk.facts import Facts, gathered  # noqa: E402
from flows.talk.kept import NOTHING_KEPT  # noqa: E402
from flows.talk.render import render_touchpoint  # noqa: E402
from flows.trips.lives import Lives  # noqa: E402
from flows.trips.moments import TRIP  # noqa: E402

WANTED = 5_000
ROUNDS = 9
AGENCY = {"name": "Zonnereizen", "phone": "+31 20 555 01 23", "email": "hallo@example.com", "hours": "9-17"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to be rendered."""

    touchpoint: Touchpoint
    sample: SampleTrip
    lives: Lives
    travellers: tuple[str, ...]
    occurrence: str
    at: datetime
    locale: str
    library: Library

    def gather(self) -> Facts:
        """Its facts, as the claim gathers them."""
        trip = self.sample.trip
        return gathered(
            trip,
            self.travellers,
            library=self.library,
            locale=self.locale,
            now=self.at,
            holder=trip.booking.lead.id,
            occurrence=TRIP if self.occurrence.startswith(f"{TRIP}:") else self.occurrence,
            agency=AGENCY,
            served=tuple(person.id for person in trip.travellers),
            lookups=self.sample.lookups,
            travel_minutes=self.sample.travel_minutes,
            lives=self.lives,
        )

    def button_rows(self, facts: Facts) -> None:
        """What stands below it: a checklist's ticks, and the buttons of its kind and its editor."""
        if self.touchpoint.items:
            tick_rows(marks(self.touchpoint, facts, NOTHING_KEPT), facts, NOTHING_KEPT)
        buttons(self.touchpoint, facts, NOTHING_KEPT)


def messages(library: Library) -> list[Message]:
    """All that goes somewhere on the sample trips and can be said, in each language."""
    found = []
    for sample in sample_trips():
        trip = sample.trip
        recipient = Recipient(
            holder=trip.booking.lead.id,
            travellers=tuple(person.id for person in trip.travellers),
            known=trip.booked,
            travel_minutes=sample.travel_minutes,
        )
        released = {
            (one.id, ""): Overridden(word=Override.NOW) for one in library.touchpoints if one.released
        }
        planned = plan(
            trip,
            recipient,
            library,
            (),
            released,
            (),
            PlanningSettings(),
            now=trip.booked,
            lookups=sample.lookups,
        )
        lives = Lives(trip)
        found += [
            Message(
                touchpoint=answer.touchpoint,
                sample=sample,
                lives=lives,
                travellers=answer.travellers,
                occurrence=answer.occurrence,
                at=answer.at,
                locale=locale,
                library=library,
            )
            for answer in planned.answers
            if isinstance(answer, (Due, Waiting)) and answer.at is not None
            for locale in LOCALES
        ]
    return [message for message in found if _can_be_said(message)]


def _can_be_said(message: Message) -> bool:
    try:
        render_touchpoint(message.touchpoint, message.gather())
    except (MissingFact, MissingWords):
        return False
    return True


def fastest(calls: Iterable[Callable[[], object]], rounds: int) -> float:
    """Seconds that all calls take, each in the best of its rounds: the others were disturbed."""
    total = 0.0
    for call in calls:
        best = float("inf")
        for _ in range(rounds):
            began = time.perf_counter()
            call()
            best = min(best, time.perf_counter() - began)
        total += best
    return total


def measure(found: list[Message], rounds: int) -> float:
    """Print the figures and give back messages/s."""
    gathering = fastest([one.gather for one in found], rounds)
    whole = fastest([_claim(one) for one in found], rounds)
    buttoning = fastest([_buttons(one) for one in found], rounds) - gathering
    rate = len(found) / whole
    names = {one.touchpoint.id for one in found}
    print(f"{len(names)} touchpoints, {len(found):,} messages: {rate:,.0f} messages/s on one core")
    steps = {
        "gathering facts": gathering,
        "filling": whole - gathering - buttoning,
        "buttons": buttoning,
    }
    for name, took in steps.items():
        print(f"  {name:16} {took / whole:4.0%}  {took / len(found) * 1e6:6.0f} µs")
    return rate


def _claim(message: Message) -> Callable[[], object]:
    return lambda: render_touchpoint(message.touchpoint, message.gather())


def _buttons(message: Message) -> Callable[[], object]:
    return lambda: message.button_rows(message.gather())


def main() -> int:
    """Find the messages, render them."""
    words = argparse.ArgumentParser(description="Messages rendered a second, with the share of each step.")
    words.add_argument("--short", action="store_true", help="fewer rounds, no verdict")
    short = words.parse_args().short
    rate = measure(messages(load()), 3 if short else ROUNDS)
    return 0 if short or rate >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
