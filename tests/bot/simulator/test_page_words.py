"""The page's own words: each language says the same things, and every touchpoint and reason in plain words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot import content
from bot.simulator import page
from flows.library.text import LOCALES
from flows.planning.due import Reason

WORDS: dict[str, Any] = json.loads((Path(page.__file__).parent / "static" / "words.json").read_text("utf-8"))


def test_the_page_speaks_every_language_of_the_content() -> None:
    """None more, none less."""
    assert sorted(WORDS) == sorted(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_says_what_english_says(locale: str) -> None:
    """The same keys, in the groups too."""
    assert sorted(WORDS[locale]) == sorted(WORDS["en"])
    for group in ("reason", "touchpoint", "trip"):
        assert sorted(WORDS[locale][group]) == sorted(WORDS["en"][group])


def test_every_reason_has_words() -> None:
    """A planner's reason is never shown as its code."""
    assert {reason.value for reason in Reason} - set(WORDS["en"]["reason"]) == set()


def test_every_touchpoint_has_a_name() -> None:
    """Of the shipped content; an agency's own shows its id, with blanks."""
    shipped = {touchpoint.id for touchpoint in content.load(None).touchpoints}
    assert shipped - set(WORDS["en"]["touchpoint"]) == set()
