"""What a flight-status service sends, in AeroDataBox's words: read, or refused with the place that is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows.errors import UnreadableStatus
from flows.trips.flight_report import FlightWord
from flows.trips.flight_status import WORDS, FlightState, read_reports
from tests.support.trips import utc

NOW = utc("2027-05-12T06:00")


def flight(status: str = "Expected", **more: Any) -> dict[str, Any]:
    """KL 1697 of 12 May, as the service writes it; more: what is otherwise."""
    return {
        "number": "KL 1697",
        "status": status,
        "lastUpdatedUtc": "2027-05-12 05:58Z",
        "departure": {
            "airport": {"iata": "AMS"},
            "scheduledTime": {"utc": "2027-05-12 07:40Z", "local": "2027-05-12 09:40+02:00"},
            "revisedTime": {"utc": "2027-05-12 08:20Z", "local": "2027-05-12 10:20+02:00"},
        },
        "arrival": {
            "airport": {"iata": "LIS", "municipalityName": "Lisbon"},
            "scheduledTime": {"utc": "2027-05-12 10:45Z", "local": "2027-05-12 11:45+01:00"},
        },
        **more,
    }


def test_every_status_is_known() -> None:
    """Each of the service's words says something, but Unknown."""
    assert set(FlightState) - set(WORDS) == {FlightState.UNKNOWN}


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("Expected", FlightWord.ON_TIME),
        ("CheckIn", FlightWord.ON_TIME),
        ("Boarding", FlightWord.ON_TIME),
        ("GateClosed", FlightWord.ON_TIME),
        ("Delayed", FlightWord.DELAYED),
        ("Departed", FlightWord.DEPARTED),
        ("EnRoute", FlightWord.DEPARTED),
        ("Approaching", FlightWord.DEPARTED),
        ("Arrived", FlightWord.LANDED),
        ("Canceled", FlightWord.CANCELLED),
        ("CanceledUncertain", FlightWord.CANCELLED),
        ("Diverted", FlightWord.DIVERTED),
    ],
)
def test_a_status_is_a_word(status: str, word: FlightWord) -> None:
    """With the number folded, the local day, and when the service knew it."""
    (report,) = read_reports(flight(status), at=NOW)
    assert (report.number, report.day, report.word, report.at, report.unsure) == (
        "KL1697",
        date(2027, 5, 12),
        word,
        utc("2027-05-12T05:58"),
        status == "CanceledUncertain",
    )


def test_unknown_says_nothing() -> None:
    """It is left out."""
    assert read_reports(flight("Unknown"), at=NOW) == ()


def test_the_best_time_of_a_movement_counts() -> None:
    """The runway's over a revised one over the schedule."""
    took_off = flight("Departed")
    took_off["departure"]["runwayTime"] = {"utc": "2027-05-12 08:31Z"}
    reports = read_reports({"flights": [flight("Delayed"), took_off]}, at=NOW)
    assert [one.departs for one in reports] == [utc("2027-05-12T08:20"), utc("2027-05-12T08:31")]


def test_a_landing_without_its_time_is_only_that() -> None:
    """The schedule is no proof of when it touched down."""
    (report,) = read_reports(flight("Arrived"), at=NOW)
    assert report.arrives is None


@pytest.mark.parametrize("status", ["Expected", "Delayed", "Departed"])
def test_the_schedule_is_no_word_on_a_landing_that_slides(status: str) -> None:
    """A new departure with the old arrival says the departure alone; a new arrival counts."""
    known = flight(status)
    known["arrival"]["revisedTime"] = {"utc": "2027-05-12 11:20Z"}
    reports = read_reports({"flights": [flight(status), known]}, at=NOW)
    assert [one.arrives for one in reports] == [None, utc("2027-05-12T11:20")]


def test_on_schedule_both_ends_are_said() -> None:
    """What was late before is on time again."""
    plain = flight()
    del plain["departure"]["revisedTime"]
    (report,) = read_reports(plain, at=NOW)
    assert (report.departs, report.arrives) == (utc("2027-05-12T07:40"), utc("2027-05-12T10:45"))


def test_a_diverted_flight_says_where_to() -> None:
    """By the name that people know; its times are nobody's."""
    (report,) = read_reports(flight("Diverted"), at=NOW)
    assert (report.destination, report.departs, report.arrives) == ("Lisbon", None, None)


def test_a_clock_that_is_ahead_outranks_nobody() -> None:
    """An update of tomorrow is known since it came in: what an agent says a minute later is newer."""
    (report,) = read_reports(flight(lastUpdatedUtc="2027-05-13 05:58Z"), at=NOW)
    assert report.at == NOW


def test_without_an_update_it_is_known_since_it_came_in() -> None:
    """The instant of the message counts then."""
    (report,) = read_reports(flight(lastUpdatedUtc=None), at=NOW)
    assert report.at == NOW


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"flights": {}}, "flights of a flight's status cannot be read"),
        ({"flights": [3]}, r"flights\[0\] of"),
        (flight(number="?"), r"flights\[0\].number of"),
        (flight("Late"), "'Late' is none of Unknown, Expected"),
        (flight(departure=[]), r"flights\[0\].departure.scheduledTime of"),
        (flight(departure={"scheduledTime": {"local": "soon"}}), "'soon'"),
        (flight(lastUpdatedUtc="2027-05-12 05:58"), "has no offset"),
        (flight(arrival={"revisedTime": "later"}), r"flights\[0\].arrival.revisedTime of"),
        ({"flights": [flight()] * 501}, "at most 500"),
    ],
)
def test_what_cannot_be_read_is_named(payload: dict[str, Any], message: str) -> None:
    """The place and what stands there."""
    with pytest.raises(UnreadableStatus, match=message):
        read_reports(payload, at=NOW)
