"""content/topics and words: what travellers ask about, and every fixed sentence."""

from __future__ import annotations

from typing import Any

from pydantic import (
    create_model,
)

from flows.library.schema.shape import (
    Id,
    Shape,
    Wording,
    Words,
    many,
)
from flows.library.text import LOCALES

TypedWords: Any = create_model(
    "TypedWords",
    __base__=Shape,
    **{locale: (many(Words), []) for locale in LOCALES},  # type: ignore[call-overload]
)


class TopicShape(Shape):
    """content/topics/<id>.yaml"""

    id: Id
    words: TypedWords
    answer: Wording


class WordsShape(Shape):
    """content/words/<file>.yaml: id -> text"""

    words: dict[Id, Wording]
