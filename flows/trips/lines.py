"""What is otherwise between two states of a booking, in lines for staff: "KL 1697 departs 14:10 → 06:40".

Not here: how it came so (merge, editing), what travellers are told of it (difference, flows.talk.changes).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flows.trips.because import MONTHS
from flows.trips.times import Time
from flows.trips.trip import Booking, Kind, Place, Segment, Traveller


def differing(before: Booking, after: Booking) -> tuple[str, ...]:
    """Line by line what is otherwise in `after`; nothing when it is the same booking."""
    lines = [*_whole(before, after), *_people(before.travellers, after.travellers)]
    known = {segment.id: segment for segment in before.segments}
    names = {person.id: person.name for person in after.travellers}
    for segment in after.segments:
        held = known.get(segment.id)
        if held is not None:
            lines.extend(_segment(held, segment, before, after, names))
        elif not segment.cancelled:
            day = clock_line(segment.departs, day=True)
            lines.append(f"new: {segment.label}, {where_line(segment)}, {day}")
    if after.booked != before.booked:
        lines.append("the date of booking is known")
    if after.occasions != before.occasions:
        lines.append(f"celebrated: {', '.join(after.occasions)}")
    return tuple(lines)


def _whole(before: Booking, after: Booking) -> Iterator[str]:
    if after.cancelled and not before.cancelled:
        yield "the booking is cancelled"
    if before.cancelled and not after.cancelled:
        yield "the booking is reinstated"


def _people(before: Sequence[Traveller], after: Sequence[Traveller]) -> Iterator[str]:
    known, left = {person.id: person for person in before}, {person.id for person in after}
    for person in after:
        held = known.get(person.id)
        if held is None:
            yield f"{person.name} joins"
        elif held.name != person.name:
            yield f"{held.name} → {person.name}"
        elif replace(held, lead=person.lead) != person:
            yield f"{person.name}: details"
        elif person.lead and not held.lead:
            yield f"{person.name} is the lead now"
    yield from (f"{person.name} drops out" for person in before if person.id not in left)


def _segment(
    held: Segment, now: Segment, before: Booking, after: Booking, names: Mapping[str, str]
) -> Iterator[str]:
    """Who sits on board is told only of those who are in the party before and after, or where not all of it is."""
    moved = segment_lines(held, replace(now, travellers=held.travellers))
    yield from moved
    if now.cancelled:
        return
    was = set(held.travellers or (one.id for one in before.travellers))
    rides = now.travellers or tuple(one.id for one in after.travellers)
    before_too = {one.id for one in before.travellers}
    joined = (one for one in rides if one not in was and (now.travellers or one in before_too))
    yield from (f"{names[one]} joins {now.label}" for one in joined if one in names)
    left = [one.id for one in after.travellers if one.id in was and one.id not in rides]
    yield from (f"{names[one]} leaves {now.label}" for one in left)


def segment_lines(before: Segment, after: Segment) -> list[str]:
    """What is otherwise in one segment but who takes it."""
    if before == after:
        return []
    label = before.label
    if after.cancelled:
        return [f"{label} is cancelled"] if not before.cancelled else []
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
    told = not after.kind.is_leg and label != before.label and after.destination.name == label
    if before.destination.name != after.destination.name and not told:
        lines.append(
            f"{label} {'to' if after.kind.is_leg else 'at'} {before.destination.name} → {after.destination.name}"
        )
    return lines or [f"{label}: details"]


def _moved(before: Time | None, after: Time) -> str:
    if before is None:
        return f"→ {clock_line(after, day=True)}"
    other_day = before.day != after.day
    dated = other_day or before.clock is None or after.clock is None
    old, new = clock_line(before, day=dated), clock_line(after, day=dated)
    return f"{old} → {new}" if old != new else f"{old} ({before.zone}) → {new} ({after.zone})"


def clock_line(when: Time, *, day: bool) -> str:
    """ "14:10", or "12 May 2027 14:10" with its day."""
    words = f"{when.day.day} {MONTHS[when.day.month - 1]} {when.day.year}" if day else ""
    clock = f"{when.clock:%H:%M}" if when.clock is not None else ""
    return f"{words} {clock}".strip()


def where_line(segment: Segment) -> str:
    """ "Amsterdam → Lisbon", or where a stay or visit is."""
    if segment.kind.is_leg:
        return f"{segment.origin.label} → {segment.destination.label}"
    return segment.destination.label


def printed(fact: object) -> str:
    """A fact of a segment as a person reads it: a time with its day, a place by its name."""
    if isinstance(fact, Time):
        return clock_line(fact, day=True)
    return fact.name if isinstance(fact, Place) else str(fact or "-")
