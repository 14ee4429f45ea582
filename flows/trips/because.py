"""Why we believe a stage, in one short English sentence with its facts.

For agents, transcripts and logs; a traveller never reads it. Not here: the stages themselves (stage).
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from flows.trips.edges import Edges
from flows.trips.effective import Leg
from flows.trips.evidence import Direction, Source, Word
from flows.trips.itinerary import Chain, Destination
from flows.trips.times import aware, zone_info
from flows.trips.trip import AS_BOOKED, Trip

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING_BOOKED = "no segment is booked yet"
NOT_YET_BOOKED = "the booking was not made yet"


@lru_cache(maxsize=4096)
def moment(at: datetime, zone: str | None) -> str:
    """ "12 May 2027 at 09:40 (Europe/Amsterdam)"; in UTC when the zone is unknown."""
    local = at.astimezone(zone_info(zone or "UTC"))
    day = f"{local.day} {MONTHS[local.month - 1]} {local.year}"
    return f"{day} at {local.hour:02}:{local.minute:02} ({zone or 'UTC'})"


def _inferred(sentence: str, *reasons: str) -> str:
    why = "; ".join(dict.fromkeys(reason for reason in reasons if reason))
    return f"inferred: {sentence} ({why})" if why else sentence


def _ride(leg: Leg) -> str:
    """ "KL 1697"; "the transfer" where a ticket has no name for it."""
    segment = leg.segment
    return segment.label if segment.number or segment.name or segment.operator else f"the {segment.kind}"


def cancelled(trip: Trip) -> str:
    """The booking's or the traveller's cancellation."""
    return "the booking is cancelled" if trip.cancelled else "every segment of this traveller is cancelled"


def just_booked(trip: Trip, until: datetime, edges: Edges) -> str:
    """When it was booked, and which of the two limits ends that."""
    booked = f"booked on {moment(trip.booked, trip.home_zone)}"
    if trip.booked_because != AS_BOOKED:
        booked += f" ({trip.booked_because})"
    if until - aware(trip.booked, "Trip.booked") < edges.just_booked:
        return f"{booked}, and 1/{edges.just_booked_share} of the time left is not over"
    return f"{booked}, less than {int(edges.just_booked.total_seconds() // 3600)} h ago"


def in_between(departs: datetime, zone: str, edges: Edges) -> str:
    """The departure is still far."""
    return f"the departure on {moment(departs, zone)} is more than {edges.before_departure_days} days away"


def before_departure(first: Chain | Destination, zone: str) -> str:
    """The departure is near."""
    if isinstance(first, Destination):
        return _inferred(f"the first visit is on {moment(first.since, zone)}", first.inferred)
    if first.legs:
        leg = first.legs[0]
        when = moment(leg.departs, leg.origin.zone)
        return _inferred(f"{_ride(leg)} leaves {leg.origin.label} on {when}", first.departs_inferred)
    return _inferred(f"they set out on {moment(first.departs, zone)}", first.departs_inferred)


def transit(chain: Chain, home: str | None) -> str:
    """The first leg that leaves, and over which stops it goes."""
    if not chain.legs:
        place = chain.origin if chain.direction is Direction.RETURN else chain.destination
        where = place.label if place else "home"
        way = "from" if chain.direction is Direction.RETURN else "to"
        return _inferred(f"on the way {way} {where} since {moment(chain.departs, home)}", chain.inferred)
    leg = chain.legs[0]
    when = moment(leg.departs, leg.origin.zone)
    over = ", ".join(dict.fromkeys(place.label for place, _, _ in chain.layovers))
    sentence = f"{_ride(leg)} leaves {leg.origin.label} on {when}{f', {leg.timed}' if leg.moved and leg.timed else ''}"
    sentence = f"{sentence}, over {over}" if over else sentence
    open_still = next((one for one in chain.legs if one.doubt), None)
    if open_still is not None:
        sentence += f", but {open_still.doubt}{f' ({open_still.said})' if open_still.said else ''}"
    return _inferred(sentence, chain.departs_inferred)


def on_site(here: Destination, arrival: Chain | None, *, last: bool) -> str:
    """What brought them, and that nothing takes them home if so."""
    open_end = "; no leg home is booked" if last else ""
    if arrival is None or not arrival.legs:
        name = here.stays[0].segment.label if here.stays else here.place.label
        since = moment(here.since, here.place.zone)
        reason = here.inferred or (here.stays[0].starts_inferred if here.stays else "")
        if arrival is not None:
            reason = arrival.arrives_inferred
        return _inferred(f"at {name} since {since}{open_end}", reason)
    leg = max(arrival.legs, key=lambda one: one.arrives)
    return _inferred(f"{_arrives(leg)}{open_end}", arrival.arrives_inferred)


def afterwards(final: Chain | Destination) -> str:
    """What ended the trip."""
    if isinstance(final, Destination):
        return _inferred("the last visit is over", final.ends_inferred)
    if not final.legs:
        return _inferred("they are home after the last check-out", final.arrives_inferred)
    leg = max(final.legs, key=lambda one: one.arrives)
    return _inferred(_arrives(leg), final.arrives_inferred)


def _arrives(leg: Leg) -> str:
    """ "KL 1697 landed in Lisbon on 12 May 2027 at 11:45 (Europe/Lisbon), by its flight status"."""
    verb = "landed in" if leg.proven else "arrives in"
    said = f", {leg.said}" if leg.moved or leg.proven else ""
    return f"{_ride(leg)} {verb} {leg.destination.label} on {moment(leg.arrives, leg.destination.zone)}{said}"


def word(said: Word) -> str:
    """Who said it: "Jo (agent) says so, pinned"; "their position is at Denpasar"."""
    if said.source is Source.LOCATION and said.near:
        return f"their position is at {said.near}"
    who = f"{said.who} ({said.source})" if said.who else f"the {said.source}"
    return f"{who} says so{', pinned' if said.pinned else ''}"
