"""A booking that is already held, read again from paper: what it is now, and what changed, in words for people.

Three ways: what papers said last, what is held with what agents edited by hand, and what the paper says now. What an agent
edited stays while papers repeat themselves; where they say something new the paper wins, and the conflict is named. A paper
may show a part only (one mail of several), so what it does not name is kept; only what it calls cancelled goes.
Not here: which segment is which (pairing), which traveller is which (people), how one paper is laid over another (laying).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.trips.laying import laid, same_or_vaguer
from flows.trips.lines import differing, printed
from flows.trips.suspicion import Doubt, Suspicion, suspicious
from flows.trips.trip import Booking, Segment, Traveller


class Change(StrEnum):
    """What a paper did to a booking."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The booking as it is now. lines: what changed ("KL 1697 departs 14:10 → 06:40"); empty when nothing did.
    papers: what papers say by now, without what agents edited. suspicious: what a person should look at."""

    booking: Booking
    change: Change
    papers: Booking
    lines: tuple[str, ...] = ()
    suspicious: tuple[Doubt, ...] = ()


def merge(held: Booking | None, read: Booking, *, base: Booking | None = None) -> Merged:
    """Lay a paper over the held booking. base: what papers said last, where agents have edited what is held. Ids of matched
    travellers and segments stay. Merging twice changes nothing."""
    if held is None:
        fresh = replace(read, bare=()) if read.bare else read
        return Merged(booking=fresh, change=Change.NEW, papers=fresh)
    before = base or held
    found = laid(before, held, read)
    said = found.booking
    conflicts: tuple[Doubt, ...] = ()
    booking = said
    if before != held:
        booking, conflicts = _rebased(before, held, said)
    findings = (*suspicious(before, read, found, said), *conflicts)
    if booking == held:
        # That papers agree with an agent by now, or repeat what an agent overruled, is no news.
        return Merged(booking=held, change=Change.UNCHANGED, papers=said, suspicious=findings)
    notes = tuple(dict.fromkeys((*held.notes, *read.notes)))
    return Merged(
        booking=replace(booking, notes=notes),
        change=Change.CANCELLED if booking.cancelled and not held.cancelled else Change.CHANGED,
        papers=replace(said, notes=notes),
        lines=differing(held, booking),
        suspicious=findings,
    )


def _rebased(base: Booking, held: Booking, said: Booking) -> tuple[Booking, tuple[Doubt, ...]]:
    """What papers say now, with what agents changed by hand since papers said `base`."""
    conflicts: list[Doubt] = []
    people = tuple(_people(base, held, said, conflicts))
    party = tuple(one.id for one in people)
    segments = tuple(_segments(base, held, said, party, conflicts))
    cancelled = said.cancelled if said.cancelled != base.cancelled else held.cancelled
    if segments and all(one.cancelled for one in segments):
        cancelled = True
    booking = replace(
        said,
        travellers=people,
        segments=segments,
        cancelled=cancelled,
        booked=said.booked if said.booked != base.booked else held.booked,
        occasions=tuple(dict.fromkeys((*held.occasions, *said.occasions))),
        notes=held.notes,
    )
    if held.cancelled and cancelled and not base.cancelled and said != base:
        conflicts.append(Doubt(kind=Suspicion.OVER_CANCELLED, label=held.reference))
    return booking, tuple(conflicts)


def _people(base: Booking, held: Booking, said: Booking, conflicts: list[Doubt]) -> Iterator[Traveller]:
    """The held party as papers name it now, then who is new. Whom an agent dropped stays away."""
    was, now = _by_id(base.travellers), _by_id(said.travellers)
    for person in held.travellers:
        before, after = was.get(person.id), now.get(person.id)
        if after is None or after == before:
            yield person
        elif before is None or before == replace(person, lead=before.lead):
            yield replace(after, lead=person.lead)
        else:
            renamed = after.name != before.name
            if renamed and person.name not in (before.name, after.name):
                conflicts.append(
                    Doubt(kind=Suspicion.OVERRULED, label=before.name, was=person.name, now=after.name)
                )
            named = after if renamed else person
            yield replace(
                person,
                name=named.name,
                first_name=named.first_name,
                surname=named.surname,
                minor=after.minor if after.minor != before.minor else person.minor,
                born=after.born if after.born != before.born else person.born,
            )
    here = {one.id for one in held.travellers}
    led = any(one.lead for one in held.travellers)
    for person in said.travellers:
        if person.id not in was and person.id not in here:
            yield replace(person, lead=person.lead and not led)


def _segments(
    base: Booking, held: Booking, said: Booking, party: tuple[str, ...], conflicts: list[Doubt]
) -> Iterator[Segment]:
    was, now = {one.id: one for one in base.segments}, {one.id: one for one in said.segments}
    crew = _Crew(base=base, held=held, said=said, party=party)
    for mine in held.segments:
        before, after = was.get(mine.id), now.get(mine.id)
        if after is None:
            yield replace(mine, travellers=crew.of_held(mine))
            continue
        riders = crew.of(before, mine, after)
        if before is None or _bare(before) == _bare(mine):
            yield replace(after, travellers=riders)
        elif _bare(after) == _bare(before):
            yield replace(mine, travellers=riders)
        else:
            yield replace(_segment(before, mine, after, conflicts), travellers=riders)
    here = {one.id for one in held.segments}
    for fresh in said.segments:
        if fresh.id in was or fresh.id in here:
            continue
        boarding = crew.of_new(fresh)
        if boarding is None:
            conflicts.append(Doubt(kind=Suspicion.DROPPED, label=fresh.label, segment=fresh.id))
            continue
        yield replace(fresh, travellers=boarding)


FACTS = ("origin", "destination", "departs", "arrives", "number", "carrier", "operator", "name", "transit")


def _segment(base: Segment, held: Segment, said: Segment, conflicts: list[Doubt]) -> Segment:
    """Fact by fact: what the agent said where papers repeat themselves, what papers say where they say something new."""
    now = {}
    for fact in FACTS:
        was, mine, theirs = getattr(base, fact), getattr(held, fact), getattr(said, fact)
        if theirs == was or same_or_vaguer(mine, theirs):
            continue
        now[fact] = theirs
        if mine != was and not getattr(mine, "inferred", ""):
            conflicts.append(
                Doubt(
                    kind=Suspicion.OVERRULED,
                    label=held.label,
                    segment=held.id,
                    was=printed(mine),
                    now=printed(theirs),
                )
            )
    if "departs" in now and "arrives" not in now and not _fits(held, said):
        now["arrives"] = said.arrives
    merged = replace(held, **now)
    if said.cancelled != base.cancelled:
        merged = replace(merged, cancelled=said.cancelled)
    elif held.cancelled and now:
        conflicts.append(Doubt(kind=Suspicion.OVER_CANCELLED, label=held.label, segment=held.id))
    return merged


def _fits(held: Segment, said: Segment) -> bool:
    """True where the end that an agent wrote goes with the start that papers say: it was not only moved along, and is later."""
    if held.arrives is None or said.arrives is None or held.arrives.inferred:
        return said.arrives is None
    start, end = said.departs.utc, held.arrives.utc
    return start is None or end is None or start <= end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crew:
    """Who takes what: what papers say, less whom an agent took off, more whom an agent put on."""

    base: Booking
    held: Booking
    said: Booking
    party: tuple[str, ...]

    def of(self, before: Segment | None, mine: Segment, after: Segment) -> tuple[str, ...]:
        was = self._riders(before, self.base) if before is not None else set()
        have, theirs = self._riders(mine, self.held), self._riders(after, self.said)
        if before is None:
            return self._told(have | theirs, after.travellers)
        now = ((theirs - (was - have)) | (have - was)) & set(self.party)
        if now == have & set(self.party):
            return self.of_held(mine)
        return self._told(now, mine.travellers or after.travellers)

    def of_held(self, mine: Segment) -> tuple[str, ...]:
        """Where everyone who took it has gone, it stays theirs: nobody named would mean all."""
        left = tuple(one for one in mine.travellers if one in self.party)
        return left or mine.travellers or self._told(self._riders(mine, self.held), ())

    def of_new(self, fresh: Segment) -> tuple[str, ...] | None:
        """None when nobody is left who would take it."""
        riders = self._riders(fresh, self.said) & set(self.party)
        return self._told(riders, fresh.travellers) if riders else None

    def _riders(self, segment: Segment, booking: Booking) -> set[str]:
        return set(segment.travellers or (one.id for one in booking.travellers))

    def _told(self, riders: Iterable[str], said: tuple[str, ...]) -> tuple[str, ...]:
        """In the party's order; nobody named where nobody was and all of them go."""
        left = tuple(one for one in self.party if one in set(riders))
        return () if not said and len(left) == len(self.party) else left


def _by_id(people: Iterable[Traveller]) -> dict[str, Traveller]:
    return {one.id: one for one in people}


def _bare(segment: Segment) -> Segment:
    return replace(segment, travellers=())
