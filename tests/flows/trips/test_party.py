"""Who hears for whom: one phone, own codes, guardians, surprises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.trips.party import Bound, Entry, entry, guardians, head, seen_by, serving
from flows.trips.trip import Trip
from tests.support.trips import ANN, BRUNO, CHIARA, DAN, flight, lisbon_family, stay, trip

TRIP = lisbon_family()
EVA = replace(BRUNO, id="eva-rossi", name="Eva Rossi", first_name="Eva", surname="Rossi")


def bound(holder: str, *travellers: str, chat: int = 0) -> Bound:
    """A chat with whom it served so far."""
    return Bound(holder=holder, chat=chat or len(holder), travellers=travellers or (holder,))


def surprise(*people: str, of: Trip = TRIP) -> Trip:
    """The trip as a surprise for these."""
    return replace(of, surprised=frozenset(people))


def parted() -> Trip:
    """Ann flies out with Dan, Bruno flies back with him; both stay with him in between; Chiara is with Ann."""
    return replace(
        trip(
            flight(
                "KL1697",
                "AMS",
                "LIS",
                "2027-05-12T09:40",
                "2027-05-12T11:45",
                travellers=(ANN, CHIARA, DAN),
                id="out",
            ),
            flight(
                "KL1699",
                "AMS",
                "LIS",
                "2027-05-13T09:40",
                "2027-05-13T11:45",
                travellers=(BRUNO,),
                id="later",
            ),
            stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel"),
            flight(
                "KL1698",
                "LIS",
                "AMS",
                "2027-05-18T17:30",
                "2027-05-18T21:25",
                travellers=(ANN, CHIARA),
                id="first",
            ),
            flight(
                "KL1698",
                "LIS",
                "AMS",
                "2027-05-19T17:30",
                "2027-05-19T21:25",
                travellers=(BRUNO, DAN),
                id="back",
            ),
            travellers=(ANN, BRUNO, CHIARA, DAN),
        ),
        guardians=((DAN.id, (ANN.id, BRUNO.id)),),
    )


def test_one_phone_serves_the_whole_family() -> None:
    """The lead alone has joined (S12)."""
    assert serving(TRIP, [bound(ANN.id)]) == {ANN.id: (ANN.id, BRUNO.id, CHIARA.id, DAN.id)}


def test_a_partner_with_an_own_chat_hears_there_alone() -> None:
    """The children stay with the lead, who is their guardian."""
    assert serving(TRIP, [bound(ANN.id), bound(BRUNO.id)]) == {
        ANN.id: (ANN.id, CHIARA.id, DAN.id),
        BRUNO.id: (BRUNO.id,),
    }


def test_a_partner_alone_serves_no_child() -> None:
    """Minors only through a guardian: the lead has not joined."""
    assert serving(TRIP, [bound(BRUNO.id)]) == {BRUNO.id: (BRUNO.id,)}


def test_a_child_is_heard_for_by_every_guardian() -> None:
    """Dan by both, Chiara by the lead alone."""
    told = replace(TRIP, guardians=((DAN.id, (ANN.id, BRUNO.id)),))
    assert serving(told, [bound(ANN.id), bound(BRUNO.id)]) == {
        ANN.id: (ANN.id, CHIARA.id, DAN.id),
        BRUNO.id: (BRUNO.id, DAN.id),
    }


def test_a_guardian_without_a_chat_is_heard_for_with_the_child() -> None:
    """Bruno is on Ann's phone, and so is the child that he looks after."""
    told = replace(TRIP, guardians=((DAN.id, (BRUNO.id,)),))
    assert serving(told, [bound(ANN.id)])[ANN.id] == (ANN.id, BRUNO.id, CHIARA.id, DAN.id)
    assert serving(told, [bound(ANN.id), bound(BRUNO.id)])[ANN.id] == (ANN.id, CHIARA.id)


def test_who_shares_a_phone_stays_with_it() -> None:
    """Eva joined on Bruno's phone; Ann joins later and takes nobody from him."""
    party = trip(*TRIP.booking.segments, travellers=(ANN, BRUNO, EVA))
    assert serving(party, [bound(BRUNO.id, BRUNO.id, EVA.id), bound(ANN.id)]) == {
        BRUNO.id: (BRUNO.id, EVA.id),
        ANN.id: (ANN.id,),
    }


def test_who_must_not_know_yet_is_heard_for_by_the_head() -> None:
    """Bruno's own chat says nothing: Ann hears for him until it is out."""
    assert serving(surprise(BRUNO.id), [bound(ANN.id), bound(BRUNO.id)]) == {
        ANN.id: (ANN.id, BRUNO.id, CHIARA.id, DAN.id),
        BRUNO.id: (BRUNO.id,),
    }


def test_a_surprised_lead_leaves_the_lead_to_the_next_adult() -> None:
    """The booking is in the name of who must not know."""
    assert head(TRIP) == ANN
    assert head(surprise(ANN.id)) == BRUNO
    assert guardians(surprise(ANN.id), DAN.id) == (BRUNO.id,)


def test_a_trip_that_is_a_surprise_for_all_adults_keeps_its_lead() -> None:
    """There is nobody else to name."""
    assert head(surprise(ANN.id, BRUNO.id)) == ANN


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (ANN.id, Entry.OPEN),
        (BRUNO.id, Entry.SURPRISE),
        (DAN.id, Entry.MINOR),
        ("nobody", Entry.STRANGER),
    ],
)
def test_a_way_in_is_open_to_adults_who_know(person: str, expected: Entry) -> None:
    """Children have none, strangers have none, the surprised one opens nothing yet."""
    assert entry(surprise(BRUNO.id), person) is expected


def test_guardians_who_do_not_travel_any_more_leave_it_to_the_lead() -> None:
    """A name that is no adult of the party counts as none."""
    assert guardians(replace(TRIP, guardians=((DAN.id, ("gone", CHIARA.id)),)), DAN.id) == (ANN.id,)


def test_others_do_not_read_who_is_surprised() -> None:
    """Eva's chat knows of no Bruno; Ann, who organises it, does, and so does a tour leader."""
    party = surprise(BRUNO.id, of=trip(*TRIP.booking.segments, travellers=(ANN, BRUNO, EVA)))
    assert seen_by(party, EVA.id, (EVA.id,)).travellers == (ANN, EVA)
    assert seen_by(party, ANN.id, (ANN.id, BRUNO.id)) is party
    led = replace(party, leader=EVA.id)
    assert seen_by(led, EVA.id, (EVA.id,)) is led


def test_a_segment_of_the_surprised_alone_is_nobody_elses() -> None:
    """An empty list of takers would mean all of them: the segment is left out."""
    alone = trip(
        *TRIP.booking.segments,
        flight("KL1", "AMS", "LIS", "2027-05-10T09:40", travellers=(BRUNO,), id="alone"),
        travellers=(ANN, BRUNO, EVA),
    )
    shown = seen_by(surprise(BRUNO.id, of=alone), EVA.id, (EVA.id,))
    assert [one.id for one in shown.booking.segments] == ["out", "hotel", "aquarium", "back"]


def test_a_child_whose_guardians_travel_apart_is_each_ones_where_both_are() -> None:
    """Ann's chat knows of Dan's way out and not of his way back, Bruno's the other way round; the stay is both's."""
    whole = parted()
    ann = seen_by(whole, ANN.id, (ANN.id, CHIARA.id, DAN.id))
    bruno = seen_by(whole, BRUNO.id, (BRUNO.id, DAN.id))
    assert [one.id for one in ann.segments_of(DAN.id)] == ["out", "hotel"]
    assert [one.id for one in bruno.segments_of(DAN.id)] == ["hotel", "back"]


def test_one_phone_for_both_guardians_knows_all_of_the_child() -> None:
    """Nothing is taken from a chat that serves both."""
    whole = parted()
    assert seen_by(whole, ANN.id, (ANN.id, BRUNO.id, CHIARA.id, DAN.id)) is whole


def test_what_a_child_does_alone_every_guardian_reads() -> None:
    """An unaccompanied minor's flight belongs to both chats."""
    alone = replace(
        trip(
            flight(
                "KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", travellers=(DAN,), id="alone"
            ),
            stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel"),
            travellers=(ANN, BRUNO, DAN),
        ),
        guardians=((DAN.id, (ANN.id, BRUNO.id)),),
    )
    for person in (ANN, BRUNO):
        seen = seen_by(alone, person.id, (person.id, DAN.id))
        assert [one.id for one in seen.segments_of(DAN.id)] == ["alone", "hotel"]


def test_a_plain_party_is_seen_as_it_is() -> None:
    """The very same trip: what nobody asked for costs nothing."""
    assert seen_by(TRIP, BRUNO.id, (BRUNO.id,)) is TRIP


def test_a_room_with_dates_of_its_own_is_with_the_guardian_in_the_same_hotel() -> None:
    """Bruno is there from the 15th, Dan comes to him on the 16th: Bruno's chat reads of it and Ann's does not."""
    rooms = replace(
        trip(
            flight(
                "KL1697",
                "AMS",
                "LIS",
                "2027-05-12T09:40",
                "2027-05-12T11:45",
                travellers=(ANN, DAN),
                id="out",
            ),
            stay("Casa do Rio", "LIS", "2027-05-15", "2027-05-19", travellers=(BRUNO,), id="his"),
            stay("Casa do Rio", "LIS", "2027-05-16", "2027-05-19", travellers=(DAN,), id="child's"),
            travellers=(ANN, BRUNO, DAN),
        ),
        guardians=((DAN.id, (ANN.id, BRUNO.id)),),
    )
    ann, bruno = (seen_by(rooms, one.id, (one.id, DAN.id)) for one in (ANN, BRUNO))
    assert [one.id for one in ann.segments_of(DAN.id)] == ["out"]
    assert [one.id for one in bruno.segments_of(DAN.id)] == ["child's"]
