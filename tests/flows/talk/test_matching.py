"""Free text -> topic."""

from __future__ import annotations

import pytest

from flows.library.library import Library, Topic
from flows.library.text import Text
from flows.talk.matching import build_index, match

ANSWER = Text(forms={"en": {"other": "…"}})
TOPICS = {
    "luggage": Topic(
        id="luggage",
        words={"en": ("luggage", "hand luggage", "suitcase"), "nl": ("koffer", "bagage")},
        answer=ANSWER,
    ),
    "weather": Topic(id="weather", words={"en": ("weather",), "fr": ("météo",)}, answer=ANSWER),
    "hand": Topic(id="hand", words={"en": ("hand",)}, answer=ANSWER),
}
INDEX = build_index(Library(topics=TOPICS))


@pytest.mark.parametrize(
    ("text", "locale", "topic"),
    [
        ("How much LUGGAGE may I take?", "en", "luggage"),
        ("my suitcases are heavy", "en", "luggage"),
        ("quelle METEO demain ?", "fr", "weather"),
        ("mijn koffer is weg", "en", "luggage"),
        ("hand luggage", "en", "luggage"),
        ("lend me a hand", "en", "hand"),
        ("weather and luggage", "en", None),
        ("hello", "en", None),
        ("", "en", None),
        ("secondhand", "en", None),
        ("weather " * 60, "en", None),
    ],
)
def test_a_topic_is_found_by_whole_words(text: str, locale: str, topic: str | None) -> None:
    """The longest phrase wins, other languages help, and what speaks of two topics is left to a person."""
    assert match(INDEX, text, locale) == topic


def test_without_topics_nothing_matches() -> None:
    """An empty index is fine."""
    assert match(build_index(Library()), "luggage", "en") is None
