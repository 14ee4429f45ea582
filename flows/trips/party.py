"""Who of a party hears for whom: guardians of minors, those who must not know yet, and which chat serves which travellers.

Values in, values out. Not here: who may say so (bot.steps.party), what goes to whom by a touchpoint's rule
(flows.planning.desk).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.trips.trip import Segment, Traveller, Trip


class Entry(StrEnum):
    """What becomes of a traveller's own way in. SURPRISE: it opens nothing yet and gives nothing away."""

    OPEN = "open"
    SURPRISE = "surprise"
    MINOR = "minor"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A chat that is bound to the trip, with its holder and whom it serves so far (ids)."""

    holder: str
    chat: int
    travellers: tuple[str, ...]


def entry(trip: Trip, traveller_id: str) -> Entry:
    """May this traveller join with a code of their own?"""
    person = next((one for one in trip.travellers if one.id == traveller_id), None)
    if person is None:
        return Entry.STRANGER
    if person.minor:
        return Entry.MINOR
    return Entry.SURPRISE if traveller_id in trip.surprised else Entry.OPEN


def head(trip: Trip) -> Traveller:
    """Whose chat hears for everyone without one: the lead; while it is a surprise for them, the first adult who knows of
    it."""
    lead = trip.booking.lead
    if not trip.surprised:
        return lead
    knowing = [one for one in trip.travellers if not one.minor and one.id not in trip.surprised]
    return lead if lead in knowing or not knowing else knowing[0]


def guardians(trip: Trip, minor_id: str) -> tuple[str, ...]:
    """Through whose chats a minor is reached: those whom an agent named, as far as they travel; else the head. Nobody's
    where no grown-up travels."""
    adults = {one.id for one in trip.travellers if not one.minor}
    named = next((named for minor, named in trip.guardians if minor == minor_id), ())
    return tuple(one for one in named if one in adults) or tuple({head(trip).id} & adults)


def serving(trip: Trip, bound: Sequence[Bound]) -> Mapping[str, tuple[str, ...]]:
    """Holder -> whom their chat serves, the holder first.

    Every adult with a chat hears there; who shares one stays with it; the head's chat hears for the others. A minor is
    heard for by the chats of its guardians. Who must not know yet has a chat that says nothing: the head's hears for them.
    """
    adults = [one.id for one in trip.travellers if not one.minor]
    first = head(trip).id
    holders = [one.holder for one in bound]
    found: dict[str, list[str]] = {holder: [holder] for holder in holders}
    awake = {holder for holder in holders if holder not in trip.surprised}
    others = [one for one in bound if one.holder in awake and one.holder != first]
    for adult in adults:
        if adult in awake:
            continue
        shares = [one.holder for one in others if adult in one.travellers]
        if shares:
            found[shares[0]].append(adult)
        elif first in awake:
            found[first].append(adult)
    for person in trip.travellers:
        if person.minor:
            named = set(guardians(trip, person.id))
            for holder in awake - {person.id}:
                if named.intersection(found[holder]):
                    found[holder].append(person.id)
    order = {person.id: number for number, person in enumerate(trip.travellers)}
    return {
        holder: (holder, *sorted((one for one in served if one != holder), key=lambda one: order[one]))
        for holder, served in found.items()
    }


def seen_by(trip: Trip, holder: str, travellers: Iterable[str]) -> Trip:
    """The trip as one chat may know it: without those for whom it is a surprise, unless the chat organises it for them;
    and a child without what it does with another guardian."""
    if not trip.surprised and not trip.guardians:
        return trip
    served = set(travellers)
    organises = holder in (head(trip).id, trip.leader)
    hidden = frozenset[str]() if organises else trip.surprised - served - {holder}
    segments, partly = _parted(trip, served)
    if hidden:
        segments = [shown for one in segments if (shown := _without(one, hidden)) is not None]
    people = tuple(one for one in trip.travellers if one.id not in hidden)
    if not people or (not hidden and tuple(segments) == trip.booking.segments):
        return trip
    booking = replace(trip.booking, travellers=people, segments=tuple(segments))
    return replace(trip, booking=booking, partly=partly)


def _parted(trip: Trip, served: set[str]) -> tuple[list[Segment], frozenset[str]]:
    """Every segment; a child whose guardians travel apart is left out where only another one is with it. And who was."""
    parted: dict[str, tuple[set[str], set[str]]] = {}
    for minor, _ in trip.guardians:
        named = set(guardians(trip, minor))
        if minor in served and named & served and named - served:
            parted[minor] = (named & served, named - served)
    if not parted:
        return list(trip.booking.segments), frozenset()
    found: list[Segment] = []
    partly: set[str] = set()
    for segment in trip.booking.segments:
        along = {
            one for other in trip.booking.segments if _together(segment, other) for one in other.travellers
        }
        away = {
            minor
            for minor, (here, elsewhere) in parted.items()
            if minor in segment.travellers and not here & along and elsewhere & along
        }
        partly |= away
        shown = _without(segment, away)
        if shown is not None:
            found.append(shown)
    return found, frozenset(partly)


def _together(one: Segment, other: Segment) -> bool:
    """Do those who take the one and the other do it together? A room of the same hotel may have dates of its own."""
    if one.id == other.id:
        return True
    alike = (one.kind, one.label, one.destination.name) == (other.kind, other.label, other.destination.name)
    last, others_last = (each.arrives.day if each.arrives else each.departs.day for each in (one, other))
    return alike and one.departs.day <= others_last and other.departs.day <= last


def _without(segment: Segment, people: AbstractSet[str]) -> Segment | None:
    """The segment without these; None when nobody else takes it."""
    if people.isdisjoint(segment.travellers):
        return segment
    left = tuple(one for one in segment.travellers if one not in people)
    return replace(segment, travellers=left) if left else None
