"""A forecast over real HTTP: what comes is believed only where it makes sense, and no failure gets past."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.errors import LookupFailed
from bot.lookups.weather import LARGEST, days_in, sky, weather
from bot.settings import Settings
from flows.library.lookups import Forecast, Sky
from tests.support.weather_service import KEY, WeatherService, asking

MAY = date(2027, 5, 12)


def body(**columns: list[Any]) -> bytes:
    daily: dict[str, list[Any]] = {
        "time": ["2027-05-12"],
        "weather_code": [0],
        "temperature_2m_min": [14.4],
        "temperature_2m_max": [22.6],
    }
    return json.dumps({"daily": daily | columns}).encode()


async def test_a_forecast_is_asked_for_a_place_and_read() -> None:
    """Coordinates go out with two decimals, whole degrees come back."""
    async with WeatherService(since=MAY, days=2) as service, asking(service) as ours:
        found = await ours.forecast(38.77421, -9.1342)
    assert found == tuple(
        Forecast(day=date(2027, 5, day), low=14, high=23, sky=Sky.CLEAR, rain_chance=30) for day in (12, 13)
    )
    (asked,) = service.asked
    assert (asked["latitude"], asked["longitude"], asked["timezone"]) == ("38.77", "-9.13", "auto")
    assert "apikey" not in asked


async def test_the_key_goes_along_and_is_never_told() -> None:
    """An error names neither the address nor the key."""
    async with WeatherService(since=MAY, wants_key=True) as service:
        async with asking(service, key=KEY) as ours:
            assert len(await ours.forecast(38.77, -9.13)) == 14
            service.fail(500)
            with pytest.raises(LookupFailed) as refused:
                await ours.forecast(38.77, -9.13)
        async with asking(service) as ours:
            with pytest.raises(LookupFailed, match="it answered 401"):
                await ours.forecast(38.77, -9.13)
    assert str(refused.value) == "This cannot be looked up now: it answered 500"


async def test_silence_ends() -> None:
    """A service that does not answer costs no more than our patience."""
    async with WeatherService(since=MAY) as service, asking(service, seconds=0.05) as ours:
        service.fail(hang=True)
        with pytest.raises(LookupFailed, match="ReadTimeout"):
            await ours.forecast(38.77, -9.13)


async def test_an_answer_that_drips_for_ever_ends_too() -> None:
    """Each byte comes in time, and the tick would never come to rest."""
    async with WeatherService(since=MAY) as service, asking(service) as ours:
        service.drip()
        with pytest.raises(LookupFailed, match="TimeoutError"):
            await asyncio.wait_for(replace(ours, longest=0.2).forecast(38.77, -9.13), 5)


async def test_nobody_there_is_a_failure_like_any_other() -> None:
    """A closed door, an address that is none."""
    async with WeatherService(since=MAY) as service:
        pass
    async with asking(service) as ours:
        with pytest.raises(LookupFailed, match="ConnectError"):
            await ours.forecast(38.77, -9.13)
    service.url = "nonsense"
    async with asking(service) as ours:
        with pytest.raises(LookupFailed):
            await ours.forecast(38.77, -9.13)


@pytest.mark.parametrize(
    ("status", "answer", "why"),
    [
        (302, b"", "it answered 302"),
        (200, b"x" * (LARGEST + 1), "it answered more than"),
        (200, b"\xff\xfe", "no forecast"),
        (200, b"[1, 2]", "no forecast"),
        (200, b'{"daily": null}', "no forecast"),
        (200, b'{"daily": {"time": 7}}', "no forecast"),
        (200, b"[" * 100_000, "no forecast"),
        (200, body(time=["2027-05-12", "2027-05-13"]), "no forecast"),
        (200, body(time=[]), "no forecast"),
        (200, body(time=["yesterday"]), "no day"),
    ],
)
async def test_nonsense_is_refused(status: int, answer: bytes, why: str) -> None:
    """Whatever comes, it is a LookupFailed and nothing worse."""
    async with WeatherService(since=MAY) as service, asking(service) as ours:
        service.fail(status, answer)
        with pytest.raises(LookupFailed, match=why):
            await ours.forecast(38.77, -9.13)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weather_code": [4]},
        {"weather_code": [None]},
        {"weather_code": [True]},
        {"temperature_2m_min": [30.0]},
        {"temperature_2m_max": [66.0]},
        {"temperature_2m_min": [-96.0]},
        {"temperature_2m_max": ["22"]},
        {"temperature_2m_max": [10**400]},
        {"time": [20270512]},
    ],
)
def test_a_day_that_makes_no_sense_is_left_out(wrong: dict[str, list[Any]]) -> None:
    """Beside a good day it is dropped; alone it is no forecast."""
    with pytest.raises(LookupFailed):
        days_in(body(**wrong))
    good = json.loads(body())["daily"]
    bad = json.loads(body(**wrong))["daily"] if "time" not in wrong else good | wrong
    both = {name: bad[name] + good[name] for name in good} | {"time": [bad["time"][0], "2027-05-13"]}
    assert [one.day for one in days_in(json.dumps({"daily": both}).encode())] == [date(2027, 5, 13)]


@pytest.mark.parametrize(
    ("rain", "chance"), [([0], 0), ([100], 100), ([101], None), ([None], None), (["x"], None), ("x", None)]
)
def test_the_chance_of_rain_may_be_missing(rain: Any, chance: int | None) -> None:
    """It is nice to know, and no reason to refuse a day."""
    (found,) = days_in(body(precipitation_probability_max=rain))
    assert found.rain_chance == chance


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0, Sky.CLEAR),
        (3, Sky.CLOUD),
        (48, Sky.FOG),
        (65, Sky.RAIN),
        (75, Sky.SNOW),
        (99, Sky.THUNDER),
        (100, None),
    ],
)
def test_a_code_is_a_sky(code: int, kind: Sky | None) -> None:
    """Each kind by one of its codes; a code that nobody knows is none."""
    assert sky(code) is kind


async def test_it_is_off_unless_switched_on() -> None:
    """Nobody is asked anything by default."""
    async with weather(Settings.model_construct()) as service:
        assert service is None
    async with weather(Settings.model_construct(weather=True, weather_url="http://x")) as service:
        assert service is not None
        assert (service.url, service.key) == ("http://x", "")


async def test_the_address_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """At the level that the program sets for httpx, nothing of a question is written down."""
    caplog.set_level(logging.WARNING, "httpx")
    async with WeatherService(since=MAY) as service, asking(service, key=KEY) as ours:
        await ours.forecast(38.77, -9.13)
    assert KEY not in caplog.text
