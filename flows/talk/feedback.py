"""Surveys, pulses and "Got it": what a tap or a written answer leads to.

A score may be changed by tapping again until the survey is finished; each survey is answered once per trip. Not here: how
a survey is first shown (render), what the answers tell the agency (flows.insight).
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.library.survey import Answer, Question, Survey
from flows.talk.actions import MOODS
from flows.talk.dialogue import IDLE, Known, State, Step, Tapped, TripKnown
from flows.talk.effects import Answered, Effect, Relay, Say, Store, Turn
from flows.talk.message import Button, OutgoingMessage
from flows.talk.wording import Wording, sendable

LONGEST_ANSWER = 4000
MOOD_SCORES = dict(zip(reversed(MOODS), (1, 2, 3), strict=True))
LOW_MOOD = 1


def scored(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """A score was tapped: keep it, then ask what is still open."""
    feedback, trip = known.feedback, known.current
    question = _question(feedback.survey, tapped.data.get("question", "")) if feedback else None
    score = _number(tapped.data.get("score", ""))
    if feedback is None or trip is None or question is None or score is None:
        return refused(state, words)
    if question.answer is not Answer.SCORE or not question.lowest <= score <= question.highest:
        return refused(state, words)
    given = dict(feedback.given)
    if not _unanswered(feedback.survey, given):
        return Turn(state=state, effects=(Answered(text=words.bare("survey.closed")),))
    before = given.get(question.id)
    given[question.id] = str(score)
    effects: list[Effect] = [_store(trip, feedback.survey, question, score=score)]
    if score <= feedback.survey.low and (before is None or int(before or 0) > feedback.survey.low):
        effects.append(Relay(note="score", facts={"score": str(score), "highest": str(question.highest)}))
    if before is not None:
        return Turn(state=state, effects=(*effects, Answered(text=words.bare("survey.changed"))))
    effects.append(Answered(text=words.bare("survey.noted")))
    following, asked = _go_on(trip, feedback.survey, given, words, first=True)
    return Turn(state=following, effects=(*effects, *asked))


def skipped(state: State, known: Known, question_id: str, words: Wording) -> Turn:
    """An open question is passed over, by its button or by /skip."""
    feedback, trip = known.feedback, known.current
    question = _question(feedback.survey, question_id) if feedback else None
    if feedback is None or trip is None or question is None:
        return refused(state, words)
    if question.id in feedback.given:
        return Turn(state=state, effects=(Answered(text=words.bare("survey.closed")),))
    given = {**feedback.given, question.id: ""}
    following, asked = _go_on(trip, feedback.survey, given, words)
    return Turn(state=following, effects=(_store(trip, feedback.survey, question), Answered(), *asked))


def written(state: State, known: Known, text: str, words: Wording) -> Turn | None:
    """The open answer that was awaited; None when nothing awaits it any more."""
    feedback, trip = known.feedback, known.current
    question = _question(feedback.survey, state.question) if feedback else None
    if feedback is None or trip is None or question is None or question.id in feedback.given:
        return None
    answer = text.strip()[:LONGEST_ANSWER]
    given = {**feedback.given, question.id: answer}
    effects: list[Effect] = [_store(trip, feedback.survey, question, text=answer)]
    if _low(feedback.survey, given):
        effects.append(Relay(text=text, note="answer"))
    following, asked = _go_on(trip, feedback.survey, given, words)
    return Turn(state=following, effects=(*effects, *asked))


def mood(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """The pulse was tapped: once. A low one reaches the agents now."""
    trip, felt = known.current, tapped.data.get("mood", "")
    score = MOOD_SCORES.get(felt)
    if trip is None or score is None:
        return refused(state, words)
    if known.moods:
        return Turn(state=state, effects=(Answered(text=words.bare("pulse.known")),))
    store = Store(trip=trip.id, holder=trip.holder, survey=pulse_id(tapped), question="mood", score=score)
    if score > LOW_MOOD:
        thanks = OutgoingMessage(text=words.say("pulse.thanks"))
        return Turn(state=state, effects=(store, Answered(), Say(message=thanks)))
    told = "pulse.thanks_low" if known.reachable else "pulse.thanks_low_alone"
    return Turn(
        state=state,
        effects=(
            store,
            Relay(note="mood", facts={"mood": felt}),
            Answered(),
            Say(message=OutgoingMessage(text=words.say(told))),
        ),
    )


def acknowledged(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """ "Got it" was tapped."""
    trip = known.current
    effects: list[Effect] = [Answered(text=words.bare("ack.thanks"))]
    if trip is not None and tapped.delivery is not None:
        kept = f"ack:{tapped.delivery}"
        effects.insert(0, Store(trip=trip.id, holder=trip.holder, survey=kept, question="ack", text="ok"))
    return Turn(state=state, effects=tuple(effects))


def refused(state: State, words: Wording) -> Turn:
    """The button is no longer valid, or never was."""
    return Turn(state=state, effects=(Answered(text=words.bare("tap.invalid")),))


def pulse_id(tapped: Tapped) -> str:
    """Under which name a pulse's answer is kept."""
    return f"pulse:{tapped.touchpoint}:{tapped.occurrence}"


def ask_question(survey: Survey, question: Question, words: Wording, before: str = "") -> OutgoingMessage:
    """One question as a message: scores as taps, an open one with the answer field."""
    asked = question.ask.template(words.locale)
    text = f"{before}\n\n{asked}" if before else asked
    if question.answer is Answer.OPEN:
        return OutgoingMessage(
            text=sendable(f"{text}\n\n{words.say('survey.or_skip')}"), ask=words.bare("survey.hint")
        )
    scores = range(question.lowest, question.highest + 1)
    labels = question.labels or tuple(str(score) for score in scores)
    row = tuple(
        Button(
            label=label,
            action="survey.score",
            data={"survey": survey.id, "question": question.id, "score": str(score)},
        )
        for label, score in zip(labels, scores, strict=False)
    )
    return OutgoingMessage(text=sendable(text), buttons=(row,))


def awaited(state: State, known: Known, words: Wording) -> OutgoingMessage | None:
    """The open question that waits for its answer, in these words; None when none does."""
    feedback = known.feedback
    if state.step is not Step.OPEN or feedback is None:
        return None
    question = _question(feedback.survey, state.question)
    return ask_question(feedback.survey, question, words) if question is not None else None


def _go_on(
    trip: TripKnown, survey: Survey, given: Mapping[str, str], words: Wording, *, first: bool = False
) -> tuple[State, tuple[Effect, ...]]:
    """The next open question, or thanks."""
    open_ones = _unanswered(survey, given)
    if not open_ones:
        thanks = survey.thanks_low if _low(survey, given) else survey.thanks
        return IDLE, (Say(message=OutgoingMessage(text=sendable(thanks.template(words.locale)))),)
    question = open_ones[0]
    before = words.say("survey.thanks_so_far") if first else ""
    asked = Say(message=ask_question(survey, question, words, before))
    if question.answer is Answer.SCORE:
        return IDLE, (asked,)
    awaited = State(step=Step.OPEN, trip=trip.id, holder=trip.holder, survey=survey.id, question=question.id)
    return awaited, (asked,)


def _unanswered(survey: Survey, given: Mapping[str, str]) -> tuple[Question, ...]:
    return tuple(question for question in survey.questions if question.id not in given)


def _low(survey: Survey, given: Mapping[str, str]) -> bool:
    return any(
        int(given[question.id]) <= survey.low
        for question in survey.questions
        if question.answer is Answer.SCORE and given.get(question.id, "").isdecimal()
    )


def _question(survey: Survey, question_id: str) -> Question | None:
    return next((question for question in survey.questions if question.id == question_id), None)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None


def _store(
    trip: TripKnown, survey: Survey, question: Question, *, score: int | None = None, text: str = ""
) -> Store:
    return Store(
        trip=trip.id, holder=trip.holder, survey=survey.id, question=question.id, score=score, text=text
    )
