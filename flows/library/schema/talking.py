"""content/topics and words: what travellers ask about, and every fixed sentence."""

from __future__ import annotations

from flows.library.schema.shape import (
    Id,
    Shape,
    SpokenLocale,
    Wording,
    Words,
    many,
)


class TopicShape(Shape):
    """content/topics/<id>.yaml"""

    id: Id
    words: dict[SpokenLocale, many(Words)]  # type: ignore[valid-type]
    answer: Wording


class WordsShape(Shape):
    """content/words/<file>.yaml: id -> text"""

    words: dict[Id, Wording]
