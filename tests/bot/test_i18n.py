"""The catalogs for staff are whole: every sentence in every language, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.i18n import catalog, staff_wording
from flows.library.text import LOCALES
from flows.talk.markup import markup_fault

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = re.compile(
    r"""["']((?:desk|staff|who|hold|stage|broadcast|audience|ask|reply|care|dossier|release)\.[a-z_]+)["']"""
)


def sentences(locale: str) -> dict[str, tuple[str, ...]]:
    """Every message of a catalog: id -> its forms."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            (message.string,) if isinstance(message.string, str) else tuple(message.string)
        )
        for message in catalog(locale)
        if message.id
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_says_what_english_says(locale: str) -> None:
    """No sentence is missing, none is left over, none is empty, and each fills the same placeholders."""

    def shape(spoken: dict[str, tuple[str, ...]]) -> dict[str, list[set[str]]]:
        return {name: [set(re.findall(r"{(\w+)}", form)) for form in forms] for name, forms in spoken.items()}

    mine = sentences(locale)
    assert shape(mine) == shape(sentences("en"))
    assert [name for name, forms in mine.items() if not all(form.strip() for form in forms)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sentence_has_markup_that_telegram_refuses(locale: str) -> None:
    """Every sentence is valid in the small HTML subset."""
    assert {
        name: fault
        for name, forms in sentences(locale).items()
        for form in forms
        if (fault := markup_fault(form))
    } == {}


def test_every_sentence_that_the_house_speaks_stands_in_the_catalogs() -> None:
    """No room names a sentence of staff that nobody wrote."""
    written = sentences("en").keys()
    spoken = {
        name
        for path in (ROOT / "bot").rglob("*.py")
        for name in SPOKEN.findall(path.read_text(encoding="utf-8"))
    }
    assert spoken - written - {"ask.answer"} == set()  # an action of a button, not a sentence


def test_numbers_choose_the_form() -> None:
    """One traveller is told otherwise than two, and an unknown language falls back to English."""
    said = [
        staff_wording(locale).say("who.title", count=count) for locale in ("nl", "xx") for count in (1, 2)
    ]
    assert said == ["<b>1 reiziger</b>", "<b>2 reizigers</b>", "<b>1 traveller</b>", "<b>2 travellers</b>"]
