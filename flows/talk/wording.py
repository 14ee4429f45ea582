"""The fixed sentences of the conversation in one chat's language.

Not here: the sentences (content/words), how a wording is filled (words), what a placeholder's value is (values).
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.errors import MissingFact
from flows.library.library import Library
from flows.library.text import Text
from flows.talk.facts import Facts
from flows.talk.markup import Html, fitted
from flows.talk.values import number, value
from flows.talk.words import filled, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the library says in one locale."""

    library: Library
    locale: str

    def say(self, word: str, /, **values: object) -> Html:
        """A fixed sentence, its values escaped. Raises MissingWords, MissingFact."""
        return words(self.library, word, self.locale, **values)

    def bare(self, word: str, /, **values: object) -> str:
        """A fixed sentence where no markup is read: a button's label, the answer to a tap."""
        return str(
            words(self.library, word, self.locale, **{name: Html(told) for name, told in values.items()})
        )


def told(text: Text, facts: Facts) -> Html | None:
    """A text of the content filled with a trip's facts; None when one of them is missing."""
    try:
        count = number(facts, text.count) if text.count else None
        return filled(text, facts.locale, lambda name: value(facts, name), count)
    except MissingFact:
        return None


def fact(facts: Facts | None, name: str) -> Html | None:
    """A placeholder's value as markup, or None."""
    try:
        return Html(value(facts, name)) if facts is not None else None
    except MissingFact:
        return None


def sendable(html: str) -> Html:
    """Cut to what one message holds."""
    return Html(fitted(html)[0])
