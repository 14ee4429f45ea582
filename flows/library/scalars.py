"""How editors write single values: yes, -5d, 18:00, PT. Each function takes what was typed and gives a value.

Raises ValueError in an editor's words. Not here: the shapes that hold them (schema).
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

from flows.library.text import LOCALES
from flows.library.tongues import is_language

PLURALS = ("zero", "one", "two", "few", "many", "other")
OFFSET = re.compile(r"([+-]?)([0-9]{1,5})(d|h|m)")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
YES_NO = {"yes": True, "true": True, "no": False, "false": False}


def yes_no(value: Any) -> bool:
    """yes, no, true or false."""
    if isinstance(value, str) and value.strip().lower() in YES_NO:
        return YES_NO[value.strip().lower()]
    raise ValueError("write yes or no")


def offset(value: Any) -> tuple[int, timedelta]:
    """Calendar days and exact time: -5d, -3h, +60m, 0."""
    if value == "0":
        return 0, timedelta()
    found = OFFSET.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("write a number with d, h or m: -5d, -3h, +60m, or 0")
    amount = int(found[1] + found[2])
    if abs(amount) > {"d": 3660, "h": 87840, "m": 99999}[found[3]]:
        raise ValueError("this is more than ten years away")
    if found[3] == "d":
        return amount, timedelta()
    return 0, timedelta(hours=amount) if found[3] == "h" else timedelta(minutes=amount)


def clock(value: Any) -> time:
    """A time of the day: 18:00."""
    found = CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError('write a time of the day in quotes: "18:00"')
    return time(int(found[1]), int(found[2]))


def an_id(value: Any) -> str:
    """An id that can live in a database and a file name."""
    if isinstance(value, str) and ID.fullmatch(value):
        return value
    raise ValueError("write an id of small letters, digits, _ - or . (up to 64): lisbon, packing_checklist")


def country(value: Any) -> str:
    """ISO 3166 alpha-2, in capitals."""
    if isinstance(value, str) and re.fullmatch("[A-Za-z]{2}", value):
        return value.upper()
    raise ValueError("write a country as two letters: PT")


def tongue(value: Any) -> str:
    """A language that an agency adds, by ISO 639 alone."""
    if value in LOCALES:
        raise ValueError("this language ships already: leave it out")
    if isinstance(value, str) and is_language(value):
        return value
    raise ValueError("write a language by its code alone: es, it or pl")


def month(value: Any) -> int:
    """1 to 12."""
    if isinstance(value, str) and value.isdecimal() and 1 <= int(value) <= 12:
        return int(value)
    raise ValueError("write a month as a number from 1 to 12")


def whole(value: Any) -> int:
    """A whole number."""
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,9}", value):
        return int(value)
    raise ValueError("write a whole number")


def forms(value: Any) -> Any:
    """A plain text as the only plural form."""
    return {"other": value} if isinstance(value, str) else value


def listed(value: Any) -> Any:
    """One thing as a list of one."""
    return [value] if isinstance(value, str) else value


def plural(value: Any) -> str:
    """A CLDR plural category."""
    if value in PLURALS:
        return str(value)
    raise ValueError(f"plural forms are called {', '.join(PLURALS)}")
