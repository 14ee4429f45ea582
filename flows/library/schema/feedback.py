"""content/surveys and offers: what travellers are asked, and what they may accept."""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    Field,
)

from flows.library.schema.shape import (
    Id,
    Shape,
    Whole,
    Wording,
    YesNo,
    many,
)
from flows.library.survey import Answer, Scale


class ChoiceShape(Shape):
    """One reason that may be tapped."""

    id: Id
    text: Wording


class AfterShape(Shape):
    """Only for such a score."""

    question: Id
    from_: Whole = Field(default=0, alias="from")
    to: Whole = 10


class QuestionShape(Shape):
    """One question of a survey."""

    id: Id
    answer: Answer
    lowest: Whole = 1
    highest: Whole = 5
    labels: many(str) = []  # type: ignore[valid-type]
    choices: list[ChoiceShape] = []
    after: AfterShape | None = None
    ask: Wording


class SurveyShape(Shape):
    """content/surveys/<id>.yaml"""

    id: Id
    low: Whole = 2
    scale: Scale = Scale.CSAT
    questions: Annotated[list[QuestionShape], Field(min_length=1)]
    thanks: Wording
    thanks_low: Wording


class OfferShape(Shape):
    """content/offers/<id>.yaml"""

    id: Id
    on: YesNo = False
    title: Wording
    details: Wording
