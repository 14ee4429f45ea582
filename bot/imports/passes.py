"""Apple Wallet passes (.pkpass, and several in a .pkpasses) -> reservations.

Read, in this order: the semantic tags, the barcode (BCBP), the fields that are shown. Only pass.json is unpacked, within
bounds. Signatures are not checked: a pass is paper like any other. Not here: the barcode (boarding).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

from bot.imports import boarding
from bot.imports.archive import open_archive
from bot.imports.dates import read_moment
from bot.imports.documents import decoded, json_value
from bot.imports.found import NOTES, Finds, Found, Hints
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import Node, clean, each, get, number, text

LARGEST = 20 * 1024 * 1024
PASS = 1024 * 1024
"""Bytes of a pass.json."""
UNPACKED = 100 * 1024 * 1024
PASSES = 100

_STYLES = ("boardingPass", "eventTicket", "generic", "storeCard", "coupon")
_GROUPS = ("headerFields", "primaryFields", "secondaryFields", "auxiliaryFields", "backFields")
_REFERENCE = re.compile(
    r"pnr|booking|boeking|buchung|reserv|confirm|locator|dossier|référence|reference|order", re.IGNORECASE
)
_PERSON = re.compile(
    r"passenger|passagier|fluggast|passager|name|gast|guest|travell?er|voyageur", re.IGNORECASE
)
_CODE = re.compile(r"[A-Z]{3}")
_STOPS = {"Flight": "Airport", "Train": "Station", "Bus": "BusStop", "Boat": "BoatTerminal"}
_TRANSIT = {
    "PKTransitTypeAir": "Flight",
    "PKTransitTypeTrain": "Train",
    "PKTransitTypeBus": "Bus",
    "PKTransitTypeBoat": "Boat",
}
_NUMBERED = {"Flight": "flightNumber", "Train": "trainNumber", "Bus": "busNumber", "Boat": "boatNumber"}


def in_pass(data: bytes, hints: Hints) -> Finds:
    """The reservations of a pass, or of each pass in an archive of several. Raises Refusal."""
    if len(data) > LARGEST:
        why = f"The pass is larger than {LARGEST // (1024 * 1024)} MB. Send it again as it came."
        raise Refusal(Reason.TOO_LARGE, why)
    archive = open_archive(BytesIO(data), entries=500, most=UNPACKED)
    if "pass.json" in archive.names:
        written, _ = decoded(archive.read("pass.json", most=PASS))
        value = json_value(written)
        if not isinstance(value, dict):
            raise _no_pass()
        yield from _told(value, hints)
        return
    inner = [name for name in archive.names if name.casefold().endswith(".pkpass")]
    if not inner or hints.depth:
        raise _no_pass()
    if len(inner) > PASSES:
        why = f"The file holds {len(inner)} passes; {PASSES} is the most. Send them in several files."
        raise Refusal(Reason.TOO_LARGE, why)
    for count, name in enumerate(inner, 1):
        try:
            for found in in_pass(archive.read(name, most=LARGEST), replace(hints, depth=hints.depth + 1)):
                if isinstance(found, Refusal):
                    raise found
                yield replace(found, row=count)
        except Refusal as refusal:
            refusal.row = count
            yield refusal


def _no_pass() -> Refusal:
    why = "There is no wallet pass in this file (no pass.json). Send the .pkpass as it came."
    return Refusal(Reason.UNREADABLE, why)


def _told(root: Node, hints: Hints) -> Iterator[Found]:
    style = next((name for name in _STYLES if isinstance(root.get(name), dict)), None)
    if root.get("voided") is True:
        why = "The pass is void: its sender has taken it back. Send the one that replaces it."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field="voided", value="true")
    if style not in ("boardingPass", "eventTicket"):
        why = (
            "This pass is a card, not a ticket: it says nothing of a trip. Send boarding passes and tickets."
        )
        raise Refusal(Reason.UNKNOWN_KIND, why, field="style", value=style)
    fields = list(_fields(root[style]))
    tags = _tags(root, fields)
    dated = _dated(root, tags)
    if style == "eventTicket":
        yield Found(said=_event(root, tags, fields))
        return
    kind = _TRANSIT.get(str(root[style].get("transitType")), "")
    message = _message(root)
    if kind in ("Flight", "") and message is not None and boarding.looks_like_one(message):
        barcode = boarding.read_barcode(message)
        legs = list(boarding.reservations(barcode, dated=dated, today=hints.today))
        for said in legs:
            if len(legs) == 1:
                _add_times(said, tags, "Airport")
            yield Found(said=said)
        return
    if not kind:
        why = "The pass does not say whether it is for a flight, a train, a bus or a boat. Send the booking itself."
        raise Refusal(Reason.MISSING, why, field="transitType", value=root[style].get("transitType"))
    yield Found(said=_leg(root, kind, tags, fields, dated))


Field = tuple[str, str, str]
"""key, label, value"""


def _fields(style: Node) -> Iterator[Field]:
    for group in _GROUPS:
        for one in each(style.get(group))[:100]:
            value = text(get(one, "value"))
            if isinstance(one, dict) and value is not None:
                yield text(one.get("key")) or "", text(one.get("label")) or "", value


def _tags(root: Node, fields: list[Field]) -> Node:
    """The semantic tags: those of the pass, and those of its fields."""
    found: Node = {}
    for style in _STYLES:
        for group in _GROUPS:
            for one in each(get(root.get(style), group))[:100]:
                if isinstance(one, dict) and isinstance(one.get("semantics"), dict):
                    found.update(one["semantics"])
    own = root.get("semantics")
    return {**found, **(own if isinstance(own, dict) else {})}


def _message(root: Node) -> str | None:
    for one in (*each(root.get("barcodes")), root.get("barcode")):
        message = one.get("message") if isinstance(one, dict) else None
        if isinstance(message, str) and message.strip():
            return message
    return None


def _dated(root: Node, tags: Node) -> date | None:
    """A day near which the pass is used: when it departs, is shown, or expires."""
    for value in (tags.get("currentDepartureDate"), tags.get("originalDepartureDate"), root.get("relevantDate"), root.get("expirationDate")):  # fmt: skip
        try:
            return date.fromisoformat((text(value) or "")[:10])
        except ValueError:
            continue
    return None


def _add_times(said: Node, tags: Node, stop: str) -> None:
    """What the tags know of times and places, laid over a leg."""
    trip = said["reservationFor"]
    departs = text(tags.get("currentDepartureDate")) or text(tags.get("originalDepartureDate"))
    arrives = text(tags.get("currentArrivalDate")) or text(tags.get("originalArrivalDate"))
    if departs:
        trip["departureTime"] = departs
    if arrives:
        trip["arrivalTime"] = arrives
    if departs and arrives and NOTES in said:
        said[NOTES] = [note for note in said[NOTES] if "prints no times" not in note]
    for side, tag in (("departure", "departure"), ("arrival", "destination")):
        place = trip.setdefault(f"{side}{stop}", {})
        spot = tags.get(f"{tag}Location")
        if isinstance(spot, dict) and number(spot.get("latitude")) is not None and "iataCode" not in place:
            place["geo"] = {"latitude": spot.get("latitude"), "longitude": spot.get("longitude")}


def _leg(root: Node, kind: str, tags: Node, fields: list[Field], dated: date | None) -> Node:
    """A leg told by tags and fields alone."""
    stop = _STOPS[kind]
    ends = [value for group in ("primaryFields",) for value in _values(root["boardingPass"], group)]
    trip: Node = {}
    for position, (side, tag) in enumerate((("departure", "departure"), ("arrival", "destination"))):
        code = text(tags.get(f"{tag}AirportCode"))
        named = text(tags.get(f"{tag}StationName")) or text(tags.get(f"{tag}AirportName"))
        shown = ends[position] if position < len(ends) else None
        if code is None and kind == "Flight" and shown and _CODE.fullmatch(shown):
            code = shown
        place = {"iataCode": code, "name": named or (shown if code is None else None)}
        trip[f"{side}{stop}"] = {key: value for key, value in place.items() if value}
    numbered = text(tags.get("flightCode")) or text(tags.get("vehicleNumber"))
    flight, airline = text(tags.get("flightNumber")), text(tags.get("airlineCode"))
    if airline:
        trip["airline"] = {"iataCode": airline}
    trip[_NUMBERED[kind]] = (
        numbered or flight or _shown(fields, re.compile(r"flight|flug|vlucht|vol\b|train|trein|zug", re.I))
    )
    said: Node = {
        "@type": f"{kind}Reservation",
        "reservationNumber": _reference(tags, fields),
        "underName": _people(tags, fields),
        "reservationFor": {key: value for key, value in trip.items() if value},
        NOTES: [],
    }
    if provider := text(tags.get("transitProvider")) or text(root.get("organizationName")):
        said["provider"] = {"name": provider}
    _add_times(said, tags, stop)
    if "departureTime" not in said["reservationFor"]:
        day = _shown_day(fields) or dated
        if day is not None:
            said["reservationFor"]["departureDay"] = day.isoformat()
            said[NOTES].append(
                f"{kind}: the pass does not say at what time it departs; {day.isoformat()} is kept. Add it."
            )
    if "arrivalTime" not in said["reservationFor"]:
        said[NOTES].append(f"{kind}: the pass does not say when it arrives. Add it.")
    return said


def _values(style: Node, group: str) -> list[str]:
    return [value for one in each(style.get(group))[:20] if (value := text(get(one, "value")))]


def _shown(fields: list[Field], pattern: re.Pattern[str]) -> str | None:
    """The value of the first field whose key or label tells so."""
    return next((value for key, label, value in fields if pattern.search(key) or pattern.search(label)), None)


def _shown_day(fields: list[Field]) -> date | None:
    for key, label, value in fields:
        if re.search(r"date|datum|tag|jour", f"{key} {label}", re.IGNORECASE):
            try:
                moment = read_moment(value, order=None, epoch=None)
            except Refusal:
                continue
            if moment.day or moment.iso:
                return moment.day or date.fromisoformat(moment.iso[:10])
    return None


def _reference(tags: Node, fields: list[Field]) -> str | None:
    return text(tags.get("confirmationNumber")) or _shown(fields, _REFERENCE)


def _people(tags: Node, fields: list[Field]) -> Node | None:
    name = tags.get("passengerName") or tags.get("attendeeName")
    if isinstance(name, dict):
        given, family = text(name.get("givenName")), text(name.get("familyName"))
        if given or family:
            return {"@type": "Person", "givenName": given, "familyName": family, "name": given or family}
    shown = text(name) or _shown(fields, _PERSON)
    return {"@type": "Person", "name": shown} if shown else None


def _event(root: Node, tags: Node, fields: list[Field]) -> Node:
    """A ticket for an event: its time is the one tagged, else when the pass is to be shown."""
    notes: list[str] = []
    name = text(tags.get("eventName")) or next(iter(_values(root["eventTicket"], "primaryFields")), None)
    name = name or clean(str(root.get("description") or ""))
    starts = text(tags.get("eventStartDate"))
    if starts is None and (starts := text(root.get("relevantDate"))):
        notes.append(f"{name}: it starts when the pass is to be shown, {starts}; that is inferred. Check it.")
    spot = tags.get("venueLocation")
    place: Node = {
        "name": text(tags.get("venueName")) or name,
        "telephone": text(tags.get("venuePhoneNumber")),
    }
    if not isinstance(spot, dict):
        spots = each(root.get("locations"))
        spot = spots[0] if len(spots) == 1 and isinstance(spots[0], dict) else None
    if spot is not None:
        place["geo"] = {"latitude": spot.get("latitude"), "longitude": spot.get("longitude")}
    subject = {
        "name": name,
        "location": {key: value for key, value in place.items() if value is not None},
        "startDate": starts,
        "endDate": text(tags.get("eventEndDate")),
    }
    return {
        "@type": "EventReservation",
        "reservationNumber": _reference(tags, fields),
        "underName": _people(tags, fields),
        "reservationFor": {key: value for key, value in subject.items() if value is not None},
        NOTES: notes,
    }
