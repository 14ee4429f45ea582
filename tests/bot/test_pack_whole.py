"""The pack is whole: what an agency expects to be said in each stage is there, under a name that never changes.

Not here: how it is said (test_pack), where and when (test_pack_places, test_pack_calendar), that it is heard (test_trip_lint).
"""

from __future__ import annotations

import pytest

from bot.content import gather, load
from flows.library.text import LOCALES
from flows.trips.evidence import Stage

LIBRARY = load()
EXPECTED = {
    Stage.JUST_BOOKED: (
        "booking_confirmed",
        "how_contact_works",
        "ask_us_anything",
        "who_travels",
        "special_wishes",
    ),
    Stage.IN_BETWEEN: (
        "documents",
        "insurance",
        "payment_reminder",
        "season",
        "destination_facts",
        "dishes",
        "customs",
        "holidays",
        "documents_ready",
    ),
    Stage.BEFORE_DEPARTURE: (
        "packing_checklist",
        "leaving_home",
        "check_in",
        "route_and_times",
        "weather_ahead",
        "capsule",
        "phrases",
        "changes_since_booking",
        "reach_us_on_the_way",
    ),
    Stage.IN_TRANSIT: (
        "airport_guidance",
        "station_guidance",
        "ferry_guidance",
        "connection",
        "long_layover",
        "children_on_board",
        "first_steps",
        "next_leg",
        "way_home",
    ),
    Stage.ON_SITE: (
        "welcome",
        "emergency_contacts",
        "tips",
        "check_out",
        "pulse",
        "birthday",
        "last_evening",
    ),
    Stage.AFTERWARDS: ("welcome_home", "lost_something", "survey", "review", "share", "next_trip_hint"),
    Stage.CANCELLED: ("trip_cancelled", "trip_reinstated", "leg_delayed", "booking_changed"),
}
OFFERS = {"seat", "luggage", "parking", "lounge", "excursion", "rental_car", "transfer", "upgrade", "flowers"}


@pytest.mark.parametrize("stage", EXPECTED, ids=lambda stage: stage.value)
def test_each_stage_says_what_is_expected_of_it(stage: Stage) -> None:
    """By name, so that a text may be reworded but never goes missing."""
    assert [name for name in EXPECTED[stage] if LIBRARY.touchpoint(name) is None] == []


def test_the_offers_are_those_that_are_sold() -> None:
    """Nine, and each has a touchpoint that brings it."""
    assert set(LIBRARY.offers) == OFFERS
    assert {touchpoint.offer for touchpoint in LIBRARY.touchpoints if touchpoint.offer} == OFFERS


def test_at_least_forty_five_touchpoints_know_why_they_exist() -> None:
    """Class, goal, owner, importance and desired score stand in the file itself; nothing is left to a default."""
    assert len(LIBRARY.touchpoints) >= 45
    files, unread = gather()
    assert list(unread) == []
    lacking = []
    for name, data in files.items():
        if not name.startswith("stages/"):
            continue
        text = data.decode()
        written = [
            text.count(f"{field}:") for field in ("owner", "importance", "wants", "desired_score", "class")
        ]
        touchpoints = [one for one in LIBRARY.touchpoints if one.origin.file.endswith(name)]
        if min(written) < len(touchpoints):
            lacking.append((name, len(touchpoints), written))
    assert lacking == []


def test_every_text_and_button_speaks_each_language() -> None:
    """No touchpoint leans on another language."""
    lacking = [
        (touchpoint.id, locale)
        for touchpoint in LIBRARY.touchpoints
        for locale in LOCALES
        if locale not in touchpoint.text.forms
    ]
    assert lacking == []
