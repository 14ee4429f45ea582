"""Properties that every reservation has, read tolerantly: people, times, places.

Not here: looking up and cleaning raw values (schema_org), and what each type of reservation needs (reservations).
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

from bot.imports.people import Person, read_person
from bot.imports.places import Located, locate
from bot.imports.printed import Printed, read_time, settle
from bot.imports.rejection import Reason, Refusal, shown
from bot.imports.schema_org import Node, each, get, number, short, text, types
from bot.imports.unfit import refuse_name
from flows.trips.times import Time
from flows.trips.trip import Place

_IN_NAME = re.compile(r"\(([A-Z]{3})\)\s*$")
_CODE = re.compile(r"[A-Za-z]{3}")
_CANCELLED = {"cancelled", "canceled"}


def is_cancelled(node: Node) -> bool:
    """True when the status says so: `http://schema.org/Cancelled`, `ReservationCancelled`, `cancelled`."""
    value = get(node, "reservationStatus", "status")
    if isinstance(value, dict):
        value = get(value, "@id", "@value", "name")
    return short(text(value) or "").casefold().removeprefix("reservation") in _CANCELLED


def people_of(node: Node) -> tuple[Person, ...]:
    """Everyone a reservation names: whom it is under, its passengers, the names on its tickets."""
    tickets = [
        name for ticket in each(get(node, "reservedTicket")) for name in each(get(ticket, "underName"))
    ]
    found: list[Person] = []
    for group in (each(get(node, "underName")), each(get(node, "passengers", "passenger")), tickets):
        # A ticket repeats the name above it; twice in one list are two people.
        held = {person.key for person in found}
        people = [_person(value) for value in group]
        found.extend(person for person in people if person is not None and person.key not in held)
    return tuple(found)


def _person(value: object) -> Person | None:
    if "Organization" in types(value):
        return None
    given, family, middle = (text(get(value, key)) for key in ("givenName", "familyName", "additionalName"))
    if given and family and middle:
        given = f"{given} {middle}"
    born: date | None = None
    with suppress(ValueError):
        born = date.fromisoformat((text(get(value, "birthDate")) or "")[:10])
    for each_name in (text(value), given, family):
        refuse_name(each_name, field="underName.name")
    return read_person(text(value), given=given, family=family, born=born)


def booked_of(node: Node, notes: list[str]) -> Printed | None:
    """When it was booked. One that cannot be read costs a note, not the reservation."""
    value = get(node, "bookingTime", "bookingDate")
    found = optional_time(value)
    if value is not None and found is None:
        notes.append(f"The booking time {shown(text(value)) or 'given'} cannot be read and was left out.")
    return found


def optional_time(value: object) -> Printed | None:
    """The time in a property, None when it is absent or cannot be read."""
    try:
        return time_of(value, "")
    except Refusal:
        return None


def time_of(value: object, field: str) -> Printed | None:
    """The time in a property, None when it is absent. Raises Refusal naming `field`."""
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None:
        return None
    zone = text(get(value, "timezone")) if isinstance(value, dict) else None
    printed = text(value)
    if printed is None:
        why = "There is no time here. Write it as 2027-05-12T09:40:00+02:00."
        raise Refusal(Reason.NOT_A_TIME, why, field=field)
    try:
        return read_time(printed, zone=zone)
    except Refusal as refusal:
        refusal.field = field
        raise


def place_of(value: object, *, name: str | None = None) -> Located | None:
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
        return locate(printed, iata=found[1] if found else None)
    code = text(get(value, "iataCode")) or ""
    if not _CODE.fullmatch(code):
        inside_name = _IN_NAME.search(printed or "")
        code = inside_name[1] if inside_name else ""
    postal = get(value, "address")
    postal = postal[0] if isinstance(postal, list) and postal else postal
    parts = [text(get(postal, key)) for key in ("streetAddress", "postalCode", "addressLocality")]
    spot = get(value, "geo") or value
    latitude, longitude = number(get(spot, "latitude")), number(get(spot, "longitude"))
    both = latitude is not None and longitude is not None
    country = get(postal, "addressCountry")
    return locate(
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


def needed_place(value: object, field: str, said: list[str], *, name: str | None = None) -> Place:
    found = place_of(value, name=name)
    if found is None:
        why = "Nobody can tell where this is. Add the place, with its IATA code or its address."
        raise Refusal(Reason.MISSING, why, field=field)
    if found.note:
        said.append(found.note)
    return found.place


def zoned(place: Place, printed: Printed | None) -> Place:
    """The place, in the zone that the paper names beside a time when nothing else tells it."""
    if place.zone is not None or printed is None or printed.zone is None:
        return place
    return replace(place, zone=printed.zone)


def settled(printed: Printed, place: Place, what: str, said: list[str]) -> Time:
    moment, note = settle(printed, place.zone, what=what)
    if note:
        said.append(note)
    return moment


def missing_time(field: str) -> Refusal:
    return Refusal(Reason.MISSING, "It does not say when. Add the time, or at least the day.", field=field)


def operator_of(node: Node, trip: Node, *names: str) -> tuple[str | None, str | None]:
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
