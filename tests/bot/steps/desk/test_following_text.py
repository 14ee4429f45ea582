"""How a preview words the messages that would follow: one set of words for every card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.steps.desk.following_text import MOST_LINES, follow_lines
from bot.steps.following import Following, Follows
from bot.steps.relay import staff_words
from flows.planning.due import Reason
from flows.talk.wording import Wording
from tests.support.chats import open_house
from tests.support.trips import utc

AT = utc("2027-05-12T10:45")
ONE = Following(
    who="Ann", how=Follows.LATER, touchpoint="tips", at=AT, zone="Europe/Lisbon", line="Sun & sea"
)


@pytest.fixture
async def words() -> Wording:
    async with open_house() as house:
        return staff_words(house.runtime)


def lines(words: Wording, *following: Following, quoted: bool = False) -> list[str]:
    """Without the heading."""
    return follow_lines(following, words, "Europe/Amsterdam", quoted=quoted)[1:]


@pytest.mark.parametrize(
    ("how", "at", "expected"),
    [
        (Follows.NOW, AT, "tips: at once"),
        (Follows.LATER, AT, "tips: Wed 12 May, 12:45 Amsterdam (11:45 Lisbon)"),
        (Follows.LATER, None, "tips: when is not known yet"),
        (Follows.MOVED, AT, "tips: Wed 12 May, 11:45 → Wed 12 May, 12:45 Amsterdam (11:45 Lisbon)"),
        (Follows.MOVED, None, "tips: when is not known yet"),
        (Follows.ASKED, AT, "tips: by itself, Wed 12 May, 12:45 Amsterdam (11:45 Lisbon)"),
        (Follows.ASKED, None, "tips: when one of you sends it"),
        (Follows.NO_MORE, AT, "tips: no longer (was Wed 12 May, 12:45)"),
        (Follows.NO_MORE, None, "tips: no longer"),
        (Follows.MENDED, None, "tips: put right where it stands"),
    ],
)
async def test_every_way_to_follow_is_worded(words: Wording, how: Follows, at: object, expected: str) -> None:
    """What goes no more is never said to go at once."""
    one = replace(ONE, how=how, at=at, was=AT - timedelta(hours=1))  # type: ignore[arg-type]
    assert lines(words, one) == [f"• {expected} · Ann"]


@pytest.mark.parametrize(
    ("zone", "held", "expected"),
    [
        ("Europe/Berlin", None, "tips: Wed 12 May, 12:45"),
        (None, None, "tips: Wed 12 May, 12:45"),
        ("Asia/Tokyo", None, "tips: Wed 12 May, 12:45 Amsterdam (19:45 Tokyo)"),
        ("Pacific/Auckland", None, "tips: Wed 12 May, 12:45 Amsterdam (22:45 Auckland)"),
        ("Europe/Berlin", Reason.QUIET_HOURS, "tips: Wed 12 May, 12:45, when their night is over"),
        (
            "Europe/Lisbon",
            Reason.AIRBORNE,
            "tips: Wed 12 May, 12:45 Amsterdam (11:45 Lisbon), on landing",
        ),
    ],
)
async def test_the_clock_is_the_offices(
    words: Wording, zone: str | None, held: Reason | None, expected: str
) -> None:
    """Both are named where the traveller's is another; and what it waits for is said."""
    assert lines(words, replace(ONE, zone=zone, held=held)) == [f"• {expected} · Ann"]


async def test_who_reads_the_same_stands_together(words: Wording) -> None:
    """The first two by name, each once."""
    others = [replace(ONE, who=who) for who in ("Ann", "Bruno", "Chiara", "Dan")]
    assert lines(words, ONE, *others) == [
        "• tips: Wed 12 May, 12:45 Amsterdam (11:45 Lisbon) · Ann, Bruno +2"
    ]


async def test_its_beginning_is_quoted_escaped(words: Wording) -> None:
    """Where the card has room for it."""
    assert lines(words, ONE, quoted=True) == [
        "• tips: Wed 12 May, 12:45 Amsterdam (11:45 Lisbon) · Ann <i>Sun &amp; sea</i>"
    ]


async def test_many_are_counted(words: Wording) -> None:
    """A card has an end; and nothing has no heading."""
    many = [replace(ONE, touchpoint=f"tip_{number}") for number in range(MOST_LINES + 3)]
    assert (len(lines(words, *many)), lines(words, *many)[-1]) == (MOST_LINES + 1, "… and 3 more")
    assert follow_lines((), words, "Europe/Amsterdam", quoted=True) == []
