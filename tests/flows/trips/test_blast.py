"""How much a file may do unseen: one below each limit, and one above."""

from __future__ import annotations

import pytest

from flows.trips.blast import Blast, Harm, Limits, judged


@pytest.mark.parametrize(
    ("cancelled", "live", "stops"),
    [(20, 100, False), (21, 100, True), (400, 1000, True), (1, 1, False), (2, 3, True), (2, 10, False)],
)
def test_a_share_of_the_live_trips_may_be_cancelled(cancelled: int, live: int, stops: bool) -> None:
    """Up to a fifth; a single trip is a trip and no file."""
    verdict = judged(Blast(live=live, known=live, cancelled=cancelled), Limits())
    assert verdict.harms == ((Harm.CANCELS,) if stops else ())


@pytest.mark.parametrize(
    ("shifted", "known", "stops"), [(1, 1, False), (2, 2, True), (2, 200, False), (3, 200, True)]
)
def test_hardly_any_may_move_by_months(shifted: int, known: int, stops: bool) -> None:
    """More than a hundredth of what the file speaks of was read wrong."""
    assert judged(Blast(known=known, shifted=shifted), Limits()).stops is stops


def test_the_numbers_are_the_agencys() -> None:
    """Every limit may be set."""
    blast = Blast(live=100, known=100, cancelled=21)
    assert not judged(blast, Limits(cancel_percent=21)).stops
    assert not judged(blast, Limits(at_least=22)).stops


def test_the_report_says_how_many_and_names_the_first() -> None:
    """Counts, shares and references."""
    blast = Blast(live=10, known=8, cancelled=4, shifted=3, ends=("A", "B"), moves=("C", "D", "E"))
    assert judged(blast, Limits()).lines == (
        "it would cancel 4 of 10 live trips (40 %; at most 20 % go in unseen): A, B and 2 more",
        "it would move 3 of the 8 live trips that it speaks of by 60 days or more: C, D, E",
    )
