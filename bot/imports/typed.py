"""What a person types of a time, a place or a name -> values: "13 May 06:40", "FAO", "de Vries, Eva".

Not here: the commands that it is typed in (bot.steps.desk, bot.edit_commands), times as papers print them (printed).
"""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache

from babel.dates import get_month_names

from bot.imports.people import read_person
from bot.imports.places import airport, folded
from flows.trips.edits import AddTraveller, Rename, When
from flows.trips.trip import Place

SPOKEN = ("en", "nl", "fr", "de")
CLOCK = re.compile(r"(?<![\d-])([01]?\d|2[0-3])\s?[:h.]\s?([0-5]\d)(?![\d.])")
TICKET = re.compile(r"([A-Za-z]{2}|[A-Za-z]\d|\d[A-Za-z])\s?(\d{1,4})")
"""A leg's number with its carrier."""

ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
NAMED = re.compile(r"\b(\d{1,2})\.?\s+([^\W\d_]{3,})\.?(?:\s+(\d{4}))?")


def read_when(text: str, near: date | None = None) -> When | None:
    """ "06:40", "13 May", "13 mei 06:40", "2027-05-13T06:40"; None for anything else. Figures alone ("3/4") are no day: they
    may be read two ways. near: the day it has now, which a day without a year is closest to; None asks for the year."""
    rest = text.strip().replace("T", " ")
    day: date | None = None
    iso, named = ISO.search(rest), NAMED.search(rest)
    if iso is not None:
        day = _day(int(iso[1]), int(iso[2]), int(iso[3]))
        rest = rest[: iso.start()] + rest[iso.end() :]
    elif named is not None:
        day = _named_day(named, near)
        rest = rest[: named.start()] + rest[named.end() :]
    if (iso or named) and day is None:
        return None
    found = CLOCK.search(rest)
    clock = time(int(found[1]), int(found[2])) if found is not None else None
    if found is not None:
        rest = rest[: found.start()] + rest[found.end() :]
    if rest.strip(" ,@") or (day is None and clock is None):
        return None
    return When(day=day, clock=clock)


def read_place(text: str, now: Place) -> Place:
    """An airport by its code; else a place by this name in the town of the place that it takes the place of."""
    told = " ".join(text.split())
    found = airport(told) if re.fullmatch("[A-Za-z]{3}", told) else None
    if found is not None:
        return found
    return Place(name=told, city=now.city, country=now.country, zone=now.zone)


def read_addition(name: str, *, minor: bool = False, born: date | None = None) -> AddTraveller:
    """Somebody who comes along, as papers would name them."""
    person = read_person(name, minor=minor, born=born)
    if person is None:
        return AddTraveller(name=name, minor=minor, born=born)
    return AddTraveller(
        name=person.name,
        first_name=person.first_name,
        surname=person.surname,
        minor=person.minor,
        born=born,
    )


def read_renaming(traveller: str, name: str) -> Rename:
    """A name that is put right; a single word stays one."""
    person = read_person(name)
    if person is None or not person.surname:
        return Rename(traveller=traveller, name=name)
    return Rename(traveller=traveller, name=person.name, first_name=person.first_name, surname=person.surname)


def _named_day(found: re.Match[str], near: date | None) -> date | None:
    month = _months().get(folded(found[2]))
    if month is None or (near is None and not found[3]):
        return None
    nearest = near or date(int(found[3]), month, 1)
    years = (int(found[3]),) if found[3] else (nearest.year - 1, nearest.year, nearest.year + 1)
    there = [day for year in years if (day := _day(year, month, int(found[1]))) is not None]
    return min(there, key=lambda day: abs((day - nearest).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """By its name, or by what it begins with, in the languages that staff write."""
    return {
        folded(name).rstrip("."): number
        for language in SPOKEN
        for width in ("abbreviated", "wide")
        for number, name in get_month_names(width, locale=language).items()
    }
