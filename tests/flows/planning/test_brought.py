"""An instant that a change brought into the past is not late: what matters goes at once, within the grace (S1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.library.touchpoint import Late, MessageClass, Per, Touchpoint
from flows.planning.due import Due, Reason, Skipped
from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.trip import Trip
from tests.support.changed import later
from tests.support.touchpoints import answer, touchpoint
from tests.support.trips import utc

KNOWN = utc("2027-05-12T02:10")
SECOND = timedelta(seconds=1)
GUIDANCE = touchpoint(
    "guidance", "departure", "-3h", per=Per.LEG, late=Late.SKIP, message_class=MessageClass.OPERATIONAL
)


def earlier(*, was: str = "2027-05-12T09:40", at: datetime = KNOWN) -> Trip:
    """The flight of 09:40 leaves at 06:40 (04:40 UTC), which is known at 04:10."""
    line = Changed(segment="out", label="KL 1697", what=What.DEPARTS, was=was, now="2027-05-12T06:40")
    change = Change(id="c1", at=at, kind=ChangeKind.CHANGED, lines=(line,))
    return replace(later("2027-05-12T06:40"), changes=(change,))


def told(trip: Trip, one: Touchpoint, now: datetime) -> str:
    """What becomes of it for the flight out."""
    found = answer(
        replace(trip, booking=replace(trip.booking, segments=trip.booking.segments[:1])), one, now=now
    )
    return "due" if isinstance(found, Due) else str(found.reason) if isinstance(found, Skipped) else "waits"


@pytest.mark.parametrize(
    ("after", "expected"),
    [(timedelta(), "due"), (timedelta(minutes=15), "due"), (timedelta(minutes=15) + SECOND, Reason.LATE)],
)
def test_what_a_change_brought_into_the_past_goes_at_once(after: timedelta, expected: str) -> None:
    """Three hours before 06:40 is over when the change comes, but lay ahead of 09:40: it goes, within the grace."""
    assert told(earlier(), GUIDANCE, KNOWN + after) == expected


def test_what_was_over_before_stays_late() -> None:
    """Its former instant had passed too when the change came: nothing was brought anywhere."""
    at = utc("2027-05-12T03:50")
    assert told(earlier(was="2027-05-12T06:45", at=at), GUIDANCE, at) == Reason.LATE


def test_the_gentle_stays_late() -> None:
    """A tip that a change made late is not pressed into the last hours."""
    tip = replace(GUIDANCE, message_class=MessageClass.SERVICE)
    assert told(earlier(), tip, KNOWN) == Reason.LATE


def test_by_whole_days_its_hour_stays() -> None:
    """Three days before at ten in the morning is the same instant for both times: not brought, so late."""
    days = replace(GUIDANCE, when=touchpoint("x", "departure", "-3d", "10:00").when)
    assert told(earlier(), days, KNOWN) == Reason.LATE


def test_a_change_of_something_else_makes_nothing_fresh() -> None:
    """The hotel's hour says nothing of the flight."""
    line = Changed(segment="hotel", label="Hotel Alfama", what=What.CHECK_IN, was="2027-05-12T15:00", now="")
    trip = earlier()
    change = replace(trip.changes[0], lines=(line,))
    assert told(replace(trip, changes=(change,)), GUIDANCE, KNOWN) == Reason.LATE
