"""Made-up bookings of every common shape, the same at every run: number 7 is always the same trip.

For trying a library on hundreds of lives at once. Not here: the few trips of which each shows one thing (sample_trips), how
a trip is played (playing).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from flows.rehearsal.dice import Dice
from flows.rehearsal.generated_parties import PARTIES
from flows.rehearsal.generated_places import HOMES
from flows.rehearsal.generated_shapes import SHAPES
from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.documents import Document
from flows.trips.times import zone_info
from flows.trips.trip import Booking, Segment, Trip

FIRST_DAY = date(2027, 1, 4)
LEADS = (0, 1, 3, 6, 9, 14, 21, 30, 45, 60, 90, 120, 180, 270)
"""Days between booking and departure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """One made-up trip, and in words what it is. travel_minutes: from home to the first departure, where it was told.
    forecast: the weather there is known."""

    name: str
    trip: Trip
    travel_minutes: int | None = None
    forecast: bool = True


def generated(count: int) -> Iterator[Generated]:
    """The first `count` trips."""
    return (_trip(Dice(number)) for number in range(count))


def _trip(dice: Dice) -> Generated:
    shape = dice.of(SHAPES)
    home = dice.of(HOMES)
    leaving = FIRST_DAY + timedelta(days=dice.up_to(720))
    made = shape(dice, home, leaving)
    party = dice.of(PARTIES)(leaving)
    booked = datetime.combine(
        leaving - timedelta(days=dice.of(LEADS)), time(10, 30), tzinfo=zone_info(home.zone)
    )
    first = min(segment.departs.day for segment in made.segments)
    booked = min(
        booked, datetime.combine(first, time(0, 20), tzinfo=zone_info(home.zone)) - timedelta(hours=6)
    )
    segments = tuple(
        replace(segment, id=f"{number}-{segment.kind.value}") for number, segment in enumerate(made.segments)
    )
    change = _change(dice, segments[0], booked, leaving)
    booking = Booking(
        reference=f"MADE-{dice.number:04}",
        travellers=party.people,
        segments=segments,
        booked=booked.astimezone(UTC),
        cancelled=change is not None and change.kind is ChangeKind.CANCELLED,
        occasions=dice.of(((), (), (), (), ("anniversary",), ("honeymoon",))),
    )
    trip = Trip(
        booking=booking,
        booked=booked.astimezone(UTC),
        home_zone=home.zone,
        changes=(change,) if change is not None else (),
        documents=_documents(dice, segments),
        leader=party.leader,
    )
    changed = f", {change.kind.value}" if change is not None else ""
    return Generated(
        name=f"{made.name}, {party.words}{changed}",
        trip=trip,
        travel_minutes=dice.of((None, None, 30, 90)),
        forecast=dice.number % 3 > 0,
    )


def _change(dice: Dice, first: Segment, booked: datetime, leaving: date) -> Change | None:
    """Now and then something happens, half-way to the departure; a delay on its eve."""
    kind = dice.of(
        (None,) * 14 + (ChangeKind.CHANGED, ChangeKind.DELAYED, ChangeKind.CANCELLED, ChangeKind.REINSTATED)
    )
    if kind is None or first.departs.clock is None:
        return None
    leaves = datetime.combine(leaving, first.departs.clock, tzinfo=booked.tzinfo)
    at = leaves - timedelta(hours=4) if kind is ChangeKind.DELAYED else booked + (leaves - booked) / 2
    now = f"{first.departs.day.isoformat()}T{first.departs.clock.isoformat('minutes')}"
    line = Changed(segment=first.id, label=first.label, what=What.DEPARTS, was=f"{now[:11]}05:05", now=now)
    return Change(id="c1", at=max(at, booked).astimezone(UTC), kind=kind, lines=(line,))


def _documents(dice: Dice, segments: tuple[Segment, ...]) -> tuple[Document, ...]:
    """Every third agency attaches a policy to the trip, and a paper to each segment."""
    if dice.up_to(2):
        return ()
    own = (Document(id=f"d{number}", name="Voucher", segment=one.id) for number, one in enumerate(segments))
    return (Document(id="policy", name="Travel insurance"), *own)
