"""Sentences for staff: gettext catalogs in locales/, one folder a language, read as they are (no compiling).

A message is named by its id, so that changing the English is no rename. Not here: what travellers read (bot.content).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from flows.library.library import Library
from flows.library.text import LOCALES, Text
from flows.talk.wording import Wording

CATALOG = Path("LC_MESSAGES") / "reisgenoot.po"
FORMS = ("one", "other")
COUNT = "count"
"""The placeholder that chooses a plural form."""


def shipped() -> Path:
    """The catalogs that come with the program: inside the wheel, else beside the checkout."""
    packed = Path(str(files("bot") / "_data" / "locales"))
    return packed if packed.is_dir() else Path(__file__).resolve().parent.parent / "locales"


def catalog(locale: str) -> Catalog:
    """One language's catalog as it stands in its file."""
    with (shipped() / locale / CATALOG).open("rb") as file:
        return read_po(file, locale=str(Locale.parse(locale)))


@lru_cache(maxsize=1)
def _sentences() -> Library:
    texts: dict[str, dict[str, dict[str, str]]] = {}
    counted: set[str] = set()
    for locale in LOCALES:
        for message in catalog(locale):
            name = message.id if isinstance(message.id, str) else message.id[0]
            if not name:
                continue
            if isinstance(message.string, str):
                texts.setdefault(name, {})[locale] = {"other": message.string}
            elif message.string is not None:
                counted.add(name)
                texts.setdefault(name, {})[locale] = dict(zip(FORMS, message.string, strict=True))
    return Library(
        words={
            name: Text(forms=forms, count=COUNT if name in counted else "") for name, forms in texts.items()
        }
    )


def staff_wording(locale: str) -> Wording:
    """What staff read, in their language (English where there is no such catalog)."""
    return Wording(library=_sentences(), locale=locale)
