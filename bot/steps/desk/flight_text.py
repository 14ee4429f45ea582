"""What an agent types about a flight: "KL0897 12 Aug +6h", tolerant of four languages -> a report, or what is missing.

Not here: which trips it means (bot.storage.flights), the sentences that say what is wrong (locales).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from babel.dates import get_month_names

from bot.imports.places import airport
from flows.trips.flight_report import FlightReport, FlightWord, folded

LOCALES = ("en", "nl", "fr", "de")
LONGEST_DELAY = timedelta(hours=72)
LONG_PAST, A_YEAR = timedelta(days=-35), timedelta(days=330)
"""Between these from today lies a date without a year."""

NUMBER = re.compile(r"\s*([A-Za-z0-9]{2}\s?[-/]?\s?\d{1,4}[A-Za-z]?)(?=[\s,.:;]|$)(.*)", re.DOTALL)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FIGURES = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2,4}))?\.?(?=\s|$|,)")
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e)?\.?\s*([a-z]{3,})\.?(?:\s+(20\d\d))?")
MONTH_DAY = re.compile(r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(20\d\d))?(?=\s|$)")
NEAR: Mapping[str, int] = {
    "today": 0, "vandaag": 0, "heute": 0, "aujourd'hui": 0, "aujourdhui": 0, "vanavond": 0, "tonight": 0,
    "tomorrow": 1, "morgen": 1, "demain": 1, "yesterday": -1, "gisteren": -1, "gestern": -1, "hier": -1,
}  # fmt: skip
DELAY = re.compile(r"([+-])\s*(?:(\d{1,2})[:h.](\d{2})|(\d{1,3})\s*([a-z]*)(?:\s*(\d{1,2})\s*[a-z]*)?)")
SPAN = re.compile(r"(?:(\d{1,2})[:h](\d{2})|(\d{1,3})\s*([a-z]+)(?:\s*(\d{1,2})\s*[a-z]*)?)")
HOURS = frozenset(
    {"", "h", "hr", "hrs", "hour", "hours", "u", "uur", "uren", "std", "stunde", "stunden", "heure", "heures"}
)
MINUTES = frozenset({"m", "min", "mins", "minute", "minutes", "minuut", "minuten"})
CLOCK = re.compile(r"\b([01]?\d|2[0-3])\s?[:.h]\s?([0-5]\d)\b|\b([01]\d|2[0-3])([0-5]\d)\b")
SAID: tuple[tuple[FlightWord, tuple[str, ...]], ...] = (
    (FlightWord.CANCELLED, ("cancel", "annul", "gecancel", "geannuleerd", "gestrichen", "storn", "vervalt")),
    (FlightWord.DIVERTED, ("divert", "uitgeweken", "wijkt uit", "omgeleid", "deroute", "umgeleit", "ausgewichen")),
    (FlightWord.LANDED, ("landed", "geland", "atterri", "gelandet", "arrived", "aangekomen", "angekommen")),
    (FlightWord.DEPARTED, ("departed", "took off", "airborne", "vertrokken", "opgestegen", "parti", "decolle", "abgeflogen", "gestartet")),
    (FlightWord.ON_TIME, ("on time", "ontime", "op tijd", "a l'heure", "a l’heure", "punktlich", "puenktlich", "plangemass")),
)  # fmt: skip
DELAYED = ("delay", "vertraag", "vertraging", "retard", "verspat", "verspaet")
DEPARTS = (
    "departs",
    "departure",
    "dep",
    "vertrek",
    "vertrekt",
    "part",
    "depart",
    "abflug",
    "ab",
    "fliegt",
    "leaves",
)
ARRIVES = (
    "arrives",
    "arrival",
    "arr",
    "aankomst",
    "komt aan",
    "arrivee",
    "arrive",
    "ankunft",
    "an",
    "landet",
    "lands",
    "landt",
)


class Unclear(StrEnum):
    """Why what was typed is no report yet."""

    USAGE = "usage"
    NUMBER = "number"
    DATE = "date"
    SAID = "said"
    WHERE = "where"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFlight:
    """number: folded. days: none when none was typed, two when 03/04 may be both. rest: what was said, for a report once
    the day is known."""

    number: str
    days: tuple[date, ...]
    rest: str


def read_typed(text: str, *, today: date) -> TypedFlight | Unclear:
    """The flight and day that a line is about. today: the agency's."""
    found = NUMBER.match(text)
    if not text.strip():
        return Unclear.USAGE
    number = folded(found.group(1)) if found is not None else ""
    if found is None or not number:
        return Unclear.NUMBER
    rest = _plain(found.group(2)).strip(" ,.:;")
    days, rest = _days(rest, today)
    if isinstance(days, Unclear):
        return days
    return TypedFlight(number=number, days=days, rest=rest.strip(" ,.:;"))


def read_report(typed: TypedFlight, day: date, *, at: datetime) -> FlightReport | Unclear:
    """What was said of it. at: when (aware)."""
    rest = typed.rest
    if not rest:
        return Unclear.SAID
    word = next((word for word, stems in SAID if any(stem in rest for stem in stems)), None)
    plain = FlightReport(number=typed.number, day=day, word=word or FlightWord.DELAYED, at=at)
    if word is FlightWord.DIVERTED:
        code = next((code for code in re.findall(r"\b[a-z]{3}\b", rest) if airport(code)), None)
        place = airport(code) if code else None
        if place is None:
            return Unclear.WHERE
        return replace(plain, destination=f"{place.label} ({place.iata})")
    if word in (FlightWord.CANCELLED, FlightWord.ON_TIME):
        return plain
    departs, arrives = _clock_after(rest, DEPARTS), _clock_after(rest, ARRIVES)
    if word is FlightWord.LANDED:
        return replace(plain, arrives=arrives or _clock(rest))
    if word is FlightWord.DEPARTED:
        return replace(plain, departs=departs or _clock(rest), arrives=arrives)
    delay = _delay(rest)
    if delay is not None and abs(delay) <= LONGEST_DELAY:
        return replace(plain, delay=delay, arrives=arrives)
    if departs is None and arrives is None:
        departs = _clock(rest)  # "14:10" alone is when it leaves
    if departs is None and arrives is None:
        return Unclear.SAID
    return replace(plain, departs=departs, arrives=arrives)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return (
        "".join(mark for mark in bare if not unicodedata.combining(mark)).replace("−", "-").replace("–", "-")
    )


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                found.setdefault(_plain(str(name)).rstrip("."), number)
    return found


def _month(name: str) -> int | None:
    """By its name, or by the beginning that no other month shares."""
    months = _months()
    if name in months:
        return months[name]
    near = {number for known, number in months.items() if known.startswith(name)}
    return near.pop() if len(near) == 1 else None


def _days(rest: str, today: date) -> tuple[tuple[date, ...] | Unclear, str]:
    """The date that stands first, both where figures may be read two ways, and what is left without it."""
    for word, ahead in NEAR.items():
        found = re.match(rf"{re.escape(word)}\b", rest)
        if found is not None:
            return (today + timedelta(days=ahead),), rest[found.end() :]
    iso = ISO.match(rest)
    if iso is not None:
        year, month, day = (int(part) for part in iso.groups())
        return _dated(year, [(day, month)], today), rest[iso.end() :]
    worded = DAY_MONTH.match(rest)
    if worded is not None and (month_of := _month(worded.group(2))):
        named = [(int(worded.group(1)), month_of)]
        return _dated(_year(worded.group(3)), named, today), rest[worded.end() :]
    worded = MONTH_DAY.match(rest)
    if worded is not None and (month_of := _month(worded.group(1))):
        named = [(int(worded.group(2)), month_of)]
        return _dated(_year(worded.group(3)), named, today), rest[worded.end() :]
    figures = FIGURES.match(rest)
    if figures is not None:
        first, second = int(figures.group(1)), int(figures.group(2))
        read = dict.fromkeys((day, month) for day, month in ((first, second), (second, first)) if month <= 12)
        return _dated(_year(figures.group(3)), read, today), rest[figures.end() :]
    return (), rest


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _dated(year: int | None, read: Iterable[tuple[int, int]], today: date) -> tuple[date, ...] | Unclear:
    """The dates of these (day, month); without a year the one nearest to today that does not lie long past."""
    found: list[date] = []
    for day, month in read:
        years = (year,) if year is not None else (today.year - 1, today.year, today.year + 1)
        there = [date(one, month, day) for one in years if _exists(one, month, day)]
        if year is None:
            there = [one for one in there if LONG_PAST <= one - today <= A_YEAR][:1]
        found.extend(there)
    return tuple(found) if found else Unclear.DATE


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _delay(rest: str) -> timedelta | None:
    """ "+6h", "+1h30", "+90 min", "-20m", "delayed 2 uur"."""
    signed = DELAY.search(rest)
    if signed is not None:
        sign, hours, minutes, count, unit, more = signed.groups()
        span = _span(hours, minutes, count, unit, more)
        return None if span is None else -span if sign == "-" else span
    stem = next((stem for stem in DELAYED if stem in rest), None)
    bare = SPAN.search(rest) if stem is not None else None
    return _span(*bare.groups()) if bare is not None else None


def _span(
    hours: str | None, minutes: str | None, count: str | None, unit: str | None, more: str | None
) -> timedelta | None:
    if hours is not None:
        return timedelta(hours=int(hours), minutes=int(minutes or 0))
    if count is None:
        return None
    if (unit or "") in HOURS:
        return timedelta(hours=int(count), minutes=int(more or 0))
    return timedelta(minutes=int(count)) if unit in MINUTES else None


def _clock(text: str) -> time | None:
    found = CLOCK.search(text)
    if found is None:
        return None
    hour, minute = (found.group(1), found.group(2)) if found.group(1) else (found.group(3), found.group(4))
    return time(int(hour), int(minute))


def _clock_after(rest: str, words: tuple[str, ...]) -> time | None:
    """The clock that follows one of these words."""
    for word in words:
        found = re.search(rf"\b{re.escape(word)}\b[^0-9+-]{{0,12}}(?=\d)", rest)
        if found is not None and (clock := _clock(rest[found.end() :][:6])) is not None:
            return clock
    return None
