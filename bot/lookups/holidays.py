"""Public holidays of a country, from the `holidays` package: no network, worked out once a country and year.

Not here: which days of a trip they fall on (flows.talk.days), school holidays and half days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import holidays

from flows.library.lookups import Holiday
from flows.library.text import FALLBACK

NAMING = {
    "nl": ("NL", "BE"),
    "fr": ("FR", "BE", "LU", "CH", "CA", "MA"),
    "de": ("DE", "AT", "CH", "LU", "BE"),
}
"""Countries whose tables name holidays in a locale: the name is theirs where they keep the same feast. Independence is
another one on every day, Good Friday is the same wherever it falls."""

ENGLISH = ("en_GB", "en_US")
LABELS = ("observed_estimated_label", "observed_label", "estimated_label")


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def public_holidays(country: str, since: date, until: date) -> tuple[Holiday, ...]:
    """Those of a country (ISO alpha-2) from `since` to `until`, both counted in, by day; none for an unknown country."""
    years = range(since.year, until.year + 1)
    return tuple(one for year in years for one in _of_year(country, year) if since <= one.day <= until)


@lru_cache(maxsize=2048)
def _of_year(country: str, year: int) -> tuple[Holiday, ...]:
    """By day; several of one day in the package's order."""
    if country not in _countries():
        return ()
    english = _table(country, year, _language(country, FALLBACK))
    days: dict[str, set[date]] = {}
    for day, all_told in english.items():
        for told in all_told:
            days.setdefault(told.name, set()).add(day)
    found = []
    for day in sorted(english):
        for number, told in enumerate(english[day]):
            proper = _nth(_table(country, year, ""), day, number)
            names = {FALLBACK: told.name if country == "US" else told.name.replace("Labor ", "Labour ")}
            for locale in NAMING:
                said = _nth(_table(country, year, _language(country, locale)), day, number)
                said = said or _borrowed(locale, frozenset(days[told.name]), told.name)
                if said or _readable(proper):
                    names[locale] = said or proper
            instead = told.observed and len(days[told.name]) > 1
            found.append(Holiday(day=day, names=names, instead=instead, estimated=told.estimated))
    return tuple(found)


class _Told:
    """A name without the package's label, and what the label said."""

    __slots__ = ("estimated", "name", "observed")

    def __init__(self, name: str, labels: Mapping[str, re.Pattern[str]]) -> None:
        self.name, self.observed, self.estimated = name, False, False
        for kind, pattern in labels.items():
            match = pattern.fullmatch(name)
            if match:
                self.name = match[1].strip()
                self.observed, self.estimated = "observed" in kind, "estimated" in kind
                return


@lru_cache(maxsize=4096)
def _table(country: str, year: int, language: str | None) -> Mapping[date, tuple[_Told, ...]]:
    """Day -> names, in a language of the package's ("" for the country's own); empty where it does not know it (None)."""
    if language is None:
        return {}
    book: Any = holidays.country_holidays(
        country, years=year, language=language or _class(country).default_language
    )
    labels = {
        kind: re.compile(re.escape(book.tr(label)).replace("%s", "(.+)"))
        for kind in LABELS
        if (label := getattr(book, kind, None)) and book.tr(label).strip() != "%s"
    }
    return {day: tuple(_Told(name, labels) for name in book.get_list(day)) for day in book}


@lru_cache(maxsize=512)
def _class(country: str) -> Any:
    return type(holidays.country_holidays(country))


def _language(country: str, locale: str) -> str | None:
    """The package's name for a locale in this country; None where it has none. Without any, its names are English."""
    known = tuple(_class(country).supported_languages)
    if locale == FALLBACK:
        return next((one for one in (*ENGLISH, *known) if one in known and one.startswith("en")), "")
    return next((one for one in known if one == locale or one.startswith(f"{locale}_")), None)


def _nth(table: Mapping[date, tuple[_Told, ...]], day: date, number: int) -> str:
    names = table.get(day, ())
    return names[number].name if number < len(names) else ""


@lru_cache(maxsize=4096)
def _borrowed(locale: str, days: frozenset[date], english: str) -> str:
    """How a country that speaks this locale calls the same feast; empty where none keeps it, or only in short."""
    for country in NAMING[locale]:
        for day, number in _kept(country, min(days).year, english):
            name = _nth(_table(country, day.year, _language(country, locale)), day, number)
            if (day in days or _moves(country, day, english)) and "." not in name:
                return name
    return ""


def _kept(country: str, year: int, english: str) -> Iterator[tuple[date, int]]:
    """The days, and the number among those of the day, of what a country keeps under an English name."""
    for day, names in _table(country, year, _language(country, FALLBACK)).items():
        for number, told in enumerate(names):
            if told.name == english and not told.observed:
                yield day, number


def _moves(country: str, day: date, english: str) -> bool:
    """Does it fall on another day of the calendar each year, as what goes by Easter does?"""
    following = [later for later, _ in _kept(country, day.year + 1, english)]
    return bool(following) and all((later.month, later.day) != (day.month, day.day) for later in following)


def _readable(name: str) -> bool:
    """Is it written in Latin letters?"""
    letters = [ord(letter) for letter in name if letter.isalpha()]
    return bool(letters) and all(one < 0x250 or 0x1E00 <= one < 0x1F00 for one in letters)
