"""A booking that is already held, read again from paper: what it is now, and what changed, in words for people.

A paper may show a part only (one mail of several), so what it does not name is kept; only what it calls cancelled goes.
Not here: which segment is which (pairing), which traveller is which (people).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from flows.trips.because import MONTHS
from flows.trips.pairing import pairing
from flows.trips.people import Company, company, unused
from flows.trips.times import Time
from flows.trips.towns import plain
from flows.trips.trip import Booking, Kind, Place, Segment


class Change(StrEnum):
    """What a paper did to a booking."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The booking as it is now. lines: what changed ("KL 1697 departs 14:10 → 06:40"); empty when nothing did."""

    booking: Booking
    change: Change
    lines: tuple[str, ...] = ()


def merge(held: Booking | None, read: Booking) -> Merged:
    """Lay a paper over the held booking. Ids of matched travellers and segments stay. Merging twice changes nothing."""
    if held is None:
        return Merged(booking=read, change=Change.NEW)
    party = company(held.travellers, read.travellers)
    segments, lines = _segments(held, read, party)
    live = any(not segment.cancelled for segment in segments)
    if read.cancelled:
        cancelled = held.cancelled or not read.segments or not live
    else:
        revived = any(not segment.cancelled for segment in read.segments)
        cancelled = (held.cancelled and not revived) or (bool(segments) and not live)
    booking = replace(
        held,
        travellers=party.travellers,
        segments=segments,
        booked=held.booked or read.booked,
        cancelled=cancelled,
        occasions=tuple(dict.fromkeys((*held.occasions, *read.occasions))),
    )
    if booking == held:
        return Merged(booking=held, change=Change.UNCHANGED)
    booking = replace(booking, notes=tuple(dict.fromkeys((*held.notes, *read.notes))))
    told = [*party.lines, *lines]
    if booking.booked != held.booked:
        told.append("the date of booking is known")
    if booking.occasions != held.occasions:
        told.append(f"celebrated: {', '.join(booking.occasions)}")
    if cancelled and not held.cancelled:
        return Merged(booking=booking, change=Change.CANCELLED, lines=("the booking is cancelled", *told))
    if held.cancelled and not cancelled:
        told.insert(0, "the booking is reinstated")
    return Merged(booking=booking, change=Change.CHANGED, lines=tuple(told))


def _segments(held: Booking, read: Booking, party: Company) -> tuple[tuple[Segment, ...], list[str]]:
    everyone = tuple(person.id for person in held.travellers)
    grown = len(party.travellers) > len(everyone)
    # "All" means those whom the paper knew: someone who joins later does not board every flight.
    old = [
        replace(segment, travellers=everyone) if grown and not segment.travellers else segment
        for segment in held.segments
    ]
    known = tuple(party.ids[person.id] for person in read.travellers)
    whole = len(known) == len(party.travellers)
    new = [
        replace(
            segment,
            travellers=tuple(party.ids.get(one, one) for one in segment.travellers)
            or (() if whole else known),
            cancelled=segment.cancelled or read.cancelled,
        )
        for segment in read.segments
    ]
    names = {person.id: person.name for person in party.travellers}
    pairs = pairing(old, new)
    merged, lines = list(old), []
    for number, fresh in enumerate(new):
        if number in pairs:
            before = old[pairs[number]]
            after = _merged(before, fresh, tuple(names))
            merged[pairs[number]] = after
            lines.extend(_lines(before, after, names))
        elif not fresh.cancelled:
            merged.append(replace(fresh, id=unused(fresh.id, {segment.id for segment in merged})))
            lines.append(f"new: {fresh.label}, {_where(fresh)}, {_clock(fresh.departs, day=True)}")
    return tuple(merged), lines


def _merged(held: Segment, read: Segment, party: tuple[str, ...]) -> Segment:
    if read.cancelled:
        on_board = held.travellers or party
        left = tuple(one for one in on_board if read.travellers and one not in read.travellers)
        if held.cancelled or len(left) == len(on_board):
            return held
        return replace(held, travellers=left) if left else replace(held, cancelled=True)
    travellers = held.travellers
    if held.cancelled:
        travellers = read.travellers
    elif travellers:
        travellers = (*travellers, *(one for one in (read.travellers or party) if one not in travellers))
    return replace(
        held,
        origin=_place(held.origin, read.origin),
        destination=_place(held.destination, read.destination),
        departs=_time(held.departs, read.departs),
        arrives=_time(held.arrives, read.arrives)
        if held.arrives and read.arrives
        else read.arrives or held.arrives,
        number=read.number or held.number,
        carrier=read.carrier or (held.carrier if read.number in (None, held.number) else None),
        operator=read.operator or held.operator,
        name=read.name or held.name,
        travellers=travellers,
        cancelled=False,
        transit=held.transit or read.transit,
    )


def _time(held: Time, read: Time) -> Time:
    """The read time, unless it says the same or less than the held one."""
    if held.utc is not None and held.utc == read.utc:
        return held
    if held.day == read.day and not held.inferred:
        vaguer = read.clock is None and read.instant is None
        if vaguer or bool(read.inferred) or (read.zone is None and read.clock == held.clock):
            return held
    return read


def _place(held: Place, read: Place) -> Place:
    """The read place; what it does not say is kept when it is the same place."""
    same = held.iata == read.iata if held.iata and read.iata else plain(held.name) == plain(read.name)
    if not same:
        return read
    kept = {
        field.name: getattr(held, field.name) for field in fields(Place) if getattr(read, field.name) is None
    }
    merged = replace(read, **kept)
    return held if replace(merged, name=held.name) == held else merged


def _lines(before: Segment, after: Segment, names: dict[str, str]) -> list[str]:
    if before == after:
        return []
    label = before.label
    if after.cancelled:
        return [f"{label} is cancelled"]
    lines = [f"{label} is on again"] if before.cancelled else []
    if after.label != label:
        lines.append(f"{label} → {after.label}")
        label = after.label
    leave, arrive = {Kind.STAY: ("check-in", "check-out"), Kind.VISIT: ("starts", "ends")}.get(
        after.kind, ("departs", "arrives")
    )
    if before.departs != after.departs:
        lines.append(f"{label} {leave} {_moved(before.departs, after.departs)}")
    if after.arrives is not None and before.arrives != after.arrives:
        lines.append(f"{label} {arrive} {_moved(before.arrives, after.arrives)}")
    if before.origin.name != after.origin.name and after.kind.is_leg:
        lines.append(f"{label} from {before.origin.name} → {after.origin.name}")
    if before.destination.name != after.destination.name:
        lines.append(
            f"{label} {'to' if after.kind.is_leg else 'at'} {before.destination.name} → {after.destination.name}"
        )
    if after.travellers and before.travellers != after.travellers:
        was = before.travellers or tuple(names)
        lines.extend(f"{names.get(one, one)} joins {label}" for one in after.travellers if one not in was)
        lines.extend(f"{names.get(one, one)} leaves {label}" for one in was if one not in after.travellers)
    return lines or [f"{label}: details"]


def _moved(before: Time | None, after: Time) -> str:
    if before is None:
        return f"→ {_clock(after, day=True)}"
    other_day = before.day != after.day
    dated = other_day or before.clock is None or after.clock is None
    old, new = _clock(before, day=dated), _clock(after, day=dated)
    return f"{old} → {new}" if old != new else f"{old} ({before.zone}) → {new} ({after.zone})"


def _clock(when: Time, *, day: bool) -> str:
    words = f"{when.day.day} {MONTHS[when.day.month - 1]} {when.day.year}" if day else ""
    clock = f"{when.clock:%H:%M}" if when.clock is not None else ""
    return f"{words} {clock}".strip()


def _where(segment: Segment) -> str:
    if segment.kind.is_leg:
        return f"{segment.origin.label} → {segment.destination.label}"
    return segment.destination.label
