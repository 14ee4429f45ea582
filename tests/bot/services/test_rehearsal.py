"""A trip played with values alone is the trip that the services play: the same messages at the same instants.

Not here: what a played trip must hold (tests/stories), the pure playing by itself (tests/flows/rehearsal/test_playing).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import rehearsing
from bot.imports.paper import read_files
from bot.lookups.holidays import public_holidays
from bot.rehearsing.playing import play
from bot.services.rehearsal import Options, dated
from bot.settings import Settings
from bot.steps.trip_rows import trip_of
from flows.library.lookups import Lookups
from flows.planning.due import PlanningSettings
from flows.rehearsal import playing
from flows.talk.length import visible_text
from tests.support.chats import shipped_library

STORIES = Path(__file__).parents[2] / "stories"
PAPERS = (
    "family_one_phone",
    "italy_three_stays",
    "layover_doha",
    "own_car",
    "one_way",
    "day_trip",
    "ferry_without_times",
    "booked_20_hours_before",
)


@pytest.mark.parametrize("name", PAPERS)
async def test_values_alone_play_as_the_services_do(name: str) -> None:
    """Touchpoint, occurrence, instant and text are the same, so what `lint --trips` finds is what would happen."""
    (booking,) = read_files([STORIES / f"{name}.csv"])
    whole, _ = dated(booking)
    assert whole.booked is not None
    settings = Settings.model_construct()
    pure = playing.played(
        trip_of(whole, known=whole.booked, agency_zone=settings.agency_zone),
        shipped_library(),
        settings=PlanningSettings(),
        lookups=Lookups(holidays=public_holidays),
        locales=("fr",),
        agency=settings.agency,
    )
    until = pure.life.timeline[-1].since + playing.AFTER_LAST_EDGE
    async with rehearsing(shipped_library()) as (runtime, clock):
        real = await play(runtime, clock, booking, Options(locale="fr", until=until))
    said = [(row.touchpoint, row.occurrence, row.at, row.text) for row in real.touchpoints if row.sent]
    assert said == sorted(
        (
            (one.key.touchpoint, one.key.occurrence, one.at, visible_text(one.rendered["fr"].message.text))
            for one in pure.said
        ),
        key=lambda one: (one[2], one[0], one[1]),
    )
    assert len(said) > 5
