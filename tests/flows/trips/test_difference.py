"""What a traveller would notice between two states of one booking, and what is only a detail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.trips.changes import ChangeKind
from flows.trips.difference import concerned, difference, holds, stands
from flows.trips.trip import Booking, Segment
from tests.support.trips import ANN, BRUNO, PLACES, flight, italy_round_trip, lisbon_family, stay, utc, when

NOW = utc("2027-04-01T10:00")
HELD = lisbon_family().booking
OUT, HOTEL = HELD.segments[0], HELD.segments[1]

Edit = Callable[[Segment], Segment]


def edited(segment: str, edit: Edit, held: Booking = HELD) -> Booking:
    """The booking with one segment changed."""
    segments = tuple(edit(one) if one.id == segment else one for one in held.segments)
    return replace(held, segments=segments)


def lines(after: Booking, *, before: Booking = HELD, now: str = "2027-04-01T10:00") -> list[tuple[str, ...]]:
    """(segment, what, was, now) of every line."""
    found = difference(before, after, now=utc(now))
    return [(line.segment, line.what, line.was, line.now) for line in found.lines] if found else []


def leaves(text: str) -> Edit:
    """A departure as the place prints it."""
    return lambda one: replace(one, departs=when(text, one.origin.zone))


def lands(text: str) -> Edit:
    """An arrival as the place prints it."""
    return lambda one: replace(one, arrives=when(text, one.destination.zone))


@pytest.mark.parametrize(
    ("segment", "edit", "expected"),
    [
        ("out", leaves("2027-05-12T06:40"), ("out", "departs", "2027-05-12T09:40", "2027-05-12T06:40")),
        ("out", leaves("2027-05-13T09:40"), ("out", "departs", "2027-05-12T09:40", "2027-05-13T09:40")),
        ("out", lands("2027-05-12T12:30"), ("out", "arrives", "2027-05-12T11:45", "2027-05-12T12:30")),
        ("out", lambda one: replace(one, number="1699"), ("out", "name", "KL 1697", "KL 1699")),
        (
            "out",
            lambda one: replace(
                one, origin=PLACES["BRU"], departs=when("2027-05-12T09:40", "Europe/Brussels")
            ),
            ("out", "from", "Amsterdam", "Brussels"),
        ),
        ("out", lambda one: replace(one, cancelled=True), ("out", "off", "2027-05-12T09:40", "")),
        ("hotel", leaves("2027-05-12T17:00"), ("hotel", "check_in", "2027-05-12T15:00", "2027-05-12T17:00")),
        ("hotel", lands("2027-05-18T11:00"), ("hotel", "check_out", "2027-05-19T11:00", "2027-05-18T11:00")),
        (
            "aquarium",
            leaves("2027-05-14T12:00"),
            ("aquarium", "starts", "2027-05-14T10:00", "2027-05-14T12:00"),
        ),
    ],
)
def test_each_fact_that_moved_is_a_line(segment: str, edit: Edit, expected: tuple[str, ...]) -> None:
    """What was and what is now, as papers print it."""
    assert lines(edited(segment, edit)) == [expected]


def test_another_hotel_is_one_line() -> None:
    """Its name says it; the place that is called after it says nothing new."""
    other = stay("Hotel Chiado", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel")
    assert lines(edited("hotel", lambda _: other)) == [("hotel", "name", "Hotel Alfama", "Hotel Chiado")]


def test_what_is_new_and_what_is_on_again_say_when() -> None:
    """A segment that nobody knew, and one that had been cancelled."""
    fado = stay("Quinta", "LIS", "2027-05-19T15:00", "2027-05-20T11:00", id="quinta")
    assert lines(replace(HELD, segments=(*HELD.segments, fado))) == [
        ("quinta", "new", "", "2027-05-19T15:00")
    ]
    off = edited("out", lambda one: replace(one, cancelled=True))
    assert lines(HELD, before=off) == [("out", "on", "", "2027-05-12T09:40")]


@pytest.mark.parametrize(
    "edit",
    [
        lambda one: replace(one, operator="KLM Cityhopper"),
        lambda one: replace(one, destination=replace(one.destination, phone="+351 21 000 00 00")),
        lambda one: replace(one, travellers=(ANN.id,)),
        lambda one: replace(one, transit=True),
    ],
)
def test_details_are_no_change(edit: Edit) -> None:
    """A phone number, an operator, in whose name a room is: nobody is told that something is different."""
    assert difference(HELD, edited("hotel", edit), now=NOW) is None


def test_who_travels_is_news() -> None:
    """Somebody drops out, somebody comes along: a line for each, by name, that stands while it is so."""
    without = replace(HELD, travellers=HELD.travellers[:3])
    (left,), (joined,) = (
        found.lines
        for found in (difference(HELD, without, now=NOW), difference(without, HELD, now=NOW))
        if found is not None
    )
    assert [(one.what, one.label) for one in (left, joined)] == [
        ("leaves", "Dan de Vries"),
        ("joins", "Dan de Vries"),
    ]
    assert (stands(left, without), stands(left, HELD)) == (True, False)
    assert (stands(joined, HELD), stands(joined, without)) == (True, False)


def test_who_takes_a_leg_is_news_to_those_alone() -> None:
    """A party that splits: those who no longer fly, and those who do again."""
    split = edited("out", lambda one: replace(one, travellers=(ANN.id, BRUNO.id)))
    found, back = difference(HELD, split, now=NOW), difference(split, HELD, now=NOW)
    assert found is not None and back is not None
    others = ("chiara-de-vries", "dan-de-vries")
    assert [(line.what, line.travellers) for line in found.lines] == [("not_theirs", others)]
    assert [(line.what, line.travellers) for line in back.lines] == [("new", others)]
    assert (stands(found.lines[0], split), stands(found.lines[0], HELD)) == (True, False)
    assert (stands(back.lines[0], HELD), stands(back.lines[0], split)) == (True, False)


def test_a_change_holds_while_all_of_it_does() -> None:
    """A later time takes it back, and so does what happens to the whole trip."""
    earlier = edited("out", leaves("2027-05-12T06:40"))
    found = difference(HELD, earlier, now=NOW)
    off = replace(HELD, cancelled=True)
    cancelled, again = difference(HELD, off, now=NOW), difference(off, HELD, now=NOW)
    assert found is not None and cancelled is not None and again is not None
    assert [holds(found, one) for one in (earlier, HELD, replace(earlier, cancelled=True))] == [
        True,
        False,
        False,
    ]
    assert [holds(cancelled, one) for one in (off, HELD)] == [True, False]
    assert [holds(again, one) for one in (HELD, off)] == [True, False]


def test_a_clock_where_only_a_date_stood() -> None:
    """For a train it is news, for a hotel it is only more exact."""
    italy = italy_round_trip().booking
    vague = edited("to-florence", leaves("2027-09-13"), italy)
    assert [line[1] for line in lines(italy, before=vague)] == ["departs"]
    exact = edited("rome", leaves("2027-09-10T15:00"), italy)
    assert lines(exact, before=italy) == []


def test_a_better_place_of_the_same_name_is_none() -> None:
    """Coordinates and an address are found out later."""
    known = replace(HOTEL.destination, address="Rua de São Tomé 1", latitude=38.7, longitude=-9.1)
    assert lines(edited("hotel", lambda one: replace(one, origin=known, destination=known))) == []


def test_what_is_over_is_no_news() -> None:
    """A correction of a flight that landed is not told; the way back still is."""
    moved = edited("back", leaves("2027-05-19T19:00"), edited("out", lands("2027-05-12T11:50")))
    assert [line[0] for line in lines(moved, now="2027-05-13T10:00")] == ["back"]


@pytest.mark.parametrize(
    ("edit", "now", "kind"),
    [
        (leaves("2027-05-12T10:40"), "2027-05-11T07:40", ChangeKind.DELAYED),
        (leaves("2027-05-12T10:40"), "2027-05-11T07:39", ChangeKind.CHANGED),
        (lands("2027-05-12T13:00"), "2027-05-12T08:30", ChangeKind.DELAYED),
        (leaves("2027-05-12T08:40"), "2027-05-12T04:00", ChangeKind.CHANGED),
        (lambda one: replace(one, number="1699"), "2027-05-12T04:00", ChangeKind.CHANGED),
    ],
)
def test_later_within_a_day_of_leaving_is_a_delay(edit: Edit, now: str, kind: ChangeKind) -> None:
    """07:40 UTC is 24 hours before 09:40 in Amsterdam; a minute earlier it is a change, as is anything earlier."""
    found = difference(HELD, edited("out", edit), now=utc(now))
    assert found is not None
    assert found.kind is kind


def test_a_delay_with_another_change_is_a_change() -> None:
    """The hotel moved too: it is not about the flight alone."""
    both = edited("hotel", leaves("2027-05-12T18:00"), edited("out", leaves("2027-05-12T12:00")))
    found = difference(HELD, both, now=utc("2027-05-12T04:00"))
    assert found is not None
    assert (found.kind, len(found.lines)) == (ChangeKind.CHANGED, 2)


def test_off_and_on_again_have_no_lines() -> None:
    """The whole trip is one word."""
    off = replace(HELD, cancelled=True)
    for before, after, kind in ((HELD, off, ChangeKind.CANCELLED), (off, HELD, ChangeKind.REINSTATED)):
        found = difference(before, after, now=NOW)
        assert found is not None
        assert (found.kind, found.lines, found.at) == (kind, (), NOW)
    assert difference(off, off, now=NOW) is None


@given(st.integers(-3000, 3000), st.sampled_from([one.id for one in HELD.segments]))
def test_there_and_back_is_nothing(minutes: int, segment: str) -> None:
    """Whatever moves and comes back is no difference, and each direction is seen or neither."""
    move = timedelta(minutes=minutes)

    def by(one: Segment) -> Segment:
        start = one.departs.local
        assert start is not None
        moved = (start.replace(tzinfo=None) + move).isoformat(timespec="minutes")
        return replace(one, departs=when(moved, one.origin.zone))

    moved = edited(segment, by)
    assert difference(HELD, HELD, now=NOW) is None
    assert bool(lines(moved)) == bool(lines(HELD, before=moved)) == (minutes != 0)


def test_what_it_is_about_is_the_first_instant_ahead() -> None:
    """Of the named segments only, as they stand now; of the whole trip when none is named."""
    delayed = edited("out", leaves("2027-05-12T12:00"))
    found = difference(HELD, delayed, now=utc("2027-05-12T04:00"))
    assert found is not None
    assert concerned(found, delayed, now=utc("2027-05-12T04:00")) == utc("2027-05-12T10:00")
    off = difference(HELD, replace(HELD, cancelled=True), now=NOW)
    assert off is not None
    assert concerned(off, HELD, now=NOW) == utc("2027-05-12T07:40")
    assert concerned(off, HELD, now=utc("2027-06-01T00:00")) is None


def test_another_leg_for_one_of_the_party_is_new() -> None:
    """Bruno flies later: his flight is a segment of its own."""
    his = flight(
        "KL1701", "AMS", "LIS", "2027-05-13T09:40", "2027-05-13T11:45", travellers=(BRUNO,), id="his"
    )
    assert lines(replace(HELD, segments=(*HELD.segments, his))) == [("his", "new", "", "2027-05-13T09:40")]


def test_on_again_at_other_times_says_what_moved() -> None:
    """Reinstated as it was is one word; reinstated with another departure names it, and nothing of the rest is new."""
    off = replace(HELD, cancelled=True, segments=tuple(replace(one, cancelled=True) for one in HELD.segments))
    as_before = difference(off, HELD, now=NOW)
    assert (as_before.kind, as_before.lines) == (ChangeKind.REINSTATED, ())
    moved = difference(off, edited("out", leaves("2027-05-12T06:50")), now=NOW)
    assert moved.kind is ChangeKind.REINSTATED
    assert [(line.segment, line.was, line.now) for line in moved.lines] == [
        ("out", "2027-05-12T09:40", "2027-05-12T06:50")
    ]


def test_a_line_stands_until_the_booking_says_otherwise() -> None:
    """What a later paper took back is no longer true, whatever was told of it."""
    earlier = edited("out", leaves("2027-05-12T06:50"))
    (line,) = difference(HELD, earlier, now=NOW).lines
    assert (stands(line, earlier), stands(line, HELD)) == (True, False)
    (off,) = difference(HELD, edited("out", lambda one: replace(one, cancelled=True)), now=NOW).lines
    assert stands(off, HELD) is False
