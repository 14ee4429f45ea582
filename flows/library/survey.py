"""A survey: a score, and open questions. A pulse is a survey of one tap (see touchpoint kind)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from flows.library.text import Origin, Text


class Answer(StrEnum):
    """How a question is answered."""

    SCORE = "score"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. score: lowest..highest offered as taps."""

    id: str
    ask: Text
    answer: Answer
    lowest: int = 1
    highest: int = 5
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Questions in order, then thanks. low: a score up to this is low: thanks_low, and the agents are told."""

    id: str
    questions: tuple[Question, ...]
    thanks: Text
    thanks_low: Text
    low: int = 2
    origin: Origin = field(default=Origin(), compare=False)
