"""Whom a line of conditions means: stage=on_site place=Lisbon ref=ABC -> recipients that it holds for now.

Not here: conditions of touchpoints (flows.library.audience).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.situation import Situation, situation
from bot.storage.recipients import everyone_bound
from flows.library.library import Library, plain
from flows.talk.wording import Wording
from flows.trips.evidence import Stage
from flows.trips.trip import Place

CONDITIONS = ("stage", "place", "ref")
OVER = frozenset({Stage.AFTERWARDS, Stage.CANCELLED})
RECENT = timedelta(days=60)
"""Behind its last edge a trip may still be lived, by an agent's word, for so long."""

PAIR = re.compile(r"(?:^|\s)([A-Za-z_]{1,20})=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """conditions: stage, place, ref as typed. rest: other keys ("class", "page"). words: what stood before the first key
    or behind a value of one word."""

    conditions: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    @property
    def told(self) -> str:
        """The conditions as typed, for people; "" for everyone."""
        return " ".join(f"{key}={value}" for key, value in self.conditions.items())


def read_asking(line: str) -> Asking:
    """Read one line. A place may have several words; every other value has one, and more of them are text."""
    pieces = PAIR.split(line)
    words = [pieces[0].strip()]
    found: dict[str, str] = {}
    for key, value in zip(pieces[1::2], pieces[2::2], strict=True):
        name, told = key.lower(), value.strip().strip("\"'“”")
        if name != "place":
            told, _, more = told.partition(" ")
            words.append(more.strip())
        found[name] = told
    return Asking(
        conditions={key: found[key] for key in CONDITIONS if found.get(key)},
        rest={key: value for key, value in found.items() if key not in CONDITIONS},
        words=" ".join(word for word in words if word),
    )


def objection(asking: Asking, words: Wording, *, also: frozenset[str]) -> str:
    """What is wrong with the line, in an agent's words; "" when nothing. also: keys allowed besides the conditions."""
    for key in asking.rest:
        if key not in also:
            return words.say("audience.key_unknown", key=key)
    stage = asking.conditions.get("stage")
    if stage is not None and stage.lower() not in set(Stage):
        return words.say("audience.stage_unknown", stage=stage, stages=", ".join(Stage))
    return ""


async def matching(
    session: AsyncSession, runtime: Runtime, conditions: Mapping[str, str], *, now: datetime
) -> list[Situation]:
    """Bound recipients for whom every condition holds at `now`, by reference. Whose trip is over or cancelled is meant
    only when stage or reference says so: nobody writes to everyone who ever went."""
    wanted, reference = conditions.get("stage", "").lower(), conditions.get("ref")
    over = wanted in OVER or reference is not None
    found = []
    for bound, row in await everyone_bound(
        session, reference=reference, ends_after=None if over else now - RECENT
    ):
        one = await situation(session, runtime, row, bound, now=now)
        if wanted and one.estimate.stage != wanted:
            continue
        if not over and one.estimate.stage in OVER:
            continue
        if "place" in conditions and not _is_at(runtime.library, one.estimate.place, conditions["place"]):
            continue
        found.append(one)
    return found


def _is_at(library: Library, place: Place | None, wanted: str) -> bool:
    """By city, name, airport code or country, as any of our languages calls it."""
    if place is None:
        return False
    names = {plain(name) for name in (place.city, place.name, place.iata, place.metro, place.country) if name}
    known = library.place(place)
    if known is not None:
        names |= set(known.cities) | {code.lower() for code in known.iata}
        if known.name is not None:
            names |= {plain(forms["other"]) for forms in known.name.forms.values()}
    return plain(wanted) in names
