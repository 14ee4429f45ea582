"""A survey under its message: what was answered, the question that is open, and its buttons; drawn anew after each tap.

Not here: what a tap or a written answer leads to (feedback), the questions themselves (content/surveys).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flows.library.library import Library
from flows.library.survey import Answer, Question, Survey
from flows.library.text import Text
from flows.talk.buttons import label
from flows.talk.kept import Kept
from flows.talk.length import visible_text
from flows.talk.markup import Html, escape
from flows.talk.message import Button, Rows
from flows.talk.words import words

MOST_IN_ROW = 6
SHORT_CHOICE = 16
"""Choices of at most so many characters stand two in a row."""

LONGEST_HINT = 64
TAPPED, OPEN, CHOSEN = "●", "☐", "☑"

Filled = Callable[[Text], Html]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """body: below the touchpoint's own text, or in its place once something is answered (alone). ask: the answer field's
    hint where the question is open."""

    body: str
    rows: Rows = ()
    ask: str = ""
    alone: bool = False


def draw(survey: Survey, kept: Kept, library: Library, locale: str, filled: Filled) -> Drawn:
    """The survey as it stands. filled: a text as markup in this locale; raises MissingFact."""
    question = open_question(survey, kept.given)
    recap = _recap(survey, kept.given, locale, filled)
    begun = bool(kept.given)
    if question is None:
        return Drawn(body="\n".join(recap) or f"{CHOSEN}", alone=bool(recap))
    asked = f"<b>{filled(question.ask)}</b>"
    if question.answer is Answer.OPEN and begun:
        # It is asked by a message of its own, with the answer field; a score may still be changed here.
        scores = next((one for one in survey.questions if kept.given.get(one.id, "").isdecimal()), None)
        rows = _scores(survey, scores, kept.given[scores.id]) if scores else ()
        return Drawn(body="\n".join(recap), rows=rows, alone=bool(recap))
    body = "\n\n".join(("\n".join(recap), asked)) if recap else asked
    rows = _rows(survey, question, kept, library, locale, filled)
    ask = visible_text(filled(question.ask))[:LONGEST_HINT] if question.answer is Answer.OPEN else ""
    return Drawn(body=body, rows=rows, ask=ask, alone=bool(recap))


def open_question(survey: Survey, given: Mapping[str, str]) -> Question | None:
    """The first question that the answers so far call for and that is not answered; None when the survey is finished."""
    return next((one for one in survey.questions if one.id not in given and _asked(one, given)), None)


def is_low(survey: Survey, given: Mapping[str, str]) -> bool:
    """True when any score is low."""
    return any(
        int(given[question.id]) <= survey.low
        for question in survey.questions
        if question.answer is Answer.SCORE and given.get(question.id, "").isdecimal()
    )


def question_of(survey: Survey, question_id: str) -> Question | None:
    """The question with this id, or None: it may be gone since it was asked."""
    return next((question for question in survey.questions if question.id == question_id), None)


def last_score(survey: Survey, given: Mapping[str, str]) -> Question | None:
    """The score that was given last in the survey's order."""
    return next(
        (
            one
            for one in reversed(survey.questions)
            if one.answer is Answer.SCORE and given.get(one.id, "").isdecimal()
        ),
        None,
    )


def chosen(question: Question, ids: str) -> tuple[str, ...]:
    """The ids of an answer that are still choices, in the question's order."""
    tapped = set(ids.split(","))
    return tuple(choice.id for choice in question.choices if choice.id in tapped)


def _asked(question: Question, given: Mapping[str, str]) -> bool:
    after = question.after
    if after is None:
        return True
    score = given.get(after.question, "")
    return score.isdecimal() and after.lowest <= int(score) <= after.highest


def _recap(survey: Survey, given: Mapping[str, str], locale: str, filled: Filled) -> list[str]:
    """What was tapped so far, a line each."""
    lines = []
    for question in survey.questions:
        answer = given.get(question.id, "")
        if question.answer is Answer.SCORE and answer.isdecimal():
            shown = escape(_label(question, int(answer)))
        elif question.answer is Answer.CHOICE and chosen(question, answer):
            texts = {choice.id: choice.text for choice in question.choices}
            shown = ", ".join(filled(texts[one]) for one in chosen(question, answer))
        else:
            continue
        lines.append(f"{filled(question.ask)}\n→ <b>{shown}</b>")
    return lines


def _label(question: Question, score: int) -> str:
    place = score - question.lowest
    return question.labels[place] if 0 <= place < len(question.labels) else str(score)


def _rows(
    survey: Survey, question: Question, kept: Kept, library: Library, locale: str, filled: Filled
) -> Rows:
    data = {"survey": survey.id, "question": question.id}
    skip = Button(label=label(words(library, "rendering.skip", locale)), action="survey.skip", data=data)
    match question.answer:
        case Answer.OPEN:
            return ((skip,),)
        case Answer.SCORE:
            return (*_scores(survey, question, next(iter(kept.drafts.get(question.id, ())), "")), (skip,))
        case Answer.CHOICE:
            return (
                *_choices(survey, question, kept, filled),
                *_below(survey, question, kept, library, locale),
            )


def _scores(survey: Survey, question: Question, tapped: str) -> Rows:
    """The scores in as few rows as fit a phone, evenly filled; the tapped one is marked."""
    made = [
        Button(
            label=f"{TAPPED} {_label(question, score)}" if str(score) == tapped else _label(question, score),
            action="survey.score",
            data={"survey": survey.id, "question": question.id, "score": str(score)},
        )
        for score in range(question.lowest, question.highest + 1)
    ]
    return _even(made, MOST_IN_ROW)


def _choices(survey: Survey, question: Question, kept: Kept, filled: Filled) -> Rows:
    tapped = kept.drafts.get(question.id, frozenset())
    made = []
    for choice in question.choices:
        on = choice.id in tapped
        data = {
            "survey": survey.id,
            "question": question.id,
            "choice": choice.id,
            "to": "off" if on else "on",
        }
        told = label(f"{CHOSEN if on else OPEN} {filled(choice.text)}")
        made.append(Button(label=told, action="survey.choose", data=data))
    short = all(len(button.label) <= SHORT_CHOICE for button in made)
    return _even(made, 2 if short else 1)


def _below(survey: Survey, question: Question, kept: Kept, library: Library, locale: str) -> Rows:
    """Done, or saying nothing while nothing is tapped; and a way back to the score."""
    data = {"survey": survey.id, "question": question.id}
    name = "rendering.done" if kept.drafts.get(question.id) else "rendering.skip"
    done = Button(label=label(words(library, name, locale)), action="survey.done", data=data)
    score = last_score(survey, kept.given)
    if score is None:
        return ((done,),)
    back = Button(
        label=label(words(library, "rendering.back", locale)),
        action="survey.back",
        data={"survey": survey.id, "question": score.id},
    )
    return ((back, done),)


def _even(made: list[Button], most: int) -> Rows:
    """As few rows as hold them, the first ones one longer where they cannot be equal."""
    count = -(-len(made) // most) or 1
    size, longer = divmod(len(made), count)
    rows, start = [], 0
    for number in range(count):
        end = start + size + (number < longer)
        rows.append(tuple(made[start:end]))
        start = end
    return tuple(rows)
