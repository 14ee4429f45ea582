"""What a played trip looks like: its stages and, for every touchpoint, what was said when, or why not.

Not here: the playing (bot.services.rehearsal).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.trips.evidence import Direction, Stage
from flows.trips.life import Life
from flows.trips.times import zone_info


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """One span of those who travel alike. since, until: local to the zone in force; the last until is None."""

    travellers: tuple[str, ...]
    stage: Stage
    direction: Direction | None
    place: str | None
    since: datetime
    until: datetime | None
    because: str

    def document(self) -> dict[str, Any]:
        """As JSON values; stages in UPPER_SNAKE."""
        return {
            "travellers": list(self.travellers),
            "stage": self.stage.name,
            "direction": self.direction.value if self.direction else None,
            "place": self.place,
            "from": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "because": self.because,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointRow:
    """One answer. at: UTC, when it left or would have; None where nothing says when. zone: in force then (IANA).

    traveller: full name of the chat's holder. stage: the recipient's at `at`. sent: False means skipped, with reason.
    """

    touchpoint: str
    occurrence: str
    traveller: str
    message_class: str
    stage: Stage | None
    at: datetime | None
    zone: str | None
    sent: bool
    reason: str = ""
    detail: str = ""
    text: str | None = None
    buttons: tuple[str, ...] = ()

    @property
    def local(self) -> datetime | None:
        """`at` as the clock on the wall shows it."""
        if self.at is None:
            return None
        return self.at.astimezone(zone_info(self.zone)) if self.zone else self.at

    def document(self) -> dict[str, Any]:
        """As JSON values."""
        local = self.local
        return {
            "touchpoint": self.touchpoint,
            "occurrence": self.occurrence,
            "traveller": self.traveller,
            "class": self.message_class,
            "stage": self.stage.name if self.stage else None,
            "at": local.isoformat() if local else None,
            "zone": self.zone,
            "outcome": "sent" if self.sent else "skipped",
            "reason": self.reason or None,
            "text": self.text if self.sent else None,
            "buttons": list(self.buttons),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedTrip:
    """One trip as it would be lived. notes: what had to be assumed."""

    reference: str
    stages: tuple[StageRow, ...]
    touchpoints: tuple[TouchpointRow, ...]
    notes: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "reference": self.reference,
            "stages": [row.document() for row in self.stages],
            "touchpoints": [row.document() for row in self.touchpoints],
        }


def stage_rows(lives: tuple[Life, ...]) -> tuple[StageRow, ...]:
    """The stages of a party: one run of rows for those who travel alike. Neighbours that say the same are one row."""
    alike: dict[tuple[object, ...], list[Life]] = {}
    for lived in lives:
        key = tuple((span.stage, span.direction, span.since, span.until) for span in lived.timeline)
        alike.setdefault(key, []).append(lived)
    return tuple(row for same in alike.values() for row in _run(same))


def _run(same: list[Life]) -> Iterator[StageRow]:
    names = tuple(lived.traveller.name for lived in same)
    lived = same[0]
    spans = lived.timeline
    for position, span in enumerate(spans):
        place = span.place.label if span.place is not None else None
        if position and _alike(spans[position - 1], span):
            continue
        until = span.until
        for later in spans[position + 1 :]:
            if not _alike(span, later):
                break
            until = later.until
        yield StageRow(
            travellers=names,
            stage=span.stage,
            direction=span.direction,
            place=place,
            since=_local(lived, span.since),
            until=_local(lived, until) if until is not None else None,
            because=span.because,
        )


def _alike(one: Any, other: Any) -> bool:
    return (one.stage, one.direction, one.place and one.place.label) == (
        other.stage,
        other.direction,
        other.place and other.place.label,
    )


def _local(lived: Life, at: datetime) -> datetime:
    zone = lived.zone_at(at) or lived.trip.home_zone
    return at.astimezone(zone_info(zone)) if zone else at
