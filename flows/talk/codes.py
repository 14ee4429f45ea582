"""What a person types to join: is it a code, and does the second factor fit? Tolerant of case, accents and spelling.

Not here: what follows from it (joining) and how codes are made and kept (bot.steps.invite).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from babel import Locale

from flows.library.library import plain
from flows.library.text import LOCALES
from flows.trips.trip import Traveller, Trip
from flows.trips.unnamed import is_unnamed

CODE_LENGTH = 8
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Nothing that reads like something else: no 0 O 1 I L."""

GAPS = re.compile(r"[\s\-\u2010-\u2015._]+")
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
WORD = re.compile(r"[^\W\d_]+|\d+")
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})


def typed_code(text: str) -> str:
    """The code in a message that is nothing but a code, upper case; "" when it is something else."""
    code = GAPS.sub("", text).upper()
    return code if len(code) == CODE_LENGTH and set(ALPHABET).issuperset(code) else ""


def start_code(argument: str) -> str:
    """What a deep link or `/start CODE` carries: the token as it is, or the code; "" for neither."""
    given = argument.strip()
    return typed_code(given) or (given if TOKEN.fullmatch(given) else "")


def factor_fits(text: str, trip: Trip, traveller: Traveller, locales: tuple[str, ...] = LOCALES) -> bool:
    """Is this the traveller's surname, or the day the trip departs? locales: in which its month may be written."""
    return surname_fits(text, traveller) or any(
        date_fits(text, day, locales) for day in departures(trip, traveller)
    )


def surname_fits(text: str, traveller: Traveller) -> bool:
    """The surname with or without its particles ("Vries" for "de Vries"), or the whole name. Nobody's name fits one without."""
    if is_unnamed(traveller):
        return False
    surname = traveller.surname or traveller.name.rsplit(" ", 1)[-1]
    words = surname.split()
    while len(words) > 1 and words[0].islower():
        words = words[1:]
    wanted = {spelt for name in (surname, " ".join(words), traveller.name) for spelt in _spellings(name)}
    return bool((wanted & set(_spellings(text))) - {""})


def is_called(name: str, traveller: Traveller) -> bool:
    """Could somebody of this name on Telegram be the traveller? A part of either name is enough, or how one begins."""
    theirs = {word for word in plain(f"{traveller.name} {traveller.first_name}").split() if len(word) > 2}
    said = plain(name).split()
    return not said or any(
        min(len(one), len(word)) > 2 and (one.startswith(word) or word.startswith(one))
        for one in said
        for word in theirs or {plain(traveller.name)}
    )


def departures(trip: Trip, traveller: Traveller) -> set[date]:
    """The first day of the traveller's trip, as printed."""
    days = [segment.departs.day for segment in trip.segments_of(traveller.id)]
    return {min(days)} if days else set()


def date_fits(text: str, day: date, locales: tuple[str, ...] = LOCALES) -> bool:
    """Is `day` written here? In any usual order and in these languages; the year may be left out or short."""
    tokens = WORD.findall(plain(text)[:60])
    digits = [token for token in tokens if token.isdigit()]
    months = [month for token in tokens if not token.isdigit() for month in _months(locales).get(token, ())]
    if len(digits) == 1 and len(digits[0]) in (6, 8) and not months:
        return digits[0] in {day.strftime(form) for form in ("%Y%m%d", "%d%m%Y", "%m%d%Y", "%d%m%y")}
    if not 1 <= len(digits) <= 3 or any(len(token) > 4 for token in digits):
        return False
    numbers = [int(token) for token in digits]
    years = {day.year, day.year % 100}
    if months:
        return day.month in months and numbers in [
            [day.day],
            *([day.day, y] for y in years),
            [day.year, day.day],
        ]
    pairs = ([day.day, day.month], [day.month, day.day])
    if len(numbers) == 2:
        return numbers in pairs
    written = [[*pair, year] for pair in pairs for year in years]
    return numbers in [*written, [day.year, day.month, day.day]]


def _spellings(name: str) -> Iterable[str]:
    """How a name may be typed: without accents, or with ae for ä."""
    low = name.casefold().translate(LETTERS)
    for spelt in (plain(low), plain(low.translate(UMLAUTS))):
        yield "".join(letter for letter in spelt if letter.isalnum())


@lru_cache(maxsize=8)
def _months(locales: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Every name of a month in these languages -> its number."""
    found: dict[str, set[int]] = {}
    for locale in locales:
        months = Locale.parse(locale).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found.setdefault(plain(name).rstrip("."), set()).add(number)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}
