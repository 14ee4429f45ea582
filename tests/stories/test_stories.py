"""Every story is told as its golden transcript says, keeps the contract, and never does what it must not."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import groupby
from typing import Any

import pytest

from flows.rehearsal.transcript import PlayedTrip
from tests.stories.contract import violations
from tests.stories.playing import play_file, shipped, told, with_offers
from tests.stories.story import Story, stories

TELLINGS = [(story, locale) for story in stories() for locale in story.locales]


@pytest.mark.parametrize(
    ("story", "locale"), TELLINGS, ids=[f"{one.name}-{locale}" for one, locale in TELLINGS]
)
async def test_story(story: Story, locale: str, rewrite: bool) -> None:
    """A story is told as its transcript says, within the contract, and without its nevers."""
    library = with_offers(shipped(), story.asks.get("offers", ()))
    played = await play_file(story.paper, story.options(locale), library)
    documents = [trip.document() for trip in played]
    assert [fault for one in documents for fault in violations(one)] == []
    for ask in (_nevers, _once, _expected, _runs):
        assert ask(story.asks, played) == []
    text, golden = told(played), story.golden(locale)
    if rewrite:
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8"), f"pytest {golden.parent} --rewrite writes it anew"


def test_every_language_is_told() -> None:
    """Together the stories are told in all four languages."""
    assert {locale for _, locale in TELLINGS} == {"nl", "en", "fr", "de"}


def test_no_transcript_is_left_over() -> None:
    """Every transcript belongs to a story."""
    expected = {story.golden(locale) for story, locale in TELLINGS}
    assert set(TELLINGS[0][0].paper.parent.glob("*.txt")) == expected


def _rows(played: list[PlayedTrip]) -> list[dict[str, Any]]:
    return [row for trip in played for row in trip.document()["touchpoints"]]


def _sent(played: list[PlayedTrip]) -> list[dict[str, Any]]:
    return [row for row in _rows(played) if row["outcome"] == "sent"]


def _nevers(asks: dict[str, Any], played: list[PlayedTrip]) -> list[str]:
    never = asks.get("never", {})
    found = [
        f"{row['touchpoint']} {row['at']} says {text!r}"
        for row in _sent(played)
        for text in never.get("texts", ())
        if text.casefold() in "\n".join((row["text"], *row["buttons"])).casefold()
    ]
    found += [
        f"{row['touchpoint']} {row['at']}"
        for row in _sent(played)
        if row["touchpoint"] in never.get("touchpoints", ()) or "anything" in never.get("touchpoints", ())
    ]
    stages = {row["stage"] for trip in played for row in trip.document()["stages"]}
    return found + sorted(stages & set(never.get("stages", ())))


def _once(asks: dict[str, Any], played: list[PlayedTrip]) -> list[str]:
    """Said once to each chat, whatever the occurrence."""
    counted = Counter((row["touchpoint"], row["traveller"]) for row in _sent(played))
    names = {row["traveller"] for row in _sent(played)}
    return [
        f"{name} hears {touchpoint} {counted[touchpoint, name]} times"
        for touchpoint in asks.get("once", ())
        for name in sorted(names)
        if counted[touchpoint, name] != 1
    ]


def _expected(asks: dict[str, Any], played: list[PlayedTrip]) -> list[str]:
    missed = []
    for wanted in asks.get("expect", ()):
        like = [row for row in _rows(played) if _matches(row, wanted)]
        count = int(wanted.get("count", "1"))
        if len(like) != count:
            missed.append(f"{wanted}: {len(like)} rows")
    return missed


def _matches(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    text = "\n".join((row["text"] or "", *row["buttons"]))
    return (
        all(
            row[key] == wanted[key]
            for key in ("touchpoint", "occurrence", "traveller", "stage", "reason")
            if key in wanted
        )
        and row["outcome"] == wanted.get("outcome", "skipped" if "reason" in wanted else "sent")
        and ("at" not in wanted or (row["at"] or "").startswith(wanted["at"]))
        and all(part in text for part in wanted.get("has", ()))
        and not any(part in text for part in wanted.get("lacks", ()))
    )


def _runs(asks: dict[str, Any], played: list[PlayedTrip]) -> list[str]:
    """stages: "Ann, Bruno: JUST_BOOKED, ON_SITE Lisbon" for each that travels alike, by first names."""
    if "stages" not in asks:
        return []
    found = [run for trip in played for run in stage_lines(trip)]
    return [] if found == asks["stages"] else found


def stage_lines(trip: PlayedTrip) -> list[str]:
    """The stages of a trip, one line for each party that travels alike."""
    lines = []
    for travellers, rows in groupby(trip.stages, key=lambda row: row.travellers):
        names = ", ".join(name.split()[0] for name in travellers)
        spans = []
        for row in rows:
            at: datetime = row.since
            where = row.place or "?"
            told_place = f" {where}" if row.stage.name in ("IN_TRANSIT", "ON_SITE") else ""
            way = f" {row.direction.value}" if row.direction else ""
            spans.append(f"{at:%d.%m. %H:%M} {row.stage.name}{way}{told_place}")
        lines.append(f"{names}: {', '.join(spans)}")
    return lines
