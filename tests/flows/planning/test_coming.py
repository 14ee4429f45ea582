"""A hotel that a party shares begins for each of them on the day on which they come to it (S13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.library.text import Text
from flows.library.touchpoint import Late, Per, Touchpoint
from flows.planning.due import Sent, Waiting
from flows.talk import stays
from flows.talk.facts import gathered, nights
from flows.trips.evidence import FlightStatus
from flows.trips.itinerary import itinerary
from flows.trips.life import life
from flows.trips.moments import Anchor
from flows.trips.trip import Segment, Traveller, Trip
from tests.support.chats import shipped_library
from tests.support.touchpoints import answer, planned, recipient, settled, touchpoint
from tests.support.trips import ANN, BRUNO, CHIARA, DAN, flight, stay, train, trip, utc

BOOKED = utc("2027-01-10T10:00")


def followed(arrives: str | None = "2027-05-15T15:20", check_in: str = "2027-05-12") -> Trip:
    """Ann and Bruno fly on the 12th, Chiara and Dan come by train on the 15th; one hotel and one way home for all."""
    return trip(
        flight(
            "KL1227", "AMS", "CDG", "2027-05-12T09:40", "2027-05-12T11:00", travellers=(ANN, BRUNO), id="out"
        ),
        train("9322", "AMS", "CDG", "2027-05-15T12:15", arrives, travellers=(CHIARA, DAN), id="train"),
        stay("Hôtel du Marais", "CDG", check_in, "2027-05-19T11:00", id="hotel"),
        flight("KL1244", "CDG", "AMS", "2027-05-19T16:25", "2027-05-19T17:45", id="back"),
        travellers=(ANN, BRUNO, CHIARA, DAN),
    )


def check_in(party: Trip, who: Traveller, *evidence: FlightStatus) -> str:
    """The instant at which it begins for one of them, in UTC."""
    moment = life(party, who, evidence).first(Anchor.CHECK_IN, occurrence="hotel")
    assert moment is not None
    return moment.at.strftime("%dT%H:%M")


@pytest.mark.parametrize(("who", "expected"), [(ANN, "12T13:00"), (CHIARA, "15T13:20")])
def test_a_stay_begins_when_they_come(who: Traveller, expected: str) -> None:
    """Never before the printed check-in, which stays as the paper has it."""
    party = followed()
    assert check_in(party, who) == expected
    assert party.booking.segments[2].departs.day == date(2027, 5, 12)


def test_a_late_train_is_waited_for() -> None:
    """The stay follows the way that leads to it, and is still the day's that the papers say."""
    late = FlightStatus(segment="train", at=utc("2027-05-15T11:00"), arrives=utc("2027-05-15T22:40"))
    assert check_in(followed(), CHIARA, late) == "15T22:40"
    assert itinerary(followed(), CHIARA.id, (late,)).stays[0].comes == date(2027, 5, 15)


@pytest.mark.parametrize(
    ("arrives", "comes"),
    [("2027-05-13T04:59", None), ("2027-05-13T05:00", date(2027, 5, 13))],
)
def test_who_lands_in_the_night_comes_on_the_day_before(arrives: str, comes: date | None) -> None:
    """Until five the room is that of the night which the paper has."""
    away = flight("KL1", "AMS", "CDG", "2027-05-12T23:40", arrives, id="out")
    one = trip(away, stay("Hôtel du Marais", "CDG", "2027-05-12", "2027-05-19", id="hotel"))
    assert itinerary(one, ANN.id).stays[0].comes == comes


def test_a_train_without_a_printed_arrival_tells_the_day_all_the_same() -> None:
    """They leave on the fifteenth: nobody of them checks in before."""
    assert check_in(followed(arrives=None), CHIARA) == "15T10:15"


def test_a_trip_within_the_stay_makes_nobody_late() -> None:
    """They moved in before they went to Lyon for two days and came back."""
    away: tuple[Segment, ...] = (
        flight("KL1227", "AMS", "CDG", "2027-05-12T09:40", "2027-05-12T11:00", id="out"),
        flight("AF1", "CDG", "TLS", "2027-05-14T09:00", "2027-05-14T10:00", id="away"),
        stay("Hôtel Capitole", "TLS", "2027-05-14", "2027-05-15", id="night"),
        flight("AF2", "TLS", "CDG", "2027-05-15T18:00", "2027-05-15T19:00", id="again"),
        stay("Hôtel du Marais", "CDG", "2027-05-12", "2027-05-22", id="hotel"),
        flight("KL1244", "CDG", "AMS", "2027-05-22T16:25", "2027-05-22T17:45", id="back"),
    )
    assert {one.segment.id: one.comes for one in itinerary(trip(*away), ANN.id).stays} == {
        "hotel": None,
        "night": None,
    }


@pytest.mark.parametrize(("who", "day", "count"), [(ANN, "12 May", 7), (CHIARA, "15 May", 4)])
def test_their_texts_speak_of_their_own_day(who: Traveller, day: str, count: int) -> None:
    """Check-in and the nights; a printed hour of another day is not theirs."""
    facts = gathered(
        followed(check_in="2027-05-12T14:00"),
        (who.id,),
        library=shipped_library(),
        locale="en",
        now=BOOKED,
        occurrence="hotel",
    )
    held = facts.held()
    assert held is not None
    said = stays.check_in(facts) or ""
    assert (day in said, "14:00" in said) == (True, who is ANN)
    assert stays.check_in_time(facts) == ("14:00" if who is ANN else None)
    assert nights(held) == count


VOUCHER = replace(
    touchpoint("voucher", "check_in", "-1h", per=Per.STAY, late=Late.SEND),
    text=Text(forms={"en": {"other": "To show at {stay.name}: {documents.here}"}}),
)


def test_a_voucher_comes_before_their_own_check_in() -> None:
    """Chiara's on the fifteenth, an hour before she is there."""
    chat = recipient(followed(), CHIARA.id)
    told = answer(followed(), VOUCHER, now=BOOKED, recipient=chat)
    assert isinstance(told, Waiting) and told.at is not None
    assert (told.at.strftime("%dT%H:%M"), told.occurrence) == ("15T12:20", "hotel")


def occurrences(party: Trip, one: Touchpoint) -> list[tuple[str, int]]:
    """What goes to one phone for all four: for what, and for how many."""
    chat = recipient(party, *(person.id for person in party.travellers))
    return [
        (told.occurrence, len(told.travellers))
        for told in planned(party, one, now=BOOKED, recipient=chat).answers
    ]


def test_one_phone_hears_once_where_all_come_together_and_else_by_day() -> None:
    """What speaks of leaving, or reads the same, stays one message for all four."""
    together = trip(*followed().booking.segments[2:], travellers=followed().travellers)
    leaving = replace(VOUCHER, id="out", when=replace(VOUCHER.when, anchor=Anchor.CHECK_OUT))
    tips = replace(VOUCHER, id="tips", text=Text(forms={"en": {"other": "About {place.name}"}}))
    assert occurrences(together, VOUCHER) == [("hotel", 4)]
    assert occurrences(followed(), VOUCHER) == [("hotel", 2), ("hotel@2027-05-15", 2)]
    assert occurrences(followed(), leaving) == [("hotel", 4)]
    assert occurrences(followed(), tips) == [("hotel", 4)]


def test_who_had_it_with_the_others_does_not_have_it_again() -> None:
    """It was sent for all four; then two of them were put on a later train."""
    together = replace(
        followed(), booking=replace(followed().booking, segments=followed().booking.segments[2:])
    )
    chat = recipient(followed(), *(person.id for person in followed().travellers))
    before = planned(together, VOUCHER, now=BOOKED, recipient=chat).answers[0]
    history = (settled(before, at=BOOKED + timedelta(hours=1)),)
    after = planned(
        followed(), VOUCHER, now=BOOKED + timedelta(days=1), recipient=chat, history=history
    ).answers
    assert [type(one) for one in after] == [Sent, Sent]
