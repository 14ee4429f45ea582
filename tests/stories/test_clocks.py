"""A touchpoint at 02:30 in the night in which the clocks change: once, in the gap at its end, in the fold the first time."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.services.rehearsal import Options
from flows.library.library import Library
from flows.library.touchpoint import MessageClass, When
from flows.trips.trip import Booking
from tests.stories.contract import violations
from tests.stories.playing import play_booking, shipped
from tests.support.trips import booking, flight, stay


def at_half_past_two(days: int) -> Library:
    """The tips, so many days after landing at 02:30; as safety, which goes at night."""
    tips = shipped().touchpoint("tips")
    assert tips is not None
    when = When(anchor="arrival", days=days, at=time(2, 30))
    return Library(
        touchpoints=(replace(tips, when=when, message_class=MessageClass.SAFETY),),
        places=shipped().places,
        words=shipped().words,
    )


def week_in(code: str, out: str, back: str) -> Booking:
    """Ann flies there at noon, sleeps there, and flies back at noon."""
    return booking(
        flight("KL1", "AMS", code, f"{out}T12:00", f"{out}T16:00"),
        stay("Hotel", code, out, back),
        flight("KL2", code, "AMS", f"{back}T12:00", f"{back}T23:50"),
    )


@pytest.mark.parametrize(
    ("code", "out", "back", "expected"),
    [
        # Rome: on 28 March 02:00 becomes 03:00; on 31 October 03:00 becomes 02:00
        ("FCO", "2027-03-26", "2027-04-01", "2027-03-28T03:00:00+02:00"),
        ("FCO", "2027-10-29", "2027-11-03", "2027-10-31T02:30:00+02:00"),
        # New York: two weeks earlier, one week later
        ("JFK", "2027-03-12", "2027-03-18", "2027-03-14T03:00:00-04:00"),
        ("JFK", "2027-11-05", "2027-11-11", "2027-11-07T02:30:00-05:00"),
        ("FCO", "2027-03-12", "2027-03-18", "2027-03-14T02:30:00+01:00"),
    ],
)
async def test_half_past_two_comes_once(code: str, out: str, back: str, expected: str) -> None:
    """02:30 is missing, twice or plain: one message, never skipped, doubled or looping (S4)."""
    played = await play_booking(week_in(code, out, back), Options(), at_half_past_two(2))
    document = played.document()
    assert [(row["at"], row["outcome"]) for row in document["touchpoints"]] == [(expected, "sent")]
    assert violations(document) == []


async def test_nine_stays_nine() -> None:
    """What goes at nine each day goes at nine before and after the change, two days apart as the wall clock says."""
    at = []
    for days in (1, 2, 3):
        library = at_half_past_two(days)
        nine = replace(library.touchpoints[0], when=When(anchor="arrival", days=days, at=time(9)))
        document = (
            await play_booking(
                week_in("FCO", "2027-03-26", "2027-04-01"), Options(), replace(library, touchpoints=(nine,))
            )
        ).document()
        at += [row["at"] for row in document["touchpoints"]]
    assert at == ["2027-03-27T09:00:00+01:00", "2027-03-28T09:00:00+02:00", "2027-03-29T09:00:00+02:00"]
