"""What waited for a landing becomes one message, in the rehearsal as in the bot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.library.library import Library
from flows.library.text import Text
from flows.library.touchpoint import MessageClass, Per, TouchpointKind
from flows.planning.due import PlanningSettings
from flows.planning.folding import DIGEST
from flows.planning.landing import LATE, folds
from flows.rehearsal.playing import played
from tests.support.touchpoints import touchpoint
from tests.support.trips import lisbon_family, utc

LANDING = utc("2027-05-12T10:45")


@pytest.mark.parametrize(
    ("more", "early", "expected"),
    [
        ({}, LATE, True),
        ({}, LATE - timedelta(seconds=1), False),
        ({"kind": TouchpointKind.TIPS}, LATE, True),
        ({"kind": TouchpointKind.CHECKLIST}, LATE, False),
        ({"kind": TouchpointKind.PULSE}, LATE, False),
        ({"message_class": MessageClass.SAFETY}, LATE, False),
        ({"message_class": MessageClass.MARKETING}, LATE, False),
        ({"per": Per.CHANGE}, LATE, False),
        ({"acknowledge": True}, LATE, False),
        ({"offer": "lounge"}, LATE, False),
    ],
)
def test_what_is_late_and_reads_as_a_line_folds(
    more: dict[str, Any], early: timedelta, expected: bool
) -> None:
    """A quarter of an hour late, to the second; nothing that wants an answer of its own."""
    one = touchpoint("note", "departure", "30m", **more)
    assert folds(one, planned=LANDING - early, now=LANDING) is expected


def test_what_was_never_planned_is_not_late() -> None:
    """An agent's own message has no instant of a plan."""
    assert folds(touchpoint("note", "departure"), planned=None, now=LANDING) is False


@pytest.mark.parametrize(
    ("offsets", "expected"),
    [
        (("30m", "60m"), [(DIGEST, LANDING)]),
        (("30m",), [("note-30m", LANDING)]),
        (("-10m", "60m"), [("note--10m", utc("2027-05-12T07:30")), ("note-60m", LANDING)]),
    ],
)
def test_a_played_trip_lands_with_one_message(offsets: tuple[str, ...], expected: list[Any]) -> None:
    """Two that fell into the flight are one, one alone is itself, and what left before it is no part of it."""
    touchpoints = tuple(
        replace(
            touchpoint(f"note-{offset}", "departure", offset, message_class=MessageClass.OPERATIONAL),
            text=Text(forms={"en": {"other": "A note."}}),
        )
        for offset in offsets
    )
    words = {
        name: Text(forms={"en": {"other": told}})
        for name, told in {
            "rendering.digest": "Hello {name}",
            "rendering.good_to_know": "Good to know",
            "rendering.show_documents": "Documents",
            "rendering.show_emergency": "Emergency",
            "rendering.today": "Today",
            "rendering.tomorrow": "Tomorrow",
            "rendering.all_local": "Local times",
            "rendering.nights": "{nights} nights",
            "rendering.nothing_fixed": "Nothing",
            "rendering.check_out": "out {name}",
        }.items()
    }
    course = played(
        lisbon_family(),
        Library(touchpoints=touchpoints, words=words),
        settings=PlanningSettings(),
        locales=("en",),
    )
    assert [(said.key.touchpoint, said.at) for said in course.said] == expected
