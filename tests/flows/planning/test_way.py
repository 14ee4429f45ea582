"""What is true of a leg among the others, and of a stay among those before it."""

from __future__ import annotations

from dataclasses import replace

from flows.library.touchpoint import Per
from flows.trips.trip import Kind
from tests.flows.planning.test_facts import known
from tests.support.trips import flight, italy_round_trip, leg, place, stay, train, trip

FETCHED = trip(
    train("3512", "BRU", "AMS", "2027-05-12T06:00", "2027-05-12T08:00", id="train"),
    flight("KL1697", "AMS", "LIS", "2027-05-12T11:00", "2027-05-12T13:00", id="out"),
    leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-12T14:00", id="there"),
    stay("Hotel", "LIS", "2027-05-12", "2027-05-19", id="hotel"),
    leg(Kind.TRANSFER, None, "LIS", "LIS", "2027-05-19T12:00", id="away"),
    flight("KL1698", "LIS", "AMS", "2027-05-19T15:00", "2027-05-19T19:00", id="back"),
    train("3599", "AMS", "BRU", "2027-05-19T20:00", "2027-05-19T22:00", id="home"),
)


def test_who_is_fetched_at_the_stay_is_fetched() -> None:
    """The flight that a transfer follows, the flight home that one leads to, and the transfers themselves; no train that
    only a flight follows."""
    fetched = {one: known(FETCHED, Per.LEG, one).transfer for one in ("train", "out", "away", "back", "home")}
    assert fetched == {"train": False, "out": True, "away": True, "back": True, "home": False}
    assert known(FETCHED).transfer
    assert not known(italy_round_trip()).transfer
    assert not known(italy_round_trip(), Per.LEG, "back").transfer


def test_a_leg_knows_what_the_way_goes_on_by() -> None:
    """The next leg alone; nothing after the last; unknown for a stay."""
    onward = {one: known(FETCHED, Per.LEG, one).onward for one in ("train", "out", "there", "home")}
    nothing = frozenset[Kind]()
    assert onward == {
        "train": frozenset({Kind.FLIGHT}),
        "out": frozenset({Kind.TRANSFER}),
        "there": nothing,
        "home": nothing,
    }
    assert known(FETCHED, Per.STAY, "hotel").onward is None


def test_a_way_has_a_flight_or_none() -> None:
    """Every leg of a chain with a flight; not the train between two towns."""
    journey = italy_round_trip()
    assert known(FETCHED, Per.LEG, "train").flies
    assert (known(journey).flies, known(journey, Per.LEG, "to-florence").flies) == (True, False)


def test_the_first_leg_of_its_kind_is_so_once() -> None:
    """The way home has no first flight any more, the first train may come between two stays."""
    journey = italy_round_trip()
    firsts = {one: known(journey, Per.LEG, one).first_of_kind for one in ("out", "to-florence", "back")}
    assert firsts == {"out": True, "to-florence": True, "back": False}
    assert known(journey).first_of_kind is None


def test_a_stay_opens_a_country_once() -> None:
    """Of Rome, Florence and Lisbon the first and the last; a country that nobody knows is none."""
    nowhere = replace(place("LIS"), country=None, city="Atlantis", name="Atlantis", iata=None)
    journey = trip(
        stay("A", "FCO", "2027-05-01", "2027-05-03", id="rome"),
        stay("B", "FLR", "2027-05-03", "2027-05-05", id="florence"),
        stay("C", "LIS", "2027-05-05", "2027-05-07", id="lisbon"),
        stay("D", nowhere, "2027-05-07", "2027-05-09", id="atlantis"),
    )
    opens = {
        one: known(journey, Per.STAY, one).new_country for one in ("rome", "florence", "lisbon", "atlantis")
    }
    assert opens == {"rome": True, "florence": False, "lisbon": True, "atlantis": False}
    assert known(journey).new_country is None
