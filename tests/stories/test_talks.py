"""Every talk runs as its golden transcript says, expects what it must, and never does what it must not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from flows.rehearsal.record import Line, Rehearsed
from tests.stories.talk import HERE, Talk, play, reads, talks, told


@pytest.mark.parametrize("talk", talks(), ids=[talk.name for talk in talks()])
async def test_talk(talk: Talk, rewrite: bool) -> None:
    """A talk runs as its transcript says, with what it expects and without its nevers."""
    rehearsed = await play(talk)
    assert list(_missing(talk, rehearsed)) == []
    assert list(_forbidden(talk, rehearsed)) == []
    text = told(talk, rehearsed)
    if rewrite:
        talk.golden.write_text(text, "utf-8")
    assert text == talk.golden.read_text("utf-8"), f"pytest {HERE.parent} --rewrite writes it anew"


def test_no_transcript_is_left_over() -> None:
    """Every transcript belongs to a talk."""
    assert set(HERE.glob("*.txt")) == {talk.golden for talk in talks()}


def _within(talk: Talk, rehearsed: Rehearsed, row: dict[str, Any]) -> list[Line]:
    since = talk.at(row["since"]) if "since" in row else None
    until = talk.at(row["until"]) if "until" in row else None
    return [
        line
        for line in reads(rehearsed, row["chat"])
        if (since is None or line.at >= since) and (until is None or line.at < until)
    ]


def _missing(talk: Talk, rehearsed: Rehearsed) -> Iterator[str]:
    for row in talk.asks.get("expect", ()):
        texts = ["\n".join((line.text, *line.buttons)) for line in _within(talk, rehearsed, row)]
        for part in row["has"]:
            if not any(part in text for text in texts):
                yield f"{row['chat']} since {row.get('since', 'the start')} reads nothing with {part!r}"


def _forbidden(talk: Talk, rehearsed: Rehearsed) -> Iterator[str]:
    for row in talk.asks.get("never", ()):
        for line in _within(talk, rehearsed, row):
            for part in row["texts"]:
                if part == "anything" or part.casefold() in "\n".join((line.text, *line.buttons)).casefold():
                    yield f"{row['chat']} reads {part!r} at {line.at.isoformat()}: {line.text[:80]!r}"
