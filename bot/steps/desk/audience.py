"""Whom a line of conditions means: stage=on_site place=Lisbon ref=ABC -> recipients that it holds for now.

Not here: conditions of touchpoints (flows.library.audience).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.runtime import Runtime
from bot.steps.named import named
from bot.steps.relay import staff_words, stage_name
from bot.steps.situation import Situation, situation
from bot.storage.recipients import bound_ids, bound_with_trips
from flows.library.library import Library, plain
from flows.talk.wording import Wording
from flows.trips.evidence import Stage
from flows.trips.trip import Place

CONDITIONS = ("stage", "place", "ref")
OVER = frozenset({Stage.AFTERWARDS, Stage.CANCELLED})
RECENT = timedelta(days=60)
"""Behind its last edge a trip may still be lived, by an agent's word, for so long."""

BEGUN = frozenset({Stage.IN_TRANSIT, Stage.ON_SITE, Stage.AFTERWARDS})
MARGIN = timedelta(days=2)
"""More than anyone leaves before the first time on the papers; behind it only a person's word can have begun a trip."""

BATCH = 50
"""Recipients looked at in one reading session."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One recipient that is meant, as agents are told of it. name: the holder's; stage: in staff's words, with its place;
    zone: in force there now, or None. locale, offers: of the chat. silent: its holder must not know of the trip yet."""

    recipient: int
    chat: int
    name: str
    reference: str
    travellers: int
    stage: str
    zone: str | None
    locale: str
    offers: bool
    silent: bool = False


Audience = tuple[Found, ...]


async def matching(runtime: Runtime, conditions: Mapping[str, str], *, now: datetime) -> Audience | None:
    """Bound recipients for whom every condition holds at `now`, by reference; None when the bot is closing. Whose trip is
    over or cancelled is meant only when stage or reference says so: nobody writes to everyone who ever went.

    Working out where somebody is takes milliseconds, and there may be thousands: read in batches, in no transaction that
    writes, so that sending and answering go on meanwhile.
    """
    wanted, reference = conditions.get("stage", "").lower(), conditions.get("ref")
    over = wanted in OVER or reference is not None
    async with runtime.database.read() as session:
        ids = await bound_ids(
            session,
            reference=reference,
            ends_after=None if over else now - RECENT,
            leaves_before=now + MARGIN if wanted in BEGUN else None,
        )
    words, found = staff_words(runtime), list[Found]()
    for start in range(0, len(ids), BATCH):
        if runtime.closing.is_set():
            return None
        async with runtime.database.read() as session:
            for bound, row in await bound_with_trips(session, ids[start : start + BATCH]):
                one = await situation(session, runtime, row, bound, now=now)
                if _holds(one, conditions, over=over):
                    found.append(_found(one, words))
    return tuple(found)


def _holds(one: Situation, conditions: Mapping[str, str], *, over: bool) -> bool:
    wanted = conditions.get("stage", "").lower()
    if wanted and one.estimate.stage != wanted:
        return False
    if not over and one.estimate.stage in OVER:
        return False
    return "place" not in conditions or _is_at(one.library, one.estimate.place, conditions["place"])


def _found(one: Situation, words: Wording) -> Found:
    assert one.bound.id is not None, "it was read from the table"
    return Found(
        recipient=one.bound.id,
        chat=one.bound.chat_id,
        name=named(one.row, one.bound.holder),
        reference=one.trip.reference,
        travellers=len(one.bound.travellers),
        stage=stage_name(words, one),
        zone=one.zone,
        locale=one.locale,
        offers=bool(one.chat.offers),
        silent=one.bound.holder in one.trip.surprised,
    )


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
