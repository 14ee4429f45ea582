"""A talk: a story with events. <name>.jsonl is what happens, as `reisgenoot rehearse --events` takes it; <name>.yaml how it is
played and what must and must not be seen; <name>.txt everything that was seen, as the command prints it.

The YAML: about · scenario · booking (a paper of tests/stories, or several, one a trip) · offers (switched on) · zone (of all
times) · from · until · never: rows {chat, since, until, texts} · expect: rows {chat, since, until, has}. chat: a first name, a
phone's name, or "agents". Nobody has a chat who does not join; the agents' group is open.
Not here: what an event means (flows.rehearsal.event_forms), stories in which nothing happens (story).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.app import rehearsing
from bot.imports.paper import read_files
from bot.record_report import line_words
from bot.rehearsing.playing import rehearse
from bot.services.rehearsal import Options
from flows.rehearsal.events import Event, read_events
from flows.rehearsal.record import Line, Rehearsed, Seen
from flows.talk.codes import ALPHABET, CODE_LENGTH
from flows.trips.trip import Booking
from tests.stories.playing import shipped, with_offers

HERE = Path(__file__).parent / "talks"
PAPERS = Path(__file__).parent
CODE = re.compile(rf"(?<![{ALPHABET}])[{ALPHABET}]{{{CODE_LENGTH}}}(?![{ALPHABET}])")
"""A way in is another one each time."""
WORDS = {"about", "scenario", "booking", "offers", "zone", "from", "until", "never", "expect"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One talk. asks: the YAML as it stands."""

    name: str
    asks: dict[str, Any]

    @property
    def golden(self) -> Path:
        """Its transcript."""
        return HERE / f"{self.name}.txt"

    @property
    def events(self) -> tuple[Event, ...]:
        """What happens."""
        lines = (HERE / f"{self.name}.jsonl").read_text("utf-8").split("\n")
        return read_events(lines, zone=self.asks["zone"])

    @property
    def bookings(self) -> list[Booking]:
        """The trips that are known from the beginning."""
        papers = self.asks["booking"]
        return list(
            read_files([PAPERS / paper for paper in ([papers] if isinstance(papers, str) else papers)])
        )

    def at(self, text: str) -> datetime:
        """A time of the YAML as an instant."""
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(self.asks["zone"])).astimezone(UTC)


def talks() -> tuple[Talk, ...]:
    """All, by name. One without its events, or the other way round, is a mistake."""
    asked = {path.stem: path for path in HERE.glob("*.yaml")}
    happens = {path.stem for path in HERE.glob("*.jsonl")}
    assert asked.keys() == happens, asked.keys() ^ happens
    found = []
    for name, path in sorted(asked.items()):
        said = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
        assert said.keys() <= WORDS, (name, said.keys() - WORDS)
        found.append(Talk(name=name, asks=said))
    return tuple(found)


async def play(talk: Talk) -> Rehearsed:
    """A talk from its first event to its end, by the road of `reisgenoot rehearse --events`."""
    options = Options(since=talk.at(talk.asks["from"]), until=talk.at(talk.asks["until"]), nobody=True)
    library = with_offers(shipped(), talk.asks.get("offers", ()))
    async with rehearsing(library) as (runtime, clock):
        return await rehearse(runtime, clock, talk.bookings, options, talk.events, folder=HERE, desk=True)


def told(talk: Talk, rehearsed: Rehearsed) -> str:
    """The transcript: what happened, and both sides of every talk."""
    words = (word for line in rehearsed.lines for word in line_words(line))
    return "\n".join((talk.asks["about"], *(CODE.sub("········", word) for word in words))) + "\n"


def reads(rehearsed: Rehearsed, chat: str) -> Iterator[Line]:
    """What somebody reads: by a first name, a phone's name, or "agents"."""
    for line in rehearsed.lines:
        if line.seen in (Seen.SENT, Seen.EDITED, Seen.SHOWN) and chat in (line.chat, line.chat.split(" ")[0]):
            yield line
