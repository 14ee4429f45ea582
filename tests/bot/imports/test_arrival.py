"""An arrival of which only the hour is printed: the day is inferred where zones tell it, and left out where nothing does."""

from __future__ import annotations

import pytest

from tests.bot.imports.readings import read
from tests.support.papers import row, table


@pytest.mark.parametrize(
    ("origin", "target", "departs", "printed", "arrives"),
    [
        ("AMS", "LIS", "2027-05-12 09:40", "11:35", "2027-05-12T11:35:00+01:00"),
        ("AMS", "NRT", "2027-05-12 14:30", "09:55", "2027-05-13T09:55:00+09:00"),
        ("NRT", "EWR", "2027-05-12 19:53", "18:59", "2027-05-12T18:59:00-04:00"),
        ("AKL", "RAR", "2027-05-12 09:00", "15:00", "2027-05-11T15:00:00-10:00"),
        ("AMS", "NRT", "2027-05-12 14:30", "09:55+1", "2027-05-13T09:55:00+09:00"),
    ],
)
def test_the_day_is_the_first_such_hour_after_leaving(
    origin: str, target: str, departs: str, printed: str, arrives: str
) -> None:
    """Across the date line too; the report says that it is inferred, and why."""
    paper = table(row(origin=origin, to=target, departs=departs, arrives=printed))
    (booking,), _ = read(paper, "a.csv")
    (segment,) = booking.segments
    assert segment.arrives is not None
    assert segment.arrives.iso == arrives
    assert [note for note in booking.notes if "not printed" in note]


def test_an_unknown_zone_leaves_the_arrival_out() -> None:
    """It is asked for, not made up."""
    paper = table(row(kind="train", origin="Somewhere", to="Elsewhere", carrier="", arrives="11:35"))
    (booking,), _ = read(paper, "a.csv")
    assert booking.segments[0].arrives is None
    assert any("Add the day of arrival." in note for note in booking.notes)
