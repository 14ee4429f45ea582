"""A span of a life: one stage from when until when; and spans in order, without holes.

Not here: which stages a trip has (stage).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from flows.trips.evidence import Direction, Source, Stage
from flows.trips.trip import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSpan:
    """One stage from `since` until `until` (UTC, half-open; the last is open). place: the main destination before
    leaving, where it goes in transit, the destination on site, home afterwards. inferred: why no paper says so.
    proven: the landing that began it is a fact."""

    stage: Stage
    since: datetime
    until: datetime | None = None
    direction: Direction | None = None
    place: Place | None = None
    because: str = ""
    inferred: str = ""
    source: Source = Source.TIMETABLE
    proven: bool = False


def span_at(life: tuple[StageSpan, ...], instant: datetime) -> StageSpan | None:
    """The span that holds an instant; None before the first."""
    number = bisect_right(life, instant, key=lambda span: span.since)
    return life[number - 1] if number else None


def seamless(found: list[StageSpan], booked: datetime) -> tuple[StageSpan, ...]:
    """Spans in order, each until the next, from booked on. What overlaps is cut, what is empty is left out."""
    ordered: list[tuple[StageSpan, datetime]] = []
    edge = booked
    for span in found:
        edge = max(edge, span.since)
        while ordered and ordered[-1][1] >= edge:
            ordered.pop()
        if ordered and _one(ordered[-1][0], span):
            continue
        ordered.append((span, edge))
    edges = [since for _, since in ordered[1:]]
    return tuple(
        StageSpan(
            stage=span.stage,
            since=since,
            until=until,
            direction=span.direction,
            place=span.place,
            because=span.because,
            inferred=span.inferred,
            source=span.source,
            proven=span.proven,
        )
        for (span, since), until in zip_longest(ordered, edges)
    )


def _one(a: StageSpan, b: StageSpan) -> bool:
    label = a.place.label if a.place else None
    return a.stage is b.stage and a.direction is b.direction and label == (b.place.label if b.place else None)
