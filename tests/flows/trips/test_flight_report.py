"""A report on a flight: how its number reads, what it says of a segment, and when a person has to nod."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from flows.trips.announced import announced
from flows.trips.evidence import FlightStatus
from flows.trips.flight_report import (
    FlightReport,
    FlightWord,
    folded,
    number_of,
    premature,
    status_of,
    weighty,
)
from flows.trips.trip import Segment
from tests.support.trips import flight, lisbon_family, train, utc

OUT = flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out")
NIGHT = flight("KL897", "AMS", "DOH", "2027-05-12T23:50", "2027-05-13T06:50", id="night")
HOUR = timedelta(hours=1)


def report(word: FlightWord = FlightWord.DELAYED, **said: object) -> FlightReport:
    """On the flight to Lisbon, at 06:00 UTC."""
    made = FlightReport(number="KL1697", day=date(2027, 5, 12), word=word, at=utc("2027-05-12T06:00"))
    return replace(made, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KL0897", "KL897"),
        ("kl 897", "KL897"),
        ("KL-0897", "KL897"),
        ("U2 1234", "U21234"),
        ("9W 012A", "9W12A"),
        ("KL", ""),
        ("0897", ""),
        ("KL00000", ""),
    ],
)
def test_a_number_is_one_however_it_is_written(text: str, expected: str) -> None:
    """Without spaces, hyphens and leading zeros."""
    assert folded(text) == expected


def test_only_a_flight_has_a_flight_number() -> None:
    """A train of the same number is none; a carrier that stands in the number counts."""
    bare = replace(OUT, carrier=None, number="KL 1697")
    assert [number_of(one) for one in (OUT, bare, train("1697", "AMS", "BRU", "2027-05-12T09:40"))] == [
        "KL1697",
        "KL1697",
        "",
    ]


@pytest.mark.parametrize(
    ("said", "segment", "departs", "arrives"),
    [
        ({"delay": 6 * HOUR}, OUT, "2027-05-12T13:40", None),
        ({"departs": time(14, 10)}, OUT, "2027-05-12T12:10", None),
        ({"departs": time(14, 10), "arrives": time(16, 0)}, OUT, "2027-05-12T12:10", "2027-05-12T15:00"),
        ({"departs": time(15, 40), "arrives": utc("2027-05-12T10:45")}, OUT, "2027-05-12T13:40", None),
        ({"departs": time(14, 10), "arrives": time(14, 20)}, OUT, "2027-05-12T12:10", None),
        ({"departs": time(0, 40)}, NIGHT, "2027-05-12T22:40", None),
        ({"arrives": time(8, 0)}, NIGHT, None, "2027-05-13T05:00"),
        ({"departs": utc("2027-05-12T08:00")}, OUT, "2027-05-12T08:00", None),
        ({"word": FlightWord.ON_TIME}, OUT, "2027-05-12T07:40", "2027-05-12T10:45"),
    ],
)
def test_a_report_says_instants(
    said: dict[str, object], segment: Segment, departs: str | None, arrives: str | None
) -> None:
    """Clocks are those of the two places; one that lies far before the printed is the next day's."""
    status = status_of(report(**said), segment)
    assert status is not None
    expected = [utc(one) if one is not None else None for one in (departs, arrives)]
    assert [status.departs, status.arrives] == expected


def test_a_flight_without_a_printed_time_cannot_be_late() -> None:
    """Six hours after what? Nothing is invented."""
    dated = flight("KL1697", "AMS", "LIS", "2027-05-12", id="out")
    assert status_of(report(delay=6 * HOUR), dated) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"delay": 3 * HOUR}, False),
        ({"delay": 3 * HOUR + timedelta(seconds=1)}, True),
        ({"delay": timedelta(minutes=-30)}, False),
        ({"delay": timedelta(minutes=-31)}, True),
        ({"word": FlightWord.CANCELLED}, True),
        ({"word": FlightWord.DIVERTED, "destination": "Munich"}, True),
        ({"word": FlightWord.ON_TIME, "unsure": True}, True),
        ({"word": FlightWord.DEPARTED}, False),
        ({"word": FlightWord.LANDED, "arrives": utc("2027-05-12T20:45")}, False),
        ({"word": FlightWord.DELAYED, "arrives": utc("2027-05-12T13:45:01")}, True),
    ],
)
def test_what_takes_a_trip_apart_waits_for_a_person(said: dict[str, object], expected: bool) -> None:
    """Three hours, to the second; off, elsewhere, unsure, or earlier."""
    assert weighty(report(**said), OUT) is expected


def test_hours_that_were_let_go_need_no_second_word_for_minutes() -> None:
    """After six hours that an agent confirmed, six and a half go by themselves, seven do not."""
    held = FlightStatus(segment="out", at=utc("2027-05-12T05:00"), departs=utc("2027-05-12T13:40"))
    asked = [weighty(report(delay=late), OUT, held) for late in (6.5 * HOUR, 7 * HOUR)]
    assert asked == [False, True]


@pytest.mark.parametrize(
    ("word", "at", "said", "expected"),
    [
        (FlightWord.LANDED, "2027-05-11T10:00", {}, True),
        (FlightWord.LANDED, "2027-05-12T07:39", {}, True),
        (FlightWord.LANDED, "2027-05-12T09:10", {}, True),
        (FlightWord.LANDED, "2027-05-12T09:15", {}, False),
        (FlightWord.LANDED, "2027-05-12T11:00", {"arrives": time(8, 0)}, True),
        (FlightWord.DEPARTED, "2027-05-12T07:09", {}, True),
        (FlightWord.DEPARTED, "2027-05-12T07:10", {}, False),
        (FlightWord.DEPARTED, "2027-05-12T05:20", {"departs": time(7, 10)}, False),
        (FlightWord.DELAYED, "2027-05-11T10:00", {"delay": HOUR}, False),
    ],
)
def test_what_cannot_have_happened_yet_is_told_apart(
    word: FlightWord, at: str, said: dict[str, object], expected: bool
) -> None:
    """Landed before it left, or after less than half its time; gone more than half an hour early."""
    assert premature(report(word, at=utc(at), **said), OUT) is expected


def test_a_flight_that_was_put_off_may_have_gone_sooner() -> None:
    """Six hours were feared, it left after one: the landing counts by the papers' departure."""
    held = FlightStatus(segment="out", at=utc("2027-05-12T05:00"), departs=utc("2027-05-12T13:40"))
    assert premature(report(FlightWord.LANDED, at=utc("2027-05-12T11:45")), OUT, held) is False


def test_a_naive_time_is_refused() -> None:
    """Every instant in this house has a zone."""
    with pytest.raises(Exception, match="has no zone"):
        report(departs=datetime(2027, 5, 12, 8, 0))  # noqa: DTZ001


def test_travellers_hear_of_quarters_of_an_hour_not_of_minutes() -> None:
    """Fourteen minutes are no news, fifteen are, and the arrival slides along."""
    booking = lisbon_family().booking

    def printed(minutes: int) -> list[str]:
        late = FlightStatus(
            segment="out",
            at=utc("2027-05-12T06:00"),
            departs=utc("2027-05-12T07:40") + timedelta(minutes=minutes),
        )
        segment = announced(booking, (late,)).segments[0]
        assert segment.arrives is not None
        return [segment.departs.iso[11:16], segment.arrives.iso[11:16]]

    assert [printed(14), printed(15)] == [["09:40", "11:45"], ["09:55", "12:00"]]


def test_a_flight_that_is_off_is_off_for_its_travellers() -> None:
    """And only that flight."""
    off = FlightStatus(segment="out", at=utc("2027-05-12T06:00"), cancelled=True)
    segments = announced(lisbon_family().booking, (off,)).segments
    assert [one.id for one in segments if one.cancelled] == ["out"]
