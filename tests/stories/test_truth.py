"""Whatever changes in whatever order: nothing false leaves, nothing for a cancelled trip or who dropped out, nothing twice.

Here 60 sequences on the eve and the day of the departure (`REISGENOOT_SEQUENCES=200` in CI); `REISGENOOT_NIGHTLY=2000` plays
as many from the booking to the way home, with up to six changes each, over all of the content that quotes a booking.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from flows.rehearsal.event_forms import Do
from flows.rehearsal.events import Event
from flows.rehearsal.record import Line, Seen
from tests.stories.playing import shipped
from tests.stories.truth import MADE, Changes, Truth, doubled, lived, made, quoting, sequences, untruths

NIGHTLY = int(os.environ.get("REISGENOOT_NIGHTLY", "0"))
SEQUENCES, PARTS = NIGHTLY or int(os.environ.get("REISGENOOT_SEQUENCES", "60")), 4


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_false_leaves(part: int) -> None:
    """No message that leaves after a change quotes what is no longer true, whoever's trip it is."""
    bookings = made(range(part * MADE // PARTS, (part + 1) * MADE // PARTS))
    library = quoting(shipped())

    @settings(
        max_examples=SEQUENCES // PARTS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(sequences(bookings, most=6 if NIGHTLY else 3, whole=bool(NIGHTLY)))
    def holds(changes: Changes) -> None:
        lines, rows = asyncio.run(lived(changes, library))
        assert list(untruths(changes, lines)) == []
        assert doubled(rows) == []

    holds()


AT = datetime(2027, 6, 9, 8, 0, tzinfo=UTC)
SAID = Line(at=AT, zone=None, seen=Seen.SENT, chat="Ann", touchpoint="check_in", text="It leaves at 14:11.")
MOVED = Line(at=AT, zone=None, seen=Seen.EVENT, text="rebook segment: 'a'\n1")
CANCELLED = replace(MOVED, text="cancel\n2")


def _changes() -> Changes:
    """From 14:11 to 06:47, then Bruno drops out and all is off."""
    (booking,) = made(range(1)) or made(range(5))[:1]
    then = Truth(minutes=frozenset({2}))
    return Changes(
        booking=booking,
        each=True,
        events=(Event(line=1, at=AT, do=Do.REBOOK), Event(line=2, at=AT, do=Do.CANCEL)),
        truths=(
            Truth(minutes=frozenset({11})),
            then,
            replace(then, cancelled=True, gone=frozenset({"Bruno"})),
        ),
        end=AT + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ((SAID, MOVED), 0),
        ((MOVED, SAID), 1),
        ((MOVED, replace(SAID, seen=Seen.EDITED)), 1),
        ((MOVED, replace(SAID, text="It leaves at 6:47, so be there at 03:47.")), 0),
        ((MOVED, replace(SAID, text="KL 1: departure was 14:11, now 06:47")), 0),
        ((MOVED, replace(SAID, text="KL 1: departure was 06:47, now 14:11")), 1),
        ((CANCELLED, replace(SAID, text="Time to pack")), 1),
        ((CANCELLED, replace(SAID, text="Time to pack", chat="Bruno")), 2),
        ((CANCELLED, replace(SAID, text="It is off", touchpoint="")), 0),
    ],
)
def test_what_is_false_is_told(lines: tuple[Line, ...], faults: int) -> None:
    """What the property rests on finds the old time, the message after the cancellation, the one to who dropped out."""
    assert len(list(untruths(_changes(), lines))) == faults
