"""A schema.org reservation -> lines. One type of reservation, one small reader.

Not here: finding reservations (schema_org), and joining their lines into a booking (bookings).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from bot.imports import legs
from bot.imports.found import NOTES
from bot.imports.line import Line, Move, refuse_disorder, unknown_zones
from bot.imports.printed import Printed, read_clock
from bot.imports.properties import (
    booked_of,
    is_cancelled,
    missing_time,
    needed_place,
    operator_of,
    optional_time,
    people_of,
    place_of,
    settled,
    time_of,
    zoned,
)
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import Node, each, get, reservation_type, short, text
from flows.trips.trip import Kind, Place

_FOR = "reservationFor."
_TELLS_ZONE = "its IATA code, its country and city, or its coordinates"


def reference_of(node: Node) -> str:
    """The booking's reference. Raises Refusal when the reservation has none."""
    found = text(get(node, "reservationNumber", "reservationId", "confirmationNumber"))
    if found is None:
        why = "A reservation without a number belongs to no booking. Add its reservationNumber."
        raise Refusal(Reason.MISSING, why, field="reservationNumber")
    return found


def read_reservation(node: Node) -> list[Line | Refusal]:
    """What one reservation says: a line for each thing it is for, or the refusal with the schema.org path at fault."""
    kind = reservation_type(node) or ""
    reader = _READERS.get(kind)
    if reader is None:
        why = f"{kind or 'This'} is not a kind of reservation we read. Use one of {', '.join(_READERS)}."
        return [Refusal(Reason.UNKNOWN_KIND, why, field="@type", value=kind)]
    notes: list[str] = [note for note in each(node.get(NOTES)) if isinstance(note, str)]
    people, booked, cancelled = people_of(node), booked_of(node, notes), is_cancelled(node)
    modified = optional_time(get(node, "modifiedTime"))
    lines: list[Line | Refusal] = []
    for subject in each(get(node, "reservationFor")) or [{}]:
        trip = subject if isinstance(subject, dict) else {"name": subject}
        said: list[str] = []
        try:
            move = reader(node, trip, said)
        except Refusal as refusal:
            if not (cancelled and _says_nothing(node, trip)):
                lines.append(refusal)
                continue
            move = None
        if move is not None and not cancelled:
            said.extend(unknown_zones(move, origin=_TELLS_ZONE, destination=_TELLS_ZONE))
        line = Line(
            move=move,
            kind=_KINDS[kind],
            people=people,
            cancelled=cancelled,
            booked=booked,
            modified=modified.instant(None) if modified else None,
            notes=(*notes, *said),
            booker_only=move is not None and (not move.kind.is_leg or move.kind is Kind.TRANSFER),
        )
        lines.append(line)
    return lines


def _says_nothing(node: Node, trip: Node) -> bool:
    """True for a cancellation that names no segment: no time anywhere."""
    timed = ("time", "date", "day")
    keys = [short(key).casefold() for key in (*node, *trip)]
    return not any(key.endswith(timed) and key not in {"bookingtime", "modifiedtime"} for key in keys)


def _rental_car(node: Node, trip: Node, said: list[str]) -> Move:
    pickup = needed_place(get(node, "pickupLocation"), "pickupLocation", said)
    starts = time_of(get(node, "pickupTime", "pickupDate"), "pickupTime")
    if starts is None:
        raise missing_time("pickupTime")
    company = text(get(get(trip, "rentalCompany"), "name") or get(trip, "rentalCompany"))
    operator = company or operator_of(node, trip, "provider")[1]
    car = text(get(trip, "name", "model"))
    label = operator or car or pickup.name
    pickup = zoned(pickup, starts)
    departs = settled(starts, pickup, f"{label}, pick-up", said)
    back = place_of(get(node, "dropoffLocation"))
    handed = back.place if back else pickup
    if handed.name != pickup.name:
        said.append(f"{label}: the car is handed back at {handed.name}.")
    dropoff = get(node, "dropoffTime", "dropoffDate")
    ends = time_of(dropoff, "dropoffTime")
    arrives = settled(ends, handed, f"{label}, hand-back", said) if ends else None
    refuse_disorder(departs, arrives, field="dropoffTime", value=text(dropoff))
    return Move(
        kind=Kind.VISIT,
        origin=pickup,
        destination=pickup,
        departs=departs,
        arrives=arrives,
        operator=operator,
        name=label,
    )


def _taxi(node: Node, trip: Node, said: list[str]) -> Move:
    pickup = needed_place(get(node, "pickupLocation"), "pickupLocation", said)
    starts = time_of(get(node, "pickupTime", "pickupDate"), "pickupTime")
    if starts is None:
        raise missing_time("pickupTime")
    operator = operator_of(node, trip, "provider")[1]
    name = text(get(trip, "name"))
    label = name or operator or "transfer"
    pickup = zoned(pickup, starts)
    departs = settled(starts, pickup, f"{label}, pick-up", said)
    target = place_of(get(node, "dropoffLocation", "arrivalLocation"))
    dropoff = get(node, "dropoffTime", "arrivalTime")
    ends = time_of(dropoff, "dropoffTime")
    arrives = settled(ends, target.place if target else pickup, f"{label}, drop-off", said) if ends else None
    refuse_disorder(departs, arrives, field="dropoffTime", value=text(dropoff))
    return Move(
        kind=Kind.TRANSFER,
        origin=pickup,
        destination=target.place if target else None,
        departs=departs,
        arrives=arrives,
        operator=operator,
        name=name,
    )


def _day_and_clock(node: Node, timed: tuple[str, ...], dated: tuple[str, ...]) -> tuple[Printed | None, Any]:
    """A check-in that may be said as a time, as a day, or as a day here and an hour there."""
    timed_value, dated_value = get(node, *timed), get(node, *dated)
    clock: time | None = read_clock(text(timed_value) or "")
    if clock is not None and dated_value is not None:
        day = time_of(dated_value, dated[0])
        return (Printed(day=day.day, clock=clock, zone=day.zone) if day else None), timed_value
    value, field = (timed_value, timed[0]) if timed_value is not None else (dated_value, dated[0])
    found = time_of(value, field)
    if found is not None and found.clock is None and value is timed_value and dated_value is not None:
        better = optional_time(dated_value)
        if better is not None and better.clock is not None and better.day == found.day:
            return better, dated_value
    return found, value


def _lodging(node: Node, trip: Node, said: list[str]) -> Move:
    place = needed_place(trip, "reservationFor", said)
    starts, _ = _day_and_clock(node, ("checkinTime", "checkInTime"), ("checkinDate", "checkInDate"))
    if starts is None:
        raise missing_time("checkinTime")
    ends, value = _day_and_clock(node, ("checkoutTime", "checkOutTime"), ("checkoutDate", "checkOutDate"))
    return _at(place, starts, ends, Kind.STAY, "check-in", "check-out", "checkoutTime", value, said)


def _event(node: Node, trip: Node, said: list[str]) -> Move:
    name = text(get(trip, "name"))
    venue = get(trip, "location")
    place = needed_place(venue if venue is not None else name, _FOR + "location", said)
    starts = time_of(get(trip, "startDate", "startTime"), _FOR + "startDate")
    starts = (
        starts
        or time_of(get(node, "startTime"), "startTime")
        or time_of(get(trip, "doorTime"), _FOR + "doorTime")
    )
    if starts is None:
        raise missing_time(_FOR + "startDate")
    ending = get(trip, "endDate", "endTime") or get(node, "endTime")
    ends = time_of(ending, _FOR + "endDate")
    field = _FOR + "endDate"
    return _at(place, starts, ends, Kind.VISIT, "start", "end", field, ending, said, name=name)


def _table(node: Node, trip: Node, said: list[str]) -> Move:
    place = needed_place(trip, "reservationFor", said)
    starts = time_of(get(node, "startTime"), "startTime")
    if starts is None:
        raise missing_time("startTime")
    ending = get(node, "endTime")
    ends = time_of(ending, "endTime")
    return _at(place, starts, ends, Kind.VISIT, "start", "end", "endTime", ending, said)


def _at(
    place: Place,
    starts: Printed,
    ends: Printed | None,
    kind: Kind,
    first: str,
    last: str,
    field: str,
    value: object,
    said: list[str],
    *,
    name: str | None = None,
) -> Move:
    label = name or place.name
    place = zoned(place, starts)
    departs = settled(starts, place, f"{label}, {first}", said)
    arrives = settled(ends, place, f"{label}, {last}", said) if ends else None
    refuse_disorder(departs, arrives, field=field, value=text(value))
    return Move(kind=kind, origin=place, destination=place, departs=departs, arrives=arrives, name=label)


_READERS: dict[str, Callable[[Node, Node, list[str]], Move]] = {
    "FlightReservation": legs.flight,
    "TrainReservation": legs.train,
    "BusReservation": legs.bus,
    "BoatReservation": legs.boat,
    "RentalCarReservation": _rental_car,
    "TaxiReservation": _taxi,
    "LodgingReservation": _lodging,
    "EventReservation": _event,
    "FoodEstablishmentReservation": _table,
}

_KINDS = {
    "FlightReservation": Kind.FLIGHT,
    "TrainReservation": Kind.TRAIN,
    "BusReservation": Kind.BUS,
    "BoatReservation": Kind.FERRY,
    "RentalCarReservation": Kind.VISIT,
    "TaxiReservation": Kind.TRANSFER,
    "LodgingReservation": Kind.STAY,
    "EventReservation": Kind.VISIT,
    "FoodEstablishmentReservation": Kind.VISIT,
}
