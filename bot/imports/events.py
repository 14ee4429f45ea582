"""An event of a calendar -> a schema.org reservation: its kind, way and number by the words in four languages.

What the words do not say is left out and told, never made up. Not here: iCalendar itself (calendars), what a reservation
means (reservations).
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.imports.dates import read_moment
from bot.imports.event_words import (
    CHECK,
    FLIGHT,
    KINDS,
    LONGEST,
    NUMBER,
    NUMBERED,
    PEOPLE_APART,
    PERSON,
    PHONE,
    REFERENCE,
    STOPS,
    TOWARDS,
    TRIPS,
    coded,
    way_in,
)
from bot.imports.found import NOTES
from bot.imports.places import country_code
from bot.imports.printed import read_clock
from bot.imports.rejection import Reason, Refusal
from bot.imports.schema_org import clean

Said = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What stands in an event. starts, ends: a day (ends: the day after the last), or a time; naive where it floats.
    start_zone, end_zone: IANA names that the file gives beside them."""

    summary: str
    description: str = ""
    location: str = ""
    starts: date | datetime
    ends: date | datetime | None = None
    start_zone: str | None = None
    end_zone: str | None = None
    geo: tuple[float, float] | None = None
    people: tuple[str, ...] = ()
    cancelled: bool = False
    modified: date | datetime | None = None

    @property
    def words(self) -> str:
        """All its words, bounded, tags of a page left out."""
        text = f"{self.summary}\n{self.description}"[:LONGEST]
        lines = re.sub(r"<(?:br|/?p|/?div|/?li|/?tr)\b[^<>]{0,200}>", "\n", text, flags=re.IGNORECASE)
        return re.sub(r"</?[A-Za-z][^<>]{0,200}>", "", lines)

    @property
    def sleeps(self) -> bool:
        """True when it goes on past a midnight."""
        if self.ends is None:
            return False
        first, last = (
            when.date() if isinstance(when, datetime) else when for when in (self.starts, self.ends)
        )
        return last > first + timedelta(days=not isinstance(self.ends, datetime))


def reservation(event: Event) -> Said:
    """The reservation that an event tells of. Raises Refusal when it names no booking."""
    found = REFERENCE.search(event.words)
    if found is None:
        why = (
            "The event names no booking. Write `Booking reference: …` into its description, "
            "or import it with --reference."
        )
        raise Refusal(Reason.MISSING, why, field="reservationNumber", value=event.summary or None)
    notes: list[str] = []
    kind = _kind(event)
    said: Said = {
        "@type": f"{kind}Reservation",
        "reservationNumber": found["value"],
        "underName": [{"@type": "Person", "name": name} for name in _people(event)],
        NOTES: notes,
    }
    if event.cancelled:
        said["reservationStatus"] = "ReservationCancelled"
    if event.modified is not None:
        said["modifiedTime"] = _printed(event.modified, None)
    if kind in STOPS:
        said["reservationFor"] = _leg(event, kind, notes)
    elif kind == "Lodging":
        said["reservationFor"] = _place(event, _named(event, kind))
        said |= _nights(event, notes)
    elif kind in ("RentalCar", "Taxi"):
        way = way_in(event.summary)
        said["reservationFor"] = {"name": clean(event.summary)}
        said["pickupLocation"] = {"name": way[0]} if way else _place(event, None)
        said |= {"pickupTime": _start(event)} | ({"dropoffTime": _end(event)} if event.ends else {})
        if way:
            said["dropoffLocation"] = {"name": way[1]}
    elif kind == "FoodEstablishment":
        said["reservationFor"] = _place(event, _named(event, kind))
        said["startTime"] = _start(event)
    else:
        said["reservationFor"] = {
            "name": clean(event.summary),
            "location": _place(event, None),
            "startDate": _start(event),
            **({"endDate": _end(event)} if event.ends else {}),
        }
    return said


def _kind(event: Event) -> str:
    """The kind that its title names first; where one sleeps there, a bed comes before anything else."""
    found = {
        kind: at.start()
        for kind, words in KINDS
        if (at := re.search(rf"(?<!\w)(?:{words})(?!\w)", event.summary, re.IGNORECASE))
    }
    legs = [kind for kind in found if kind in STOPS]
    if "Lodging" in found and (event.sleeps or len(found) == 1) and not (legs and way_in(event.summary)):
        return "Lodging"
    for kind in sorted(found.keys() - {"Lodging"}, key=lambda kind: found[kind]):
        # "Bus tour of Lisbon" goes nowhere: it is something to be at.
        if kind == "Flight" or kind not in STOPS or way_in(event.summary) is not None:
            return kind
    if not found and FLIGHT.search(event.summary) and coded(way_in(event.summary)):
        return "Flight"  # "KL 1697 AMS-LIS" says so without the word
    return "Event"


def _way_by_place(event: Event) -> tuple[str, str] | None:
    """ "Flight to Lisbon", at Amsterdam AMS: where it is, is where it begins."""
    found = TOWARDS.search(FLIGHT.sub(" ", event.summary))
    origin = re.search(r"\b[A-Z]{3}\b", event.location)
    target = clean(found["target"].strip(" ():,-–")) if found else None
    return (clean(event.location) or origin[0], target) if origin and target else None


def _leg(event: Event, kind: str, notes: list[str]) -> Said:
    told = way_in(event.description)
    way = way_in(event.summary) or _way_by_place(event) or (told if coded(told) else None)
    if way is None:
        why = "The event does not say from where to where. Write it as `Flight KL 1697 from AMS to LIS`."
        raise Refusal(Reason.MISSING, why, field="SUMMARY", value=event.summary)
    stop = STOPS[kind]
    origin: Said = _stop(way[0], kind)
    if event.geo and "iataCode" not in origin:
        origin["geo"] = {"latitude": event.geo[0], "longitude": event.geo[1]}
    trip: Said = {
        "@type": TRIPS.get(kind, kind),
        f"departure{stop}": origin,
        f"arrival{stop}": _stop(way[1], kind),
        "departureTime": _start(event),
    }
    outside = event.summary.replace(way[0], " ").replace(way[1], " ")
    number = FLIGHT.search(outside) if kind == "Flight" else NUMBER.search(outside)
    if number is not None:
        trip[NUMBERED[kind]] = clean(number[0])
    label = clean(number[0]) if number else kind
    timed = isinstance(event.starts, datetime)
    if timed and event.ends is not None and event.ends != event.starts:
        trip["arrivalTime"] = _end(event)
    else:
        notes.append(f"{label}: the event does not say when it arrives. Add it.")
    if not timed:
        notes.append(
            f"{label}: the event is of a whole day and does not say at what time it departs. Add it."
        )
    return trip


def _stop(name: str, kind: str) -> Said:
    if kind == "Flight":
        if re.fullmatch(r"[A-Z]{3}", name):
            return {"iataCode": name}
        code = re.search(r"(?:\(|(?<=\s))([A-Z]{3})\)?$", name)
        if code:
            return {"iataCode": code[1], "name": clean(name[: code.start()].rstrip(" ,("))}
    return {"name": name}


def _place(event: Event, name: str | None) -> Said:
    """Where the event is: its location as an address whose last part may be a country."""
    parts = [part.strip() for part in (clean(event.location) or "").split(",") if part.strip()]
    printed = name or (parts.pop(0) if parts else None) or clean(event.summary)
    postal: Said = {}
    if parts and country_code(parts[-1]):
        postal["addressCountry"] = parts.pop()
        found = (
            re.fullmatch(r"((?:[A-Z]{1,2}-)?\d[\w-]*(?:\s[A-Z]{2})?)?\s*(\D{2,60})", parts[-1])
            if parts
            else None
        )
        if found is not None:
            parts.pop()
            postal |= {"postalCode": found[1], "addressLocality": found[2]}
    if parts:
        postal["streetAddress"] = ", ".join(parts)
    place: Said = {"name": printed}
    if postal:
        place["address"] = postal
    if event.geo:
        place["geo"] = {"latitude": event.geo[0], "longitude": event.geo[1]}
    phone = PHONE.search(event.words)
    if phone:
        place["telephone"] = clean(phone["value"])
    return place


def _named(event: Event, kind: str) -> str | None:
    """What is reserved, without the word that says what it is: "Hotel reservation: Glo Hotel Sello"."""
    line = event.summary.strip().split("\n", 1)[0]
    before, colon, after = line.partition(":")
    words = dict(KINDS)[kind]
    if colon and re.search(rf"(?<!\w)(?:{words}|check)", before, re.IGNORECASE) and after.strip():
        return clean(after)
    plain = re.sub(
        r"^(?:stay at|verblijf in|check[ -]?in(?: at| bij)?|séjour à|aufenthalt im?)\s+", "", line, flags=re.I
    )
    return clean(plain)


def _nights(event: Event, notes: list[str]) -> Said:
    """Check-in and check-out: days by the calendar, hours by the words."""
    clocks: dict[bool, str] = {}
    for found in CHECK.finditer(event.words):
        out = re.match(r"check[ -]?out|uit|départ|abreise", found["which"], re.IGNORECASE) is not None
        with suppress(Refusal):
            moment = read_moment(found["value"], order=None, epoch=None).clock
            if moment is not None:
                clocks.setdefault(out, f"{moment:%H:%M}")
    if isinstance(event.starts, datetime):
        times: Said = {"checkinTime": _start(event)}
        return times | ({"checkoutTime": _end(event)} if event.ends is not None else {})
    ends = event.ends if isinstance(event.ends, date) and event.ends > event.starts else None
    leaves: date | None = None
    if ends is not None:
        # The end of a whole-day event is the day after its last (RFC 5545): the last is when one checks out.
        leaves = ends - timedelta(days=1) if ends - event.starts > timedelta(days=1) else ends
        shown = "the last day that the calendar shows" if leaves != ends else "one night"
        notes.append(
            f"{clean(event.summary)}: check-out on {leaves.isoformat()} is inferred, {shown}. Check it."
        )
    days: Said = {"checkinTime": _on(event.starts, clocks.get(False))}
    return days | ({"checkoutTime": _on(leaves, clocks.get(True))} if leaves else {})


def _on(day: date, clock: str | None) -> str:
    return f"{day.isoformat()}T{clock}" if clock and read_clock(clock) else day.isoformat()


def _start(event: Event) -> Said:
    return {"@value": _printed(event.starts, event.start_zone), "timezone": event.start_zone}


def _end(event: Event) -> Said | None:
    ends = event.ends
    if ends is None:
        return None
    if not isinstance(ends, datetime):
        ends = (
            ends - timedelta(days=1)
            if ends > (event.starts if not isinstance(event.starts, datetime) else ends)
            else ends
        )
    return {"@value": _printed(ends, event.end_zone), "timezone": event.end_zone}


def _printed(when: date | datetime, zone: str | None) -> str:
    """A time with a zone is an instant, and is shown at its place; one without floats: it is the place's own."""
    if not isinstance(when, datetime):
        return when.isoformat()
    if when.tzinfo is None:
        return when.replace(microsecond=0).isoformat()
    return when.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def _people(event: Event) -> list[str]:
    found: list[str] = []
    for line in PERSON.finditer(event.words):
        printed = line["value"]
        # "Passenger: de Vries, Ann" is one person; "Passengers: Ann, Bruno" are two.
        listed = line["several"] is not None or printed.count(",") > 1
        names = printed.replace(",", ";") if listed and "/" not in printed else printed
        several = PEOPLE_APART.split(names)
        found.extend(name for one in several if (name := clean(one)) and any(mark.isalpha() for mark in name))
    names = found or [name for one in event.people if (name := clean(one))]
    return list(dict.fromkeys(names))[:50]
