"""schema.org JSON as data: tolerant looking-up, and finding the reservations in any JSON value.

Not here: what a reservation means (reservations), and where the JSON was found (documents).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from bot.imports.rejection import Reason, Refusal

Node = dict[str, Any]

LONGEST = 500
"""Characters of one text that are kept."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_EXPANSIONS = 200
_DEPTH = 8
_BY_SUBJECT = {
    "flight": "FlightReservation",
    "traintrip": "TrainReservation",
    "bustrip": "BusReservation",
    "boattrip": "BoatReservation",
    "rentalcar": "RentalCarReservation",
    "taxi": "TaxiReservation",
    "lodgingbusiness": "LodgingReservation",
    "hotel": "LodgingReservation",
    "foodestablishment": "FoodEstablishmentReservation",
    "restaurant": "FoodEstablishmentReservation",
    "event": "EventReservation",
}


def short(name: str) -> str:
    """`http://schema.org/Flight`, `schema:Flight` -> `Flight`."""
    return re.split(r"[/#:]", name.strip().rstrip("/"))[-1]


def get(node: object, *names: str) -> Any:
    """The first of these properties that is there and not empty, in any spelling of case and prefix; else None."""
    if not isinstance(node, dict):
        return None
    for name in names:
        value = node.get(name)
        if value not in (None, "", [], {}):
            return value
    wanted = {name.casefold(): position for position, name in enumerate(names)}
    best: tuple[int, Any] | None = None
    for key, value in node.items():
        position = wanted.get(short(key).casefold())
        if position is not None and value not in (None, "", [], {}) and (best is None or position < best[0]):
            best = (position, value)
    return best[1] if best else None


def each(value: object) -> list[Any]:
    """A value that may be one or many, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def text(value: object) -> str | None:
    """The printable text of a value: a string, a number, `{"@value": …}`, a named thing, or the first of a list."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = get(value, "@value", "name")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return clean(str(value) if not isinstance(value, str) else value)


def clean(value: str) -> str | None:
    """`value` on one line, without control marks, broken surrogates and HTML entities; None when nothing is left."""
    if "&" in value:
        value = _ENTITY.sub(lambda found: html.unescape(found[0]), value)
    kept = "".join(mark if mark.isprintable() else " " for mark in value[: LONGEST * 4])
    return " ".join(kept.split())[:LONGEST].strip() or None


def number(value: object) -> float | None:
    """A finite number, also when it is printed as text; else None."""
    printed = text(value)
    if printed is None:
        return None
    try:
        found = float(printed)
    except ValueError:
        return None
    return found if abs(found) < 1e9 else None


def types(node: object) -> tuple[str, ...]:
    """The short names of a node's @type."""
    return tuple(short(name) for name in each(get(node, "@type", "type")) if isinstance(name, str))


def reservation_type(node: object) -> str | None:
    """`FlightReservation`…, also when only `Reservation` and what it is for are said; None for anything else."""
    found = [name for name in types(node) if name.endswith("Reservation") or name == "ReservationPackage"]
    if not found:
        return None
    for name in found:
        if name != "Reservation":
            return name
    for subject in each(get(node, "reservationFor")):
        for name in types(subject):
            if name.casefold() in _BY_SUBJECT:
                return _BY_SUBJECT[name.casefold()]
    return "Reservation"


def reservations(document: object) -> Iterator[Node | Refusal]:
    """Every reservation anywhere in a JSON value, in document order, those inside packages on their own. A Refusal stands
    for what is no object in a list of reservations: 42, "x", null.

    References (`{"@id": …}` alone) are filled in from the document. A package hands down what its parts do not say;
    its number counts for all of them: it was sold as one.
    """
    known = _identified(document)
    waiting: list[tuple[object, Node]] = [(document, {})]
    while waiting:
        value, above = waiting.pop()
        if isinstance(value, list):
            ours = any(isinstance(part, dict) and reservation_type(part) for part in value)
            parts = value if not ours else (_stray(part) for part in value)
            waiting.extend((part, above) for part in reversed(list(parts)))
        elif isinstance(value, Refusal):
            yield value
        elif isinstance(value, dict):
            kind = reservation_type(value)
            if kind is None:
                waiting.extend((part, above) for part in reversed(list(value.values())))
                continue
            within = get(value, "subReservation")
            said = {
                key: part
                for key, part in value.items()
                if part is not None and short(key) != "subReservation"
            }
            whole = {**above, **said}
            if above.get("@package") and "reservationNumber" in above:
                whole["reservationNumber"] = above["reservationNumber"]
            if within is not None:
                waiting.append((within, _handed_down(whole, package=kind == "ReservationPackage")))
            if kind != "ReservationPackage":
                yield _filled(whole, known)


def _stray(part: object) -> object:
    """A part of a list of reservations; a Refusal where it is neither an object nor a list."""
    if isinstance(part, (dict, list)):
        return part
    why = "Among the reservations stands something else. Put an object with @type and reservationNumber here, or nothing."
    value = part if isinstance(part, str) and part.strip() else json.dumps(part)
    return Refusal(Reason.NOT_UNDERSTOOD, why, value=value)


def _handed_down(node: Node, *, package: bool) -> Node:
    shared = ("reservationNumber", "underName", "bookingTime", "reservationStatus", "modifiedTime")
    found = {name: get(node, name) for name in shared}
    handed = {name: value for name, value in found.items() if value is not None}
    return {**handed, "@package": True} if package else handed


def _identified(document: object) -> dict[str, Node]:
    """Every node with an @id and something to say, by its @id."""
    found: dict[str, Node] = {}
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str) and len(value) > 1:
                found.setdefault(name, value)
            waiting.extend(value.values())
    return found


def _filled(node: Node, known: dict[str, Node]) -> Node:
    """`node` with its references replaced, to a bounded depth and number."""
    left = _EXPANSIONS

    def fill(value: Any, depth: int) -> Any:
        nonlocal left
        if depth > _DEPTH:
            return value
        if isinstance(value, list):
            return [fill(part, depth + 1) for part in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1 and isinstance(value.get("@id"), str) and value["@id"] in known and left:
            left -= 1
            value = known[value["@id"]]
        return {key: fill(part, depth + 1) for key, part in value.items()}

    filled: Node = fill(node, 0) if known else node
    return {key: value for key, value in filled.items() if key != "@package"}
