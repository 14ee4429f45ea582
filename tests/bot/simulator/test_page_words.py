"""The page's own words: each language says the same things, and every touchpoint, reason and condition in plain words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot import content
from bot.services.demo_portraits import portrait
from bot.services.demo_trips import TRIPS
from flows.library.text import LOCALES
from flows.library.touchpoint import MessageClass
from flows.planning.due import Reason
from flows.planning.listing import PEOPLE
from flows.planning.occasions import NOTHING
from flows.trips.anchors import Anchor
from flows.trips.life import life
from flows.trips.personas import Persona
from flows.trips.trip import Trip
from tests.support.page_words import SENTENCES, TOUCHPOINTS, WORDS, said

GROUPS = sorted(key for key, value in WORDS["en"].items() if isinstance(value, dict))


def test_the_page_speaks_every_language_of_the_content() -> None:
    """None more, none less."""
    assert sorted(WORDS) == sorted(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_says_what_english_says(locale: str) -> None:
    """The same keys, in the groups too, with the same facts in braces."""
    assert sorted(WORDS[locale]) == sorted(WORDS["en"])
    for group in GROUPS:
        assert sorted(WORDS[locale][group]) == sorted(WORDS["en"][group])
    facts = {
        key: set(re.findall(r"{\w+}", text)) for key, text in WORDS["en"].items() if isinstance(text, str)
    }
    assert {key: set(re.findall(r"{\w+}", WORDS[locale][key])) for key in facts} == facts


def test_every_reason_class_anchor_and_persona_has_words() -> None:
    """What the planner says is never shown as its code."""
    assert {reason.value for reason in Reason} - set(WORDS["en"]["reason"]) == set()
    assert {kind.value for kind in MessageClass} - set(WORDS["en"]["class"]) == set()
    assert {anchor.value for anchor in Anchor} - set(WORDS["en"]["anchor"]) == set()
    assert {persona.value for persona in Persona} - set(WORDS["en"]["persona"]) == set()


def test_every_touchpoint_has_a_name_and_a_goal() -> None:
    """Of the shipped content; an agency's own shows its id, with blanks."""
    shipped = {touchpoint.id for touchpoint in content.load(None).touchpoints}
    assert shipped - set(TOUCHPOINTS) == set()
    short = {
        (name, locale)
        for name in shipped
        for locale in LOCALES
        if len(TOUCHPOINTS[name].get(locale, ())) < (1 if locale == "en" else 2)
    }
    assert short == set()


@pytest.mark.parametrize(
    "english",
    [
        *(f"only for {people}" for people in PEOPLE.values()),
        *NOTHING.values(),
        "only by bus, ferry or train",
        "only for at least 10 nights, and this is 7",
        "only for departures from 03:00 to 11:30, and this is 12:40",
        "only where it is hot, and here it is mild",
        "only for days of rain or thunder, and that is not known here",
        "only outside eea, schengen or uk",
        "only where one celebrates: anniversary or honeymoon",
        "TP 669 leaves Amsterdam on 26 Mar 2027 at 09:40 (Europe/Amsterdam)",
    ],
)
def test_a_condition_is_said_in_every_language(english: str) -> None:
    """What the planner adds to a reason in English has its sentence on the page."""
    assert said(english)


@pytest.mark.parametrize("trip", TRIPS, ids=lambda trip: trip.id)
def test_what_the_demo_tells_of_its_trips_is_said_in_every_language(trip: Any) -> None:
    """Why a persona is inferred, and why each stage is believed."""
    booking = trip.booking
    home = booking.segments[0].origin.zone
    lived = life(Trip(booking=booking, booked=booking.booked, home_zone=home), booking.lead)
    told = [because for _, because in portrait(trip).personas] + [span.because for span in lived.timeline]
    assert [english for english in told if not said(english)] == []


def test_a_sentence_has_its_facts_in_every_language() -> None:
    """As many languages as there are, and no fact that the English has not."""
    for pattern, *texts in SENTENCES["sentences"]:
        held = re.compile(pattern).groups
        assert len(texts) == len(LOCALES) - 1
        assert [text for text in texts for fact in re.findall(r"{(\d)}", text) if int(fact) > held] == []
