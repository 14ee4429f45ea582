"""Days and hours as other people's tables write them: 03/04/2026, 3 avril 2026, 46154.4, 9.40 uur -> ISO 8601.

Which number is the day and which the month is declared, or proven by the column's own values (a day after the 12th);
it is never guessed. Not here: the order and its proof (day_order), which column holds what (mapping), what the time means
at a place (printed).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale

from bot.imports.day_order import DECLARE, NUMBERS, Order
from bot.imports.grid import Value
from bot.imports.printed import FIRST_YEAR, LAST_YEAR, read_time
from bot.imports.rejection import Reason, Refusal

LANGUAGES = ("en", "nl", "fr", "de", "es", "it")
"""Languages in which a month may be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a cell says: a day, a time of day, or both. more: days after the day of departure ("06:20+1").
    iso: the cell itself, where it is ISO 8601 already. short: its year has two digits."""

    day: date | None = None
    clock: time | None = None
    more: int | None = None
    iso: str = ""
    short: bool = False

    @property
    def text(self) -> str:
        """As the project's own columns write it. A form that carries an offset or a zone stays as it was printed."""
        if self.iso:
            return self.iso
        clock = f"{self.clock:%H:%M}" if self.clock else ""
        if self.clock and self.clock.second:
            clock = f"{self.clock:%H:%M:%S}"
        more = f"+{self.more}" if self.more else ""
        return " ".join(part for part in (self.day.isoformat() if self.day else "", clock + more) if part)


_CLOCK = (
    r"(?P<hour>\d{1,2})(?:\s?[:.hu]\s?(?P<minute>\d{2})(?::(?P<sec>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?\s*(?:uhr|uur|hrs?|h|u)?\.?\s*(?:\+(?P<more>[0-2])(?:\s?\w{1,4})?)?"
)
_WORDS = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?[\s\-./]*(?:de\s+)?(?P<month>[^\W\d_]{3,10})\.?[\s\-./,]*"
    r"(?P<year>\d{4}|\d{2})(?:[T,\s]\s*(?P<clock>\S.*))?"
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
    r"(?P<year>\d{4})(?:[T,\s]\s*(?P<clock>\S.*))?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(?:\d{2})?)?", re.ASCII)
_ONLY_CLOCK = re.compile(_CLOCK, re.ASCII | re.IGNORECASE)
_BARE_CLOCK = re.compile(r"([01]\d|2[0-3])([0-5]\d)", re.ASCII)
_SERIAL = re.compile(r"\d{4,6}(?:[.,]\d+)?|0?[.,]\d+", re.ASCII)

_ISO = "Write it as 2027-05-12 09:40."


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Folded name or abbreviation of a month, in any of the languages -> its number; those that mean two are left out."""
    found: dict[str, int] = {}
    wrong: set[str] = set()
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[context][width].items():
                    for key in {_plain(name), _plain(name)[:3]}:
                        if found.setdefault(key, number) != number:
                            wrong.add(key)
    return {key: number for key, number in found.items() if key not in wrong and len(key) >= 3}


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in text if mark.isalpha())


def read_moment(value: Value, *, order: Order | None, epoch: int | None) -> Moment:
    """What a cell says. order: of numbers; epoch: the year that serial days count from, None: not declared.

    Raises Refusal (without field) for what cannot be read, for an open order and for years outside 1970-2100.
    """
    moment = _moment(value, order, epoch)
    if moment.day is not None and not FIRST_YEAR <= moment.day.year <= LAST_YEAR:
        why = f"A year outside {FIRST_YEAR}-{LAST_YEAR} is not a travel date. Correct the year."
        raise Refusal(Reason.OUT_OF_RANGE, why, value=value)
    return moment


def _moment(value: Value, order: Order | None, epoch: int | None) -> Moment:
    if isinstance(value, bool):
        raise _no_time(value)
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return Moment(day=date(value.year, value.month, value.day))
    if isinstance(value, datetime):
        # A workbook keeps a mere day as its midnight: what leaves at 00:00 is asked for rather than invented.
        return (
            _rounded(value.date(), _seconds(value.time()))
            if value.time() != time()
            else Moment(day=value.date())
        )
    if isinstance(value, date):
        return Moment(day=value)
    if isinstance(value, time):
        return Moment(clock=_rounded(date(2000, 1, 1), _seconds(value)).clock or time())
    if isinstance(value, timedelta):
        return _serial(value / timedelta(days=1), value, epoch)
    if isinstance(value, int | float):
        if not abs(value) < 1e9:
            raise _no_time(value)
        # 2.0 is nobody's hour and 20260403 nobody's serial: numbers are serials or compact days.
        if value == int(value) and value >= 1_000_000:
            return _written(str(int(value)), order)
        if epoch is None:
            raise _serial_undeclared(value)
        return _serial(float(value), value, epoch)
    text = " ".join(value.split())
    if _SERIAL.fullmatch(text) and not _BARE_CLOCK.fullmatch(text):
        if epoch is None:
            raise _serial_undeclared(text)
        return _serial(float(text.replace(",", ".")), text, epoch)
    return _written(text, order)


def _serial_undeclared(value: object) -> Refusal:
    why = f"This looks like a spreadsheet's serial number. Declare in the column mapping `serial: 1900` (or 1904), or format the column as a date. {_ISO}"
    return Refusal(Reason.NOT_A_TIME, why, value=value)


def _serial(number: float, printed: object, epoch: int | None) -> Moment:
    """A day counted from 1900 or 1904, its hours as a fraction; below 1 it is a time of day alone."""
    if not 0 <= number < 100_000:
        raise _no_time(printed)
    days, fraction = divmod(number, 1)
    if days == 0:
        return Moment(clock=_rounded(date(2000, 1, 1), fraction * 86_400).clock or time())
    # Spreadsheets believe in 29 February 1900: the count is right from March 1900 on.
    start = date(1904, 1, 1) if epoch == 1904 else date(1899, 12, 30)
    found = _rounded(start + timedelta(days=int(days)), fraction * 86_400)
    return found if fraction else Moment(day=found.day)


def _seconds(clock: time) -> float:
    return clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6


def _rounded(day: date, seconds: float) -> Moment:
    """A day and the seconds since its midnight. Spreadsheets keep fractions of a day: four decimals are nine seconds
    wide, and timetables are made of minutes."""
    near = round(seconds / 60) * 60
    whole = near if abs(near - seconds) <= 9 else round(seconds)
    clock = time(whole // 3600 % 24, whole // 60 % 60, whole % 60)
    return Moment(day=day + timedelta(days=whole // 86_400), clock=clock)


def _written(text: str, order: Order | None) -> Moment:
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        try:
            read_time(text)
        except Refusal as refusal:
            if refusal.reason is Reason.OUT_OF_RANGE:
                raise
        else:
            return Moment(iso=text)
    if _BARE_CLOCK.fullmatch(text):
        return Moment(clock=time(int(text[:2]), int(text[2:])))
    only = _ONLY_CLOCK.fullmatch(text)
    if only is not None and (only["minute"] or only["half"] or not text.isdecimal()):
        return _clock(only, text)
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        clock = time(int(compact[4]), int(compact[5])) if compact[4] and compact[4] < "24" else None
        return Moment(day=_day(int(compact[1]), int(compact[2]), int(compact[3]), text), clock=clock)
    found = NUMBERS.fullmatch(text)
    if found is not None:
        if len(found["first"]) <= 2 and len(found["third"]) == 1:
            raise _no_time(text)
        short = len(found["first"]) <= 2 and len(found["third"]) == 2
        return _with_clock(_numbered(found, order, text), found["clock"], text, short=short)
    for pattern in (_WORDS, _MONTH_FIRST):
        named = pattern.fullmatch(text)
        month = _months().get(_plain(named["month"])) if named else None
        if named is not None and month is not None:
            day = _day(_year(named["year"]), month, int(named["day"]), text)
            return _with_clock(day, named["clock"], text, short=len(named["year"]) == 2)
    raise _no_time(text)


def _numbered(found: re.Match[str], order: Order | None, text: str) -> date:
    first, second, third = found["first"], found["second"], found["third"]
    if len(first) > 2:
        return _day(int(first), int(second), int(third), text)
    if order is None:
        why = f"Which of these is the day and which the month is never guessed. {DECLARE}"
        raise Refusal(Reason.AMBIGUOUS, why, value=text)
    if order is Order.YEAR_FIRST:
        return _day(_year(first), int(second), int(third), text)
    year = _year(third)
    day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
    if int(month) > 12 >= int(day):
        why = f"As {order} this is a month {month}. Correct it, or declare another order."
        raise Refusal(Reason.NOT_A_TIME, why, value=text)
    return _day(year, int(month), int(day), text)


def _year(text: str) -> int:
    """Travel is of this century: 26 is 2026."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refusal(Reason.NOT_A_TIME, f"This day does not exist. {_ISO}", value=text) from error


def _with_clock(day: date, clock: str | None, text: str, *, short: bool) -> Moment:
    if not clock:
        return Moment(day=day, short=short)
    # "à 9h40", "om 9.40 uur", "um 9:40 Uhr", "at 9:40".
    word, _, rest = clock.partition(" ")
    at = _moment(rest if rest and not any(mark.isdigit() for mark in word) else clock, None, None)
    if at.clock is None or at.day is not None:
        raise _no_time(text)
    return Moment(day=day + timedelta(days=at.more or 0), clock=at.clock, short=short)


def _clock(found: re.Match[str], text: str) -> Moment:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").casefold()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise _no_time(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    more = int(found["more"]) if found["more"] else None
    if (hour, minute) == (24, 0):
        hour, more = 0, (more or 0) + 1
    try:
        return Moment(clock=time(hour, minute, int(found["sec"] or 0)), more=more)
    except ValueError as error:
        raise _no_time(text) from error


def _no_time(value: object) -> Refusal:
    return Refusal(Reason.NOT_A_TIME, f"This is not a date or time that can be read. {_ISO}", value=value)
