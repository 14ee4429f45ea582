"""For what a touchpoint goes: once a trip and itinerary, or once for each leg, stay, visit, change of the clock, birthday or
change of the booking.

Not here: when (instants), whether (planner), and the facts that conditions ask for (facts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flows.library.touchpoint import Per
from flows.planning.due import Concern
from flows.planning.group import Group
from flows.planning.lazily import lazily
from flows.trips.anchors import COMES
from flows.trips.moments import TRIP, Anchor, Moment
from flows.trips.trip import Kind, Place, Segment

NOTHING = {
    Per.TRIP: "nobody here is on this trip",
    Per.LEG: "there is no leg in this trip",
    Per.STAY: "there is no stay in this trip",
    Per.VISIT: "there is no visit in this trip",
    Per.CLOCK_CHANGE: "the clocks do not change during this trip",
    Per.BIRTHDAY: "nobody here has a birthday during this trip",
    Per.CHANGE: "nothing of theirs changed since it was booked",
}

NAMED = {
    Per.CLOCK_CHANGE: Anchor.CLOCK_CHANGE,
    Per.BIRTHDAY: Anchor.BIRTHDAY,
    Per.CHANGE: Anchor.CHANGE,
}
"""What is named by its moment and has no segment."""

OWN = {
    Kind.STAY: frozenset({Anchor.CHECK_IN, Anchor.CHECK_OUT, Anchor.ARRIVAL, Anchor.MID_STAY}),
    Kind.VISIT: frozenset({Anchor.VISIT_START}),
}
OWN_OF_LEG = frozenset({Anchor.DEPARTURE, Anchor.ARRIVAL})
OWN_OF_NAMED = frozenset(NAMED.values())
"""Which anchors an occurrence has of its own; every other is the trip's."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One occurrence. occurrence: as in the delivery's key; anchored: as the moments name it. group: whose life counts;
    travellers: all who take it, over all groups. segment: None for what has none, such as a trip or a birthday. along:
    children who are with the first of them for a part of the trip: packed for, and no trip of their own here.

    Without slots, so that what many touchpoints ask of it is worked out once.
    """

    group: Group
    travellers: tuple[str, ...]
    occurrence: str
    anchored: str
    segment: Segment | None = None
    along: tuple[str, ...] = ()

    @lazily
    def concern(self) -> Concern:
        """What an answer for all of them is about."""
        return Concern(self.occurrence, self.travellers)

    @lazily
    def since(self) -> date | None:
        """The day on which a stay begins for them; None for what is no stay."""
        segment, stays = self.segment, self.group.life.itinerary.stays
        return next((stay.since for stay in stays if segment and stay.segment.id == segment.id), None)

    @lazily
    def adults(self) -> tuple[str, ...]:
        """Those of them who are no minors."""
        minors = {person.id for person in self.group.trip.travellers if person.minor}
        return tuple(one for one in self.travellers if one not in minors)

    @lazily
    def town(self) -> Place | None:
        """What place texts are about: a leg's end, a stay's or visit's town; None for what has no segment."""
        segment = self.segment
        if segment is None:
            return None
        for destination in self.group.life.itinerary.destinations:
            if any(stay.segment.id == segment.id for stay in destination.stays):
                return destination.place
        return segment.destination

    @lazily
    def own(self) -> frozenset[Anchor]:
        """The anchors that are the occurrence's own, not the trip's."""
        if self.segment is None:
            return OWN_OF_NAMED
        return OWN_OF_LEG if self.segment.kind.is_leg else OWN[self.segment.kind]

    @lazily
    def moments(self) -> dict[Anchor, Moment]:
        """What each anchor means here."""
        moments, own = self.group.moments, self.own
        mine, trips = moments.get(self.anchored, {}), moments.get(TRIP, {})
        return {anchor: moment for anchor, moment in trips.items() if anchor not in own} | {
            anchor: moment for anchor, moment in mine.items() if anchor in own
        }

    @lazily
    def starts(self) -> Moment | None:
        """The first moment that it has of its own; None for a trip."""
        if self.anchored == TRIP:
            return None
        moments = self.group.life.moments
        return next((moment for moment in moments if moment.occurrence == self.anchored), None)


def occasions(per: Per, groups: Sequence[Group], *, by_day: bool = False) -> tuple[Occasion, ...]:
    """Every occurrence, each once; who shares a segment shares its message. by_day: but who comes to a stay on another
    day than the first of them has an own one."""
    if per is Per.TRIP:
        return _of_trip(groups)
    found: dict[str, Occasion] = {}
    for group in groups:
        for one in _of(per, group):
            known = found.get(one.occurrence)
            if by_day and known is not None and known.since != one.since:
                one = replace(one, occurrence=f"{one.anchored}{COMES}{one.since}")
                known = found.get(one.occurrence)
            if known is not None:
                one = replace(known, travellers=known.travellers + one.travellers)
            found[one.occurrence] = one
    return tuple(found.values())


def _of_trip(groups: Sequence[Group]) -> tuple[Occasion, ...]:
    """Once for all who come and go together, even where one of them has a table or a room the others have not."""
    whole = [group for group in groups if not group.partly] or groups
    along = tuple(person for group in groups if group not in whole for person in group.travellers)
    together: dict[tuple[object, ...], Occasion] = {}
    for group in whole:
        known = together.get(group.course)
        if known is not None:
            together[group.course] = replace(known, travellers=known.travellers + group.travellers)
            continue
        together[group.course] = Occasion(
            group=group, travellers=group.travellers, occurrence=group.name, anchored=TRIP, along=along
        )
        along = ()
    return tuple(together.values())


def _of(per: Per, group: Group) -> Iterator[Occasion]:
    if per in NAMED:
        for moment in group.life.moments:
            name = moment.occurrence
            if moment.anchor is NAMED[per] and _concerns(per, name, group):
                yield Occasion(group=group, travellers=group.travellers, occurrence=name, anchored=name)
        return
    for segment in group.segments.values():
        if _fits(per, segment.kind):
            yield Occasion(
                group=group,
                travellers=group.travellers,
                occurrence=segment.id,
                anchored=segment.id,
                segment=segment,
            )


def _concerns(per: Per, name: str, group: Group) -> bool:
    """Is it one of theirs who has a birthday, or anything of theirs that changed?"""
    if per is Per.BIRTHDAY:
        return name in group.travellers
    change = group.trip.change(name) if per is Per.CHANGE else None
    if change is None or not change.lines:
        return True
    others = {
        segment.id
        for segment in group.trip.booking.segments
        if segment.travellers and not set(group.travellers) & set(segment.travellers)
    }
    mine = set(group.travellers)
    return any(
        not mine.isdisjoint(line.travellers) if line.travellers else line.segment not in others
        for line in change.lines
    )


def _fits(per: Per, kind: Kind) -> bool:
    if per is Per.LEG:
        return kind.is_leg
    return kind is (Kind.STAY if per is Per.STAY else Kind.VISIT)
