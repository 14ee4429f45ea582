"""Where we believe somebody is, in their own words, with the reason; each language says each of them."""

from __future__ import annotations

import pytest

from flows.library.text import LOCALES
from flows.talk.believed import STAGES, here
from flows.talk.facts import gathered
from flows.trips.effective import Doubt
from flows.trips.evidence import Evidence, FlightStatus, Position, Source, Stage, Word
from tests.support.chats import shipped_library
from tests.support.trips import ANN, lisbon_family, utc


def told(now: str, evidence: Evidence = (), locale: str = "en") -> str | None:
    """What Ann reads on her way to Lisbon (07:40-10:45 UTC on 12 May)."""
    trip = lisbon_family()
    facts = gathered(
        trip, (ANN.id,), library=shipped_library(), locale=locale, now=utc(now), evidence=evidence
    )
    return here(facts)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            "2027-05-01T10:00",
            "📍 Not on the way yet. KL 1697: Wed 12 May, 09:40–11:45. That is what your booking says.",
        ),
        (
            "2027-05-12T09:00",
            "📍 On the way to Lisbon. KL 1697: Wed 12 May, 09:40–11:45. That is what your booking says.",
        ),
        (
            "2027-05-14T09:00",
            "📍 At your destination: Lisbon. KL 1697: Wed 12 May, 09:40–11:45. That is what your booking says.",
        ),
        (
            "2027-05-20T09:00",
            "📍 Home again. KL 1698: Wed 19 May, 17:30–21:25. That is what your booking says.",
        ),
    ],
)
def test_every_stage_has_its_place_and_reason(now: str, expected: str) -> None:
    """By the timetable as long as nobody knows better."""
    assert told(now) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            FlightStatus(segment="out", at=utc("2027-05-12T06:00"), departs=utc("2027-05-12T09:40")),
            "KL 1697: Wed 12 May, 11:40–13:45. That is what the flight status says.",
        ),
        (
            FlightStatus(segment="out", at=utc("2027-05-12T06:00"), cancelled=True, source=Source.AGENT),
            "Arrival not known yet: KL 1697 is cancelled. Your travel agency told me so.",
        ),
        (
            FlightStatus(
                segment="out",
                at=utc("2027-05-12T08:30"),
                waits=True,
                source=Source.TAP,
                traveller=ANN.id,
            ),
            "Arrival not known yet: KL 1697 has not left. You told me so yourself.",
        ),
        (
            FlightStatus(segment="out", at=utc("2027-05-12T08:30"), diverted="Munich (MUC)"),
            "Arrival not known yet: KL 1697 has been diverted. That is what the flight status says.",
        ),
    ],
)
def test_whoever_knows_better_is_named(said: FlightStatus, expected: str) -> None:
    """New times, or why there are none."""
    found = told("2027-05-12T09:30", (said,))
    assert found is not None
    assert found.endswith(expected)


def test_a_word_is_named_by_who_said_it() -> None:
    """An agent's word and a position, beyond flights."""
    words = [
        Word(source=source, stage=Stage.ON_SITE, at=utc("2027-05-12T09:00"), traveller=ANN.id)
        for source in (Source.AGENT, Source.LOCATION)
    ]
    found = [told("2027-05-12T09:30", (word,)) or "" for word in words]
    assert [text.rsplit(". ", 1)[-1] for text in found] == [
        "Your travel agency told me so.",
        "I go by the location you shared.",
    ]


def test_a_position_alone_is_no_reason() -> None:
    """It sets the clock; where they are in the trip stays what the booking says."""
    there = Position(at=utc("2027-05-14T08:00"), traveller=ANN.id, zone="Europe/Lisbon", near="Lisbon")
    assert told("2027-05-14T09:00", (there,)) == told("2027-05-14T09:00")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_every_reason(locale: str) -> None:
    """All stages, sources and doubts are worded."""
    names = {f"where.{word}" for word in STAGES.values()}
    names |= {f"where.by_{source}" for source in Source} | {f"where.doubt_{doubt}" for doubt in Doubt}
    words = shipped_library().words
    assert [name for name in names if locale not in words[name].forms] == []
