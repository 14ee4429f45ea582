"""Lines of one reference -> one Booking: its party, each segment once, who takes it, what is cancelled.

Not here: reading lines (reservations, table), and comparing with a booking already held (flows.trips.merge).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.imports.entry import LONG_AGO, Entry
from bot.imports.line import Line, Move
from bot.imports.people import Person
from bot.imports.printed import Printed
from flows.trips.times import Time
from flows.trips.trip import Booking, Kind, Place, Segment, Traveller
from flows.trips.unnamed import UNNAMED

_NEXT = timedelta(hours=24)
_GROWN_UP = 18


def assemble(reference: str, lines: Sequence[Line]) -> Booking:
    """The booking that these lines (at least one, in reading order) describe together."""
    notes: list[str] = []
    party = _party(lines)
    everyone = tuple(party)
    entries: dict[tuple[object, ...], Entry] = {}
    blankets: list[tuple[tuple[str, ...], datetime]] = []
    for line in lines:
        _remember(line.notes, notes)
        keys = _keys(line.people) or everyone or ("",)
        modified = line.modified or LONG_AGO
        if line.move is None:
            blankets.append((keys, modified))
            continue
        entry = entries.get(_same(line.move))
        if entry is None:
            entry = entries[_same(line.move)] = Entry(line.move, modified, line.booker_only)
        else:
            _join(entry, line.move, modified, notes)
        for key in keys:
            entry.hear(key, cancelled=line.cancelled, at=modified)
    for keys, modified in blankets:
        for entry in entries.values():
            for key in keys:
                if key in entry.said:
                    entry.hear(key, cancelled=True, at=modified)
    return _booking(reference, lines, list(entries.values()), party, notes, blanket=bool(blankets))


def _booking(
    reference: str,
    lines: Sequence[Line],
    entries: list[Entry],
    party: dict[str, Person],
    notes: list[str],
    *,
    blanket: bool,
) -> Booking:
    live = {key for entry in entries for key in entry.said if entry.takes(key)}
    cancelled = not live and (blanket or bool(entries))
    staying = dict(party)
    if not cancelled:
        for key in party:
            if key not in live and any(key in entry.said for entry in entries):
                del staying[key]
                notes.append(f"{party[key].name} no longer travels: everything under this name is cancelled.")
    moves = _with_ends([entry.move for entry in entries], notes)
    ids = {key: key for key in staying} or {"": "traveller"}
    segments = []
    for entry in entries:
        entry.share(entries, staying)
    for entry, move in zip(entries, moves, strict=True):
        going = tuple(ids[key] for key in entry.said if key in ids and entry.takes(key))
        gone = tuple(ids[key] for key in entry.said if key in ids)
        segments.append(_segment(move, going or gone, cancelled=not going))
    segments.sort(key=lambda segment: sort_key(segment.kind, segment.departs))
    first = segments[0] if segments else None
    travellers = _travellers(staying, first.departs.day if first else None)
    if not party:
        notes.append(f"No traveller is named; {UNNAMED} stands for the name until somebody gives it.")
    booked = [line.booked for line in lines if line.booked is not None]
    zone = first.origin.zone if first else None
    return Booking(
        reference=reference,
        travellers=travellers,
        segments=_identified(reference, segments),
        booked=_earliest(booked, zone, notes),
        cancelled=cancelled,
        notes=tuple(notes),
        occasions=tuple(dict.fromkeys(line.occasion for line in lines if line.occasion)),
        bare=_bare_kinds(lines),
    )


def _bare_kinds(lines: Sequence[Line]) -> tuple[Kind, ...]:
    """The kinds that are called off by the reference alone; none where a line calls off the booking itself."""
    bare = [line.kind for line in lines if line.move is None]
    return () if None in bare else tuple(dict.fromkeys(kind for kind in bare if kind is not None))


def _remember(said: Sequence[str], notes: list[str]) -> None:
    notes.extend(note for note in said if note not in notes)


def _keys(people: Sequence[Person]) -> tuple[str, ...]:
    """Keys of the people of one line; the second Jan Jansen on it is another person."""
    found: list[str] = []
    for person in people:
        key, count = person.key, 1
        while key in found:
            count += 1
            key = f"{person.key}-{count}"
        found.append(key)
    return tuple(found)


def _party(lines: Sequence[Line]) -> dict[str, Person]:
    """Everyone named, in order of appearance; the best printing of each name; one lead."""
    party: dict[str, Person] = {}
    for line in lines:
        for key, person in zip(_keys(line.people), line.people, strict=True):
            held = party.get(key)
            if held is None:
                party[key] = person
                continue
            better = person if held.shouted and not person.shouted else held
            party[key] = replace(
                better,
                minor=held.minor or person.minor,
                lead=held.lead or person.lead,
                born=held.born or person.born,
            )
    lead = next((key for key, person in party.items() if person.lead), next(iter(party), None))
    return {key: replace(person, lead=key == lead) for key, person in party.items()}


def _travellers(party: dict[str, Person], leaves: date | None) -> tuple[Traveller, ...]:
    if not party:
        return (Traveller(id="traveller", name=UNNAMED, first_name=UNNAMED, surname="", lead=True),)
    has_lead = any(person.lead for person in party.values())
    return tuple(
        Traveller(
            id=key,
            name=person.name,
            first_name=person.first_name,
            surname=person.surname,
            lead=person.lead or (not has_lead and position == 0),
            minor=person.minor or _is_child(person.born, leaves),
            born=person.born,
        )
        for position, (key, person) in enumerate(party.items())
    )


def _is_child(born: date | None, on: date | None) -> bool:
    if born is None or on is None:
        return False
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return 0 <= age < _GROWN_UP


def _bare(number: str | None) -> str | None:
    return number.lstrip("0").casefold() or "0" if number else None


def _where(place: Place | None) -> str | None:
    return (place.iata or place.name).casefold() if place else None


def _same(move: Move) -> tuple[object, ...]:
    """What two printings of one segment share."""
    key: tuple[object, ...] = (move.kind, _where(move.origin), _where(move.destination), move.departs.day)
    if move.kind is Kind.FLIGHT and move.number:
        return (*key, move.carrier, _bare(move.number))
    if move.number:
        return (*key, move.carrier or move.operator, _bare(move.number))
    if move.kind is Kind.STAY:
        # Who leaves a hotel earlier than the others has a stay of their own.
        return (*key, move.arrives.day if move.arrives else None)
    return (*key, move.departs.clock, move.name)


def _join(entry: Entry, move: Move, modified: datetime, notes: list[str]) -> None:
    """Take a second printing of the same segment in: the newer, else the more exact, else the later word wins."""
    held = entry.move
    newer = (modified, move.departs.clock is not None) >= (entry.modified, held.departs.clock is not None)
    best, other = (move, held) if newer else (held, move)
    if move.departs.clock and held.departs.clock and move.departs != held.departs:
        label = (
            " ".join(part for part in (move.carrier, move.number or move.name) if part) or move.origin.name
        )
        notes.append(
            f"{label} is printed with two departures, {held.departs.iso} and {move.departs.iso}; "
            f"{best.departs.iso} is used."
        )
    entry.modified = max(entry.modified, modified)
    entry.move = replace(
        best,
        arrives=best.arrives or other.arrives,
        operator=best.operator or other.operator,
        name=best.name or other.name,
    )


def sort_key(kind: Kind, departs: Time) -> datetime:
    """An instant to sort by, known or not: a stay's day alone counts as the afternoon, other days as midnight."""
    planned = departs.instant_at(time(15) if kind is Kind.STAY else time())
    if planned is not None:
        return planned
    clock = departs.clock or (time(15) if kind is Kind.STAY else time())
    return datetime.combine(departs.day, clock, tzinfo=UTC)


def _with_ends(moves: list[Move], notes: list[str]) -> list[Move]:
    """Rides whose end nobody printed lead to where the next segment begins, if that is within a day."""
    ended = []
    for move in moves:
        if move.destination is None:
            start = sort_key(move.kind, move.departs)
            later = [
                (sort_key(other.kind, other.departs), position, other)
                for position, other in enumerate(moves)
                if other is not move and start <= sort_key(other.kind, other.departs) <= start + _NEXT
            ]
            target = min(later)[2].origin if later else move.origin
            why = f"taken to be {target.name}, where the trip goes on" if later else "unknown"
            notes.append(f"The ride from {move.origin.name}: its end is not printed, {why}.")
            move = replace(move, destination=target)
        ended.append(move)
    return ended


def _segment(move: Move, travellers: tuple[str, ...], *, cancelled: bool) -> Segment:
    return Segment(
        id="",
        kind=move.kind,
        origin=move.origin,
        destination=move.destination or move.origin,
        departs=move.departs,
        arrives=move.arrives,
        number=move.number,
        carrier=move.carrier,
        operator=move.operator,
        name=move.name,
        travellers=travellers,
        cancelled=cancelled,
    )


def _identified(reference: str, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Each segment with an id that the same paper gives again, on any day and machine."""
    taken: dict[str, int] = {}
    named = []
    for segment in segments:
        what = _bare(segment.number) or _where(segment.origin) or ""
        facts = (
            reference.upper(),
            segment.kind.value,
            segment.carrier or "",
            what,
            segment.departs.day.isoformat(),
        )
        digest = hashlib.blake2s("\x1f".join(facts).encode(), digest_size=5).hexdigest()
        taken[digest] = taken.get(digest, 0) + 1
        number = taken[digest]
        named.append(replace(segment, id=digest if number == 1 else f"{digest}-{number}"))
    return tuple(named)


def _earliest(booked: list[Printed], zone: str | None, notes: list[str]) -> datetime | None:
    if not booked:
        return None
    first = min(booked, key=lambda printed: printed.instant(zone))
    if not first.utc and first.offset is None and first.zone is None:
        _remember([f"The booking time names no zone; it is read in {zone or 'UTC'}."], notes)
    return first.instant(zone)
