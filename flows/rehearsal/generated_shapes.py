"""The shapes of made-up trips: by plane, train, ferry and car, near and far, one way, for a day, from town to town.

Not here: who travels (generated_parties) and the trip around it (generated).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from flows.rehearsal.dice import Dice
from flows.rehearsal.generated_places import AROUND, BY_FERRY, BY_TRAIN, FAR, NEAR, Spot
from flows.trips.times import Time, zone_info
from flows.trips.trip import Kind, Place, Segment

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
NIGHTS = (1, 2, 2, 3, 4, 5, 7, 7, 7, 8, 10, 12, 14, 14, 21, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The segments of a trip, without ids yet. name: in words."""

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


def _stay(dice: Dice, spot: Spot, since: date, nights: int) -> Segment:
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


def _visit(dice: Dice, spot: Spot, day: date) -> Segment:
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
    dice: Dice, kind: Kind, home: Spot, spot: Spot, leaving: date, hours: float, name: str
) -> Made:
    nights = dice.of(NIGHTS)
    leaves = _seldom(dice, 0, time(0, 40), dice.of(CLOCKS))
    out, arrived = _leg(kind, home, spot, _at(home, leaving, leaves), hours, dice.number)
    stay = _stay(dice, spot, arrived.date(), nights)
    back_day = arrived.date() + timedelta(days=nights)
    leaves = _seldom(dice, 2, time(7, 10), dice.of(CLOCKS[2:]))
    back, _ = _leg(kind, spot, home, _at(spot, back_day, leaves), hours, dice.number + 1)
    visits = (
        (_visit(dice, spot, arrived.date() + timedelta(days=1 + dice.up_to(nights - 2))),)
        if nights > 2 and not dice.up_to(2)
        else ()
    )
    transfer = _transfer(spot, arrived) if kind is Kind.FLIGHT and not dice.up_to(3) else ()
    fetched = _fetched(spot, _at(spot, back_day, leaves)) if transfer else ()
    segments = (out, *transfer, stay, *visits, *fetched, back)
    return Made(name=f"{nights} nights in {spot.city} {name}", segments=segments)


def _seldom(dice: Dice, which: int, then: time, else_: time) -> time:
    """An hour at which few leave, on one trip in six."""
    return then if dice.number % 6 == which else else_


def _fetched(spot: Spot, leaves: datetime) -> tuple[Segment, ...]:
    """The driver who brings them back to the airport."""
    leg, _ = _leg(Kind.TRANSFER, spot, spot, leaves - timedelta(hours=3), 0.6, 2)
    hotel = replace(_place(spot), name=f"Hotel {spot.city}", iata=None, metro=None)
    return (replace(leg, origin=hotel, name="Transfer", number=None, operator=None),)


def _transfer(spot: Spot, landed: datetime) -> tuple[Segment, ...]:
    """A driver who waits at the airport."""
    leg, _ = _leg(Kind.TRANSFER, spot, spot, landed + timedelta(minutes=40), 0.6, 1)
    hotel = replace(_place(spot), name=f"Hotel {spot.city}", iata=None, metro=None)
    return (replace(leg, destination=hotel, name="Transfer", number=None, operator=None),)


def _near(dice: Dice, home: Spot, leaving: date) -> Made:
    spot = dice.of(NEAR)
    return _there_and_back(dice, Kind.FLIGHT, home, spot, leaving, spot.hours, "by plane")


def _train(dice: Dice, home: Spot, leaving: date) -> Made:
    spot = dice.of(BY_TRAIN)
    return _there_and_back(dice, Kind.TRAIN, home, spot, leaving, spot.hours, "by train")


def _two_trains(dice: Dice, home: Spot, leaving: date) -> Made:
    """A change on the way there, and the night train home."""
    over, spot = BY_TRAIN[0], dice.of(BY_TRAIN[3:])
    nights = dice.of(NIGHTS[:6])
    first, changed = _leg(Kind.TRAIN, home, over, _at(home, leaving, time(8, 15)), 3.0, dice.number)
    wait = timedelta(minutes=dice.of((25, 50, 95)))
    second, arrived = _leg(Kind.TRAIN, over, spot, changed + wait, 4.0, dice.number + 1)
    stay = _stay(dice, spot, arrived.date(), nights)
    last_day = arrived.date() + timedelta(days=nights)
    back, _ = _leg(Kind.TRAIN, spot, home, _at(spot, last_day, time(20, 40)), 10.5, dice.number + 2)
    return Made(name=f"{nights} nights in {spot.city} by two trains", segments=(first, second, stay, back))


def _ferry(dice: Dice, home: Spot, leaving: date) -> Made:
    origin, spot = dice.of(BY_FERRY)
    return _there_and_back(dice, Kind.FERRY, origin, spot, leaving, spot.hours, "by ferry")


def _far(dice: Dice, home: Spot, leaving: date) -> Made:
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
    return Made(
        name=f"{nights} nights in {spot.city} over {over.city}", segments=(first, second, stay, third, fourth)
    )


def _around(dice: Dice, home: Spot, leaving: date) -> Made:
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
    return Made(name=f"round {' and '.join(spot.city for spot in spots)}", segments=(*segments, back))


def _car(dice: Dice, home: Spot, leaving: date) -> Made:
    spot = dice.of(BY_TRAIN)
    nights = dice.of(NIGHTS[1:])
    return Made(
        name=f"{nights} nights near {spot.city} by own car", segments=(_stay(dice, spot, leaving, nights),)
    )


def _one_way(dice: Dice, home: Spot, leaving: date) -> Made:
    spot = dice.of(NEAR)
    out, arrived = _leg(Kind.FLIGHT, home, spot, _at(home, leaving, dice.of(CLOCKS)), spot.hours, dice.number)
    return Made(
        name=f"one way to {spot.city}",
        segments=(out, _stay(dice, spot, arrived.date(), 3 + dice.up_to(10))),
    )


def _day(dice: Dice, home: Spot, leaving: date) -> Made:
    spot = dice.of(BY_TRAIN[:4])
    out, _ = _leg(Kind.TRAIN, home, spot, _at(home, leaving, time(7, 20)), 2.0, dice.number)
    back, _ = _leg(Kind.TRAIN, spot, home, _at(spot, leaving, time(18, 50)), 2.0, dice.number + 1)
    return Made(name=f"a day in {spot.city}", segments=(out, back))


Shape = Callable[[Dice, Spot, date], Made]
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
