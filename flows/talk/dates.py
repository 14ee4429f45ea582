"""Dates, times, lists, numbers, money and lands as each locale writes them, by Babel; every result is cached.

Not here: which date is meant (values, glance) and the fixed words around it (words).
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_timedelta, get_timezone_location
from babel.lists import format_list
from babel.numbers import get_currency_name, get_currency_symbol

from flows.library.text import FALLBACK, LOCALES

REGIONS = {"en": "en_GB"}  # day before month, and the clock of 24 hours that every ticket has
FIRST = re.compile(r"(?<!\d)1(?=[ –])")
YEAR_FIRST = re.compile("^y+[^A-Za-z']*")
YEAR_LAST = re.compile(r"(\s*'[^']*')?[\s,]*y+(\s*'[^']*')?\.?")


@lru_cache(maxsize=64)
def babel_locale(locale: str) -> Locale:
    """Babel's data for a locale of ours; English (day before month) where it has none."""
    try:
        return Locale.parse(REGIONS.get(locale, locale.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(REGIONS[FALLBACK])


@lru_cache(maxsize=64)
def _full(locale: str) -> str:
    """The locale's full date: "EEEE d MMMM y"."""
    full = str(babel_locale(locale).date_formats["full"].pattern)
    return full.replace("EEEE,", "EEEE") if locale.startswith("en") else full


@lru_cache(maxsize=64)
def _pattern(locale: str) -> str:
    """The same without its year, nor the words that lead up to it: "EEEE d MMMM"."""
    return YEAR_LAST.sub("", YEAR_FIRST.sub("", _full(locale)))


@lru_cache(maxsize=64)
def _short(locale: str) -> str:
    """The short date without its year: "EEE d MMM"."""
    known = babel_locale(locale).datetime_skeletons
    if locale not in LOCALES and "MMMEd" in known:
        return str(known["MMMEd"].pattern)
    return _pattern(locale).replace("EEEE", "EEE").replace("MMMM", "MMM")


@lru_cache(maxsize=8192)
def long_day(day: date, locale: str, *, year: bool = False) -> str:
    """ "Wednesday 12 May", with the year where it is not plain."""
    return _written(day, _full(locale) if year else _pattern(locale), locale)


@lru_cache(maxsize=8192)
def short_day(day: date, locale: str) -> str:
    """ "Wed 12 May"."""
    return _written(day, _short(locale), locale)


@lru_cache(maxsize=2048)
def span(since: date, until: date, locale: str, *, year: bool = False) -> str:
    """ "12–19 May", "28 May – 4 Jun"; one day as "12 May"."""
    told = format_interval(since, until, "yMMMd" if year else "MMMd", locale=babel_locale(locale))
    told = str(told).replace("\u2009", " ")
    return FIRST.sub("1er", told) if locale.startswith("fr") else told


@lru_cache(maxsize=256)
def zone_city(zone: str, locale: str) -> str:
    """The city that an IANA zone is named after: "Lisbon"."""
    return str(get_timezone_location(zone, locale=babel_locale(locale), return_city=True))


def _written(day: date, pattern: str, locale: str) -> str:
    """By Babel; the first of a month is "1er" in French, which no pattern says."""
    told = format_date(day, pattern, locale=babel_locale(locale))
    return told.replace(" 1 ", " 1er ", 1) if day.day == 1 and locale.startswith("fr") else told


@lru_cache(maxsize=64)
def _weekdays(locale: str) -> dict[int, str]:
    return dict(babel_locale(locale).days["format"]["wide"])


def weekday(day: date, locale: str) -> str:
    """ "Wednesday"."""
    return _weekdays(locale)[day.weekday()]


def clock(moment: time) -> str:
    """ "09:40": the clock of 24 hours in every locale, as on a ticket."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


@lru_cache(maxsize=2048)
def duration(span: timedelta, locale: str) -> str:
    """ "2 hours 20 minutes"; whole minutes, "3 days 4 hours" for long ones."""
    minutes = int(span.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    told = [_span(days, "day", locale)] if days else []
    if hours:
        told.append(_span(hours, "hour", locale))
    if left and not days:
        told.append(_span(left, "minute", locale))
    return " ".join(told) or _span(0, "minute", locale)


def _span(count: int, unit: Literal["day", "hour", "minute"], locale: str) -> str:
    span = timedelta(**{f"{unit}s": count})
    return format_timedelta(span, granularity=unit, threshold=1e9, locale=babel_locale(locale))


def listing(things: tuple[str, ...], locale: str) -> str:
    """ "Ann, Bruno and Chiara"."""
    return format_list(things, locale=babel_locale(locale)) if things else ""


def land(country: str, locale: str) -> str | None:
    """A country's name by its ISO code; None for an unknown code."""
    name = babel_locale(locale).territories.get(country.upper())
    return str(name) if name else None


@lru_cache(maxsize=1024)
def money(currency: str, locale: str) -> str:
    """A currency by its ISO 4217 code: "euro (€)", "Swiss franc (CHF)"; the code alone for an unknown one."""
    where = babel_locale(locale)
    name = get_currency_name(currency, count=1, locale=where)
    return f"{name} ({get_currency_symbol(currency, locale=where)})" if name != currency else currency


def plural(count: int, locale: str) -> str:
    """The CLDR category of a number: one, other, …"""
    return str(babel_locale(locale).plural_form(count))
