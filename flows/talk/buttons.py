"""The buttons under a touchpoint: an editor's own, and those that its kind brings along.

Not here: a checklist's ticks (checklist), what happens on a tap (conversation).
"""

from __future__ import annotations

from flows.library.library import Library
from flows.library.survey import Answer, Question
from flows.library.text import Text
from flows.library.touchpoint import ContentButton, Touchpoint, TouchpointKind
from flows.talk.actions import ACTIONS, MOODS
from flows.talk.facts import Facts
from flows.talk.length import visible_text
from flows.talk.message import Button, Rows
from flows.talk.values import value
from flows.talk.words import filled, words

LONGEST_LABEL = 64
OFFERED = ("details", "accept", "later", "never")


def buttons(touchpoint: Touchpoint, facts: Facts) -> Rows:
    """All rows but a checklist's: what the kind brings, the editor's own, "Got it" last."""
    own = tuple(tuple(_written(button, facts) for button in row) for row in touchpoint.buttons)
    rows = (*_of_kind(touchpoint, facts), *own)
    return (*rows, (_ack(facts.library, facts.locale),)) if touchpoint.acknowledge else rows


def _of_kind(touchpoint: Touchpoint, facts: Facts) -> Rows:
    library, locale = facts.library, facts.locale
    if touchpoint.kind is TouchpointKind.OFFER and touchpoint.offer:
        return offer_buttons(touchpoint.offer, library, locale)
    if touchpoint.kind is TouchpointKind.PULSE:
        return (tuple(_mood(mood, library, locale) for mood in MOODS),)
    survey = library.surveys.get(touchpoint.survey)
    if touchpoint.kind is TouchpointKind.SURVEY and survey is not None:
        return question_buttons(survey.id, survey.questions[0], library, locale)
    return ()


def offer_buttons(offer: str, library: Library, locale: str) -> Rows:
    """Tell me more · yes · later · never, two in a row."""
    made = [
        Button(
            label=label(words(library, f"rendering.offer_{what}", locale)),
            action=f"offer.{what}",
            data={"offer": offer},
        )
        for what in OFFERED
    ]
    return (tuple(made[:2]), tuple(made[2:]))


def question_buttons(survey: str, question: Question, library: Library, locale: str) -> Rows:
    """The scores of a question in rows of five, and a way to say nothing."""
    skip = Button(
        label=label(words(library, "rendering.skip", locale)),
        action="survey.skip",
        data={"survey": survey, "question": question.id},
    )
    if question.answer is Answer.OPEN:
        return ((skip,),)
    scores = [
        Button(
            label=question.labels[place] if place < len(question.labels) else str(score),
            action="survey.score",
            data={"survey": survey, "question": question.id, "score": str(score)},
        )
        for place, score in enumerate(range(question.lowest, question.highest + 1))
    ]
    rows = tuple(tuple(scores[start : start + 5]) for start in range(0, len(scores), 5))
    return (*rows, (skip,))


def _mood(mood: str, library: Library, locale: str) -> Button:
    told = label(words(library, f"rendering.mood_{mood}", locale))
    return Button(label=told, action="pulse.mood", data={"mood": mood})


def _ack(library: Library, locale: str) -> Button:
    return Button(label=label(words(library, "rendering.got_it", locale)), action="ack")


def show_button(what: str, library: Library, locale: str) -> Button:
    """A button that shows the documents, the emergency numbers or the checklist."""
    told = label(words(library, f"rendering.show_{what}", locale))
    return Button(label=told, action="show", data={"what": what})


def _written(button: ContentButton, facts: Facts) -> Button:
    told = text_label(button.label, facts)
    if button.url:
        return Button(label=told, url=button.url)
    names = ACTIONS.get(button.action, ())
    data = {names[0]: button.value} if names and button.value else {}
    return Button(label=told, action=button.action, data=data)


def text_label(text: Text, facts: Facts) -> str:
    """A wording as a label: no markup is read there."""
    return label(filled(text, facts.locale, lambda name: value(facts, name)))


def label(html: str) -> str:
    """Markup as a label: plain, on one line, cut to what a phone shows."""
    plain = " ".join(visible_text(html).split())
    return plain if len(plain) <= LONGEST_LABEL else plain[: LONGEST_LABEL - 1].rstrip() + "…"
