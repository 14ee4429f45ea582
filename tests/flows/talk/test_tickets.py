"""How a message calls a leg: by its ticket, else by what it is and where it goes; and by its two ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.talk.values import value
from flows.trips.trip import Kind
from tests.flows.talk.test_render import facts, library
from tests.support.trips import leg, place, trip

AIRPORT = replace(place("LIS"), name="Lisbon Airport")
HOTEL = replace(place("LIS"), name="Hotel Alfama", iata=None)


@pytest.mark.parametrize(
    ("locale", "told"),
    [("en", "flight to Lisbon"), ("nl", "vlucht naar Lissabon"), ("fr", "le vol vers Lisbonne")],
)
def test_a_leg_without_a_number_is_told_by_where_it_goes(locale: str, told: str) -> None:
    """Such a flight is "flight to Lisbon", never the airport that it lands at, as if it left from there."""
    journey = trip(leg(Kind.FLIGHT, None, "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out"))
    assert value(facts(library(), journey, occurrence="out", locale=locale), "leg.label") == told


def test_a_bare_number_says_what_it_is_of() -> None:
    """A sentence quotes it, so it bears no sign: "train 9423"."""
    journey = trip(leg(Kind.TRAIN, "9423", "FCO", "FLR", "2027-05-12T09:40", "2027-05-12T11:45", id="out"))
    assert value(facts(library(), journey, occurrence="out", locale="de"), "leg.label") == "Zug 9423"


def test_the_next_leg_says_its_end_once() -> None:
    """A flight without a number goes on to Lisbon, not to Lisbon to Lisbon."""
    journey = trip(
        leg(Kind.TRAIN, "3512", "BRU", "AMS", "2027-05-12T06:00", "2027-05-12T08:00", id="train"),
        leg(Kind.FLIGHT, None, "AMS", "LIS", "2027-05-12T11:00", "2027-05-12T13:00", id="out"),
    )
    told = value(facts(library(), journey, occurrence="train"), "leg.next")
    assert told == "flight to Lisbon, 11:00"


def test_within_one_town_the_paper_names_the_ends() -> None:
    """A transfer goes from the airport to the hotel, not from Lisbon to Lisbon; between two towns the towns are named."""
    journey = trip(
        leg(Kind.FLIGHT, "KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out"),
        leg(Kind.TRANSFER, None, AIRPORT, HOTEL, "2027-05-12T12:30", "2027-05-12T13:00", id="taxi"),
    )
    known = facts(library(), journey, occurrence="taxi")
    assert (value(known, "leg.from"), value(known, "leg.to")) == ("Lisbon Airport", "Hotel Alfama")
    assert "Lisbon Airport → Hotel Alfama" in value(known, "trip.glance")
    known = facts(library(), journey, occurrence="out")
    assert (value(known, "leg.from"), value(known, "leg.to")) == ("Amsterdam", "Lisbon")
