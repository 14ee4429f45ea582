"""What travellers know where agents decided not to tell all, or not yet."""

from __future__ import annotations

from dataclasses import replace

from flows.trips.changes import What
from flows.trips.difference import difference
from flows.trips.known import known, news
from tests.support.changed import later, off
from tests.support.trips import lisbon_family, utc

NOW = utc("2027-04-01T10:00")
BOOKED = lisbon_family().booking
EARLIER = later("2027-05-12T08:40").booking
WITHOUT_DAN = replace(BOOKED, travellers=BOOKED.travellers[:-1])
BOTH = replace(EARLIER, travellers=WITHOUT_DAN.travellers)


def test_each_line_untold_leaves_what_was_known() -> None:
    """Of two lines the one that was told is known, the other is as it was."""
    change = difference(BOOKED, BOTH, now=NOW)
    assert change is not None
    (dan,) = (line for line in change.lines if line.what is What.LEAVES)
    (time,) = (line for line in change.lines if line.what is What.DEPARTS)
    assert known(BOOKED, BOTH, [dan]) == EARLIER
    assert known(BOOKED, BOTH, [time]) == WITHOUT_DAN
    assert known(BOOKED, BOTH, change.lines) == BOOKED
    assert known(BOOKED, BOTH, ()) == BOTH


def test_a_cancellation_leaves_the_times_that_were_known() -> None:
    """What moved just before was told to nobody."""
    cancelled = replace(EARLIER, cancelled=True)
    assert known(BOOKED, cancelled, ()) == off().booking
    back = news(off().booking, cancelled, EARLIER, now=NOW)
    assert back is not None
    assert [(line.was[-5:], line.now[-5:]) for line in back.lines] == [("09:40", "08:40")]


def test_what_was_decided_is_no_news() -> None:
    """Against what was heard, but only of what agents have not decided on."""
    assert news(BOOKED, EARLIER, EARLIER, now=NOW) is None
    found = news(BOOKED, EARLIER, BOTH, now=NOW)
    assert found is not None
    assert [line.what for line in found.lines] == [What.LEAVES]
    moved = news(BOOKED, EARLIER, later("2027-05-12T08:30").booking, now=NOW)
    assert moved is not None
    assert [(line.was[-5:], line.now[-5:]) for line in moved.lines] == [("09:40", "08:30")]


def test_who_was_never_to_be_named_is_not_named_on_reinstatement() -> None:
    """Never on a person holds when the trip is on again; a time is told all the same."""
    change = difference(BOOKED, BOTH, now=NOW)
    assert change is not None
    heard, decided = replace(BOOKED, cancelled=True), replace(BOTH, cancelled=True)
    found = news(heard, decided, BOTH, never=change.lines, now=NOW)
    assert found is not None
    assert [line.what for line in found.lines] == [What.DEPARTS]
