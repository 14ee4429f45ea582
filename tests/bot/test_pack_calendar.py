"""How the days of a trip fill up with what ships: gentle, spread out, and less on a short trip.

Not here: what a single text says (test_pack), when one touchpoint goes (tests of planning), whole stories (stories).
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.content import load
from flows.library.library import Library
from flows.library.survey import Survey
from flows.library.touchpoint import MessageClass
from flows.planning.due import Waiting
from flows.rehearsal.sample_trips import SampleTrip, sample_trips
from flows.trips.evidence import Stage
from flows.trips.trip import Trip
from tests.support.touchpoints import planned
from tests.support.trips import flight, stay, trip

LIBRARY = load()
GENTLE = frozenset({MessageClass.SERVICE, MessageClass.MARKETING})
WEEK = trip(
    flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out"),
    stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel"),
    flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25", id="back"),
)
CITY = trip(
    flight("KL1697", "AMS", "LIS", "2027-05-15T09:40", "2027-05-15T11:45", id="out"),
    stay("Hotel Alfama", "LIS", "2027-05-15T15:00", "2027-05-17T11:00", id="hotel"),
    flight("KL1698", "LIS", "AMS", "2027-05-17T17:30", "2027-05-17T21:25", id="back"),
)


def there(journey: Trip, library: Library = LIBRARY) -> list[tuple[date, str]]:
    """(local day, touchpoint) of every gentle thing that goes while one is on site."""
    answers = planned(journey, now=journey.booked, library=library).answers
    return [
        (one.at.astimezone(ZoneInfo(one.zone)).date(), one.key.touchpoint)
        for one in answers
        if isinstance(one, Waiting)
        and one.at is not None
        and one.zone is not None
        and one.stage is Stage.ON_SITE
        and one.touchpoint.message_class in GENTLE
    ]


@pytest.mark.parametrize("sample", sample_trips(), ids=lambda sample: sample.name)
def test_no_day_has_more_than_two_gentle_things(sample: SampleTrip) -> None:
    """On site nobody hears more than two gentle things a day, on a trip of any shape."""
    days = Counter(day for day, name in there(sample.trip) if name != "birthday")
    assert {day: count for day, count in days.items() if count > 2} == {}


def test_a_short_trip_hears_little() -> None:
    """Beside the welcome, two nights bring tips, one question how it goes, and the check-out; nothing more."""
    assert [name for _, name in there(CITY)] == ["check_out", "pulse_short", "tips"]


def test_a_week_has_its_days() -> None:
    """A week has its tips on the second day, its question in the middle and its farewell on the last evening."""
    first = date(2027, 5, 12)
    days = {name: (day - first).days + 1 for day, name in there(WEEK)}
    assert (days["tips"], days["pulse"], days["last_evening"], days["check_out"]) == (2, 4, 7, 8)


@pytest.mark.parametrize("survey", LIBRARY.surveys.values(), ids=lambda survey: survey.id)
def test_every_score_is_asked_for_its_reasons_once(survey: Survey) -> None:
    """Whatever the score, one list of reasons follows; a low one never meets the list of the pleased."""
    score = survey.questions[0]
    asked = {
        given: [
            one.id
            for one in survey.questions
            if one.after is not None and one.after.lowest <= given <= one.after.highest
        ]
        for given in range(score.lowest, score.highest + 1)
    }
    assert {given: len(names) for given, names in asked.items() if len(names) != 1} == {}
    assert {name for given, names in asked.items() if given <= survey.low for name in names} == {"fell_short"}
