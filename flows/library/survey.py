"""A survey: a score, and open questions. A pulse is a survey of one tap (see touchpoint kind)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from flows.library.text import Origin, Text


class Answer(StrEnum):
    """How a question is answered."""

    SCORE = "score"
    CHOICE = "choice"
    OPEN = "open"


class Scale(StrEnum):
    """What a survey's score means: CSAT counts the satisfied, NPS promoters minus detractors (0 to 10)."""

    CSAT = "csat"
    NPS = "nps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One reason that may be tapped."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """Asked only where an earlier question's score lies in lowest..highest, both counted in."""

    question: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. score: lowest..highest offered as taps. choice: any of `choices`, then done. after: None asks always."""

    id: str
    ask: Text
    answer: Answer
    lowest: int = 1
    highest: int = 5
    labels: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    after: After | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Questions in order, then thanks. low: a score up to this is low: thanks_low, and the agents are told."""

    id: str
    questions: tuple[Question, ...]
    thanks: Text
    thanks_low: Text
    low: int = 2
    scale: Scale = Scale.CSAT
    origin: Origin = field(default=Origin(), compare=False)
