"""What is wrong with surveys: questions that cannot be told apart, scores and reasons that cannot be tapped, questions
that are never asked.

Not here: their wordings (texts), which touchpoint asks them (references).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flows.library.document import Fault, Severity
from flows.library.library import Library
from flows.library.refusals import did_you_mean
from flows.library.survey import Answer, Question, Scale, Survey
from flows.library.text import Origin

MOST_CHOICES = 12
NPS = (0, 10)


def faults_of(library: Library) -> Iterator[Fault]:
    """Every fault of every survey."""
    for survey in library.surveys.values():
        yield from _survey(survey)


def _at(origin: Origin, why: str, severity: Severity = Severity.ERROR) -> Fault:
    return Fault(file=origin.file, line=origin.line, why=why, severity=severity)


def _survey(survey: Survey) -> Iterator[Fault]:
    for name, times in Counter(question.id for question in survey.questions).items():
        if times > 1:
            yield _at(survey.origin, f"two questions are called {name}: answers could not tell them apart")
    scores = [question for question in survey.questions if question.answer is Answer.SCORE]
    if survey.scale is Scale.NPS and not any((one.lowest, one.highest) == NPS for one in scores):
        yield _at(survey.origin, "scale: nps needs a score from 0 to 10: write lowest: 0 and highest: 10")
    for number, question in enumerate(survey.questions):
        if question.answer is Answer.SCORE:
            yield from _score(question, survey)
        yield from _choices(question)
        yield from _after(question, survey.questions[:number])


def _score(question: Question, survey: Survey) -> Iterator[Fault]:
    origin = question.ask.origin
    count = question.highest - question.lowest + 1
    if not 2 <= count <= 11:
        yield _at(origin, f"the question {question.id} offers {count} scores: offer 2 to 11")
    elif question.labels and len(question.labels) != count:
        why = f"the question {question.id} has {count} scores and {len(question.labels)} labels"
        yield _at(origin, why)
    elif not question.lowest <= survey.low < question.highest:
        why = f"low: {survey.low} lies outside the scores of {question.id}: nobody would ever be unhappy, or all"
        yield _at(survey.origin, why, Severity.WARNING)


def _choices(question: Question) -> Iterator[Fault]:
    origin, choices = question.ask.origin, question.choices
    if question.answer is not Answer.CHOICE:
        if choices:
            yield _at(origin, f"choices: go with answer: choice (here: {question.answer.value})")
        return
    if not 2 <= len(choices) <= MOST_CHOICES:
        why = f"the question {question.id} offers {len(choices)} choices: offer 2 to {MOST_CHOICES}"
        yield _at(origin, why)
    for name, times in Counter(one.id for one in choices).items():
        if times > 1:
            why = f"two choices of {question.id} are called {name}: answers could not tell them apart"
            yield _at(origin, why)


def _after(question: Question, before: tuple[Question, ...]) -> Iterator[Fault]:
    """A question after a score comes behind it, for scores that there are."""
    after, origin = question.after, question.ask.origin
    if after is None:
        return
    scores = {one.id: one for one in before if one.answer is Answer.SCORE}
    asked = scores.get(after.question)
    if asked is None:
        hint = did_you_mean(after.question, list(scores))
        why = f"{question.id} comes after: {after.question}, and no score before it is called so{hint}"
        yield _at(origin, why)
    elif after.lowest > after.highest or after.highest < asked.lowest or after.lowest > asked.highest:
        why = f"{question.id} is never asked: {asked.id} has no score from {after.lowest} to {after.highest}"
        yield _at(origin, why)
