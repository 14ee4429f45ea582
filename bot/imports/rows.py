"""A row of the project's own CSV -> a line.

Not here: the columns and splitting a table into rows (table), schema.org (reservations).
"""

from __future__ import annotations

import re
from datetime import date

from bot.imports.arrival import arrival, clock_alone
from bot.imports.line import Line, Move, refuse_disorder, unknown_zones
from bot.imports.people import read_person
from bot.imports.places import airport, country_code, locate
from bot.imports.printed import LAST_YEAR, Printed, known_zone, read_time, settle
from bot.imports.rejection import Reason, Refusal
from bot.imports.unfit import NAMES, refuse_circle, refuse_name
from flows.library.audience import Celebration
from flows.trips.times import Time
from flows.trips.trip import Kind, Place

BORN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_BORN = 1900
OCCASIONS = tuple(str(one) for one in Celebration)
RENTAL_CAR = "rental_car"
KINDS = (*(kind.value for kind in Kind), RENTAL_CAR)

_YES = {"yes", "y", "true", "1", "x", "ja", "j", "oui"}
_NO = {"", "no", "n", "false", "0", "nee", "nein", "non"}
_CONFIRMED, _CANCELLED = {"", "confirmed"}, {"cancelled", "canceled"}


def reference_of(row: dict[str, str]) -> str:
    """The booking's reference. Raises Refusal when the row has none."""
    if "reference" not in row:
        why = "A row without a reference belongs to no booking. Fill in the reference."
        raise Refusal(Reason.MISSING, why, field="reference")
    return row["reference"]


def read_row(row: dict[str, str]) -> Line:
    """The line that one row says. Raises Refusal naming the column at fault."""
    for column in NAMES:
        refuse_name(row.get(column), field=column)
    cancelled = _word(row, "status", _CANCELLED, _CONFIRMED, "confirmed or cancelled")
    lead = _word(row, "lead", _YES, _NO, "yes or no")
    minor = _word(row, "minor", _YES, _NO, "yes or no")
    person = read_person(row.get("traveller"), lead=lead, minor=minor, born=_born(row))
    occasion = _occasion(row)
    notes: list[str] = []
    booked = _time(row, "booked", "booked")
    if cancelled and "kind" not in row and "departs" not in row:
        people = (person,) if person else ()
        return Line(move=None, people=people, cancelled=True, booked=booked, occasion=occasion)
    if person is None:
        raise Refusal(
            Reason.MISSING, "Nobody is named in this row. Fill in the traveller.", field="traveller"
        )
    move = _move(row, notes)
    if not cancelled:
        notes.extend(unknown_zones(move, origin="from_zone", destination="to_zone"))
    return Line(
        move=move,
        people=(person,),
        cancelled=cancelled,
        booked=booked,
        notes=tuple(notes),
        occasion=occasion,
    )


def _born(row: dict[str, str]) -> date | None:
    """A date of birth; times are not asked for, and nobody is older than FIRST_BORN."""
    written = row.get("born")
    if written is None:
        return None
    try:
        born = date.fromisoformat(written) if BORN.fullmatch(written) else None
    except ValueError:
        born = None
    if born is None or not FIRST_BORN <= born.year <= LAST_YEAR:
        why = "This is no date of birth. Write it as 1984-06-21."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field="born", value=written)
    return born


def _occasion(row: dict[str, str]) -> str:
    word = row.get("occasion", "").casefold()
    if word and word not in OCCASIONS:
        why = f"This occasion is not known. Use one of {', '.join(OCCASIONS)}, or leave it empty."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field="occasion", value=row["occasion"])
    return word


def _move(row: dict[str, str], notes: list[str]) -> Move:
    word = row.get("kind", "").casefold()
    if word not in KINDS:
        why = f"This kind is not known. Use one of {', '.join(KINDS)}."
        raise Refusal(Reason.UNKNOWN_KIND, why, field="kind", value=row.get("kind"))
    kind = Kind.VISIT if word == RENTAL_CAR else Kind(word)
    origin = _place(
        row, "from", kind, notes, contact=not kind.is_leg, named=None if kind.is_leg else row.get("name")
    )
    if origin is None:
        raise Refusal(Reason.MISSING, "It does not say where. Fill in from.", field="from")
    target = _place(row, "to", kind, notes) if kind.is_leg or word == RENTAL_CAR else None
    if kind.is_leg and kind is not Kind.TRANSFER and target is None:
        raise Refusal(Reason.MISSING, f"A {word} goes somewhere. Fill in to.", field="to")
    round_trip = refuse_circle(kind, origin, target, field="to")
    if round_trip:
        notes.append(round_trip)
    carrier, number = _carrier(row, kind)
    name = row.get("name") or (None if kind.is_leg else row.get("operator") or origin.name)
    label = " ".join(part for part in (carrier, number) if part) or name or word
    leaves = _time(row, "departs", label)
    if leaves is None:
        raise Refusal(Reason.MISSING, "It does not say when. Fill in departs.", field="departs")
    departs = _settled(leaves, origin, f"{label}, departs", notes)
    arrives = _arrives(row, departs, target or origin, label, notes)
    refuse_disorder(departs, arrives, field="arrives", value=row.get("arrives"))
    return Move(
        kind=kind,
        origin=origin,
        destination=target if kind.is_leg else origin,
        departs=departs,
        arrives=arrives,
        number=number,
        carrier=carrier,
        operator=row.get("operator"),
        name=name,
    )


def _settled(printed: Printed, place: Place, what: str, notes: list[str]) -> Time:
    moment, note = settle(printed, place.zone, what=what)
    if note:
        notes.append(note)
    return moment


def _arrives(row: dict[str, str], departs: Time, place: Place, label: str, notes: list[str]) -> Time | None:
    """When it ends; of an hour without a day ("06:20", "06:20+1") the day is inferred, or it is left out and told."""
    clock = clock_alone(row.get("arrives", ""))
    if clock is not None:
        found, note = arrival(clock, departs, place.zone, what=label)
        notes.append(note)
        return found
    ends = _time(row, "arrives", label)
    return _settled(ends, place, f"{label}, arrives", notes) if ends else None


def _carrier(row: dict[str, str], kind: Kind) -> tuple[str | None, str | None]:
    carrier, number = row.get("carrier"), row.get("number")
    if carrier and not re.fullmatch(r"[A-Za-z0-9]{2}", carrier):
        why = "A carrier is its IATA code of two characters (KL). Put names in operator."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field="carrier", value=carrier)
    carrier = carrier.upper() if carrier else None
    if kind is Kind.FLIGHT and number:
        found = re.fullmatch(r"([A-Z][A-Z0-9]|[0-9][A-Z])[\s-]*(\d{1,4}[A-Z]?)", number.upper())
        if found and carrier in (None, found[1]):
            return found[1], found[2]
    return carrier, number


def _place(
    row: dict[str, str],
    side: str,
    kind: Kind,
    notes: list[str],
    *,
    contact: bool = False,
    named: str | None = None,
) -> Place | None:
    country, zone = row.get(f"{side}_country"), row.get(f"{side}_zone")
    if country and country_code(country) is None:
        why = "This country is not known. Write its code (PT) or its name (Portugal)."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field=f"{side}_country", value=country)
    if zone and known_zone(zone) is None:
        why = "This zone is not known. Write a name such as Europe/Lisbon, or leave it empty."
        raise Refusal(Reason.NOT_UNDERSTOOD, why, field=f"{side}_zone", value=zone)
    printed = row.get(side)
    if printed is None:
        return None
    code = printed if _is_code(printed, kind) else None
    located = locate(
        (named or None) if code else printed,
        iata=code,
        city=row.get(f"{side}_city"),
        country=country,
        zone=zone,
        address=row.get("address") if contact else None,
        phone=row.get("phone") if contact else None,
    )
    if located is None:
        return None
    if located.note:
        notes.append(located.note)
    return located.place


def _is_code(printed: str, kind: Kind) -> bool:
    """On a flight three letters are an airport's code; elsewhere only capitals that some airport has."""
    if kind is Kind.FLIGHT and re.fullmatch(r"[A-Za-z]{3}", printed):
        return True
    return printed.isupper() and airport(printed) is not None


def _time(row: dict[str, str], column: str, what: str) -> Printed | None:
    if column not in row:
        return None
    try:
        return read_time(row[column])
    except Refusal as refusal:
        refusal.field = column
        raise


def _word(row: dict[str, str], column: str, yes: set[str], no: set[str], allowed: str) -> bool:
    word = row.get(column, "").casefold()
    if word not in yes and word not in no:
        raise Refusal(Reason.NOT_UNDERSTOOD, f"Write {allowed}.", field=column, value=row[column])
    return word in yes
