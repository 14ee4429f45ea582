"""Made-up bookings of every common shape, the same at every run: number 7 is always the same trip.

For trying a library on hundreds of lives at once. Not here: the few trips of which each shows one thing (sample_trips), how
a trip is played (playing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from flows.rehearsal.generated_places import AROUND, BY_FERRY, BY_TRAIN, FAR, HOMES, NEAR, Spot
from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.documents import Document
from flows.trips.times import Time, zone_info
from flows.trips.trip import Booking, Kind, Place, Segment, Traveller, Trip

FIRST_DAY = date(2027, 1, 4)
T = TypeVar("T")

GIVEN_NAMES = ("Ann", "Bruno", "Chiara", "Dan", "Eva", "Femke", "Gijs", "Hanna", "Ilse")
CLOCKS = (
    time(6, 15),
    time(7, 40),
    time(9, 30),
    time(11, 5),
    time(13, 50),
    time(16, 20),
    time(19, 10),
    time(21, 45),
)
LEADS = (0, 1, 3, 6, 9, 14, 21, 30, 45, 60, 90, 120, 180, 270)
"""Days between booking and departure."""
NIGHTS = (1, 2, 2, 3, 4, 5, 7, 7, 7, 8, 10, 12, 14, 14, 21, 28)


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
    return (_trip(_Dice(number)) for number in range(count))


class _Dice:
    """Choices that look random and are not: the same number chooses the same."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._state = (number + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF

    def of(self, options: Sequence[T]) -> T:
        """One of these."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return options[(self._state >> 33) % len(options)]

    def up_to(self, most: int) -> int:
        """0 … most."""
        return self.of(range(most + 1))


def _trip(dice: _Dice) -> Generated:
    shape = dice.of(SHAPES)
    home = dice.of(HOMES)
    leaving = FIRST_DAY + timedelta(days=dice.up_to(720))
    made = shape(dice, home, leaving)
    party, who = dice.of(PARTIES)(leaving)
    booked = datetime.combine(
        leaving - timedelta(days=dice.of(LEADS)), time(10, 30), tzinfo=zone_info(home.zone)
    )
    first = min(segment.departs.day for segment in made.segments)
    booked = min(
        booked, datetime.combine(first, time(0, 20), tzinfo=zone_info(home.zone)) - timedelta(hours=2)
    )
    segments = tuple(
        replace(segment, id=f"{number}-{segment.kind.value}") for number, segment in enumerate(made.segments)
    )
    change = _change(dice, segments[0], booked, leaving)
    booking = Booking(
        reference=f"MADE-{dice.number:04}",
        travellers=party,
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
    )
    changed = f", {change.kind.value}" if change is not None else ""
    return Generated(
        name=f"{made.name}, {who}{changed}",
        trip=trip,
        travel_minutes=dice.of((None, None, 30, 90)),
        forecast=dice.number % 3 > 0,
    )


def _change(dice: _Dice, first: Segment, booked: datetime, leaving: date) -> Change | None:
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


def _documents(dice: _Dice, segments: tuple[Segment, ...]) -> tuple[Document, ...]:
    """Every third agency attaches a policy to the trip, and a paper to each segment."""
    if dice.up_to(2):
        return ()
    own = (Document(id=f"d{number}", name="Voucher", segment=one.id) for number, one in enumerate(segments))
    return (Document(id="policy", name="Travel insurance"), *own)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    name: str
    segments: tuple[Segment, ...]


def _place(spot: Spot) -> Place:
    return Place(
        name=spot.city,
        city=spot.city,
        country=spot.country,
        iata=spot.iata,
        metro=spot.iata,
        zone=spot.zone,
        latitude=spot.latitude,
        longitude=spot.longitude,
    )


def _leg(
    kind: Kind, origin: Spot, destination: Spot, departs: datetime, hours: float, number: int
) -> tuple[Segment, datetime]:
    """A leg, and when it arrives (aware)."""
    arrives = (departs.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone_info(destination.zone))
    segment = Segment(
        id="",
        kind=kind,
        origin=_place(origin),
        destination=_place(destination),
        departs=Time(day=departs.date(), clock=departs.time(), zone=origin.zone),
        arrives=Time(
            day=arrives.date(), clock=arrives.time().replace(second=0, microsecond=0), zone=destination.zone
        ),
        carrier="KL" if kind is Kind.FLIGHT else None,
        number=str(1000 + number) if kind in (Kind.FLIGHT, Kind.TRAIN) else None,
        operator=None if kind is Kind.FLIGHT else kind.value.capitalize(),
    )
    return segment, arrives


def _at(spot: Spot, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone_info(spot.zone))


def _stay(dice: _Dice, spot: Spot, since: date, nights: int) -> Segment:
    """A hotel, its times printed or not, its address and telephone printed or not."""
    timed = bool(dice.up_to(2))
    address = f"Main street {1 + dice.up_to(80)}, {spot.city}" if dice.up_to(3) else None
    place = replace(
        _place(spot),
        name=f"Hotel {spot.city}",
        iata=None,
        metro=None,
        address=address,
        phone="+31 20 555 01 23" if dice.up_to(1) else None,
    )
    return Segment(
        id="",
        kind=Kind.STAY,
        origin=place,
        destination=place,
        departs=Time(day=since, clock=time(15) if timed else None, zone=spot.zone),
        arrives=Time(day=since + timedelta(days=nights), clock=time(11) if timed else None, zone=spot.zone),
        name=f"Hotel {spot.city}",
    )


def _visit(dice: _Dice, spot: Spot, day: date) -> Segment:
    start = _at(spot, day, dice.of((time(9, 30), time(11), time(14), time(19, 30))))
    place = replace(_place(spot), name="Meeting point", iata=None, metro=None)
    end = start + timedelta(hours=2)
    return Segment(
        id="",
        kind=Kind.VISIT,
        origin=place,
        destination=place,
        departs=Time(day=start.date(), clock=start.time(), zone=spot.zone),
        arrives=Time(day=end.date(), clock=end.time(), zone=spot.zone),
        name=dice.of(("Old town walk", "Boat trip", "Museum", "Concert")),
    )


def _there_and_back(
    dice: _Dice, kind: Kind, home: Spot, spot: Spot, leaving: date, hours: float, name: str
) -> _Made:
    nights = dice.of(NIGHTS)
    out, arrived = _leg(kind, home, spot, _at(home, leaving, dice.of(CLOCKS)), hours, dice.number)
    stay = _stay(dice, spot, arrived.date(), nights)
    back_day = arrived.date() + timedelta(days=nights)
    back, _ = _leg(kind, spot, home, _at(spot, back_day, dice.of(CLOCKS[2:])), hours, dice.number + 1)
    visits = (
        (_visit(dice, spot, arrived.date() + timedelta(days=1 + dice.up_to(nights - 2))),)
        if nights > 2 and not dice.up_to(2)
        else ()
    )
    transfer = _transfer(spot, arrived) if kind is Kind.FLIGHT and not dice.up_to(3) else ()
    return _Made(
        name=f"{nights} nights in {spot.city} {name}", segments=(out, *transfer, stay, *visits, back)
    )


def _transfer(spot: Spot, landed: datetime) -> tuple[Segment, ...]:
    """A driver who waits at the airport."""
    leg, _ = _leg(Kind.TRANSFER, spot, spot, landed + timedelta(minutes=40), 0.6, 1)
    hotel = replace(_place(spot), name=f"Hotel {spot.city}", iata=None, metro=None)
    return (replace(leg, destination=hotel, name="Transfer", number=None, operator=None),)


def _near(dice: _Dice, home: Spot, leaving: date) -> _Made:
    spot = dice.of(NEAR)
    return _there_and_back(dice, Kind.FLIGHT, home, spot, leaving, spot.hours, "by plane")


def _train(dice: _Dice, home: Spot, leaving: date) -> _Made:
    spot = dice.of(BY_TRAIN)
    return _there_and_back(dice, Kind.TRAIN, home, spot, leaving, spot.hours, "by train")


def _two_trains(dice: _Dice, home: Spot, leaving: date) -> _Made:
    """A change on the way there, and the night train home."""
    over, spot = BY_TRAIN[0], dice.of(BY_TRAIN[3:])
    nights = dice.of(NIGHTS[:6])
    first, changed = _leg(Kind.TRAIN, home, over, _at(home, leaving, time(8, 15)), 3.0, dice.number)
    wait = timedelta(minutes=dice.of((25, 50, 95)))
    second, arrived = _leg(Kind.TRAIN, over, spot, changed + wait, 4.0, dice.number + 1)
    stay = _stay(dice, spot, arrived.date(), nights)
    last_day = arrived.date() + timedelta(days=nights)
    back, _ = _leg(Kind.TRAIN, spot, home, _at(spot, last_day, time(20, 40)), 10.5, dice.number + 2)
    return _Made(name=f"{nights} nights in {spot.city} by two trains", segments=(first, second, stay, back))


def _ferry(dice: _Dice, home: Spot, leaving: date) -> _Made:
    origin, spot = dice.of(BY_FERRY)
    return _there_and_back(dice, Kind.FERRY, origin, spot, leaving, spot.hours, "by ferry")


def _far(dice: _Dice, home: Spot, leaving: date) -> _Made:
    """A long flight with a change on the way, short or long."""
    over, spot = dice.of(FAR)
    nights = dice.of(NIGHTS[4:])
    wait = timedelta(minutes=dice.of((55, 70, 130, 240, 560, 1100)))
    first, changed = _leg(
        Kind.FLIGHT, home, over, _at(home, leaving, dice.of(CLOCKS[2:])), over.hours, dice.number
    )
    second, arrived = _leg(Kind.FLIGHT, over, spot, changed + wait, spot.hours, dice.number + 1)
    stay = _stay(dice, spot, arrived.date(), nights)
    last_day = arrived.date() + timedelta(days=nights)
    third, changed = _leg(
        Kind.FLIGHT, spot, over, _at(spot, last_day, dice.of(CLOCKS[3:])), spot.hours, dice.number + 2
    )
    fourth, _ = _leg(Kind.FLIGHT, over, home, changed + timedelta(minutes=140), over.hours, dice.number + 3)
    return _Made(
        name=f"{nights} nights in {spot.city} over {over.city}", segments=(first, second, stay, third, fourth)
    )


def _around(dice: _Dice, home: Spot, leaving: date) -> _Made:
    """Two or three towns, by train from one to the next."""
    spots = dice.of(AROUND)
    out, here = _leg(Kind.FLIGHT, home, spots[0], _at(home, leaving, dice.of(CLOCKS[:5])), 2.2, dice.number)
    segments = [out]
    for number, spot in enumerate(spots):
        nights = 2 + dice.up_to(2)
        segments.append(_stay(dice, spot, here.date(), nights))
        moving = here.date() + timedelta(days=nights)
        if number + 1 < len(spots):
            leg, here = _leg(
                Kind.TRAIN, spot, spots[number + 1], _at(spot, moving, time(11, 20)), 2.0, number
            )
            segments.append(leg)
    back, _ = _leg(Kind.FLIGHT, spots[-1], home, _at(spots[-1], moving, time(17, 25)), 2.1, dice.number + 1)
    return _Made(name=f"round {' and '.join(spot.city for spot in spots)}", segments=(*segments, back))


def _car(dice: _Dice, home: Spot, leaving: date) -> _Made:
    spot = dice.of(BY_TRAIN)
    nights = dice.of(NIGHTS[1:])
    return _Made(
        name=f"{nights} nights near {spot.city} by own car", segments=(_stay(dice, spot, leaving, nights),)
    )


def _one_way(dice: _Dice, home: Spot, leaving: date) -> _Made:
    spot = dice.of(NEAR)
    out, arrived = _leg(Kind.FLIGHT, home, spot, _at(home, leaving, dice.of(CLOCKS)), spot.hours, dice.number)
    return _Made(
        name=f"one way to {spot.city}",
        segments=(out, _stay(dice, spot, arrived.date(), 3 + dice.up_to(10))),
    )


def _day(dice: _Dice, home: Spot, leaving: date) -> _Made:
    spot = dice.of(BY_TRAIN[:4])
    out, _ = _leg(Kind.TRAIN, home, spot, _at(home, leaving, time(7, 20)), 2.0, dice.number)
    back, _ = _leg(Kind.TRAIN, spot, home, _at(spot, leaving, time(18, 50)), 2.0, dice.number + 1)
    return _Made(name=f"a day in {spot.city}", segments=(out, back))


Shape = Callable[[_Dice, Spot, date], _Made]
SHAPES: tuple[Shape, ...] = (
    _near,
    _near,
    _near,
    _near,
    _far,
    _far,
    _around,
    _train,
    _two_trains,
    _ferry,
    _car,
    _one_way,
    _day,
)
"""What is sold more often comes up more often."""


def _people(*born: date | None, minors: int = 0) -> tuple[Traveller, ...]:
    """A party of these; the last `minors` are children."""
    count = len(born)
    return tuple(
        Traveller(
            id=name.casefold(),
            name=f"{name} Jansen",
            first_name=name,
            surname="Jansen",
            lead=number == 0,
            minor=number >= count - minors,
            born=day,
        )
        for number, (name, day) in enumerate(zip(GIVEN_NAMES, born, strict=False))
    )


Party = tuple[tuple[Traveller, ...], str]


def _solo(leaving: date) -> Party:
    return _people(None), "alone"


def _couple(leaving: date) -> Party:
    return _people(None, None), "a couple"


def _family(leaving: date) -> Party:
    child = date(leaving.year - 8, 3, 3)
    return _people(None, None, child, date(leaving.year - 5, 11, 20), minors=2), "a family with children"


def _seniors(leaving: date) -> Party:
    return _people(date(leaving.year - 71, 5, 9), date(leaving.year - 69, 8, 30)), "two seniors"


def _group(leaving: date) -> Party:
    return _people(*(None for _ in GIVEN_NAMES)), "a group of nine"


def _birthday(leaving: date) -> Party:
    soon = leaving + timedelta(days=1)
    born = date(leaving.year - 40, soon.month, min(soon.day, 28))
    return _people(born, None), "with a birthday on the way"


PARTIES: tuple[Callable[[date], Party], ...] = (
    _solo,
    _couple,
    _couple,
    _family,
    _family,
    _seniors,
    _group,
    _birthday,
)
