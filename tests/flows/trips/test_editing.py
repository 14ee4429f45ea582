"""What an agent changes by hand: what follows from it in the booking, and what is refused and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from flows.errors import EditRefused
from flows.trips.editing import apply
from flows.trips.edits import (
    AddTraveller,
    CancelSegment,
    CancelTrip,
    DropTraveller,
    Edit,
    Refusal,
    ReinstateSegment,
    ReinstateTrip,
    Relabel,
    Rename,
    Reroute,
    Retime,
    Split,
    When,
)
from flows.trips.times import MOVED_ALONG, Time
from flows.trips.trip import Booking, Segment
from tests.support.trips import (
    ANN,
    BRUNO,
    CHIARA,
    DAN,
    FAMILY,
    booking,
    flight,
    lisbon_family,
    place,
    stay,
    when,
)

FAMILY_TRIP = lisbon_family().booking
EARLY = When(clock=time(6, 40))


def lines(*edits: Edit, held: Booking = FAMILY_TRIP) -> tuple[str, ...]:
    """What changed, in words."""
    return apply(held, edits).lines


def segment(*edits: Edit, id: str = "out", held: Booking = FAMILY_TRIP) -> Segment:
    """One segment after these edits."""
    return next(one for one in apply(held, edits).booking.segments if one.id == id)


def refused(*edits: Edit, held: Booking = FAMILY_TRIP) -> str:
    """Why these edits are not made."""
    with pytest.raises(EditRefused) as caught:
        apply(held, edits)
    return caught.value.reason


def test_a_departure_takes_its_arrival_along() -> None:
    """Nobody said when it lands now: as long after as before, and it says why."""
    moved = segment(Retime(segment="kl 1697", departs=EARLY))
    assert (moved.departs.clock, moved.arrives and moved.arrives.clock) == (time(6, 40), time(8, 45))
    assert moved.arrives is not None
    assert moved.arrives.inferred == MOVED_ALONG
    assert moved.departs.inferred == ""


def test_a_given_arrival_is_nobodys_guess() -> None:
    """Both were said: both are printed times."""
    moved = segment(Retime(segment="out", departs=EARLY, arrives=When(clock=time(8, 50))))
    assert moved.arrives == when("2027-05-12T08:50", "Europe/Lisbon")


def test_an_arrival_keeps_to_its_departures_day() -> None:
    """A clock alone is that of the day that moved along; past midnight it is the next day's."""
    later = segment(
        Retime(segment="out", departs=When(day=date(2027, 5, 13)), arrives=When(clock=time(10, 50)))
    )
    assert later.arrives == when("2027-05-13T10:50", "Europe/Lisbon")
    night = segment(Retime(segment="out", departs=When(clock=time(23, 30)), arrives=When(clock=time(1, 35))))
    assert night.arrives == when("2027-05-13T01:35", "Europe/Lisbon")


def test_over_the_date_line_a_leg_may_land_before_it_left() -> None:
    """Tokyo 19:53 lands in Newark at 18:59 of the same day: in order by instants."""
    held = booking(flight("UA78", "NRT", "EWR", "2027-03-10T19:53", "2027-03-10T18:59", id="out"))
    moved = segment(Retime(segment="out", departs=When(clock=time(20, 53))), held=held)
    assert moved.arrives is not None
    assert (moved.arrives.day, moved.arrives.clock) == (date(2027, 3, 10), time(19, 59))


def test_a_check_in_leaves_the_check_out_where_it_is() -> None:
    """Who comes a day later leaves on the same day."""
    moved = segment(Retime(segment="Hotel Alfama", departs=When(day=date(2027, 5, 13))), id="hotel")
    assert (moved.departs.day, moved.arrives and moved.arrives.day) == (date(2027, 5, 13), date(2027, 5, 19))


def test_a_day_alone_stays_a_day() -> None:
    """A hotel that is held by dates gets no clock from nowhere."""
    held = booking(stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-19", id="hotel"))
    moved = segment(Retime(segment="hotel", departs=When(day=date(2027, 5, 13))), id="hotel", held=held)
    assert moved.departs == Time(day=date(2027, 5, 13), zone="Europe/Lisbon")


def test_where_no_clock_is_known_days_move_along() -> None:
    """A night train by its dates: it arrives as many days later, inferred."""
    held = booking(flight("KL1697", "AMS", "LIS", "2027-05-12", "2027-05-13", id="out"))
    moved = segment(Retime(segment="out", departs=When(day=date(2027, 5, 14))), held=held)
    assert moved.arrives == Time(day=date(2027, 5, 15), zone="Europe/Lisbon", inferred=MOVED_ALONG)
    clocked = segment(Retime(segment="out", departs=When(clock=time(9, 40))), held=held)
    assert clocked.arrives == Time(day=date(2027, 5, 13), zone="Europe/Lisbon")


def test_another_airport_keeps_the_printed_clock() -> None:
    """09:40 from Brussels is 09:40 there; the clock is not carried over from another zone."""
    moved = segment(Reroute(segment="out", origin=place("LHR"), destination=place("FCO")))
    assert (moved.origin.iata, moved.destination.iata) == ("LHR", "FCO")
    assert moved.departs == when("2027-05-12T09:40", "Europe/London")
    assert moved.arrives == when("2027-05-12T11:45", "Europe/Rome")


def test_another_hotel_and_another_number() -> None:
    """A stay is where it goes to; a leg keeps its carrier where only a number is given."""
    other = replace(place("LIS"), name="Hotel Baixa", iata=None)
    moved = segment(Reroute(segment="hotel", destination=other), id="hotel")
    assert (moved.origin, moved.destination, moved.label) == (other, other, "Hotel Baixa")
    assert lines(Reroute(segment="hotel", destination=other)) == ("Hotel Alfama → Hotel Baixa",)
    assert segment(Relabel(segment="out", number="1699")).label == "KL 1699"
    assert segment(Relabel(segment="out", carrier="TP", number="671")).label == "TP 671"
    assert segment(Relabel(segment="aquarium", name="Aquarium"), id="aquarium").label == "Aquarium"


def test_a_booking_ends_with_its_last_segment() -> None:
    """One cancelled segment leaves the others; the last one ends the trip; one that is on again begins it."""
    names = [one.id for one in FAMILY_TRIP.segments]
    some = apply(FAMILY_TRIP, [CancelSegment(segment=name) for name in names[:-1]]).booking
    assert not some.cancelled
    ended = apply(some, [CancelSegment(segment=names[-1])])
    assert (ended.booking.cancelled, ended.lines) == (
        True,
        ("the booking is cancelled", "KL 1698 is cancelled"),
    )
    back = apply(ended.booking, [ReinstateSegment(segment="back")]).booking
    assert [one.id for one in back.segments if not one.cancelled] == ["back"]
    assert not back.cancelled
    assert not any(one.cancelled for one in apply(ended.booking, [ReinstateTrip()]).booking.segments)


def test_a_trip_goes_off_and_on() -> None:
    """Its segments stay what they were: what was cancelled before stays so."""
    one = apply(FAMILY_TRIP, [CancelSegment(segment="aquarium")]).booking
    off = apply(one, [CancelTrip()])
    assert off.lines == ("the booking is cancelled",)
    on = apply(off.booking, [ReinstateTrip()])
    assert (on.lines, on.booking) == (("the booking is reinstated",), one)


def test_one_of_four_drops_out() -> None:
    """Only that person leaves (S11): the others keep what they have, and what only Bruno had falls away."""
    surfing = replace(FAMILY_TRIP.segments[2], id="surf", name="Surfing", travellers=(BRUNO.id,))
    tour = replace(surfing, id="tour", name="Tour", travellers=(ANN.id, BRUNO.id))
    held = replace(FAMILY_TRIP, segments=(*FAMILY_TRIP.segments, surfing, tour))
    found = apply(held, [DropTraveller(traveller="Bruno")])
    assert found.lines == ("Bruno de Vries drops out", "Surfing is cancelled")
    assert found.booking.travellers == (ANN, CHIARA, DAN)
    assert {one.id: one.travellers for one in found.booking.segments if not one.cancelled} == {
        "out": (),
        "hotel": (),
        "aquarium": (),
        "back": (),
        "tour": (ANN.id,),
    }
    assert not found.booking.cancelled


def test_a_lead_who_drops_out_is_followed_by_a_grown_up() -> None:
    """Bruno, not one of the children."""
    found = apply(FAMILY_TRIP, [DropTraveller(traveller=ANN.id)])
    assert found.booking.lead.id == BRUNO.id
    assert found.lines == ("Bruno de Vries is the lead now", "Ann de Vries drops out")


def test_somebody_joins_all_that_the_party_takes() -> None:
    """Or only what is named; what only some take stays theirs."""
    alone = replace(FAMILY_TRIP.segments[2], id="surf", name="Surfing", travellers=(BRUNO.id,))
    held = replace(FAMILY_TRIP, segments=(*FAMILY_TRIP.segments, alone))
    found = apply(held, [AddTraveller(name="Eva de Vries", minor=True)]).booking
    eva = found.travellers[-1]
    assert (eva.id, eva.first_name, eva.surname, eva.minor, eva.lead) == (
        "eva-de-vries",
        "Eva",
        "de Vries",
        True,
        False,
    )
    assert [one.travellers for one in found.segments] == [(), (), (), (), (BRUNO.id,)]
    some = apply(held, [AddTraveller(name="Eva de Vries", segments=("out", "surf"))]).booking
    everyone = tuple(one.id for one in FAMILY)
    assert {one.id: one.travellers for one in some.segments} == {
        "out": (),
        "hotel": everyone,
        "aquarium": everyone,
        "back": everyone,
        "surf": (BRUNO.id, eva.id),
    }


def test_a_name_is_put_right_and_the_person_stays() -> None:
    """A single word is the first name; the id, which chats and history hang on, is the same."""
    found = apply(FAMILY_TRIP, [Rename(traveller="Chiara", name="Clara")])
    clara = found.booking.travellers[2]
    assert (clara.id, clara.name, clara.first_name, clara.surname) == (
        CHIARA.id,
        "Clara de Vries",
        "Clara",
        "de Vries",
    )
    assert found.lines == ("Chiara de Vries → Clara de Vries",)
    whole = Rename(traveller="Clara", name="Clara van Dijk", first_name="Clara", surname="van Dijk")
    assert apply(found.booking, [whole]).booking.travellers[2].surname == "van Dijk"


def test_a_party_splits() -> None:
    """Two fly, the others do not; all again is everyone."""
    two = Split(segments=("out", "back"), travellers=("Ann", "Chiara"))
    found = apply(FAMILY_TRIP, [two])
    assert found.lines == (
        "Bruno de Vries leaves KL 1697",
        "Dan de Vries leaves KL 1697",
        "Bruno de Vries leaves KL 1698",
        "Dan de Vries leaves KL 1698",
    )
    assert [one.travellers for one in found.booking.segments] == [
        (ANN.id, CHIARA.id),
        (),
        (),
        (ANN.id, CHIARA.id),
    ]
    again = Split(segments=("out", "back"), travellers=tuple(one.id for one in FAMILY))
    assert apply(found.booking, [again]).booking == FAMILY_TRIP


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Retime(segment="KL9999", departs=EARLY), Refusal.NO_SEGMENT),
        (Retime(segment="out"), Refusal.NOTHING),
        (Retime(segment="out", departs=When(clock=time(9, 40))), Refusal.NOTHING),
        (Retime(segment="hotel", arrives=When(day=date(2027, 5, 1))), Refusal.ENDS_FIRST),
        (Retime(segment="out", arrives=When(clock=time(9, 50))), Refusal.TOO_SHORT),
        (DropTraveller(traveller="Eva"), Refusal.NO_TRAVELLER),
        (AddTraveller(name="ANN DE VRIES"), Refusal.ALREADY_THERE),
        (AddTraveller(name="  "), Refusal.NO_NAME),
        (Rename(traveller="Ann", name=" "), Refusal.NO_NAME),
        (Rename(traveller="Ann", name="Bruno de Vries"), Refusal.ALREADY_THERE),
        (Split(segments=("out",), travellers=()), Refusal.NOTHING),
        (ReinstateTrip(), Refusal.NOTHING),
        (CancelSegment(segment="Bruno"), Refusal.NO_SEGMENT),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(edit: Edit, reason: Refusal) -> None:
    """And nothing else of the same line is done either."""
    assert refused(edit) == reason


def test_the_last_traveller_does_not_drop_out() -> None:
    """That would be a cancelled trip, which is another word."""
    held = booking(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40"), travellers=(ANN,))
    assert refused(DropTraveller(traveller="Ann"), held=held) == Refusal.LAST_TRAVELLER


def test_the_last_grown_up_does_not_leave_children_alone() -> None:
    """Both drop out in one line: refused whole; a child drops out as ever, and none of them ever leads."""
    drops = [DropTraveller(traveller=ANN.id), DropTraveller(traveller=BRUNO.id)]
    with pytest.raises(EditRefused) as caught:
        apply(FAMILY_TRIP, drops)
    assert caught.value.reason == Refusal.LAST_ADULT
    left = apply(FAMILY_TRIP, [DropTraveller(traveller=DAN.id), drops[0]]).booking
    assert (left.lead.id, [one.id for one in left.travellers if one.lead]) == (BRUNO.id, [BRUNO.id])


def test_two_of_one_name_are_not_guessed_at() -> None:
    """Two Anns, two flights of one number: an agent says which by the id, and the refusal names both."""
    twice = replace(FAMILY_TRIP.segments[0], id="out-2", departs=when("2027-05-13T09:40", "Europe/Amsterdam"))
    other = replace(ANN, id="ann-bos", name="Ann Bos", surname="Bos", lead=False)
    held = replace(
        FAMILY_TRIP, segments=(*FAMILY_TRIP.segments, twice), travellers=(*FAMILY_TRIP.travellers, other)
    )
    with pytest.raises(EditRefused) as caught:
        apply(held, [Retime(segment="KL1697", departs=EARLY)])
    assert caught.value.reason == Refusal.SEVERAL_SEGMENTS
    assert "(out)" in caught.value.about
    assert "(out-2)" in caught.value.about
    assert refused(DropTraveller(traveller="Ann"), held=held) == Refusal.SEVERAL_TRAVELLERS
    assert apply(held, [DropTraveller(traveller="ann-bos")]).lines == ("Ann Bos drops out",)
