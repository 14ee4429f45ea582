"""Which zone is in force for a traveller at an instant (DESIGN §3.4).

Home before leaving; in transit the next departure's place until it leaves, then the arrival's; the destination on
site; home afterwards. None where nobody knows it: the zones that the stage guesses with are not used here.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from flows.trips.edges import DEFAULT, Edges
from flows.trips.evidence import Direction, Evidence
from flows.trips.itinerary import Chain, Itinerary, itinerary
from flows.trips.times import zone_info
from flows.trips.trip import Traveller, Trip

EVER = datetime.min.replace(tzinfo=UTC)
STEP = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The zones of one life: `names[i]` (None = unknown) holds from `since[i]` (UTC, rising) to the next."""

    since: tuple[datetime, ...]
    names: tuple[str | None, ...]

    def at(self, instant: datetime) -> str | None:
        """The zone in force at an aware instant."""
        return self.names[bisect_right(self.since, instant) - 1]

    def changes(self, since: datetime, until: datetime) -> tuple[tuple[datetime, str], ...]:
        """The instants in [since, until) at which the clock of the zone in force jumps, each with its zone."""
        found: list[tuple[datetime, str]] = []
        for number, (start, name) in enumerate(zip(self.since, self.names, strict=True)):
            end = self.since[number + 1] if number + 1 < len(self.since) else until
            low, high = max(start, since), min(end, until)
            if name is not None:
                found.extend((jump, name) for jump in _jumps(name, low, high))
        return tuple(found)


def zones(trip: Trip, shape: Itinerary) -> Zones:
    """The zones of an itinerary that is already known."""
    rows: list[tuple[datetime, str | None]] = [(EVER, trip.home_zone)]
    if not shape.cancelled:
        for part in shape.parts:
            if isinstance(part, Chain):
                rows.extend(_of_chain(part, trip))
            else:
                rows.append((part.since, part.place.zone))
        final = shape.parts[-1] if shape.parts else None
        if final is not None and shape.closed:
            over = final.arrives if isinstance(final, Chain) else final.until or final.since
            rows.append((over, trip.home_zone))
    since: list[datetime] = []
    names: list[str | None] = []
    for start, name in rows:
        edge = max(start, since[-1]) if since else start
        if since and since[-1] == edge:
            names[-1] = name
        else:
            since.append(edge)
            names.append(name)
    return Zones(since=tuple(since), names=tuple(names))


def zone_at(
    trip: Trip, traveller: Traveller | str, at: datetime, evidence: Evidence = (), *, edges: Edges = DEFAULT
) -> str | None:
    """The zone in force for a traveller at an aware instant; None when unknown."""
    person = traveller if isinstance(traveller, str) else traveller.id
    return zones(trip, itinerary(trip, person, evidence, edges=edges)).at(at)


def _of_chain(chain: Chain, trip: Trip) -> list[tuple[datetime, str | None]]:
    if not chain.legs:
        back = chain.direction is Direction.RETURN
        there = chain.destination.zone if chain.destination else None
        return [(chain.departs, trip.home_zone if back else there)]
    rows: list[tuple[datetime, str | None]] = []
    edge = chain.leaves
    for leg in chain.legs:
        rows.append((edge, leg.segment.departs.zone or leg.origin.zone))
        # Who may still be where it starts keeps that clock.
        switches = leg.arrives if leg.doubt else leg.departs
        rows.append((switches, (leg.segment.arrives and leg.segment.arrives.zone) or leg.destination.zone))
        edge = leg.arrives
    return rows


def _jumps(name: str, low: datetime, high: datetime) -> list[datetime]:
    """Where the offset of a zone changes in [low, high)."""
    years = range(low.year, high.year + 1)
    return [jump for year in years for jump in _jumps_of(name, year) if low <= jump < high]


@lru_cache(maxsize=2048)
def _jumps_of(name: str, year: int) -> tuple[datetime, ...]:
    """Where the offset of a zone changes in a year (UTC), found week by week, then by halving, to the second."""
    info = zone_info(name)
    found: list[datetime] = []
    start = datetime(year, 1, 1, tzinfo=UTC) - timedelta(seconds=1)
    last = datetime(year + 1, 1, 1, tzinfo=UTC) - timedelta(seconds=1)
    while start < last:
        end = min(start + STEP, last)
        offset = start.astimezone(info).utcoffset()
        if end.astimezone(info).utcoffset() != offset:
            before, after = start, end
            while after - before > timedelta(seconds=1):
                middle = before + (after - before) / 2
                if middle.astimezone(info).utcoffset() == offset:
                    before = middle
                else:
                    after = middle
            found.append(after.replace(microsecond=0))
        start = end
    return tuple(found)
