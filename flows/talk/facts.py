"""Facts: all that a text may quote from, for one message in one locale.

Values only, with the few questions that several rooms ask of them. Not here: how a placeholder's value is made (values),
how texts are filled (render).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from flows.library.library import Library
from flows.library.lookups import NO_LOOKUPS, Lookups
from flows.library.place import PlaceFacts
from flows.talk.length import visible_text
from flows.trips.anchors import segment_of
from flows.trips.effective import ENDS_FIRST, Held, Leg
from flows.trips.evidence import Direction, Evidence, Stage
from flows.trips.former import former
from flows.trips.home import home_country
from flows.trips.life import Life
from flows.trips.lives import Lives
from flows.trips.moments import Anchor, Moment
from flows.trips.route import Chain, Destination
from flows.trips.times import MOVED_ALONG, Time, aware, zone_info
from flows.trips.trip import Place, Traveller, Trip

NIGHT_ENDS = time(5)
THERE = (Direction.OUTBOUND, Direction.BETWEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A time as it is shown: the local day, the clock where it is known, and the place's zone (IANA) where known."""

    day: date
    clock: time | None = None
    zone: str | None = None
    at: datetime | None = None

    @property
    def at_night(self) -> bool:
        """True between 00:00 and 05:00, when a day alone would mislead."""
        return self.clock is not None and self.clock < NIGHT_ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """lives: of the travellers that the message speaks of, the main one first. holder: id of the chat's holder.

    occurrence: "trip", a segment's id, or a date. moment: the anchor, where there is one. place: what place texts are
    about (None: the leg's, stay's or trip's own). agency: name, phone, email, hours. now: aware.
    served: ids of everyone the chat serves, where that matters. lookups: what was looked up outside. travel_minutes: from
    the holder's home to the first departure, None when not told. still_open: what a checklist's reminder brings again,
    as its buttons call it. several: the chat has other trips that could be meant, so that what is said of this one names it. apart:
    one of those is somebody else's.
    """

    lives: tuple[Life, ...]
    library: Library
    locale: str
    now: datetime
    holder: str = ""
    occurrence: str = "trip"
    moment: Moment | None = None
    place: Place | None = None
    agency: Mapping[str, str] = field(default_factory=dict)
    served: tuple[str, ...] = ()
    lookups: Lookups = NO_LOOKUPS
    travel_minutes: int | None = None
    still_open: tuple[str, ...] = ()
    several: bool = False
    apart: bool = False
    memo: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def life(self) -> Life:
        """The main traveller's."""
        return self.lives[0]

    @property
    def trip(self) -> Trip:
        """The trip."""
        return self.lives[0].trip

    @property
    def spoken_of(self) -> tuple[Traveller, ...]:
        """The travellers that the message speaks of."""
        return tuple(life.traveller for life in self.lives)

    @property
    def addressed(self) -> bool:
        """True when the chat must be told whom this is about: some of those it serves, and not its holder alone."""
        spoken_of = {person.id for person in self.spoken_of}
        return spoken_of < set(self.served) and spoken_of != {self.holder}

    @property
    def greeted(self) -> Traveller:
        """Who reads it: the holder if they travel, else the first spoken of."""
        for person in self.trip.travellers:
            if person.id == self.holder:
                return person
        return self.life.traveller

    @property
    def outbound(self) -> Chain | None:
        """The way out."""
        return self.life.itinerary.outbound

    @property
    def segment(self) -> str:
        """The id of the segment of this occurrence; the occurrence itself where it has none."""
        return segment_of(self.occurrence)

    def leg(self) -> Leg | None:
        """The leg of this occurrence."""
        for chain in self.life.itinerary.chains:
            for leg in chain.legs:
                if leg.segment.id == self.occurrence:
                    return leg
        return None

    def chain(self) -> Chain | None:
        """The chain of this occurrence's leg."""
        for chain in self.life.itinerary.chains:
            if any(leg.segment.id == self.occurrence for leg in chain.legs):
                return chain
        return None

    def held(self) -> Held | None:
        """The stay or visit of this occurrence."""
        shape = self.life.itinerary
        return next((one for one in (*shape.stays, *shape.visits) if one.segment.id == self.segment), None)

    def destination(self) -> Destination | None:
        """The main destination of the trip."""
        return self.life.itinerary.main

    def here(self) -> Place | None:
        """The place that place texts are about: the occurrence's own; else where one is or goes to; else the main one.
        Of a trip that is off, where one would be: somebody may be there and need a number."""
        if self.place is not None:
            return self.place
        held, leg = self.held(), self.leg()
        if held is not None:
            return held.place
        if leg is not None:
            return leg.destination
        lived = former(self.life)
        today = lived.estimate(now=self.now)
        if today.place is not None and (today.stage is Stage.ON_SITE or today.direction in THERE):
            return today.place
        main = lived.itinerary.main
        return main.place if main else None

    def known_place(self) -> PlaceFacts | None:
        """What the library knows of it."""
        return self.library.place(self.here())

    def named(self, place: Place) -> str:
        """How this locale calls a place: the library's name, else the printed city."""
        known = self.library.place(place)
        if known is not None and known.name is not None:
            return visible_text(known.name.template(str(self.locale)))  # a name is at home in every language
        return place.label

    @property
    def home(self) -> str | None:
        """The country one comes from (ISO); None when nobody knows."""
        return home_country(self.life.itinerary, self.trip.home_zone)

    def land(self) -> str | None:
        """The country that the message is about (ISO), as the place says, else the library."""
        here, known = self.here(), self.known_place()
        return (here.country if here else None) or (known.country if known else None) or None

    def away(self, shown: Shown) -> bool:
        """True when the clock there differs from home's (or home is not known)."""
        if shown.zone is None or shown.at is None:
            return False
        home = self.trip.home_zone
        if home is None:
            return True
        there = shown.at.astimezone(zone_info(shown.zone)).utcoffset()
        return there != shown.at.astimezone(zone_info(home)).utcoffset()

    def off_clock(self, shown: Shown) -> bool:
        """True when the clock there differs from the one that the traveller lives by then."""
        zone = self.life.zone_at(shown.at) if shown.at is not None else None
        if shown.zone is None or shown.at is None or zone is None:
            return False
        there = shown.at.astimezone(zone_info(shown.zone)).utcoffset()
        return there != shown.at.astimezone(zone_info(zone)).utcoffset()


def shown(instant: datetime | None, printed: Time | None, zone: str | None, inferred: str) -> Shown | None:
    """An instant (UTC) in its place's zone; where it is only inferred, what is printed; None when nothing is."""
    if instant is not None and zone and not inferred:
        local = instant.astimezone(zone_info(zone))
        return Shown(day=local.date(), clock=local.time(), zone=zone, at=instant)
    if printed is None:
        return None
    # An instant at a place whose zone nobody knows: its clock there is not known either.
    clock = None if printed.instant is not None and zone is None else printed.clock
    return Shown(day=printed.day, clock=clock, zone=zone, at=instant if clock else None)


def departs(leg: Leg) -> Shown:
    """When a leg leaves, as its place's clock shows it."""
    printed = leg.segment.departs
    found = shown(leg.departs, printed, printed.zone or leg.origin.zone, leg.departs_inferred)
    return found or Shown(day=printed.day)


def arrives(leg: Leg) -> Shown | None:
    """When a leg arrives, as its place's clock shows it; None when nobody knows, or knows any more."""
    if leg.doubt or leg.arrives_inferred in (MOVED_ALONG, ENDS_FIRST):
        return None
    printed = leg.segment.arrives
    zone = (printed.zone if printed else None) or leg.destination.zone
    return shown(leg.arrives, printed, zone, leg.arrives_inferred)


def starts(held: Held) -> Shown:
    """Check-in, or the start of a visit. Who comes after the day of check-in reads the day on which they come."""
    if held.comes is not None:
        return Shown(day=held.comes)
    printed = held.segment.departs
    found = shown(held.starts, printed, printed.zone or held.place.zone, held.starts_inferred)
    return found or Shown(day=printed.day)


def ends(held: Held) -> Shown | None:
    """Check-out, or the end of a visit; None when nobody knows."""
    if held.ends_inferred == MOVED_ALONG:
        return None
    printed = held.segment.arrives
    zone = (printed.zone if printed else None) or held.place.zone
    return shown(held.ends, printed, zone, held.ends_inferred)


def nights(held: Held) -> int | None:
    """The nights of a stay by the calendar; None when its end is not known."""
    end = ends(held)
    if end is None:
        return None
    count = (end.day - starts(held).day).days
    return count if count > 0 else None


def gathered(
    trip: Trip,
    travellers: tuple[str, ...],
    *,
    library: Library,
    locale: str,
    now: datetime,
    evidence: Evidence = (),
    holder: str = "",
    occurrence: str = "trip",
    place: Place | None = None,
    agency: Mapping[str, str] | None = None,
    served: tuple[str, ...] = (),
    lookups: Lookups = NO_LOOKUPS,
    travel_minutes: int | None = None,
    lives: Lives | None = None,
    several: bool = False,
    apart: bool = False,
) -> Facts:
    """The facts of a message about these travellers (ids; at least one of the party).

    lives: those of the trip, where others ask for them too. Raises KeyError when none of the travellers is on the trip.
    """
    on_board = {person.id for person in trip.travellers}
    known = lives or Lives(trip, evidence)
    lived = tuple(known.of(person) for person in travellers if person in on_board)
    if not lived:
        raise KeyError(travellers)
    changes = lived[0].of(Anchor.CLOCK_CHANGE, occurrence=occurrence)
    return Facts(
        lives=lived,
        library=library,
        locale=locale,
        now=aware(now, "now"),
        holder=holder,
        occurrence=occurrence,
        moment=changes[0] if changes else None,
        place=place,
        agency=agency or {},
        served=tuple(person for person in served if person in on_board),
        lookups=lookups,
        travel_minutes=travel_minutes,
        several=several,
        apart=apart,
    )
