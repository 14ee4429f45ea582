"""Try content on many trips: play each with values alone, and gather what is wrong, over as many processes as there are cores.

Not here: the playing and the judging (flows.rehearsal), the command (content_commands).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import content
from bot.lookups.holidays import public_holidays
from bot.services.rehearsal import dated
from bot.settings import Settings
from bot.steps.trip_rows import trip_of
from flows.library.library import Library
from flows.library.lookups import Lookups
from flows.library.text import LOCALES
from flows.library.tongues import called
from flows.planning.due import PlanningSettings
from flows.rehearsal.findings import Bounds, Finding, findings, unreachable
from flows.rehearsal.generated import Generated, generated
from flows.rehearsal.made_weather import made_weather
from flows.rehearsal.playing import played
from flows.trips.trip import Booking

CHUNK = 20
ENOUGH = 200
"""So many made-up trips are various enough that what none of them hears is at fault, and not the trips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it. trips: how many were played; messages: how many left, in each language; findings: trip by trip,
    then what holds for all together. names: what a made-up trip is, by its reference. locales: in which each was played;
    spoken: so many of the messages really spoke an agency's own language, the others English. few: too few were made up to
    look for what nobody hears."""

    trips: int
    messages: int
    findings: tuple[Finding, ...]
    names: dict[str, str]
    locales: tuple[str, ...] = LOCALES
    spoken: Mapping[str, int] = field(default_factory=dict)
    few: bool = False

    def document(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "trips": self.trips,
            "messages": self.messages,
            "locales": list(self.locales),
            "spoken": dict(self.spoken),
            "findings": [
                {
                    "kind": one.kind,
                    "trip": one.trip or None,
                    "locale": one.locale or None,
                    "at": one.at.isoformat() if one.at else None,
                    "why": one.why,
                }
                for one in self.findings
            ],
        }

    def words(self) -> Iterator[str]:
        """A line a finding, and a table by language at the end."""
        for one in self.findings:
            where = f"{one.trip} ({self.names[one.trip]})" if one.trip in self.names else one.trip
            parts = [
                one.kind.replace("_", " "),
                where,
                one.locale,
                f"{one.at:%Y-%m-%d %H:%M} UTC" if one.at else "",
            ]
            yield f"{' · '.join(part for part in parts if part)}: {one.why}"
        if self.findings:
            yield ""
        yield f"Played {self.trips} trips, {self.messages} messages in each of {', '.join(self.locales)}."
        for locale, count in self.spoken.items():
            yield f"  {called(locale)}: {count} of the messages, the others in English."
        counted = Counter((one.kind.replace("_", " "), one.locale) for one in self.findings)
        for kind in sorted({kind for kind, _ in counted}):
            by = [
                f"{locale} {counted[kind, locale]}" for locale in ("", *self.locales) if counted[kind, locale]
            ]
            yield f"  {kind}: {', '.join(part.strip() or part for part in by)}"
        if self.few:
            yield f"What nobody ever hears is looked for on {ENOUGH} made-up trips or more (--made)."
        yield f"{len(self.findings)} to mend." if self.findings else "Nothing to mend."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What one trip showed."""

    messages: int
    findings: tuple[Finding, ...]
    heard: frozenset[tuple[str, str]]
    spoken: Counter[str]


def try_trips(
    folder: Path | None,
    bookings: Sequence[Booking],
    made: int,
    *,
    bounds: Bounds,
    told: Callable[[int], None] = lambda count: None,
) -> Tried:
    """Play every given booking and the first `made` made-up ones. folder: of the content; None is the shipped one."""
    made_up = tuple(generated(made))
    trips = [*(_given(booking) for booking in bookings), *made_up]
    chunks = [trips[start : start + CHUNK] for start in range(0, len(trips), CHUNK)]
    library = content.load(folder)
    seen: list[_Seen] = []
    with ProcessPoolExecutor(os.cpu_count(), initializer=_open, initargs=(folder,)) as pool:
        for found in pool.map(_look, chunks, [bounds] * len(chunks)):
            seen.extend(found)
            told(len(found))
    heard = {one for trip in seen for one in trip.heard}
    return Tried(
        trips=len(seen),
        messages=sum(trip.messages for trip in seen),
        findings=(
            *(one for trip in seen for one in trip.findings),
            *(unreachable(library, heard, library.locales) if made >= ENOUGH else ()),
        ),
        names={one.trip.reference: one.name for one in made_up},
        locales=library.locales,
        spoken={locale: sum(trip.spoken[locale] for trip in seen) for locale in library.added},
        few=made < ENOUGH,
    )


def _given(booking: Booking) -> Generated:
    """A given booking as the bot would hold it."""
    whole, because = dated(booking)
    assert whole.booked is not None, "dated() gives every booking its date"
    trip = trip_of(whole, known=whole.booked, agency_zone=Settings.model_construct().agency_zone)
    return Generated(name="", trip=replace(trip, booked_because=because))


_LIBRARY: list[Library] = []
"""The content, opened once in each process."""


def _open(folder: Path | None) -> None:
    _LIBRARY[:] = [content.load(folder)]


def _look(trips: Iterable[Generated], bounds: Bounds) -> list[_Seen]:
    library = _LIBRARY[0]
    seen = []
    for one in trips:
        lookups = Lookups(holidays=public_holidays)
        if one.forecast:
            lookups = replace(lookups, forecasts=made_weather(one.trip))
        course = played(
            one.trip,
            library,
            settings=PlanningSettings(),
            lookups=lookups,
            travel_minutes=one.travel_minutes,
            locales=library.locales,
        )
        heard = frozenset((said.key.touchpoint, locale) for said in course.said for locale in said.rendered)
        spoken = Counter(shown.locale for said in course.said for shown in said.rendered.values())
        told = findings(course, bounds, library.locales)
        seen.append(_Seen(messages=len(course.said), findings=told, heard=heard, spoken=spoken))
    return seen


def bounds_of(silence: int) -> Bounds:
    """The usual bounds with so many days of silence."""
    return Bounds(silence=timedelta(days=silence))
