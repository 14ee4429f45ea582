"""The facts of one occurrence that conditions ask for: where, how long, with whom, by what. Worked out when first asked.

Unknown facts are None, and a condition on them does not hold. Not here: the conditions themselves (conditions), what is
true of the whole trip (whole, group).
"""

from __future__ import annotations

from datetime import datetime, time

from flows.library.audience import Celebration, Feel, TripType
from flows.library.differences import differences
from flows.library.lookups import Sky
from flows.planning.lazily import lazily
from flows.planning.way import Way
from flows.planning.whole import local
from flows.trips.anchors import Anchor
from flows.trips.changes import ChangeKind
from flows.trips.evidence import Direction
from flows.trips.personas import Persona
from flows.trips.times import zone_info
from flows.trips.trip import Kind


class Facts(Way):
    """What is true of one occurrence."""

    @property
    def trip_type(self) -> TripType:
        """The shape of the trip."""
        return self.group.trip_type

    @lazily
    def destinations(self) -> frozenset[str]:
        """Place ids of the library."""
        known = (self.library.place(place) for place in self.places)
        return frozenset(one.id for one in known if one is not None)

    @lazily
    def countries(self) -> frozenset[str]:
        """ISO codes."""
        return frozenset(place.country for place in self.places if place.country)

    @lazily
    def kinds(self) -> frozenset[Kind]:
        """Of the leg, else of all legs."""
        segment = self.segment
        if segment is not None and segment.kind.is_leg:
            return frozenset({segment.kind})
        return self.group.kinds

    @property
    def direction(self) -> Direction | None:
        """Of the leg's chain."""
        return self.chain.direction if self.chain is not None else None

    @lazily
    def nights(self) -> int | None:
        """Of the stay, else of the trip."""
        segment = self.segment
        if segment is not None and segment.kind is Kind.STAY:
            since = self.held.since if self.held is not None else segment.departs.day
            return (segment.arrives.day - since).days if segment.arrives is not None else None
        return self.group.nights

    @lazily
    def abroad(self) -> bool | None:
        """Does it lie in another country than home?"""
        home, countries = self.group.home, self.countries
        return any(country != home for country in countries) if countries and home else None

    @property
    def children(self) -> bool:
        """Is a minor in the party?"""
        return self.group.children

    @lazily
    def layover(self) -> bool:
        """Does the leg's chain, or any, have one?"""
        chains = (self.chain,) if self.chain is not None else self.shape.chains
        return any(chain.layovers for chain in chains)

    @lazily
    def new_zone(self) -> bool | None:
        """Does the clock anywhere there differ from home's on arrival?"""
        home, at = self.group.trip.home_zone, self.arrived
        zones = [place.zone for place in self.places if place.zone]
        if not zones or home is None or at is None:
            return None
        own = at.astimezone(zone_info(home)).utcoffset()
        return any(at.astimezone(zone_info(zone)).utcoffset() != own for zone in zones)

    @property
    def multi_stay(self) -> bool:
        """Has the trip several destinations?"""
        return len(self.shape.destinations) > 1

    @lazily
    def first(self) -> bool | None:
        """Is this leg the first of its chain, this stay or visit of its trip? None where it makes no sense."""
        return self._is_edge(0)

    @lazily
    def last(self) -> bool | None:
        """The same for the last."""
        return self._is_edge(-1)

    def _is_edge(self, end: int) -> bool | None:
        segment, chain = self.segment, self.chain
        if segment is None:
            return None
        if segment.kind.is_leg:
            return chain.legs[end].segment.id == segment.id if chain is not None else None
        row = self.shape.stays if segment.kind is Kind.STAY else self.shape.visits
        return row[end].segment.id == segment.id if row else None

    @lazily
    def kinds_before(self) -> frozenset[Kind] | None:
        """Of the legs before this one in its chain; None for what is no leg."""
        chain, number = self.chain, self.number
        if chain is None or number is None:
            return None
        return frozenset(leg.segment.kind for leg in chain.legs[:number])

    @lazily
    def kinds_after(self) -> frozenset[Kind] | None:
        """Of the legs after it."""
        chain, number = self.chain, self.number
        if chain is None or number is None:
            return None
        return frozenset(leg.segment.kind for leg in chain.legs[number + 1 :])

    def hours_to_leg(self, anchor: datetime | None) -> float | None:
        """From the moment that it anchors to, to the next departure after it."""
        if anchor is None:
            return None
        ahead = [leg.departs - anchor for leg in self.group.legs if leg.departs > anchor]
        return min(ahead).total_seconds() / 3600 if ahead else None

    @property
    def personas(self) -> frozenset[Persona]:
        """What kind of party it is."""
        return self.group.personas

    @property
    def stays(self) -> bool:
        """Is a stay booked?"""
        return bool(self.shape.stays)

    @lazily
    def feels(self) -> frozenset[Feel]:
        """How the destinations feel in the month of arrival; none where nobody knows."""
        if self.month is None:
            return frozenset()
        known = (self.library.feel(place, self.month) for place in self.places)
        return frozenset(feel for feel in known if feel is not None)

    @lazily
    def wet(self) -> bool | None:
        """Is it a rainy month there?"""
        if self.month is None:
            return None
        known = {self.library.is_wet(place, self.month) for place in self.places} - {None}
        return True in known if known else None

    @property
    def occasions(self) -> frozenset[Celebration]:
        """What is celebrated."""
        return self.group.occasions

    @lazily
    def regions(self) -> tuple[frozenset[str], ...] | None:
        """Of each destination's country; None where one of them is not known."""
        lands = [self.library.country(place) for place in self.places]
        known = tuple(land.regions for land in lands if land is not None)
        return known if known and len(known) == len(lands) else None

    def holidays(self, at: datetime | None) -> bool:
        """Does a public holiday fall in the days that lie ahead of `at`?"""
        return any(
            self.lookups.holidays(country, since, until)
            for place, since, until in self.days(at)
            if until is not None and since <= until and (country := self.land(place))
        )

    def forecast(self, at: datetime | None) -> bool:
        """Is there a forecast for a day of the stay that lies ahead of `at`?"""
        return any(
            since <= forecast.day <= (until or forecast.day)
            for place, since, until in self.days(at)
            for forecast in self.lookups.forecasts(self.library.place_key(place))
        )

    def sky(self, at: datetime | None) -> Sky | None:
        """Of the day of `at`, at the occurrence's place, else where they are or go to then."""
        if at is None:
            return None
        place = self.occasion.town or self.where(at)
        if place is None:
            return None
        day = local(at, place).date()
        days = self.lookups.forecasts(self.library.place_key(place))
        return next((forecast.sky for forecast in days if forecast.day == day), None)

    @lazily
    def documents(self) -> bool:
        """Did the agency attach some, to this segment or (for a trip) to anything?"""
        segment, people = self.segment, frozenset(self.occasion.travellers)
        return any(
            document.is_for(people) and (segment is None or document.segment == segment.id)
            for document in self.group.trip.documents
        )

    @property
    def travel_time(self) -> bool:
        """Do we know how far home is from the first departure?"""
        return self.travel_minutes is not None

    @lazily
    def differs(self) -> bool | None:
        """Is anything there not as at home?"""
        home, lands = self.group.home, {self.land(place) for place in self.places}
        if self.new_zone or any(differences(self.library, home, land) for land in lands):
            return True
        return False if home is not None and "" not in lands else None

    @lazily
    def departs(self) -> time | None:
        """The local clock at which the leg leaves, else the way out."""
        found = self._end(leaving=True)
        return found.time() if found is not None else None

    @lazily
    def arrives(self) -> time | None:
        """The local clock at which the leg arrives, else the way out."""
        found = self._end(leaving=False)
        return found.time() if found is not None else None

    def _end(self, *, leaving: bool) -> datetime | None:
        moment = self.occasion.moments.get(Anchor.DEPARTURE if leaving else Anchor.ARRIVAL)
        if moment is None or moment.zone is None or moment.day_only:
            return None
        return moment.at.astimezone(zone_info(moment.zone))

    @lazily
    def connection(self) -> int | None:
        """Minutes between this leg and the next of its chain; None where there is no next, or no known instant."""
        chain, number = self.chain, self.number
        if chain is None or number is None or number + 1 == len(chain.legs):
            return None
        here, onward = chain.legs[number], chain.legs[number + 1]
        if here.arrives_inferred or onward.departs_inferred:
            return None
        return int((onward.departs - here.arrives).total_seconds()) // 60

    @lazily
    def changes(self) -> frozenset[ChangeKind]:
        """Of this change, its kind; else of all changes of the trip that travellers were told."""
        own = self.group.trip.change(self.occasion.anchored)
        if own is not None:
            return frozenset({own.kind})
        return frozenset(change.kind for change in self.group.trip.changes if change.told)

    @property
    def moved(self) -> bool | None:
        """Does this change say what is otherwise than before? None for what is no change."""
        own = self.group.trip.change(self.occasion.anchored)
        return bool(own.lines) if own is not None else None
