"""A booking read again: what is the same, what changed, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.trips.merge import Change, merge
from flows.trips.times import Time
from flows.trips.trip import Booking, Kind, Segment
from tests.support.trips import (
    ANN,
    BRUNO,
    COUPLE,
    DAN,
    FAMILY,
    booking,
    flight,
    leg,
    lisbon_family,
    place,
    stay,
    town,
    train,
    utc,
    visit,
)

OUT = flight("KL1697", "AMS", "LIS", "2027-05-12T14:10", "2027-05-12T16:15", id="out")
BACK = flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25", id="back")
HOTEL = stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19", id="hotel")
HELD = booking(OUT, HOTEL, BACK, travellers=COUPLE)


def test_a_first_reading_is_new() -> None:
    """Nothing held: the paper is the booking."""
    assert merge(None, HELD).change is Change.NEW


def test_the_same_paper_changes_nothing() -> None:
    """A whole family trip read again is the held booking itself."""
    held = lisbon_family().booking
    found = merge(held, lisbon_family().booking)
    assert (found.change, found.lines) == (Change.UNCHANGED, ())
    assert found.booking is held


def test_an_earlier_flight_is_the_same_flight() -> None:
    """KL 1697 from 14:10 to 06:40 (S1) keeps its id and says old and new."""
    read = booking(
        flight("KL1697", "AMS", "LIS", "2027-05-12T06:40", "2027-05-12T08:45", id="x"), travellers=COUPLE
    )
    found = merge(HELD, read)
    assert found.change is Change.CHANGED
    assert found.lines == ("KL 1697 departs 14:10 → 06:40", "KL 1697 arrives 16:15 → 08:45")
    assert [segment.id for segment in found.booking.segments] == ["out", "hotel", "back"]


def test_a_flight_on_another_day_is_the_same_if_it_is_the_only_one() -> None:
    """The number alone is enough when it is unique on both sides."""
    read = booking(
        flight("KL1697", "AMS", "LIS", "2027-05-13T14:10", "2027-05-13T16:15", id="x"), travellers=COUPLE
    )
    assert merge(HELD, read).lines == (
        "KL 1697 departs 12 May 2027 14:10 → 13 May 2027 14:10",
        "KL 1697 arrives 12 May 2027 16:15 → 13 May 2027 16:15",
    )


def test_another_number_on_the_same_way() -> None:
    """Rebooked to another flight of the same way: the segment stays, its number changes."""
    read = booking(
        flight("TP671", "AMS", "LIS", "2027-05-12T15:00", "2027-05-12T17:05", id="x"), travellers=COUPLE
    )
    found = merge(HELD, read)
    assert found.lines[0] == "KL 1697 → TP 671"
    assert (found.booking.segments[0].id, found.booking.segments[0].carrier) == ("out", "TP")


@pytest.mark.parametrize("number", ["KL0897", "KL897", "KL 0897"])
def test_a_number_with_zeros_is_the_same_number(number: str) -> None:
    """KL 0897 is KL 897, on its day and when it moves to another."""
    held = booking(flight("KL897", "AMS", "LIS", "2027-05-12T14:10", id="out"), travellers=COUPLE)
    same = booking(flight(number, "AMS", "LIS", "2027-05-12T14:10", id="x"), travellers=COUPLE)
    assert merge(held, same).change is Change.UNCHANGED
    moved = booking(flight(number, "AMS", "LIS", "2027-05-13T14:10", id="x"), travellers=COUPLE)
    assert merge(held, moved).lines == ("KL 897 departs 12 May 2027 14:10 → 13 May 2027 14:10",)


def test_a_carrier_by_its_name_is_the_carrier_by_its_code() -> None:
    """One paper prints KL, the other KLM: one flight, which keeps its code."""
    named = replace(OUT, carrier=None, operator="KLM", id="x")
    found = merge(HELD, booking(named, travellers=COUPLE))
    assert (len(found.booking.segments), found.booking.segments[0].carrier) == (3, "KL")
    assert found.booking.segments[0].label == "KL 1697"


def test_another_hotel_on_the_same_day_takes_the_place_of_the_first() -> None:
    """Nobody checks in twice: other name, same town and check-in. A second town is a second hotel."""
    other = stay("Hotel Baixa", "LIS", "2027-05-12", "2027-05-19", id="x")
    found = merge(HELD, booking(other, travellers=COUPLE))
    assert [one.label for one in found.booking.segments] == ["KL 1697", "Hotel Baixa", "KL 1698"]
    assert found.lines == ("Hotel Alfama → Hotel Baixa",)
    rome = stay("Albergo", "FCO", "2027-05-12", "2027-05-19", id="x")
    assert len(merge(HELD, booking(rome, travellers=COUPLE)).booking.segments) == 4


def test_who_joins_later_flies_another_plane() -> None:
    """Dan on a later flight of the same way (S13) does not rebook the others, and is on their flights not at all."""
    later = flight(
        "KL1699", "AMS", "LIS", "2027-05-15T14:10", "2027-05-15T16:15", travellers=(DAN,), id="late"
    )
    found = merge(HELD, booking(later, travellers=(DAN,)))
    assert found.lines == (
        "Dan de Vries joins",
        "new: KL 1699, Amsterdam → Lisbon, 15 May 2027 14:10",
    )
    assert [segment.travellers for segment in found.booking.segments] == [
        (ANN.id, BRUNO.id),
        (ANN.id, BRUNO.id),
        (ANN.id, BRUNO.id),
        (DAN.id,),
    ]
    assert merge(found.booking, booking(later, travellers=(DAN,))).change is Change.UNCHANGED


def test_one_mail_a_passenger_fills_one_flight() -> None:
    """The same flight in a mail for each passenger is one segment with both."""
    first = booking(replace(OUT, travellers=(ANN.id,)), travellers=(ANN,))
    second = booking(replace(OUT, travellers=(BRUNO.id,), id="other"), travellers=(BRUNO,))
    found = merge(first, second)
    assert found.lines == ("Bruno de Vries joins", "Bruno de Vries joins KL 1697")
    assert [segment.travellers for segment in found.booking.segments] == [(ANN.id, BRUNO.id)]


def test_a_part_of_a_booking_drops_nothing() -> None:
    """One mail of several keeps the segments that it does not name."""
    assert merge(HELD, booking(BACK, travellers=COUPLE)).change is Change.UNCHANGED


def test_a_cancellation_without_segments_cancels_all() -> None:
    """A paper that only says cancelled ends the booking; twice is once; a new paper reinstates it (S10)."""
    gone = booking(travellers=COUPLE, cancelled=True)
    found = merge(HELD, gone)
    assert (found.change, found.lines) == (Change.CANCELLED, ("the booking is cancelled",))
    assert found.booking.cancelled
    assert merge(found.booking, gone).change is Change.UNCHANGED
    back = merge(found.booking, HELD)
    assert (back.change, back.lines, back.booking.cancelled) == (
        Change.CHANGED,
        ("the booking is reinstated",),
        False,
    )


def test_one_cancelled_segment_leaves_the_others() -> None:
    """A cancelled flight is cancelled; the booking lives until its last segment is."""
    found = merge(HELD, booking(replace(OUT, cancelled=True), travellers=COUPLE, cancelled=True))
    assert (found.change, found.lines) == (Change.CHANGED, ("KL 1697 is cancelled",))
    rest = booking(replace(HOTEL, cancelled=True), replace(BACK, cancelled=True), travellers=COUPLE)
    ended = merge(found.booking, rest)
    assert (ended.change, ended.booking.cancelled) == (Change.CANCELLED, True)
    assert merge(ended.booking, rest).change is Change.UNCHANGED
    again = merge(found.booking, booking(OUT, travellers=COUPLE))
    assert again.lines == ("KL 1697 is on again",)


def test_one_of_the_party_drops_out() -> None:
    """A flight cancelled for one of two (S11) is left by that one only."""
    one = booking(replace(OUT, travellers=(BRUNO.id,), cancelled=True), travellers=(BRUNO,))
    found = merge(HELD, one)
    assert found.lines == ("Bruno de Vries leaves KL 1697",)
    assert found.booking.segments[0].travellers == (ANN.id,)
    assert merge(found.booking, one).change is Change.UNCHANGED


def test_a_late_cancellation_of_the_old_flight_spares_the_new() -> None:
    """A cancelled flight that is not held cancels nothing, though it flies the same way."""
    old = flight("KL1695", "AMS", "LIS", "2027-05-12T10:10", "2027-05-12T12:15")
    assert merge(HELD, booking(replace(old, cancelled=True), travellers=COUPLE)).change is Change.UNCHANGED


def test_a_hotel_for_other_nights_is_the_same_hotel() -> None:
    """The same hotel with another check-in is a change, by its place alone when that is unique."""
    read = booking(stay("HOTEL ALFAMA", "LIS", "2027-05-13", "2027-05-18", id="x"), travellers=COUPLE)
    found = merge(HELD, read)
    assert found.lines[-2:] == (
        "HOTEL ALFAMA check-in 12 May 2027 → 13 May 2027",
        "HOTEL ALFAMA check-out 19 May 2027 → 18 May 2027",
    )
    assert [segment.id for segment in found.booking.segments] == ["out", "hotel", "back"]


def test_a_date_does_not_erase_a_time() -> None:
    """A vaguer paper of the same day keeps the printed check-in; a clearer one gives it."""
    exact = stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T12:00")
    assert merge(booking(exact), booking(HOTEL)).change is Change.UNCHANGED
    assert merge(booking(HOTEL), booking(exact)).lines == (
        "Hotel Alfama check-in 12 May 2027 → 12 May 2027 15:00",
        "Hotel Alfama check-out 19 May 2027 → 19 May 2027 12:00",
    )


def test_a_time_without_its_zone_says_no_news() -> None:
    """The same wall time with the zone unknown keeps the held one; the same clock in another zone is told."""
    blind = replace(OUT, departs=replace(OUT.departs, zone=None), arrives=None)
    assert merge(HELD, booking(blind, travellers=COUPLE)).change is Change.UNCHANGED
    moved = replace(OUT, departs=replace(OUT.departs, zone="Europe/London"))
    assert merge(HELD, booking(moved, travellers=COUPLE)).lines == (
        "KL 1697 departs 14:10 (Europe/Amsterdam) → 14:10 (Europe/London)",
    )


def test_an_arrival_that_was_not_known() -> None:
    """A leg gets its arrival, and a guess gives way to print."""
    found = merge(booking(replace(OUT, arrives=None)), booking(OUT))
    assert found.lines == ("KL 1697 arrives → 12 May 2027 16:15",)
    assert OUT.arrives is not None
    guessed = replace(OUT, arrives=Time.at(utc("2027-05-12T15:15"), "Europe/Lisbon", inferred="a guess"))
    printed = replace(OUT, arrives=replace(OUT.arrives, day=date(2027, 5, 13)))
    assert merge(booking(guessed), booking(printed)).change is Change.CHANGED


def test_other_airports_are_told() -> None:
    """From Schiphol to Lisbon becomes to another airport: from and to are named."""
    read = flight("KL1697", "BRU", "CDG", "2027-05-12T14:10", "2027-05-12T15:15")
    assert merge(HELD, booking(read, travellers=COUPLE)).lines[1:] == (
        "KL 1697 from Schiphol → Zaventem",
        "KL 1697 to Humberto Delgado → Charles de Gaulle",
    )
    show = visit("Fado", place("LIS"), "2027-05-13T20:00")
    moved = replace(show, origin=town("Alfama", "PT", None), destination=town("Alfama", "PT", None))
    assert merge(booking(show), booking(moved)).lines == ("Fado at Humberto Delgado → Alfama",)


def test_a_poorer_place_keeps_what_is_known() -> None:
    """An airport by its code alone does not erase its city; a richer one fills it in."""
    bare = replace(place("LIS"), city=None, latitude=None, longitude=None)
    poor = replace(OUT, destination=bare)
    assert merge(HELD, booking(poor, travellers=COUPLE)).change is Change.UNCHANGED
    assert merge(booking(poor), booking(OUT)).lines == ("KL 1697: details",)


def test_rides_without_a_number_are_known_by_way_and_day() -> None:
    """Two ferries of one way on two days stay two, read twice."""
    ferries = booking(
        leg(Kind.FERRY, None, "AMS", "LHR", "2027-05-01T10:00", id="a"),
        leg(Kind.FERRY, None, "AMS", "LHR", "2027-05-08T10:00", id="b"),
        visit("Tower", "LHR", "2027-05-02T10:00", id="c"),
    )
    assert merge(ferries, ferries).change is Change.UNCHANGED
    third = booking(leg(Kind.FERRY, None, "AMS", "LHR", "2027-05-15T10:00", id="a"))
    found = merge(ferries, third)
    assert [segment.id for segment in found.booking.segments] == ["a", "b", "c", "a-2"]


def test_new_visits_and_hotels_name_their_place() -> None:
    """What is new is told with place and day."""
    found = merge(HELD, booking(visit("Fado", "LIS", "2027-05-13", id="fado"), travellers=COUPLE))
    assert found.lines == ("new: Fado, Lisbon, 13 May 2027",)


def test_the_date_of_booking_is_learnt_once() -> None:
    """An unknown booking date is filled in and never moved after; notes ride along with a change only."""
    undated = booking(OUT, booked=None)
    read = replace(booking(OUT, booked="2027-01-02T10:00"), notes=("offset ignored",))
    found = merge(undated, read)
    assert (found.lines, found.booking.notes) == (("the date of booking is known",), ("offset ignored",))
    assert merge(found.booking, booking(OUT, booked="2027-01-03T10:00")).change is Change.UNCHANGED
    assert merge(booking(OUT, booked="2027-01-02T10:00"), read).change is Change.UNCHANGED


@st.composite
def papers(draw: st.DrawFn) -> Booking:
    """Bookings of one reference that overlap in people, flights, days and hotels."""
    party = draw(st.lists(st.sampled_from(FAMILY), min_size=1, max_size=4, unique=True))
    segments: list[Segment] = []
    for number in range(draw(st.integers(0, 4))):
        day = f"2027-05-{draw(st.integers(10, 13))}"
        clock = draw(st.sampled_from(["", "T10:00", "T14:10"]))
        kind = draw(st.integers(0, 3))
        origin, destination = draw(st.sampled_from([("AMS", "LIS"), ("LIS", "AMS"), ("AMS", "FCO")]))
        riders = tuple(draw(st.lists(st.sampled_from(party), max_size=2, unique=True)))
        if kind == 0:
            one = stay(
                draw(st.sampled_from(["Hotel A", "Hotel B"])), "LIS", day + clock, None, travellers=riders
            )
        elif kind == 1:
            one = visit("Fado", "LIS", day + clock, travellers=riders)
        elif kind == 2:
            one = train(
                draw(st.sampled_from([None, "9"])), origin, destination, day + clock, travellers=riders
            )
        else:
            name = draw(st.sampled_from(["KL1", "KL2"]))
            one = flight(name, origin, destination, day + clock, travellers=riders)
        segments.append(replace(one, id=f"n{number}", cancelled=draw(st.integers(0, 5)) == 0))
    return booking(*segments, travellers=tuple(party), cancelled=draw(st.integers(0, 9)) == 0)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(papers(), papers())
def test_merging_twice_changes_nothing(held: Booking, read: Booking) -> None:
    """merge(merge(a, b), b) is unchanged; ids stay unique and held ones stay; a change has words."""
    once = merge(held, read)
    again = merge(once.booking, read)
    assert (again.change, again.lines) == (Change.UNCHANGED, ())
    ids = [segment.id for segment in once.booking.segments]
    assert len(ids) == len(set(ids))
    assert ids[: len(held.segments)] == [segment.id for segment in held.segments]
    assert {person.id for person in held.travellers} <= {person.id for person in once.booking.travellers}
    assert bool(once.lines) == (once.change is not Change.UNCHANGED)
