"""When to leave home, how long a connection is, and the small facts of an occurrence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.talk.facts import gathered
from flows.talk.values import value
from flows.trips.trip import Kind
from tests.support.lands import WORLD, told
from tests.support.trips import ANN, CHIARA, flight, leg, lisbon_family, stay, town, train, trip, utc

LISBON = lisbon_family()
NIGHT = trip(
    flight("KL601", "AMS", "JFK", "2027-03-28T04:10", "2027-03-28T06:50", id="out"),
    home_zone="Europe/Amsterdam",
)
DOHA = trip(
    flight("QR274", "AMS", "DOH", "2027-09-28T15:00", "2027-09-28T22:30", id="one"),
    flight("QR960", "DOH", "DPS", "2027-09-28T23:25", "2027-09-29T14:30", id="two"),
    stay("Pondok", replace(town("Denpasar", "ID", "Asia/Makassar"), phone="+62 361 1"), "2027-09-29", id="p"),
)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("nl", "woensdag 05:40"),
        ("en", "Wednesday 05:40"),
        ("fr", "mercredi 05:40"),
        ("de", "Mittwoch 05:40"),
    ],
)
def test_one_leaves_home_as_long_before_as_the_way_takes(locale: str, said: str) -> None:
    """Be there 06:40, an hour from home: leave at 05:40."""
    for name, occurrence in (("trip.leave_home", "trip"), ("leg.leave_home", "out")):
        assert told(name, LISBON, locale=locale, occurrence=occurrence, travel_minutes=60) == said


def test_nobody_is_sent_off_who_did_not_say_how_far_it_is() -> None:
    """Without the travel time nothing is said; of the way back, home is not where one leaves."""
    assert told("trip.leave_home", LISBON) == "-"
    assert told("leg.leave_home", LISBON, occurrence="back", travel_minutes=60) == "-"


def test_leaving_in_the_night_of_the_clock_change_is_counted_in_real_minutes() -> None:
    """Be there at 00:10 winter time for a departure at 04:10 summer time: three hours are three hours."""
    assert told("trip.be_there", NIGHT) == "overnight from Saturday to Sunday, 00:10"
    assert told("trip.leave_home", NIGHT, travel_minutes=90) == "Saturday 22:40"


def test_leaving_after_the_clocks_went_forward_skips_the_hour_that_is_not() -> None:
    """Be there at 04:00 summer time, 90 minutes away: it is 01:30 winter time then, not 02:30."""
    early = trip(flight("KL1", "AMS", "LIS", "2027-03-28T07:00", "2027-03-28T09:00", id="out"))
    assert told("trip.be_there", early) == "overnight from Saturday to Sunday, 04:00"
    assert told("trip.leave_home", early, travel_minutes=90) == "overnight from Saturday to Sunday, 01:30"


@pytest.mark.parametrize("kind", [Kind.CAR, Kind.TRANSFER])
def test_what_begins_at_home_has_no_way_to_it(kind: Kind) -> None:
    """One's own car stands before the door, and a transfer comes to it."""
    journey = trip(leg(kind, None, "AMS", "BRU", "2027-05-12T09:00", "2027-05-12T11:00", id="out"))
    assert told("trip.leave_home", journey, travel_minutes=60) == "-"


def test_a_train_is_left_for_as_well() -> None:
    """Its own time before departure, then the way."""
    journey = trip(train("9423", "AMS", "CDG", "2027-05-12T09:00", "2027-05-12T12:20", id="out"))
    there = told("trip.be_there", journey)
    assert told("trip.leave_home", journey, travel_minutes=0) == there


@pytest.mark.parametrize(
    ("locale", "said"),
    [("nl", "55 minuten"), ("en", "55 minutes"), ("fr", "55 minutes"), ("de", "55 Minuten")],
)
def test_a_tight_connection_is_told_in_minutes(locale: str, said: str) -> None:
    """After the first leg; after the last there is none."""
    assert told("leg.wait", DOHA, occurrence="one", locale=locale) == said
    assert told("leg.wait", DOHA, occurrence="two", locale=locale) == "-"


def test_a_stays_number_is_as_printed() -> None:
    """Where the paper has one."""
    assert told("stay.phone", DOHA, occurrence="p") == "+62 361 1"
    assert told("stay.phone", LISBON, occurrence="hotel") == "-"


def test_a_birthday_names_whose_it_is() -> None:
    """The occurrence is the traveller."""
    assert told("birthday.name", LISBON, occurrence=CHIARA.id) == "Chiara"
    assert told("birthday.name", LISBON, occurrence="nobody") == "-"


def test_what_is_still_open_is_a_list() -> None:
    """A line for each item, escaped; with nothing open there is nothing to say."""
    facts = gathered(LISBON, (ANN.id,), library=WORLD, locale="en", now=utc("2027-05-01"))
    open_ = replace(facts, still_open=("Passport", "Chargers & plugs"))
    assert value(open_, "checklist.open") == "☐ Passport\n☐ Chargers &amp; plugs"
    assert told("checklist.open", LISBON) == "-"
