"""Reservations that move a traveller on a line with stops: flight, train, bus, boat.

Not here: cars, stays and visits (reservations).
"""

from __future__ import annotations

import re

from bot.imports.line import Move, refuse_disorder
from bot.imports.printed import Printed, settle
from bot.imports.properties import missing_time, needed_place, operator_of, settled, time_of, zoned
from bot.imports.schema_org import Node, get, text
from bot.imports.unfit import refuse_circle
from flows.trips.trip import Kind

_FOR = "reservationFor."
_FLIGHT_NUMBER = re.compile(r"(?P<carrier>[A-Z][A-Z0-9]|[0-9][A-Z])[\s-]*(?P<number>\d{1,4}[A-Z]?)")


def _leg(
    node: Node,
    trip: Node,
    said: list[str],
    *,
    kind: Kind,
    stop: tuple[str, ...],
    numbered: tuple[str, ...],
    named: tuple[str, ...] = (),
    run_by: tuple[str, ...] = ("provider", "operator"),
) -> Move:
    carrier, operator = operator_of(node, trip, *run_by)
    printed_number = text(get(trip, *numbered))
    if kind is Kind.FLIGHT:
        carrier, printed_number = _flight_number(carrier, printed_number)
    label = " ".join(part for part in (carrier, printed_number) if part) or kind.value
    origin_at, target_at = _FOR + "departure" + stop[0], _FOR + "arrival" + stop[0]
    origin = needed_place(get(trip, *("departure" + each_stop for each_stop in stop)), origin_at, said)
    target = needed_place(get(trip, *("arrival" + each_stop for each_stop in stop)), target_at, said)
    round_trip = refuse_circle(kind, origin, target, field=target_at)
    if round_trip:
        said.append(round_trip)
    field = _FOR + "departureTime"
    leaves = time_of(get(trip, "departureTime"), field)
    if leaves is None:
        leaves = time_of(get(trip, "departureDay", "departureDate"), _FOR + "departureDay")
    if leaves is None:
        boards = time_of(get(trip, "boardingTime") or get(node, "boardingTime"), _FOR + "boardingTime")
        if boards is None:
            raise missing_time(field)
        on_board, _ = settle(boards, origin.zone, what=label)
        leaves = Printed(day=on_board.day)
        said.append(f"{label}: only the boarding time is known; the departure is kept as a day.")
    departs = settled(leaves, origin, f"{label}, departure", said)
    arrival = get(trip, "arrivalTime")
    lands = time_of(arrival, _FOR + "arrivalTime")
    origin, target = zoned(origin, leaves), zoned(target, lands)
    arrives = settled(lands, target, f"{label}, arrival", said) if lands else None
    refuse_disorder(departs, arrives, field=_FOR + "arrivalTime", value=text(arrival))
    return Move(
        kind=kind,
        origin=origin,
        destination=target,
        departs=departs,
        arrives=arrives,
        number=printed_number,
        carrier=carrier,
        operator=operator,
        name=text(get(trip, *named)) if named else None,
    )


def _flight_number(carrier: str | None, printed: str | None) -> tuple[str | None, str | None]:
    """What stands before the digits is the carrier, whatever sells the seat: KL 1697 is KL's."""
    if printed is None:
        return carrier, None
    found = _FLIGHT_NUMBER.fullmatch(printed.upper())
    if found is None:
        return carrier, printed
    return found["carrier"], found["number"]


def flight(node: Node, trip: Node, said: list[str]) -> Move:
    return _leg(
        node,
        trip,
        said,
        kind=Kind.FLIGHT,
        stop=("Airport",),
        numbered=("flightNumber",),
        run_by=("airline", "carrier", "provider"),
    )


def train(node: Node, trip: Node, said: list[str]) -> Move:
    stop = ("Station",)
    return _leg(
        node, trip, said, kind=Kind.TRAIN, stop=stop, numbered=("trainNumber",), named=("trainName", "name")
    )


def bus(node: Node, trip: Node, said: list[str]) -> Move:
    stop = ("BusStop", "Station", "Terminal", "BusStation")
    return _leg(
        node, trip, said, kind=Kind.BUS, stop=stop, numbered=("busNumber",), named=("busName", "name")
    )


def boat(node: Node, trip: Node, said: list[str]) -> Move:
    stop = ("BoatTerminal", "Terminal", "Port")
    numbered = ("boatNumber", "ferryNumber", "tripNumber")
    return _leg(node, trip, said, kind=Kind.FERRY, stop=stop, numbered=numbered, named=("boatName", "name"))
