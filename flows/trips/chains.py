"""Which legs are joined by layovers, and to which gap a stay belongs.

Not here: what a chain is called (itinerary), the instants of a leg (effective).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from flows.trips.edges import Edges
from flows.trips.effective import Held, Leg
from flows.trips.towns import borrow, same_country, same_town
from flows.trips.trip import Place

START, END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def one_town(a: Place, b: Place, edges: Edges) -> bool:
    """Are both in one town, by this agency's measure of near?"""
    return same_town(a, b, km=edges.same_town_km)


def overlap(stay: Held, since: datetime, until: datetime) -> timedelta:
    """How long a stay lies in [since, until]; negative when it lies apart."""
    return min(stay.ends, until) - max(stay.starts, since)


def joined(
    ways: tuple[Leg, ...], stays: tuple[Held, ...], edges: Edges
) -> tuple[list[tuple[Leg, ...]], list[list[Held]]]:
    """The chains, and the destination stays of the gap before each of them and (last) after the final one."""
    gaps = _gaps(ways, stays, edges)
    runs: list[list[Leg]] = [[ways[0]]]
    places: list[int] = [0]  # the number of the first leg of each run
    for number in range(1, len(ways)):
        before, leg, waiting = ways[number - 1], ways[number], gaps[number]
        real = [stay for stay in waiting if not stay.segment.transit]
        wait = leg.planned[0] - before.planned[1]  # a delay makes no stop-over
        short = wait <= edges.layover or bool(waiting)
        if real or not short or _slept(before, leg, stays, edges):
            runs.append([leg])
            places.append(number)
        elif _turns_back(runs[-1], leg, stays, edges):
            cut = _cut(runs[-1], leg, edges)
            runs.append([*runs[-1][cut:], leg])
            del runs[-2][cut:]
            places.append(number + 1 - len(runs[-1]))
        else:
            runs[-1].append(leg)
    destinations = [[stay for stay in gaps[number] if not stay.segment.transit] for number in places]
    destinations.append([stay for stay in gaps[-1] if not stay.segment.transit])
    return [tuple(run) for run in runs], destinations


def gap_place(
    arrival: Leg, since: datetime, until: datetime | None, stays: tuple[Held, ...], edges: Edges
) -> Place:
    """The place of a gap without a stay of its own: the town's hotel if one is held then, else where the leg ends."""
    for stay in stays:
        if overlap(stay, since, until or END) > timedelta(0) and one_town(
            stay.place, arrival.destination, edges
        ):
            return borrow(stay.place, arrival.destination)
    return arrival.destination


def _gaps(ways: tuple[Leg, ...], stays: tuple[Held, ...], edges: Edges) -> list[list[Held]]:
    """The stays of each gap. A stay belongs to the gap that it overlaps longest, its own town's before others."""
    edges_of = [(START, ways[0].planned[0])]
    edges_of += [(a.planned[1], b.planned[0]) for a, b in pairwise(ways)]
    edges_of.append((ways[-1].planned[1], END))
    towns = [ways[0].origin, *(leg.destination for leg in ways)]
    gaps: list[list[Held]] = [[] for _ in edges_of]
    for stay in stays:
        shared = [overlap(stay, since, until) for since, until in edges_of]
        own = [
            number
            for number, town in enumerate(towns)
            if shared[number] > timedelta(0) and one_town(stay.place, town, edges)
        ]
        gaps[max(own or range(len(shared)), key=lambda number: shared[number])].append(stay)
    return gaps


def _slept(before: Leg, leg: Leg, stays: tuple[Held, ...], edges: Edges) -> bool:
    """Is a hotel of the gap's town, that belongs to a longer gap, held for a night of this one too?"""
    return any(
        not stay.segment.transit
        and overlap(stay, before.planned[1], leg.planned[0]) >= edges.night_at_hotel
        and one_town(stay.place, before.destination, edges)
        for stay in stays
    )


def _turns_back(run: list[Leg], leg: Leg, stays: tuple[Held, ...], edges: Edges) -> bool:
    """Does `leg` go back: to the chain's origin, to a stop on its way, or into its country with no stay to come?"""
    if one_town(leg.origin, leg.destination, edges):
        return False
    origin, here = run[0].origin, run[-1].destination
    stops = [origin, *(one.destination for one in run[:-1])]
    if any(one_town(leg.destination, stop, edges) for stop in stops):
        return True
    # Munich - Zurich - Hamburg with a hotel in Hamburg is a connection, London and home to another airport is not.
    abroad = here.country is not None and origin.country is not None and here.country != origin.country
    later = any(stay.ends > leg.planned[1] for stay in stays)
    return abroad and not later and same_country(leg.destination, origin)


def _cut(run: list[Leg], leg: Leg, edges: Edges) -> int:
    """Where a chain that turns back ends: at its longest wait among the rides within the last town."""
    best, longest = len(run), leg.planned[0] - run[-1].planned[1]
    for number in range(len(run) - 1, 0, -1):
        if not one_town(run[number].origin, run[number].destination, edges):
            break
        wait = run[number].planned[0] - run[number - 1].planned[1]
        if wait > longest:
            best, longest = number, wait
    return best
