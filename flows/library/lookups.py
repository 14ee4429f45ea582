"""What was looked up outside, as values: public holidays of a country, the forecast of a place. Nothing where nobody knows.

Not here: how it is looked up and kept (bot.lookups, bot.storage.forecasts); what we know without asking (country, climate).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.errors import NotSpoken
from flows.library.text import FALLBACK, LOCALES, Whole


class Sky(StrEnum):
    """A day's weather in one word."""

    CLEAR = "clear"
    CLOUD = "cloud"
    FOG = "fog"
    RAIN = "rain"
    SNOW = "snow"
    THUNDER = "thunder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A public holiday. names: locale -> how it is called; "" holds the country's own name for it. instead: a day off in
    place of one that falls on a weekend. estimated: by the moon; it may turn out a day earlier or later."""

    day: date
    names: Mapping[str, str]
    instead: bool = False
    estimated: bool = False

    def name(self, locale: str) -> str:
        """In the locale, else in English, else as the country calls it.

        Of a language that an agency added no such names are known: raises NotSpoken where English will not do (Whole).
        """
        added = isinstance(locale, Whole) and locale not in LOCALES
        if added and locale not in self.names and FALLBACK in self.names:
            raise NotSpoken(locale=str(locale))
        return self.names.get(locale) or self.names.get(FALLBACK) or self.names.get("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One local day of a place. low, high: degrees Celsius; rain_chance: percent, None when not told."""

    day: date
    low: int
    high: int
    sky: Sky
    rain_chance: int | None = None


def _no_holidays(country: str, since: date, until: date) -> tuple[Holiday, ...]:
    return ()


def _no_forecast(place: str) -> tuple[Forecast, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """holidays(country, since, until): those of a country within these days, both counted in, by day.
    forecasts(key): the days known of a place, by day; key: Library.place_key."""

    holidays: Callable[[str, date, date], tuple[Holiday, ...]] = _no_holidays
    forecasts: Callable[[str], tuple[Forecast, ...]] = _no_forecast


NO_LOOKUPS = Lookups()
