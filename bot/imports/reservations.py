"""A schema.org reservation -> lines. One type of reservation, one small reader.

Not here: finding reservations (schema_org), and joining their lines into a booking (bookings).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from bot.imports.line import Line, Move, refuse_disorder
from bot.imports.people import Person, read_person
from bot.imports.places import locate
from bot.imports.printed import Printed, read_clock, read_time, settle
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import Node, each, get, number, reservation_type, short, text, types
from flows.trips.times import Time
from flows.trips.trip import Kind, Place

_FOR = "reservationFor."
_FLIGHT_NUMBER = re.compile(r"(?P<carrier>[A-Z][A-Z0-9]|[0-9][A-Z])[\s-]*(?P<number>\d{1,4}[A-Z]?)")
_IN_NAME = re.compile(r"\(([A-Z]{3})\)\s*$")
_CODE = re.compile(r"[A-Za-z]{3}")


def reference_of(node: Node) -> str:
    """The booking's reference. Raises Refusal when the reservation has none."""
    found = text(get(node, "reservationNumber", "reservationId", "confirmationNumber"))
    if found is None:
        why = "A reservation without a number belongs to no booking. Add its reservationNumber."
        raise Refusal(Reason.MISSING, why, field="reservationNumber")
    return found


def read_reservation(node: Node) -> list[Line]:
    """The lines of one reservation: one for each thing it is for. Raises Refusal with the schema.org path at fault."""
    kind = reservation_type(node) or ""
    cancelled = short(text(get(node, "reservationStatus")) or "").casefold().removeprefix("reservation") in {
        "cancelled",
        "canceled",
    }
    notes: list[str] = []
    people = _people(node)
    booked = _booked(node, notes)
    modified = _optional_time(get(node, "modifiedTime"))
    stamp = modified.instant(None) if modified else None
    subjects = each(get(node, "reservationFor"))
    reader = _READERS.get(kind)
    if reader is None:
        named = kind or "This"
        why = f"{named} is not a kind of reservation we read. Use one of {', '.join(_READERS)}."
        raise Refusal(Reason.UNKNOWN_KIND, why, field="@type", value=kind)
    lines = []
    for subject in subjects or [{}]:
        trip = subject if isinstance(subject, dict) else {"name": subject}
        said: list[str] = []
        try:
            move = reader(node, trip, said)
        except Refusal:
            if not (cancelled and _says_nothing(node, trip)):
                raise
            move = None
        lines.append(
            Line(
                move=move,
                people=people,
                cancelled=cancelled,
                booked=booked,
                modified=stamp,
                notes=(*notes, *said),
            )
        )
    return lines


def _says_nothing(node: Node, trip: Node) -> bool:
    """True for a cancellation that names no segment: no time anywhere."""
    timed = ("time", "date", "day")
    keys = [short(key).casefold() for key in (*node, *trip)]
    return not any(key.endswith(timed) and key not in {"bookingtime", "modifiedtime"} for key in keys)


def _people(node: Node) -> tuple[Person, ...]:
    named = [*each(get(node, "underName")), *each(get(node, "passengers", "passenger"))]
    for ticket in each(get(node, "reservedTicket")):
        named.extend(each(get(ticket, "underName")))
    found: list[Person] = []
    for value in named:
        if "Organization" in types(value):
            continue
        given, family = (text(get(value, key)) for key in ("givenName", "familyName"))
        born = _optional_time(get(value, "birthDate"))
        day: date | None = born.day if born else None
        whole = text(value)
        if given and family and get(value, "additionalName"):
            given = f"{given} {text(get(value, 'additionalName'))}"
        person = read_person(whole, given=given, family=family, born=day)
        if person is not None:
            found.append(person)
    # A ticket repeats the name above it; twice in one list are two people.
    once: list[Person] = []
    heads = len(each(get(node, "underName")))
    for position, person in enumerate(found):
        if position < heads or person.key not in {other.key for other in once}:
            once.append(person)
    return tuple(once)


def _booked(node: Node, notes: list[str]) -> Printed | None:
    value = get(node, "bookingTime", "bookingDate")
    if value is None:
        return None
    found = _optional_time(value)
    if found is None:
        notes.append(f"The booking time {text(value) or 'given'} cannot be read and was left out.")
    return found


def _optional_time(value: object) -> Printed | None:
    try:
        return _printed(value, "")
    except Refusal:
        return None


def _printed(value: object, field: str) -> Printed | None:
    """The time in a property, None when it is absent. Raises Refusal naming `field`."""
    for _ in range(2):
        if isinstance(value, list):
            value = value[0] if value else None
    if value is None:
        return None
    zone = text(get(value, "timezone")) if isinstance(value, dict) else None
    printed = text(value)
    if printed is None:
        why = "There is no time here. Write it as 2027-05-12T09:40:00+02:00."
        raise Refusal(Reason.NOT_A_TIME, why, field=field, value=None if value is None else str(value))
    try:
        return read_time(printed, zone=zone)
    except Refusal as refusal:
        refusal.field = field
        raise


def _place(value: object, *, name: str | None = None) -> tuple[Place, str] | None:
    """The place that a node (an airport, station, hotel, or only a name) describes."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and get(value, "address", "geo") is None:
        inside = get(value, "location", "containedInPlace")
        if isinstance(inside, dict):
            value = {**inside, **{key: part for key, part in value.items() if part is not None}}
    printed = name or text(get(value, "name") if isinstance(value, dict) else value)
    if not isinstance(value, dict):
        found = _IN_NAME.search(printed or "")
        located = locate(printed, iata=found[1] if found else None)
        return (located.place, located.note) if located else None
    code = text(get(value, "iataCode")) or ""
    if not _CODE.fullmatch(code):
        inside_name = _IN_NAME.search(printed or "")
        code = inside_name[1] if inside_name else ""
    postal = get(value, "address")
    postal = postal[0] if isinstance(postal, list) and postal else postal
    parts = [text(get(postal, key)) for key in ("streetAddress", "postalCode", "addressLocality")]
    latitude, longitude = (
        number(get(get(value, "geo"), key) or get(value, key)) for key in ("latitude", "longitude")
    )
    both = latitude is not None and longitude is not None
    country = get(postal, "addressCountry")
    located = locate(
        printed,
        iata=code or None,
        city=text(get(postal, "addressLocality")),
        country=text(get(country, "name", "identifier")) if isinstance(country, dict) else text(country),
        address=text(postal)
        if isinstance(postal, str)
        else ", ".join(part for part in parts if part) or None,
        phone=text(get(value, "telephone")),
        latitude=latitude if both else None,
        longitude=longitude if both else None,
    )
    return (located.place, located.note) if located else None


def _needed(value: object, field: str, said: list[str], *, name: str | None = None) -> Place:
    found = _place(value, name=name)
    if found is None:
        why = "Nobody can tell where this is. Add the place, with its IATA code or its address."
        raise Refusal(Reason.MISSING, why, field=field)
    place, note = found
    if note:
        said.append(note)
    return place


def _settled(printed: Printed, place: Place, what: str, said: list[str]) -> Time:
    moment, note = settle(printed, place.zone, what=what)
    if note:
        said.append(note)
    return moment


def _missing_time(field: str) -> Refusal:
    return Refusal(Reason.MISSING, "It does not say when. Add the time, or at least the day.", field=field)


def _operator(node: Node, trip: Node, *names: str) -> tuple[str | None, str | None]:
    """Carrier code (where there is one) and the name of who runs it."""
    for value in (*(get(trip, name) for name in names), get(node, "provider")):
        value = value[0] if isinstance(value, list) and value else value
        if value is None:
            continue
        code = text(get(value, "iataCode"))
        name = text(get(value, "name")) if isinstance(value, dict) else text(value)
        if code or name:
            valid = code.upper() if code and re.fullmatch(r"[A-Za-z0-9]{2}", code) else None
            return valid, name
    return None, None


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
    carrier, operator = _operator(node, trip, *run_by)
    printed_number = text(get(trip, *numbered))
    if kind is Kind.FLIGHT:
        carrier, printed_number = _flight_number(carrier, printed_number)
    label = " ".join(part for part in (carrier, printed_number) if part) or kind.value
    origin_at, target_at = _FOR + "departure" + stop[0], _FOR + "arrival" + stop[0]
    origin = _needed(get(trip, *("departure" + each_stop for each_stop in stop)), origin_at, said)
    target = _needed(get(trip, *("arrival" + each_stop for each_stop in stop)), target_at, said)
    field = _FOR + "departureTime"
    leaves = _printed(get(trip, "departureTime"), field)
    if leaves is None:
        leaves = _printed(get(trip, "departureDay", "departureDate"), _FOR + "departureDay")
    if leaves is None:
        boards = _printed(get(trip, "boardingTime") or get(node, "boardingTime"), _FOR + "boardingTime")
        if boards is None:
            raise _missing_time(field)
        on_board, _ = settle(boards, origin.zone, what=label)
        leaves = Printed(day=on_board.day)
        said.append(f"{label}: only the boarding time is known; the departure is kept as a day.")
    departs = _settled(leaves, origin, f"{label}, departure", said)
    arrival = get(trip, "arrivalTime")
    lands = _printed(arrival, _FOR + "arrivalTime")
    arrives = _settled(lands, target, f"{label}, arrival", said) if lands else None
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


def _flight(node: Node, trip: Node, said: list[str]) -> Move:
    return _leg(
        node,
        trip,
        said,
        kind=Kind.FLIGHT,
        stop=("Airport",),
        numbered=("flightNumber",),
        run_by=("airline", "carrier", "provider"),
    )


def _train(node: Node, trip: Node, said: list[str]) -> Move:
    stop = ("Station",)
    return _leg(
        node, trip, said, kind=Kind.TRAIN, stop=stop, numbered=("trainNumber",), named=("trainName", "name")
    )


def _bus(node: Node, trip: Node, said: list[str]) -> Move:
    stop = ("BusStop", "Station", "Terminal", "BusStation")
    return _leg(
        node, trip, said, kind=Kind.BUS, stop=stop, numbered=("busNumber",), named=("busName", "name")
    )


def _boat(node: Node, trip: Node, said: list[str]) -> Move:
    stop = ("BoatTerminal", "Terminal", "Port")
    numbered = ("boatNumber", "ferryNumber", "tripNumber")
    return _leg(node, trip, said, kind=Kind.FERRY, stop=stop, numbered=numbered, named=("boatName", "name"))


def _rental_car(node: Node, trip: Node, said: list[str]) -> Move:
    pickup = _needed(get(node, "pickupLocation"), "pickupLocation", said)
    starts = _printed(get(node, "pickupTime", "pickupDate"), "pickupTime")
    if starts is None:
        raise _missing_time("pickupTime")
    company = text(get(get(trip, "rentalCompany"), "name") or get(trip, "rentalCompany"))
    operator = company or _operator(node, trip, "provider")[1]
    car = text(get(trip, "name", "model"))
    label = operator or car or pickup.name
    departs = _settled(starts, pickup, f"{label}, pick-up", said)
    back = _place(get(node, "dropoffLocation"))
    handed = back[0] if back else pickup
    if handed.name != pickup.name:
        said.append(f"{label}: the car is handed back at {handed.name}.")
    dropoff = get(node, "dropoffTime", "dropoffDate")
    ends = _printed(dropoff, "dropoffTime")
    arrives = _settled(ends, handed, f"{label}, hand-back", said) if ends else None
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
    pickup = _needed(get(node, "pickupLocation"), "pickupLocation", said)
    starts = _printed(get(node, "pickupTime", "pickupDate"), "pickupTime")
    if starts is None:
        raise _missing_time("pickupTime")
    operator = _operator(node, trip, "provider")[1]
    name = text(get(trip, "name"))
    label = name or operator or "transfer"
    departs = _settled(starts, pickup, f"{label}, pick-up", said)
    target = _place(get(node, "dropoffLocation", "arrivalLocation"))
    dropoff = get(node, "dropoffTime", "arrivalTime")
    ends = _printed(dropoff, "dropoffTime")
    arrives = _settled(ends, target[0] if target else pickup, f"{label}, drop-off", said) if ends else None
    refuse_disorder(departs, arrives, field="dropoffTime", value=text(dropoff))
    return Move(
        kind=Kind.TRANSFER,
        origin=pickup,
        destination=target[0] if target else None,
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
        day = _printed(dated_value, dated[0])
        return (Printed(day=day.day, clock=clock, zone=day.zone) if day else None), timed_value
    value, field = (timed_value, timed[0]) if timed_value is not None else (dated_value, dated[0])
    found = _printed(value, field)
    if found is not None and found.clock is None and value is timed_value and dated_value is not None:
        better = _optional_time(dated_value)
        if better is not None and better.clock is not None and better.day == found.day:
            return better, dated_value
    return found, value


def _lodging(node: Node, trip: Node, said: list[str]) -> Move:
    place = _needed(trip, "reservationFor", said)
    starts, _ = _day_and_clock(node, ("checkinTime", "checkInTime"), ("checkinDate", "checkInDate"))
    if starts is None:
        raise _missing_time("checkinTime")
    ends, value = _day_and_clock(node, ("checkoutTime", "checkOutTime"), ("checkoutDate", "checkOutDate"))
    return _at(place, starts, ends, Kind.STAY, "check-in", "check-out", "checkoutTime", value, said)


def _event(node: Node, trip: Node, said: list[str]) -> Move:
    name = text(get(trip, "name"))
    venue = get(trip, "location")
    place = _needed(venue if venue is not None else name, _FOR + "location", said)
    starts = _printed(get(trip, "startDate", "startTime"), _FOR + "startDate")
    starts = (
        starts
        or _printed(get(node, "startTime"), "startTime")
        or _printed(get(trip, "doorTime"), _FOR + "doorTime")
    )
    if starts is None:
        raise _missing_time(_FOR + "startDate")
    ending = get(trip, "endDate", "endTime") or get(node, "endTime")
    ends = _printed(ending, _FOR + "endDate")
    field = _FOR + "endDate"
    return _at(place, starts, ends, Kind.VISIT, "start", "end", field, ending, said, name=name)


def _table(node: Node, trip: Node, said: list[str]) -> Move:
    place = _needed(trip, "reservationFor", said)
    starts = _printed(get(node, "startTime"), "startTime")
    if starts is None:
        raise _missing_time("startTime")
    ending = get(node, "endTime")
    ends = _printed(ending, "endTime")
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
    departs = _settled(starts, place, f"{label}, {first}", said)
    arrives = _settled(ends, place, f"{label}, {last}", said) if ends else None
    refuse_disorder(departs, arrives, field=field, value=text(value))
    return Move(kind=kind, origin=place, destination=place, departs=departs, arrives=arrives, name=label)


_READERS: dict[str, Callable[[Node, Node, list[str]], Move]] = {
    "FlightReservation": _flight,
    "TrainReservation": _train,
    "BusReservation": _bus,
    "BoatReservation": _boat,
    "RentalCarReservation": _rental_car,
    "TaxiReservation": _taxi,
    "LodgingReservation": _lodging,
    "EventReservation": _event,
    "FoodEstablishmentReservation": _table,
}
