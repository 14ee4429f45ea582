"""What happens in a rehearsal goes the road it goes outside, and is seen as it was: outages, clocks, words of agents.

Not here: reading events (tests/flows/rehearsal/test_events), whole talks (tests/stories/test_talks), the command line
(tests/bot/test_cli_rehearse).
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import rehearsing
from bot.imports.paper import read_files
from bot.rehearsing.playing import rehearse
from bot.services.rehearsal import Options
from flows.errors import EventsRefused
from flows.rehearsal.events import read_events
from flows.rehearsal.record import Line, Rehearsed, Seen
from tests.stories.playing import shipped

STORIES = Path(__file__).parents[2] / "stories"
ZONE = "Europe/Amsterdam"


async def _played(
    *happens: dict[str, Any],
    until: str = "2027-02-24T09:00",
    folder: Path = STORIES / "talks",
    **options: Any,
) -> Rehearsed:
    """The family to Lisbon, booked on 20 February at 11:00."""
    events = read_events([json.dumps(one) for one in happens], zone=ZONE)
    end = datetime.fromisoformat(until).replace(tzinfo=UTC)
    bookings = list(read_files([STORIES / "family_one_phone.csv"]))
    async with rehearsing(shipped()) as (runtime, clock):
        chosen = Options(until=end, **options)
        return await rehearse(runtime, clock, bookings, chosen, events, folder=folder)


def _read(rehearsed: Rehearsed, chat: str = "Ann de Vries") -> list[Line]:
    return [line for line in rehearsed.lines if line.chat == chat and line.seen in (Seen.SENT, Seen.EDITED)]


def _touchpoints(rehearsed: Rehearsed) -> list[str]:
    return [line.touchpoint for line in _read(rehearsed) if line.seen is Seen.SENT and line.touchpoint]


async def test_an_event_that_changes_nothing_changes_nothing() -> None:
    """With every bell that rings and a record being kept, what is said is what is said without events."""
    plain = await _played()
    asked = await _played({"at": "2027-02-22T18:00", "do": "text", "who": "Ann", "text": "/help"})
    assert asked.trips == plain.trips
    assert plain.lines == ()


async def test_an_outage_hides_nothing_and_doubles_nothing() -> None:
    """Down from the first evening to the second: what Ann writes is answered when it is over, and each thing comes once."""
    found = await _played(
        {"at": "2027-02-21T09:00", "do": "outage", "until": "2027-02-22T14:00"},
        {"at": "2027-02-21T20:00", "do": "text", "who": "Ann", "text": "/help"},
    )
    read = [(line.local.isoformat()[:16], line.touchpoint) for line in _read(found)]
    assert [at for at, _ in read if "2027-02-21T09:00" <= at < "2027-02-22T14:00"] == []
    assert ("2027-02-22T14:00", "") in read
    assert max(Counter(_touchpoints(found)).values()) == 1
    said = [line for line in found.lines if line.seen is Seen.SAID]
    assert [line.local.isoformat()[:16] for line in said] == ["2027-02-21T20:00"]


@pytest.mark.parametrize("minutes", [-180, 180])
async def test_nothing_doubles_when_the_clock_jumps(minutes: int) -> None:
    """Back over what has just been sent, or forward over what was due: each thing comes once."""
    found = await _played({"at": "2027-02-21T12:30", "do": "clock_change", "minutes": minutes})
    plain = await _played()
    told = [row.touchpoint for row in plain.trips[0].touchpoints if row.sent]
    assert sorted(_touchpoints(found)) == sorted(told)


async def test_an_agents_word_on_one_touchpoint_counts() -> None:
    """Never, at another time, in other words."""
    about = {"at": "2027-02-20T13:00", "do": "override", "who": "Ann"}
    found = await _played(
        {**about, "touchpoint": "how_contact_works", "word": "never"},
        {**about, "touchpoint": "who_travels", "word": "at", "time": "2027-02-21T10:00"},
        {
            **about,
            "touchpoint": "documents_schengen",
            "word": "text",
            "text": "Passports, please.",
        },
    )
    read = {line.touchpoint: line for line in _read(found)}
    assert "how_contact_works" not in read
    assert read["who_travels"].local.isoformat()[:16] == "2027-02-21T10:00"
    assert read["documents_schengen"].text == "Passports, please."


async def test_what_is_published_is_said_from_then_on(tmp_path: Path) -> None:
    """An overlay beside the events' file; what was sent before stays as it was."""
    for name, text in {
        "overlay.yaml": "over: shipped\n",
        "stages/mine.yaml": '- id: who_travels\n  text:\n    en: "Who is coming along? Write it here."\n',
    }.items():
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_text(text, "utf-8")
    found = await _played(
        {"at": "2027-02-21T13:00", "do": "publish", "folder": "mine"},
        folder=tmp_path,
        until="2027-02-23T09:00",
    )
    read = {line.touchpoint: line.text for line in _read(found)}
    assert read["who_travels"] == "Who is coming along? Write it here."


async def test_who_blocks_the_bot_reads_nothing_until_they_let_it_in() -> None:
    """Nothing reaches a blocked chat, and what still helps comes when it is open again."""
    found = await _played(
        {"at": "2027-02-21T09:00", "do": "block", "who": "Ann"},
        {"at": "2027-02-23T09:00", "do": "unblock", "who": "Ann"},
    )
    at = [line.local.isoformat()[:16] for line in _read(found)]
    assert [one for one in at if "2027-02-21T09:00" <= one < "2027-02-23T09:00"] == []
    assert [one for one in at if one >= "2027-02-23T09:00"] != []


async def test_the_agents_group_is_opened_for_who_needs_it() -> None:
    """An agent takes the talk, answers, lets it go, and sets care mode: through the group, by the colleague who is named."""
    found = await _played(
        {"at": "2027-02-21T13:00", "do": "text", "who": "Ann", "text": "my passport was stolen"},
        {"at": "2027-02-21T13:05", "do": "agent_takes", "by": "Kim"},
        {"at": "2027-02-21T13:06", "do": "agent_says", "who": "Ann", "text": "I am on it", "by": "Kim"},
        {"at": "2027-02-21T13:30", "do": "agent_releases", "by": "Kim"},
        {"at": "2027-02-21T14:00", "do": "care", "why": "stolen passport"},
        {"at": "2027-02-23T14:00", "do": "care", "over": True},
        until="2027-02-23T15:00",
    )
    assert "Kim: I am on it" in [line.text for line in _read(found)]
    said = [(line.who, line.text) for line in found.lines if line.chat == "agents" and line.seen is Seen.SAID]
    assert said == [
        ("Kim", "/hold FAM27"),
        ("Kim", "I am on it"),
        ("Kim", "/release FAM27"),
        ("Jo", "/care FAM27 stolen passport"),
        ("Jo", "/resume FAM27"),
    ]
    silent = [line for line in _read(found) if line.touchpoint and line.local.day == 22]
    assert silent == []


async def test_an_edit_shows_what_was_and_what_is() -> None:
    """The confirmation is put right in place: the record has both, line by line."""
    found = await _played(
        {"at": "2027-02-21T13:00", "do": "rebook", "segment": "KL1697", "departs": "2027-05-12T06:50"},
        until="2027-02-21T14:00",
    )
    (edited,) = [line for line in _read(found) if line.seen is Seen.EDITED and line.touchpoint]
    removed = [text for sign, text in edited.changes if sign == "-"]
    added = [text for sign, text in edited.changes if sign == "+"]
    assert (len(removed), "09:40" in removed[0], "06:50" in added[0]) == (1, True, True)
    assert edited.first is not None


@pytest.mark.parametrize(
    ("event", "fault"),
    [
        (
            {"do": "text", "who": "Zoe", "text": "hi"},
            "who: nobody is called 'Zoe'. Write one of Ann de Vries, ",
        ),
        (
            {"do": "tap", "who": "Ann", "label": "Fly"},
            "label: no button in the chat of Ann de Vries is called 'Fly'",
        ),
        ({"do": "cancel", "trip": "X1"}, "trip: no trip is called 'X1'. Write one of FAM27."),
        ({"do": "cancel", "segment": "XX9"}, "segment: "),
        ({"do": "reinstate"}, "do: "),
        ({"do": "rebook", "file": "none.csv"}, "file: there is no file "),
        ({"do": "publish", "folder": "none"}, "folder: "),
        ({"do": "delay", "flight": "KL9", "day": "2027-05-12", "late": "2h"}, "flight: nobody is on KL9"),
        (
            {"do": "override", "who": "Ann", "touchpoint": "x", "word": "never"},
            "touchpoint: the content has none",
        ),
        ({"do": "join", "who": "Dan", "link": "same"}, "link: Dan de Vries has opened none before."),
        ({"do": "join", "who": "Dan"}, "who: Dan de Vries gets no link"),
        ({"do": "agent_says", "who": "Ann", "text": "Hello"}, "who: nothing of Ann de Vries stands"),
    ],
)
async def test_what_cannot_happen_is_named_by_its_line(event: dict[str, Any], fault: str) -> None:
    """The line, the field and why, when its moment has come."""
    with pytest.raises(EventsRefused) as refused:
        await _played({"at": "2027-02-20T13:00", **event}, until="2027-02-20T14:00")
    (told,) = refused.value.faults
    assert str(told).startswith(f"line 1, {fault}")
