"""Which segment of a new paper is which of the held booking.

Not here: what a merged segment looks like (merge), people (people).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flows.trips.towns import plain, same_town
from flows.trips.trip import Kind, Segment

Same = Callable[[Segment, Segment], bool]


def pairing(
    held: Sequence[Segment], read: Sequence[Segment], edited: Mapping[str, Segment] | None = None
) -> dict[int, int]:
    """Numbers of read segments -> numbers of held ones, surest signs first.

    edited: id -> the same segment as an agent changed it by hand; a paper may mean either. Ids of travellers must already
    be those of the held booking. A cancelled read segment is paired by its own ticket and day only, so that a late
    cancellation of the old flight never hits the new one.
    """
    as_edited = edited or {}
    found: dict[int, int] = {}

    def free(same: Same, number: int) -> list[int]:
        taken = found.values()
        return [
            other
            for other, segment in enumerate(held)
            if other not in taken
            and segment.kind is read[number].kind
            and (
                same(segment, read[number])
                or (segment.id in as_edited and same(as_edited[segment.id], read[number]))
            )
        ]

    for same in (_alike, _same_ticket_and_day, _same_way_and_day):
        for number in range(len(read)):
            fitting = free(same, number) if number not in found else []
            # People who share a ticket go first: one flight may be two segments of a party that split.
            fitting.sort(key=lambda other: not _shared(held[other], read[number]))
            if fitting:
                found[number] = fitting[0]
    for same in (_named, _same_way, _same_night):
        open_numbers = [n for n, segment in enumerate(read) if n not in found and not segment.cancelled]
        choices = {number: free(same, number) for number in open_numbers}
        for number, fitting in choices.items():
            rivals = [other for other in open_numbers if set(choices[other]) & set(fitting)]
            if len(fitting) == 1 and rivals == [number] and _shared(held[fitting[0]], read[number]):
                found[number] = fitting[0]
    return found


def _alike(a: Segment, b: Segment) -> bool:
    return replace(a, id="", travellers=(), transit=False, cancelled=False) == replace(
        b, id="", travellers=(), transit=False, cancelled=False
    ) and _shared(a, b)


def _shared(a: Segment, b: Segment) -> bool:
    return not a.travellers or not b.travellers or bool(set(a.travellers) & set(b.travellers))


def _named(a: Segment, b: Segment) -> bool:
    """The same ticket: carrier and number of a leg, name of a stay or visit in one town."""
    if a.kind.is_leg:
        number = a.number is not None and b.number is not None
        carried = plain(_carrier(a)) == plain(_carrier(b)) or (
            None in (a.carrier, b.carrier) and _way(a, b)  # a code on one paper, a name on the other
        )
        return number and same_number(a.number, b.number) and carried
    return plain(a.name or a.destination.name) == plain(b.name or b.destination.name) and not _abroad(a, b)


def same_number(one: str | None, other: str | None) -> bool:
    """ "KL 0897" is KL 897."""
    return plain(one or "").lstrip("0") == plain(other or "").lstrip("0")


def _carrier(segment: Segment) -> str:
    return segment.carrier or segment.operator or ""


def _abroad(a: Segment, b: Segment) -> bool:
    here, there = a.destination.country, b.destination.country
    return here is not None and there is not None and here != there


def _day(a: Segment, b: Segment) -> bool:
    return a.departs.day == b.departs.day


def _same_ticket_and_day(a: Segment, b: Segment) -> bool:
    return _named(a, b) and _day(a, b)


def _same_way_and_day(a: Segment, b: Segment) -> bool:
    """The same ride on one day where at least one paper has no number for it."""
    return (
        a.kind.is_leg
        and (a.number is None or b.number is None)
        and _way(a, b)
        and _day(a, b)
        and _shared(a, b)
    )


def _same_night(a: Segment, b: Segment) -> bool:
    """Nobody checks in twice on one day in one town: another name, or another hotel in place of the first."""
    return a.kind is Kind.STAY and _day(a, b) and same_town(a.destination, b.destination)


def _same_way(a: Segment, b: Segment) -> bool:
    return a.kind.is_leg and _way(a, b)


def _way(a: Segment, b: Segment) -> bool:
    return same_town(a.origin, b.origin) and same_town(a.destination, b.destination)
