"""Boarding passes as their barcodes say them: IATA BCBP (resolution 792), one string a line.

It prints no times and no year, only the number of the day in its year: the year is the one that lays the flight
nearest to a known day, and a note says so. Not here: wallet passes around them (passes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.imports.found import NOTES, Finds, Found
from bot.imports.rejection import Reason, Refusal

_LEG = (
    r"(?P<pnr>[A-Z0-9 ]{7})(?P<origin>[A-Z]{3})(?P<target>[A-Z]{3})(?P<carrier>[A-Z0-9]{2}[A-Z0-9 ])"
    r"(?P<number>\d{3}[\d ][A-Z ]|[\d ]{4}[A-Z ])(?P<day>\d{3})(?P<cabin>[A-Z ])(?P<seat>[A-Z0-9 ]{4})(?P<sequence>[A-Z0-9 ]{5})"
    r"(?P<status>[A-Z0-9 ])(?P<more>[0-9A-F]{2})"
)
_LEG_LIKE = re.compile(_LEG, re.ASCII)
_HEAD = re.compile(r"M(?P<legs>[1-4])(?P<name>[^\n]{20})(?P<electronic>[E ])", re.ASCII)
_LOOKS = re.compile(r"M[1-4][^\n\d]{20}[E ][A-Z0-9 ]{7}[A-Z]{6}[A-Z0-9]{2}[A-Z0-9 ][\d ]{4}", re.ASCII)
_WIDTH = 37
_LINES = 10_000
_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One flight of a boarding pass. number without zeros in front; day: of the year, from 1."""

    reference: str
    origin: str
    destination: str
    carrier: str
    number: str
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode:
    """What the string says. issued: last digit of the year and day of the year, where it was printed."""

    name: str
    legs: tuple[Leg, ...]
    issued: tuple[int, int] | None = None


def looks_like_one(line: str) -> bool:
    """True when a line begins like a boarding pass."""
    return _LOOKS.match(line.strip("\r\n")) is not None


def read_barcode(printed: str) -> Barcode:
    """The boarding pass in a string. Raises Refusal that says what is wrong with it."""
    text = printed.strip("\r\n")
    head = _HEAD.match(text)
    if head is None:
        raise _broken(printed, "it does not begin with M, the number of legs and a name of 20 characters")
    legs: list[Leg] = []
    issued: tuple[int, int] | None = None
    position = head.end()
    for number in range(int(head["legs"])):
        # Where spaces at the end got lost, the last leg may be short of its size.
        found = _LEG_LIKE.match(text[position : position + _WIDTH].ljust(_WIDTH, "0"))
        if found is None:
            raise _broken(printed, f"its leg {number + 1} cannot be read")
        legs.append(_leg(found, printed))
        position += _WIDTH
        more = int(found["more"], 16)
        if number == 0:
            issued = _issued(text[position : position + more])
        position += more
    return Barcode(name=" ".join(head["name"].split()), legs=tuple(legs), issued=issued)


def _leg(found: re.Match[str], printed: str) -> Leg:
    day = int(found["day"])
    if not 1 <= day <= 366:
        raise _broken(printed, f"its day of the year is {day}")
    return Leg(
        reference=found["pnr"].strip(),
        origin=found["origin"],
        destination=found["target"],
        carrier=found["carrier"].strip(),
        number=found["number"].strip().lstrip("0") or "0",
        day=day,
    )


def _issued(conditional: str) -> tuple[int, int] | None:
    """The day of issue from the part that not every pass has: ">" version size passenger, check-in, issuer, then YDDD."""
    found = re.match(r">\d[0-9A-F]{2}[\w ]{3}(\d)(\d{3})", conditional, re.ASCII)
    if found is None or not 1 <= int(found[2]) <= 366:
        return None
    return int(found[1]), int(found[2])


def reservations(barcode: Barcode, *, dated: date | None, today: date | None) -> Iterator[dict[str, Any]]:
    """A schema.org FlightReservation for each leg. dated: the paper's own day; today: the day of reading.

    Raises Refusal when neither tells the year.
    """
    after: date | None = None
    for leg in barcode.legs:
        day, why = _on(leg, barcode.issued, dated=dated, today=today, after=after)
        after = day
        label = f"{leg.carrier} {leg.number}"
        yield {
            "@type": "FlightReservation",
            "reservationNumber": leg.reference,
            "underName": {"@type": "Person", "name": barcode.name},
            "reservationFor": {
                "@type": "Flight",
                "flightNumber": leg.number,
                "airline": {"@type": "Airline", "iataCode": leg.carrier},
                "departureAirport": {"@type": "Airport", "iataCode": leg.origin},
                "arrivalAirport": {"@type": "Airport", "iataCode": leg.destination},
                "departureDay": day.isoformat(),
            },
            NOTES: [
                f"{label}: a boarding pass prints day {leg.day} and no year; {day.isoformat()} is inferred, {why}.",
                f"{label}: a boarding pass prints no times. Add when it departs and arrives.",
            ],
        }


def _on(
    leg: Leg, issued: tuple[int, int] | None, *, dated: date | None, today: date | None, after: date | None
) -> tuple[date, str]:
    """The day of a leg, and why this year."""
    if after is not None:
        # A later leg of one pass leaves on the same day or soon after.
        return _nearest(
            leg.day, after, lambda day: day >= after - timedelta(days=1)
        ), "next to the leg before it"
    near, what = (dated, "the day of the paper") if dated is not None else (today, "the day of reading")
    if near is None:
        why = (
            f"A boarding pass prints no year, and nothing here tells when day {leg.day} was. "
            "Import it on a day near the flight, or send the wallet pass or mail that it came in."
        )
        raise Refusal(Reason.MISSING, why, field="departureDay", value=leg.day)
    if issued is not None:
        digit, number = issued
        given = _nearest(number, near, lambda day: day.year % 10 == digit)
        return (
            _nearest(leg.day, given, lambda day: day >= given),
            f"the first such day after it was issued ({given.isoformat()})",
        )
    return _nearest(leg.day, near, lambda day: True), f"the nearest to {what} ({near.isoformat()})"


def _nearest(number: int, near: date, allowed: Any) -> date:
    days = [
        date(year, 1, 1) + timedelta(days=number - 1)
        for year in range(max(near.year - 10, 1), near.year + 11)
        if number < 366 or date(year, 12, 31).timetuple().tm_yday == 366
    ]
    fitting = [day for day in days if allowed(day)] or days
    return min(fitting, key=lambda day: abs((day - near).days))


def in_lines(text: str, *, dated: date | None, today: date | None) -> Finds:
    """The boarding passes of a file, one a line; lines that are none are refused by number."""
    for row, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if row > _LINES:
            why = f"The file has more than {_LINES} lines. Split it."
            yield Refusal(Reason.TOO_LARGE, why)
            return
        try:
            barcode = read_barcode(line[:_LONGEST])
            for said in reservations(barcode, dated=dated, today=today):
                yield Found(said=said, row=row)
        except Refusal as refusal:
            refusal.row = row
            yield refusal


def _broken(printed: str, what: str) -> Refusal:
    why = (
        f"This is no boarding pass as IATA writes it: {what}. Copy the barcode's whole text, spaces included."
    )
    return Refusal(Reason.NOT_UNDERSTOOD, why, field="barcode", value=printed)
