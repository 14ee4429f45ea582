"""Whatever changes in whatever order: nothing false leaves, nothing for a cancelled trip or who dropped out, nothing twice.

Here 200 sequences on the eve and the day of the departure; `REISGENOOT_NIGHTLY=2000` plays as many from the booking to the
way home, with up to six changes each, over all of the content that quotes a booking.
"""

from __future__ import annotations

import asyncio
import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.stories.playing import shipped
from tests.stories.truth import MADE, Changes, doubled, lived, made, quoting, sequences, untruths
from tests.support.quick_statements import statements_at_once

NIGHTLY = int(os.environ.get("REISGENOOT_NIGHTLY", "0"))
SEQUENCES, TOGETHER = NIGHTLY or 200, 50
PARTS = max(SEQUENCES // TOGETHER, 1)


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
        with statements_at_once():
            lines, rows = asyncio.run(lived(changes, library))
        assert list(untruths(changes, lines)) == []
        assert doubled(rows) == []

    holds()
