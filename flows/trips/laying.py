"""One paper laid over another: which of its lines are known, what it adds, what it says better.

Not here: what agents edited by hand (merge), which segment is which (pairing), which traveller is which (people).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from flows.trips.pairing import pairing, same_number
from flows.trips.people import Company, company, unused
from flows.trips.times import Time
from flows.trips.towns import plain
from flows.trips.trip import Booking, Place, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """booking: what papers say now. met: ids of those known whom the paper names; paired: of the segments it repeats."""

    booking: Booking
    met: frozenset[str]
    paired: frozenset[str]


def laid(base: Booking, held: Booking, read: Booking) -> Laid:
    """`read` over `base`, what papers said last. held: the same with what agents edited: the paper may name a thing as they
    do, and somebody whom an agent added."""
    known = {one.id for one in base.travellers}
    added = tuple(one for one in held.travellers if one.id not in known)
    party = company((*base.travellers, *added), read.travellers, {one.id: one for one in held.travellers})
    mine = {one.id for one in base.segments}
    extra = tuple(one for one in held.segments if one.id not in mine)
    everyone = tuple(one.id for one in base.travellers)
    grown = len(party.travellers) > len(everyone)
    # "All" means those whom the papers knew: someone who joins later does not board every flight.
    old = [
        replace(segment, travellers=everyone) if grown and not segment.travellers else segment
        for segment in (*base.segments, *extra)
    ]
    new = _read(read, party)
    pairs = pairing(old, new, {one.id: one for one in held.segments})
    names = tuple(person.id for person in party.travellers)
    merged = list(old)
    for number, fresh in enumerate(new):
        if number in pairs:
            merged[pairs[number]] = _merged(old[pairs[number]], fresh, names)
        elif not fresh.cancelled:
            merged.append(replace(fresh, id=unused(fresh.id, {segment.id for segment in merged})))
    paired = frozenset(old[number].id for number in pairs.values())
    silent = {one.id for one in added} - party.met
    travellers = tuple(one for one in party.travellers if one.id not in silent)
    unsaid = {one.id for one in extra} - paired
    segments = tuple(one for one in merged if one.id not in unsaid)
    if len(travellers) == len(everyone):
        whole = {one.id for one in base.segments if not one.travellers}
        segments = tuple(
            replace(one, travellers=()) if one.id in whole and set(one.travellers) == set(everyone) else one
            for one in segments
        )
    booking = replace(
        base,
        travellers=travellers,
        segments=segments,
        booked=base.booked or read.booked,
        cancelled=_cancelled(base, read, segments),
        occasions=tuple(dict.fromkeys((*base.occasions, *read.occasions))),
    )
    return Laid(booking=booking, met=party.met, paired=paired)


def same_or_vaguer(held: object, said: object) -> bool:
    """True when `said` says no more and nothing else than `held`."""
    if isinstance(held, Time) and isinstance(said, Time):
        return _time(held, said) is held
    if isinstance(held, Place) and isinstance(said, Place):
        return _place(held, said) is held
    return held == said or said is None


def _cancelled(base: Booking, read: Booking, segments: tuple[Segment, ...]) -> bool:
    live = any(not segment.cancelled for segment in segments)
    if read.cancelled:
        return base.cancelled or not read.segments or not live
    revived = any(not segment.cancelled for segment in read.segments)
    return (base.cancelled and not revived) or (bool(segments) and not live)


def _read(read: Booking, party: Company) -> list[Segment]:
    known = tuple(party.ids[person.id] for person in read.travellers)
    whole = len(known) == len(party.travellers)
    return [
        replace(
            segment,
            travellers=tuple(party.ids.get(one, one) for one in segment.travellers)
            or (() if whole else known),
            cancelled=segment.cancelled or read.cancelled,
        )
        for segment in read.segments
    ]


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
    same = same_number(held.number, read.number)
    return replace(
        held,
        origin=_place(held.origin, read.origin),
        destination=_place(held.destination, read.destination),
        departs=_time(held.departs, read.departs),
        arrives=_time(held.arrives, read.arrives)
        if held.arrives and read.arrives
        else read.arrives or held.arrives,
        number=held.number if same else read.number or held.number,
        carrier=read.carrier or (held.carrier if read.number is None or same else None),
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
