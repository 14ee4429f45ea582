"""What changed: what it was and what it is now, in lines that nobody misreads."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from flows.trips.changes import Change, Changed, ChangeKind, What
from flows.trips.documents import Document
from flows.trips.trip import Trip
from tests.support.lands import told
from tests.support.trips import ANN, BRUNO, COUPLE, flight, lisbon_family, stay, trip, utc

EARLIER = Changed(
    segment="out", label="KL 1697", what=What.DEPARTS, was="2027-05-12T14:10", now="2027-05-12T06:40"
)


def changed(*lines: Changed, base: Trip | None = None, after: tuple[Changed, ...] = ()) -> Trip:
    """The family's trip after a change ("c1") of these lines, and perhaps a second one ("c2")."""
    first = Change(id="c1", at=utc("2027-04-01T10:00"), kind=ChangeKind.CHANGED, lines=lines)
    second = Change(id="c2", at=utc("2027-04-20T10:00"), kind=ChangeKind.CHANGED, lines=after)
    journey = base or lisbon_family()
    for one in (*lines, *after):
        journey = as_it_says(journey, one)
    return replace(journey, changes=(first, second) if after else (first,))


def as_it_says(journey: Trip, line: Changed) -> Trip:
    """The trip with the booking that a line's departure, or its being off, speaks of."""
    segments = []
    for segment in journey.booking.segments:
        if segment.id == line.segment and line.what is What.DEPARTS and "T" in line.now:
            wall = datetime.fromisoformat(line.now)
            segment = replace(segment, departs=replace(segment.departs, day=wall.date(), clock=wall.time()))
        elif segment.id == line.segment:
            segment = replace(segment, cancelled=line.what is What.OFF)
        segments.append(segment)
    return replace(journey, booking=replace(journey.booking, segments=tuple(segments)))


def line(what: What, was: str = "", now: str = "", *, locale: str = "en") -> str:
    one = Changed(segment="hotel", label="Hotel Alfama", what=what, was=was, now=now)
    return told("change.lines", changed(one), occurrence="c1", locale=locale)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("nl", "KL 1697, wo 12 mei: vertrek was 14:10, nu 06:40"),
        ("en", "KL 1697, Wed 12 May: departure was 14:10, now 06:40"),
        ("fr", "KL 1697, mer. 12 mai\u202f: départ 06:40 (auparavant 14:10)"),
        ("de", "KL 1697, Mi., 12. Mai: Abreise bisher 14:10, jetzt 06:40"),
    ],
)
def test_a_flight_that_goes_earlier_says_both_times(locale: str, said: str) -> None:
    """Old, new, and the day they share (S1)."""
    journey = changed(EARLIER)
    assert told("change.lines", journey, occurrence="c1", locale=locale) == said
    assert told("trip.changes", journey, locale=locale) == said
    assert told("change.segment", journey, occurrence="c1", locale=locale) == "KL 1697"


def test_another_day_is_told_with_both_days_and_a_night_with_its_two() -> None:
    """00:15 is told as the night it belongs to, or somebody comes 24 hours late (S15)."""
    assert line(What.DEPARTS, "2027-05-12T14:10", "2027-05-13T06:40") == (
        "Hotel Alfama: departure was Wed 12 May 14:10, now Thu 13 May 06:40"
    )
    assert line(What.DEPARTS, "2027-05-12T14:10", "2027-05-13T00:15") == (
        "Hotel Alfama: departure was Wed 12 May 14:10, now overnight from Wednesday to Thursday 13 May 00:15"
    )
    assert line(What.CHECK_IN, "2027-05-12", "2027-05-13") == (
        "Hotel Alfama: check-in was Wed 12 May, now Thu 13 May"
    )


@pytest.mark.parametrize(
    ("what", "was", "now", "said"),
    [
        (What.NEW, "", "", "Hotel Alfama: new in your trip"),
        (What.OFF, "", "", "Hotel Alfama: cancelled"),
        (What.ON, "", "", "Hotel Alfama: goes ahead after all"),
        (What.NAME, "Hotel <A>", "Hotel Alfama", "Hotel &lt;A&gt; becomes Hotel Alfama"),
        (What.DESTINATION, "Lisbon", "Porto", "Hotel Alfama: destination was Lisbon, now Porto"),
        (What.ARRIVES, "", "2027-05-12T11:45", "Hotel Alfama: arrival Wed 12 May 11:45"),
        (
            What.ARRIVES,
            "2027-05-12T11:45",
            "",
            "Hotel Alfama: arrival was Wed 12 May 11:45, now not yet known",
        ),
    ],
)
def test_every_kind_of_change_has_its_line(what: What, was: str, now: str, said: str) -> None:
    """A place, a name, something new or off: each in words of its own."""
    assert line(what, was, now) == said


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("locale", ["nl", "en", "fr", "de"])
def test_every_kind_has_words_in_every_language(what: What, locale: str) -> None:
    """None is missing when it is needed."""
    assert line(what, "2027-05-12T11:45", "2027-05-12T12:45", locale=locale) not in ("", "-")


def test_since_booking_each_fact_is_told_once_from_first_to_last() -> None:
    """Moved twice: what it was when booked, and what it is now."""
    later = replace(EARLIER, was="2027-05-12T06:40", now="2027-05-12T08:00")
    assert told("trip.changes", changed(EARLIER, after=(later,))) == (
        "KL 1697, Wed 12 May: departure was 14:10, now 08:00"
    )


def test_what_is_as_it_was_booked_is_not_told() -> None:
    """Moved and moved back; cancelled and on again."""
    back = replace(EARLIER, was=EARLIER.now, now=EARLIER.was)
    assert told("trip.changes", changed(EARLIER, after=(back,))) == "-"
    off = Changed(segment="out", label="KL 1697", what=What.OFF)
    assert told("trip.changes", changed(off, after=(replace(off, what=What.ON),))) == "-"
    assert told("trip.changes", changed(off)) == "KL 1697: cancelled"


def test_a_change_of_the_whole_trip_has_no_lines() -> None:
    """Nothing is compared when all is off."""
    journey = changed()
    assert [told(name, journey, occurrence="c1") for name in ("change.lines", "change.segment")] == ["-", "-"]
    assert told("change.lines", journey, occurrence="strange") == "-"


def test_each_is_told_of_their_own_segments() -> None:
    """Bruno's other flight is not Ann's news."""
    base = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T06:40", "2027-05-12T08:45", id="out", travellers=(BRUNO,)),
        stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19", id="hotel"),
        travellers=COUPLE,
    )
    journey = changed(EARLIER, base=base)
    assert told("trip.changes", journey, who=(ANN.id,)) == "-"
    assert told("trip.changes", journey, who=(BRUNO.id,)) != "-"


TICKET = Document(id="d1", name="Ticket <KL>", segment="out")
VOUCHER = Document(id="d2", name="Voucher", segment="hotel", travellers=(BRUNO.id,))
POLICY = Document(id="d3", name="Policy")


def test_documents_are_named_where_they_belong_and_for_whom() -> None:
    """All of the trip's, or one segment's; another traveller's is not mine."""
    journey = replace(
        trip(
            flight("KL1697", "AMS", "LIS", "2027-05-12T06:40", "2027-05-12T08:45", id="out"),
            stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19", id="hotel"),
            travellers=COUPLE,
        ),
        documents=(TICKET, VOUCHER, POLICY),
    )
    assert told("trip.documents", journey).splitlines() == ["📄 Ticket &lt;KL&gt;", "📄 Voucher", "📄 Policy"]
    assert told("trip.documents", journey, who=(ANN.id,)).splitlines() == [
        "📄 Ticket &lt;KL&gt;",
        "📄 Policy",
    ]
    assert told("documents.here", journey, occurrence="out") == "📄 Ticket &lt;KL&gt;"
    assert told("documents.here", journey, occurrence="hotel", who=(ANN.id,)) == "-"
    assert told("trip.documents", lisbon_family()) == "-"


def test_what_nobody_was_told_is_no_change_since_the_booking() -> None:
    """A change that waits for an agent, or was never let go, is not told by the way; once a later one is, all is."""
    later = replace(EARLIER, was="2027-05-12T06:40", now="2027-05-12T07:00")
    journey = changed(EARLIER, after=(later,))
    first, second = journey.changes
    waiting = replace(changed(EARLIER), changes=(first, replace(second, told=False)))
    assert told("trip.changes", waiting) == "KL 1697, Wed 12 May: departure was 14:10, now 06:40"
    overtaken = replace(journey, changes=(first, replace(second, told=False)))
    assert told("trip.changes", overtaken) == "-", "06:40 would be false by now"
    skipped = replace(journey, changes=(replace(first, told=False), second))
    assert told("trip.changes", skipped) == "KL 1697, Wed 12 May: departure was 14:10, now 07:00"
    silent = replace(journey, changes=(replace(first, told=False),))
    assert told("trip.changes", silent) == "-"
