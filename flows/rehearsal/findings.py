"""What is wrong with trips as they were played: collisions, bursts, silence, holes, cut texts, and what nobody ever hears.

Not here: the playing (playing), faults that a library shows by itself (lint).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from flows.library.library import Library
from flows.library.text import LOCALES
from flows.planning.due import Reason
from flows.rehearsal.said import Played, Said
from flows.trips.evidence import Stage


class Kind(StrEnum):
    """What is wrong."""

    COLLISION = "collision"
    BURST = "burst"
    SILENCE = "silence"
    HOLE = "hole"
    CUT = "cut"
    OTHER_LANGUAGE = "other_language"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What counts as too much or too little. apart: nearer than this two messages collide. hour, day: at most so many in
    any rolling hour and 24 h. silence: between two messages, from the booking until the trip is over."""

    apart: timedelta = timedelta(minutes=5)
    hour: int = 4
    day: int = 9
    silence: timedelta = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend. trip: its reference, "" for all together. locale: "" when it holds for every language."""

    kind: Kind
    why: str
    trip: str = ""
    locale: str = ""
    at: datetime | None = None


BOUNDS = Bounds()
JOINING = timedelta(minutes=15)
"""Who joins reads the confirmation and what was missed at once: that is no collision."""

OF_THE_READER = "{country.phrases}"
"""Known to some readers and not to others, by their language."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def findings(
    played: Played, bounds: Bounds = BOUNDS, locales: Sequence[str] = LOCALES
) -> tuple[Finding, ...]:
    """Everything wrong with one trip, by kind. locales: in which it was played."""
    reference = played.trip.reference
    return tuple(
        Finding(kind=kind, why=why, trip=reference, locale=locale, at=at)
        for kind, why, locale, at in (
            *_together(played, bounds),
            *_bursts(played, bounds),
            *_silence(played, bounds),
            *_texts(played),
            *_holes(played, locales),
        )
    )


Found = tuple[Kind, str, str, datetime | None]


def _name(said: Said) -> str:
    return said.key.touchpoint


def _together(played: Played, bounds: Bounds) -> Iterator[Found]:
    """What an agent lets go leaves when the agent says so, whatever else there is."""
    for one, other in pairwise(said for said in played.said if not said.released):
        joining = other.at - played.said[0].at <= JOINING
        if other.at - one.at < bounds.apart and not joining:
            minutes = round((other.at - one.at).total_seconds() / 60)
            why = f"{_name(one)} and {_name(other)} come {minutes} minutes apart"
            yield Kind.COLLISION, why, "", other.at


def _bursts(played: Played, bounds: Bounds) -> Iterator[Found]:
    planned = [said for said in played.said if not said.released]
    for span, most, named in ((HOUR, bounds.hour, "an hour"), (DAY, bounds.day, "24 hours")):
        last: datetime | None = None
        for end, said in enumerate(planned):
            if last is not None and said.at - last < span:
                continue  # told already
            within = [one for one in planned[: end + 1] if said.at - one.at < span]
            if len(within) > most:
                last = said.at
                why = f"{len(within)} messages within {named}: {', '.join(_name(one) for one in within)}"
                yield Kind.BURST, why, "", said.at


def _silence(played: Played, bounds: Bounds) -> Iterator[Found]:
    """From the booking until one is home, else until the last edge; a one-way stay goes on for good."""
    timeline = played.life.timeline
    over = next((span.since for span in timeline if span.stage is Stage.AFTERWARDS), timeline[-1].since)
    if played.trip.cancelled:
        return
    instants = [said.at for said in played.said if said.at <= over]
    for one, other in pairwise([*instants, over] if instants else [played.trip.booked, over]):
        if other - one > bounds.silence:
            yield Kind.SILENCE, f"nothing is said for {(other - one).days} days", "", one


def _texts(played: Played) -> Iterator[Found]:
    for said in played.said:
        for locale, rendered in said.rendered.items():
            if rendered.cut:
                yield Kind.CUT, f"{_name(said)} is too long and loses its end", locale, said.at
            for row in rendered.message.buttons:
                for button in row:
                    if button.label.endswith("…"):
                        why = f"{_name(said)}: the button “{button.label}” is cut"
                        yield Kind.CUT, why, locale, said.at
            if rendered.locale != locale and locale in LOCALES:  # an agency's own language comes text by text
                why = f"{_name(said)} speaks {rendered.locale} instead"
                yield Kind.OTHER_LANGUAGE, why, locale, said.at


def _holes(played: Played, locales: Sequence[str]) -> Iterator[Found]:
    """What one language lacks and another has. Where no language knows a fact, nothing is said of it, and that is right;
    nor do readers who speak the language of the country need its phrases."""
    missing = [
        one for one in played.unsaid if one.reason is Reason.FACT_MISSING and OF_THE_READER not in one.detail
    ]
    speechless = Counter(one.key for one in missing)
    for one in missing:
        if speechless[one.key] < len(locales):
            yield Kind.HOLE, f"{one.key.touchpoint} cannot be said: {one.detail}", one.locale, one.at


def unreachable(
    library: Library, reached: Iterable[tuple[str, str]], locales: Sequence[str]
) -> Iterator[Finding]:
    """The touchpoints that nobody heard on any trip, by language. reached: (touchpoint, locale) of all that was said.

    Only of many and various trips does it say something of the library. Those that are off, and offers that are, wait for
    an editor and are not asked.
    """
    heard = set(reached)
    for touchpoint in library.touchpoints:
        offer = library.offers.get(touchpoint.offer)
        if not touchpoint.on or (offer is not None and not offer.on):
            continue
        missing = [locale for locale in locales if (touchpoint.id, locale) not in heard]
        of_the_reader = any(
            OF_THE_READER in told for forms in touchpoint.text.forms.values() for told in forms.values()
        )
        if len(missing) < len(locales) and of_the_reader:
            continue  # nobody is told the phrases of their own language
        if len(missing) == len(locales):
            yield Finding(kind=Kind.UNREACHABLE, why=f"{touchpoint.id} is never said on any of these trips")
            continue
        for locale in missing:
            yield Finding(
                kind=Kind.UNREACHABLE, why=f"{touchpoint.id} is never said in this language", locale=locale
            )
