"""A story: <name>.json or .csv (the booking file), <name>.yaml (how to play it, what must and must not occur).

The YAML: about (one sentence) · scenario (S3) · locales (list) · booked, from, until, home_zone, chats (each), consent (no),
offers (ids that are switched on) · never: {texts, touchpoints, stages} · once: touchpoints that are said once to a chat
for an occurrence and a place · expect: rows {touchpoint, at, stage, outcome, reason, traveller, count, has, lacks} ·
stages: the runs of stages, one line for each party that travels alike.
Not here: the playing (playing), the contract of every rehearsal (contract).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.services.rehearsal import Options

HERE = Path(__file__).parent
WORDS = {"about", "scenario", "locales", "booked", "from", "until", "home_zone", "chats", "consent", "offers"}
WORDS |= {"never", "once", "expect", "stages"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story. paper: its booking file. asks: the YAML as it stands."""

    name: str
    paper: Path
    asks: dict[str, Any] = field(default_factory=dict)

    @property
    def locales(self) -> tuple[str, ...]:
        """In which languages it is told."""
        return tuple(self.asks["locales"])

    def golden(self, locale: str) -> Path:
        """Its transcript: <name>.txt, or <name>.<locale>.txt where it is told in several."""
        return HERE / (f"{self.name}.txt" if len(self.locales) == 1 else f"{self.name}.{locale}.txt")

    def options(self, locale: str) -> Options:
        """How to play it."""
        return Options(
            booked=_instant(self.asks.get("booked")),
            since=_instant(self.asks.get("from")),
            until=_instant(self.asks.get("until")),
            locale=locale,
            home_zone=self.asks.get("home_zone"),
            each=self.asks.get("chats") == "each",
            consent=self.asks.get("consent") != "no",
        )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def stories() -> tuple[Story, ...]:
    """All, by name. A booking file without its YAML, or the other way round, is a mistake."""
    papers = {path.stem: path for path in HERE.iterdir() if path.suffix in (".json", ".csv")}
    asks = {path.stem: path for path in HERE.glob("*.yaml")}
    assert papers.keys() == asks.keys(), papers.keys() ^ asks.keys()
    found = []
    for name, path in sorted(papers.items()):
        said = yaml.load(asks[name].read_text("utf-8"), yaml.CBaseLoader)
        assert said.keys() <= WORDS, (name, said.keys() - WORDS)
        found.append(Story(name=name, paper=path, asks=said))
    return tuple(found)
