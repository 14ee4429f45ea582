"""Free text -> topic, by the words that the topics list. Simple and certain: whole words, in any of our languages.

Not here: the topics (content/topics) and what is done when nothing matches (conversation).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flows.library.library import Library, plain

WORD = re.compile(r"[^\W_]+|🆘")
EMERGENCY = "emergency"
"""The topic that is found wherever its words stand: one answer too many harms nobody."""
LONGEST = 300  # a longer text is a story for a person, not a question for us
SHORTEST_STEM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Phrases as tuples of plain words -> topic ids, one mapping a locale."""

    phrases: Mapping[str, Mapping[tuple[str, ...], str]]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, lower case and without accents."""
    return tuple(WORD.findall(plain(text)))


def build_index(library: Library) -> Index:
    """The index of a library's topics; the first topic keeps a phrase that two of them list."""
    phrases: dict[str, dict[tuple[str, ...], str]] = {}
    for topic in library.topics.values():
        for locale, listed in topic.words.items():
            for phrase in listed:
                if words := words_of(phrase):
                    phrases.setdefault(locale, {}).setdefault(words, topic.id)
    return Index(phrases=phrases)


def match(index: Index, text: str, locale: str) -> str | None:
    """The topic asked about, or None. The chat's language first, then the others; longer phrases weigh more, and a text
    that speaks of two topics alike is nobody's but an agent's; unless one of them is an emergency, in any language."""
    typed = words_of(text)
    return (_asked(index, typed, locale) if len(text) <= LONGEST else None) or _emergency(index, typed)


def _emergency(index: Index, typed: tuple[str, ...]) -> str | None:
    spoken = (
        phrase
        for phrases in index.phrases.values()
        for phrase, topic in phrases.items()
        if topic == EMERGENCY
    )
    return EMERGENCY if any(_holds(typed, phrase) for phrase in spoken) else None


def _asked(index: Index, typed: tuple[str, ...], locale: str) -> str | None:
    for wanted in (locale, *(other for other in index.phrases if other != locale)):
        found = _best(index.phrases.get(wanted, {}), typed)
        if found is not None:
            return found
    return None


def _best(phrases: Mapping[tuple[str, ...], str], typed: tuple[str, ...]) -> str | None:
    scores: dict[str, int] = {}
    for phrase, topic in phrases.items():
        if _holds(typed, phrase):
            scores[topic] = max(scores.get(topic, 0), len(phrase))
    if not scores:
        return None
    best = max(scores.values())
    winners = [topic for topic, score in scores.items() if score == best]
    return winners[0] if len(winners) == 1 else None


def _holds(typed: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Do the phrase's words stand together in the text?"""
    size = len(phrase)
    return any(
        all(_same(word, wanted) for word, wanted in zip(typed[at : at + size], phrase, strict=True))
        for at in range(len(typed) - size + 1)
    )


def _same(word: str, wanted: str) -> bool:
    """The word itself, or a longer form of a long one ("suitcase", "suitcases")."""
    return word == wanted or (
        len(wanted) >= SHORTEST_STEM and word.startswith(wanted) and len(word) - len(wanted) <= 2
    )
