"""A trip that an agent ended by hand: home before the papers say, or from a trip that names no way home (S24).

From then on it is AFTERWARDS for good, by home's clock, and what is anchored to the return is anchored to that. Not here: a
word that only says where somebody is (stage), a flight that is late (effective).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flows.trips import because
from flows.trips.anchors import Anchor, Moment
from flows.trips.evidence import Evidence, Source, Stage, Word
from flows.trips.span import StageSpan
from flows.trips.trip import Place
from flows.trips.zones import Zones

AWAY = frozenset({Stage.IN_TRANSIT, Stage.ON_SITE})


def ended(evidence: Evidence, life: Sequence[StageSpan]) -> Word | None:
    """The agent's last pinned word on the whole party, where it brings them home while the timetable has them away."""
    said = [
        word
        for word in evidence
        if isinstance(word, Word) and word.source is Source.AGENT and word.pinned and word.traveller is None
    ]
    last = max(said, key=lambda word: word.at, default=None)
    if last is None or last.stage is not Stage.AFTERWARDS:
        return None
    away = any(
        span.stage in AWAY and span.since <= last.at and (span.until is None or last.at < span.until)
        for span in life
    )
    return last if away else None


def home_again(life: Sequence[StageSpan], word: Word, home: Place | None) -> tuple[StageSpan, ...]:
    """The timeline until then, and AFTERWARDS for good."""
    at = word.at.astimezone(UTC)
    kept = [span for span in life if span.since < at]
    kept[-1] = replace(kept[-1], until=at)
    over = StageSpan(
        stage=Stage.AFTERWARDS,
        since=at,
        place=home,
        because=because.word(word),
        source=word.source,
        proven=True,
    )
    return (*kept, over)


def home_clock(clocks: Zones, at: datetime, zone: str | None) -> Zones:
    """Home's clock from then on."""
    kept = [row for row in zip(clocks.since, clocks.names, strict=True) if row[0] < at]
    since, names = zip(*kept, (at.astimezone(UTC), zone), strict=True)
    return Zones(since=tuple(since), names=tuple(names))


def returned(moments: Sequence[Moment], at: datetime, zone: str, home: Place | None) -> tuple[Moment, ...]:
    """The return is then, and proven; what the papers say of it is no moment any more."""
    kept = [moment for moment in moments if moment.anchor is not Anchor.RETURN_ARRIVAL]
    back = Moment(anchor=Anchor.RETURN_ARRIVAL, at=at.astimezone(UTC), zone=zone, place=home, proven=True)
    return tuple(sorted((*kept, back), key=lambda moment: moment.at))
