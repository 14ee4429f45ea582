"""`reisgenoot check` asks the weather service once, and says what it found."""

from __future__ import annotations

from datetime import date

import pytest

from bot.checking import CHECKS, check_everything
from bot.errors import Unfit
from bot.settings import Settings
from tests.support.weather_service import KEY, WeatherService


async def test_weather_is_off_by_default() -> None:
    """That is no fault."""
    assert await CHECKS["weather"](Settings(_env_file=None)) == "off: no forecast is looked up"


async def test_a_service_that_answers_is_well() -> None:
    """The address and how many days it knows, and not the key."""
    async with WeatherService(since=date(2027, 5, 12), wants_key=True) as service:
        settings = Settings(_env_file=None, weather=True, weather_url=service.url, weather_key=KEY)
        assert await CHECKS["weather"](settings) == f"{service.url} knows 14 days"


async def test_a_service_that_refuses_is_told_with_what_to_do() -> None:
    """The variable to look at stands in it."""
    async with WeatherService(since=date(2027, 5, 12), wants_key=True) as service:
        settings = Settings(_env_file=None, weather=True, weather_url=service.url)
        with pytest.raises(Unfit, match=r"it answered 401.*REISGENOOT_WEATHER_KEY"):
            await CHECKS["weather"](settings)


async def test_the_settings_are_listed_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """All three, with the word that the free service is not for agencies."""
    monkeypatch.setenv("REISGENOOT_WEATHER_KEY", KEY)
    monkeypatch.setenv("REISGENOOT_DATABASE", "sqlite+aiosqlite://")
    lines, _ = await check_everything()
    listed = "\n".join(lines)
    for line in (
        "REISGENOOT_WEATHER = False",
        "REISGENOOT_WEATHER_KEY = set",
        "REISGENOOT_WEATHER_URL = https://api.open-meteo.com/v1/forecast",
        "non-commercial",
    ):
        assert line in listed
    assert KEY not in listed
