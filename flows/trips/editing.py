"""Edits made to a booking: apply(booking, edits) -> Edited, all or none.

Not here: the edits as values (edits), what papers change (merge), who is told (bot.steps).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.errors import EditRefused
from flows.trips.duration import too_short
from flows.trips.edits import (
    AddTraveller,
    CancelSegment,
    CancelTrip,
    DropTraveller,
    Edit,
    Refusal,
    ReinstateSegment,
    ReinstateTrip,
    Relabel,
    Rename,
    Reroute,
    Retime,
    Split,
    When,
)
from flows.trips.lines import differing
from flows.trips.naming import segments_called, travellers_called
from flows.trips.people import unused
from flows.trips.times import MOVED_ALONG, Time
from flows.trips.towns import plain
from flows.trips.trip import Booking, Kind, Place, Segment, Traveller


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The booking as it is then. lines: what changed, in words for staff; never empty."""

    booking: Booking
    lines: tuple[str, ...]


def apply(booking: Booking, edits: Iterable[Edit]) -> Edited:
    """Make these edits in turn, all or none. Raises EditRefused with the reason of the first that cannot be made."""
    now = booking
    for edit in edits:
        now = _applied(now, edit)
    lines = differing(booking, now)
    if not lines:
        raise EditRefused(reason=Refusal.NOTHING, about=booking.reference)
    _believable(booking, now)
    return Edited(booking=now, lines=lines)


def _believable(before: Booking, after: Booking) -> None:
    """Raises EditRefused for a flight that would take less than half of its time on the same way."""
    known = {one.id: one for one in before.segments}
    for now in after.segments:
        was = known.get(now.id)
        if was is None or now.kind is not Kind.FLIGHT or now.arrives is None:
            continue
        same_way = (was.origin, was.destination) == (now.origin, now.destination)
        moved = (was.departs, was.arrives) != (now.departs, now.arrives)
        lands = now.arrives.utc
        if same_way and moved and lands is not None and too_short(was, now.departs.utc, lands):
            raise EditRefused(reason=Refusal.TOO_SHORT, about=now.label)


def _applied(booking: Booking, edit: Edit) -> Booking:
    match edit:
        case CancelTrip():
            return replace(booking, cancelled=True)
        case ReinstateTrip():
            return _reinstated(booking)
        case DropTraveller():
            return _dropped(booking, _traveller(booking, edit.traveller))
        case AddTraveller():
            return _added(booking, edit)
        case Rename():
            return _renamed(booking, edit)
        case Split():
            return _split(booking, edit)
    held = segment_said(booking, edit.segment)
    match edit:
        case Retime():
            return _with(booking, _retimed(held, edit))
        case Reroute():
            return _with(booking, _rerouted(held, edit))
        case Relabel():
            carrier = edit.carrier if edit.carrier is not None or edit.number is None else held.carrier
            return _with(
                booking,
                replace(
                    held,
                    carrier=carrier or held.carrier,
                    number=edit.number or held.number,
                    name=edit.name or held.name,
                ),
            )
        case CancelSegment():
            return _settled(_with(booking, replace(held, cancelled=True)))
        case ReinstateSegment():
            return replace(_with(booking, replace(held, cancelled=False)), cancelled=False)


def segment_said(booking: Booking, said: str) -> Segment:
    """The one segment that is called so: a live one where several are. Raises EditRefused."""
    found = segments_called(booking.segments, said)
    if len(found) > 1:
        found = tuple(one for one in found if not one.cancelled) or found
    if not found:
        raise EditRefused(reason=Refusal.NO_SEGMENT, about=said)
    if len(found) > 1:
        told = ", ".join(f"{one.label} on {one.departs.day} ({one.id})" for one in found)
        raise EditRefused(reason=Refusal.SEVERAL_SEGMENTS, about=f"{said}: {told}")
    return found[0]


def _traveller(booking: Booking, said: str) -> Traveller:
    found = travellers_called(booking.travellers, said)
    if not found:
        raise EditRefused(reason=Refusal.NO_TRAVELLER, about=said)
    if len(found) > 1:
        told = ", ".join(f"{one.name} ({one.id})" for one in found)
        raise EditRefused(reason=Refusal.SEVERAL_TRAVELLERS, about=f"{said}: {told}")
    return found[0]


def _with(booking: Booking, segment: Segment) -> Booking:
    segments = tuple(segment if one.id == segment.id else one for one in booking.segments)
    return replace(booking, segments=segments)


def _settled(booking: Booking) -> Booking:
    """A booking of which nothing is left is cancelled."""
    gone = bool(booking.segments) and all(one.cancelled for one in booking.segments)
    return replace(booking, cancelled=booking.cancelled or gone)


def _reinstated(booking: Booking) -> Booking:
    gone = all(one.cancelled for one in booking.segments)
    segments = tuple(replace(one, cancelled=one.cancelled and not gone) for one in booking.segments)
    return replace(booking, cancelled=False, segments=segments)


def _retimed(held: Segment, edit: Retime) -> Segment:
    if edit.departs is None and edit.arrives is None:
        raise EditRefused(reason=Refusal.NOTHING, about=held.label)
    departs = _time(held.departs, edit.departs, held.origin) if edit.departs else held.departs
    arrives = held.arrives
    if edit.arrives is not None:
        arrives = _end(held, departs, edit.arrives)
    elif arrives is not None and held.kind is not Kind.STAY:  # who arrives a day late leaves on the same day
        arrives = _along(held.departs, departs, arrives)
    if arrives is not None and _before(arrives, departs):
        raise EditRefused(reason=Refusal.ENDS_FIRST, about=held.label)
    return replace(held, departs=departs, arrives=arrives)


def _time(held: Time, said: When, place: Place) -> Time:
    """What was said at the place's zone, with what it has now where nothing was said."""
    zone = place.zone or held.zone
    return Time(day=said.day or held.day, clock=said.clock or held.clock, zone=zone)


def _end(held: Segment, departs: Time, said: When) -> Time:
    """A clock alone is on the day that moves with the departure, or on the next one where it would be over too soon."""
    was = held.arrives or departs
    days = departs.day - held.departs.day if held.arrives is not None else timedelta()
    end = _time(replace(was, day=was.day + days), said, held.destination)
    if said.day is None and _before(end, departs):
        return replace(end, day=end.day + timedelta(days=1))
    return end


def _along(was: Time, now: Time, end: Time) -> Time:
    """An end that moves as far as its start did; by days alone where a clock is unknown."""
    if was.utc is not None and now.utc is not None and end.utc is not None:
        if was.utc == now.utc:
            return end
        return Time.at(end.utc + (now.utc - was.utc), end.zone, inferred=MOVED_ALONG)
    days = now.day - was.day
    if not days:
        return end
    return replace(end, day=end.day + days, instant=None, inferred=MOVED_ALONG)


def _before(end: Time, start: Time) -> bool:
    """By instants where both are known: over the date line a leg may land the day before."""
    if end.utc is not None and start.utc is not None:
        return end.utc < start.utc
    return end.day < start.day - timedelta(days=1)


def _rerouted(held: Segment, edit: Reroute) -> Segment:
    origin, destination = edit.origin or held.origin, edit.destination or held.destination
    if not held.kind.is_leg:
        origin = destination = edit.destination or edit.origin or held.destination
    arrives = held.arrives
    return replace(
        held,
        origin=origin,
        destination=destination,
        departs=_there(held.departs, held.origin, origin),
        arrives=_there(arrives, held.destination, destination) if arrives is not None else None,
        name=None if not held.kind.is_leg and held.name == held.destination.name else held.name,
    )


def _there(when: Time, was: Place, now: Place) -> Time:
    """The same printed clock, read in the zone of the new place."""
    if was.zone == now.zone or when.zone not in (was.zone, None):
        return when
    return Time(day=when.day, clock=when.clock, zone=now.zone, inferred=when.inferred)


def _dropped(booking: Booking, gone: Traveller) -> Booking:
    left = tuple(one for one in booking.travellers if one.id != gone.id)
    if not left:
        raise EditRefused(reason=Refusal.LAST_TRAVELLER, about=gone.name)
    if not gone.minor and all(one.minor for one in left):
        raise EditRefused(reason=Refusal.LAST_ADULT, about=gone.name)
    if gone.lead:
        heir = next((one for one in left if not one.minor), left[0])
        left = tuple(replace(one, lead=True) if one is heir else one for one in left)
    segments = []
    for one in booking.segments:
        riders = tuple(rider for rider in one.travellers if rider != gone.id)
        if one.travellers and not riders:
            segments.append(replace(one, cancelled=True))
            continue
        whole = set(riders) == {person.id for person in left}
        segments.append(replace(one, travellers=() if whole else riders))
    return _settled(replace(booking, travellers=left, segments=tuple(segments)))


def _added(booking: Booking, edit: AddTraveller) -> Booking:
    name = " ".join(edit.name.split())
    if not name:
        raise EditRefused(reason=Refusal.NO_NAME, about=edit.name)
    if any(plain(one.name) == plain(name) for one in booking.travellers):
        raise EditRefused(reason=Refusal.ALREADY_THERE, about=name)
    first, _, last = name.partition(" ")
    new = Traveller(
        id=unused("-".join(plain(name).split()) or "traveller", {one.id for one in booking.travellers}),
        name=name,
        first_name=edit.first_name or first,
        surname=edit.surname or last,
        minor=edit.minor,
        born=edit.born,
    )
    chosen = {segment_said(booking, said).id for said in edit.segments}
    everyone = tuple(one.id for one in booking.travellers)
    segments = []
    for one in booking.segments:
        whole = set(one.travellers or everyone) == set(everyone)
        if one.id in chosen or (not chosen and whole):
            riders = () if whole else (*one.travellers, new.id)
        else:
            riders = one.travellers or everyone
        segments.append(replace(one, travellers=riders))
    return replace(booking, travellers=(*booking.travellers, new), segments=tuple(segments))


def _renamed(booking: Booking, edit: Rename) -> Booking:
    person = _traveller(booking, edit.traveller)
    name = " ".join(edit.name.split())
    if not name:
        raise EditRefused(reason=Refusal.NO_NAME, about=person.name)
    first, _, last = name.partition(" ")
    if not last and not edit.surname and person.surname:
        renamed = replace(person, name=f"{name} {person.surname}", first_name=name)
    else:
        renamed = replace(
            person, name=name, first_name=edit.first_name or first, surname=edit.surname or last
        )
    if any(plain(one.name) == plain(renamed.name) for one in booking.travellers if one is not person):
        raise EditRefused(reason=Refusal.ALREADY_THERE, about=renamed.name)
    people = tuple(renamed if one is person else one for one in booking.travellers)
    return replace(booking, travellers=people)


def _split(booking: Booking, edit: Split) -> Booking:
    riders = tuple(dict.fromkeys(_traveller(booking, said).id for said in edit.travellers))
    chosen = {segment_said(booking, said).id for said in edit.segments}
    if not riders or not chosen:
        raise EditRefused(reason=Refusal.NOTHING, about=booking.reference)
    whole = set(riders) == {one.id for one in booking.travellers}
    segments = tuple(
        replace(one, travellers=() if whole else riders) if one.id in chosen else one
        for one in booking.segments
    )
    return replace(booking, segments=segments)
