"""Languages by Babel: which there are, and how they are called.

Not here: which ones a library speaks (library), how dates and numbers are written in them (flows.talk.dates).
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, localedata

ALONE = re.compile("[a-z]{2,3}")


def is_language(code: str) -> bool:
    """Is this a language that Babel can write dates and numbers in, by its ISO 639 code alone ("es", not "es-MX")?"""
    return ALONE.fullmatch(code) is not None and localedata.exists(code)


@lru_cache(maxsize=64)
def called(code: str) -> str:
    """How English calls it: "Spanish"; the code itself for what is no language."""
    return (Locale.parse(code).get_language_name("en") or code) if is_language(code) else code


@lru_cache(maxsize=64)
def own_name(code: str) -> str:
    """How it calls itself, as on a button: "Español"."""
    name = Locale.parse(code).get_language_name(code) if is_language(code) else ""
    return name[:1].upper() + name[1:] if name else code
