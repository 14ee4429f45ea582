"""Surveys, pulses and "Got it": what a tap or a written answer leads to.

A score may be changed until the survey is finished; each survey is answered once per trip. A low score or mood calls an
agent and stops the advertising. Not here: how a survey stands there (questions), what the answers tell the agency
(flows.insight).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.library.survey import Answer, Question, Survey
from flows.library.text import Text
from flows.talk.actions import MOODS
from flows.talk.buttons import mood_label
from flows.talk.dialogue import IDLE, Feedback, Known, State, Step, Tapped, TripKnown
from flows.talk.effects import (
    Answered,
    Effect,
    Hold,
    Pause,
    Redraw,
    Relay,
    Say,
    ShowSurvey,
    Store,
    Turn,
)
from flows.talk.markup import Html
from flows.talk.message import OutgoingMessage
from flows.talk.questions import chosen, is_low, open_question, question_of
from flows.talk.wording import Wording, sendable, told

LONGEST_ANSWER = 4000
MOOD_SCORES = dict(zip(reversed(MOODS), (1, 2, 3), strict=True))
LOW_MOOD = 1


def scored(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """A score was tapped: keep it, then ask what is still open."""
    feedback, trip = known.feedback, known.current
    question = question_of(feedback.survey, tapped.data.get("question", "")) if feedback else None
    score = _number(tapped.data.get("score", ""))
    if feedback is None or trip is None or question is None or score is None:
        return refused(state, words)
    if question.answer is not Answer.SCORE or not question.lowest <= score <= question.highest:
        return refused(state, words)
    survey, given = feedback.survey, dict(feedback.given)
    if open_question(survey, given) is None:
        return _closed(state, survey, words)
    changed = question.id in given
    before = _number(given.get(question.id, "")) if changed else _drafted(feedback, question)
    given[question.id] = str(score)
    effects: list[Effect] = [_store(trip, survey, question, score=score)]
    effects.extend(_told_of(survey, question, score, before))
    effects.append(Redraw(survey=survey.id))
    effects.append(Answered(text=words.bare("survey.changed" if changed else "survey.noted")))
    following, asked = _go_on(state, known, trip, survey, given, tapped_in=True)
    return Turn(state=following, effects=(*effects, *asked))


def back(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """Back to a score: it stands there marked, and another may be tapped."""
    feedback, trip = known.feedback, known.current
    question = question_of(feedback.survey, tapped.data.get("question", "")) if feedback else None
    if feedback is None or trip is None or question is None or question.answer is not Answer.SCORE:
        return refused(state, words)
    score = _number(feedback.given.get(question.id, ""))
    if score is None or open_question(feedback.survey, feedback.given) is None:
        return _closed(state, feedback.survey, words)
    store = replace(_store(trip, feedback.survey, question, score=score), draft=True)
    return Turn(state=state, effects=(store, Redraw(survey=feedback.survey.id), Answered()))


def choose(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """A choice was tapped on or off; it counts when the person says that this is all."""
    feedback, trip = known.feedback, known.current
    question = question_of(feedback.survey, tapped.data.get("question", "")) if feedback else None
    choice = tapped.data.get("choice", "")
    if feedback is None or trip is None or question is None:
        return refused(state, words)
    if choice not in {one.id for one in question.choices}:
        return refused(state, words)
    if question.id in feedback.given:
        return _closed(state, feedback.survey, words)
    on = set(feedback.drafts.get(question.id, ()))
    on = on | {choice} if tapped.data.get("to") == "on" else on - {choice}
    ids = ",".join(chosen(question, ",".join(on)))
    store = replace(_store(trip, feedback.survey, question, text=ids), draft=True)
    return Turn(state=state, effects=(store, Redraw(survey=feedback.survey.id), Answered()))


def done(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """These choices are all; none is an answer too."""
    feedback, trip = known.feedback, known.current
    question = question_of(feedback.survey, tapped.data.get("question", "")) if feedback else None
    if feedback is None or trip is None or question is None or question.answer is not Answer.CHOICE:
        return refused(state, words)
    survey = feedback.survey
    if question.id in feedback.given:
        return _closed(state, survey, words)
    on = chosen(question, ",".join(feedback.drafts.get(question.id, ())))
    given = {**feedback.given, question.id: ",".join(on)}
    effects: list[Effect] = [_store(trip, survey, question, text=",".join(on))]
    if on and is_low(survey, given):
        texts = {one.id: one.text.template(known.desk_locale) for one in question.choices}
        effects.append(Relay(note="reasons", facts={"reasons": ", ".join(texts[one] for one in on)}))
    effects.extend((Redraw(survey=survey.id), Answered(text=words.bare("survey.noted"))))
    following, asked = _go_on(state, known, trip, survey, given, tapped_in=True)
    return Turn(state=following, effects=(*effects, *asked))


def skipped(state: State, known: Known, question_id: str, words: Wording, *, typed: bool = False) -> Turn:
    """A question is passed over, by its button or by /skip (typed)."""
    feedback, trip = known.feedback, known.current
    question = question_of(feedback.survey, question_id) if feedback else None
    if feedback is None or trip is None or question is None:
        return refused(state, words)
    survey = feedback.survey
    if question.id in feedback.given:
        return _closed(IDLE if typed else state, survey, words)
    given = {**feedback.given, question.id: ""}
    following, asked = _go_on(state, known, trip, survey, given, tapped_in=not typed)
    store = _store(trip, survey, question)
    return Turn(state=following, effects=(store, Redraw(survey=survey.id), Answered(), *asked))


def written(state: State, known: Known, text: str, words: Wording) -> Turn | None:
    """The open answer that was awaited; None when nothing awaits it any more."""
    feedback, trip = known.feedback, known.current
    question = question_of(feedback.survey, state.question) if feedback else None
    if feedback is None or trip is None or question is None or question.id in feedback.given:
        return None
    survey, answer = feedback.survey, text.strip()[:LONGEST_ANSWER]
    given = {**feedback.given, question.id: answer}
    effects: list[Effect] = [_store(trip, survey, question, text=answer)]
    if is_low(survey, given):
        effects.append(Relay(text=text, note="answer"))
    following, asked = _go_on(state, known, trip, survey, given, tapped_in=False)
    return Turn(state=following, effects=(*effects, Redraw(survey=survey.id), *asked))


def mood(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """The pulse was tapped: once. A low one reaches the agents now."""
    trip, felt = known.current, tapped.data.get("mood", "")
    score = MOOD_SCORES.get(felt)
    if trip is None or score is None:
        return refused(state, words)
    if known.moods:
        return Turn(state=state, effects=(Redraw(), Answered(text=words.bare("pulse.known"))))
    store = Store(trip=trip.id, holder=trip.holder, survey=pulse_id(tapped), question="mood", score=score)
    if score > LOW_MOOD:
        thanks = OutgoingMessage(text=words.say("pulse.thanks"))
        return Turn(state=state, effects=(store, Redraw(), Answered(), Say(message=thanks)))
    word = "pulse.thanks_low" if known.reachable else "pulse.thanks_low_alone"
    return Turn(
        state=state,
        effects=(
            store,
            Relay(note="mood", facts={"mood": mood_label(felt, known.library, known.desk_locale)}),
            Hold(why="mood"),
            Pause(why="mood"),
            Redraw(),
            Answered(),
            Say(message=OutgoingMessage(text=words.say(word))),
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
    return pulse_name(tapped.touchpoint, tapped.occurrence)


def pulse_name(touchpoint: str, occurrence: str) -> str:
    """Under which name the answer to this pulse is kept."""
    return f"pulse:{touchpoint}:{occurrence}"


def awaited(state: State, known: Known, words: Wording) -> OutgoingMessage | None:
    """The open question that waits for its answer, in these words; None when none does."""
    feedback = known.feedback
    if state.step is not Step.OPEN or feedback is None:
        return None
    question = question_of(feedback.survey, state.question)
    return _ask(question, known, words) if question is not None else None


def _ask(question: Question, known: Known, words: Wording, before: str = "") -> OutgoingMessage:
    """An open question as a message with the answer field."""
    parts = [before, _filled(question.ask, known, words), words.say("survey.or_skip")]
    text = "\n\n".join(part for part in parts if part)
    return OutgoingMessage(text=sendable(text), ask=words.bare("survey.hint"))


def _filled(text: Text, known: Known, words: Wording) -> Html:
    """A survey's own text in these words' language; as it stands where a fact is missing."""
    facts = known.current.facts if known.current is not None else None
    spoken = told(text, replace(facts, locale=words.locale)) if facts is not None else None
    return spoken if spoken is not None else Html(text.template(words.locale))


def _told_of(survey: Survey, question: Question, score: int, before: int | None) -> tuple[Effect, ...]:
    """What the agents hear of a score: a low one at once, and when it was a slip of the thumb."""
    facts = {"score": str(score), "highest": str(question.highest)}
    was_low = before is not None and before <= survey.low
    if score <= survey.low and not was_low:
        return (Relay(note="score", facts=facts), Hold(why="score"), Pause(why="score"))
    if score > survey.low and was_low:
        return (Relay(note="score_up", facts=facts),)
    return ()


def _drafted(feedback: Feedback, question: Question) -> int | None:
    """The score that somebody went back to."""
    return next((_number(one) for one in feedback.drafts.get(question.id, ())), None)


def _go_on(
    state: State, known: Known, trip: TripKnown, survey: Survey, given: Mapping[str, str], *, tapped_in: bool
) -> tuple[State, tuple[Effect, ...]]:
    """The next open question, or thanks. What is tapped is asked where the survey stands; after a written answer that lies
    far above, and the survey comes again."""
    words = Wording(library=known.library, locale=known.locale)
    question = open_question(survey, given)
    if question is None:
        return IDLE, (Say(message=OutgoingMessage(text=_thanks(survey, given, known, words))),)
    if question.answer is not Answer.OPEN:
        return IDLE, () if tapped_in else (ShowSurvey(survey=survey.id),)
    awaited = State(step=Step.OPEN, trip=trip.id, holder=trip.holder, survey=survey.id, question=question.id)
    if awaited == state:
        return state, ()  # it stands there already
    before = words.say("survey.thanks_so_far") if tapped_in else ""
    return awaited, (Say(message=_ask(question, known, words, before)),)


def _thanks(survey: Survey, given: Mapping[str, str], known: Known, words: Wording) -> Html:
    if not is_low(survey, given):
        return sendable(_filled(survey.thanks, known, words))
    if not known.reachable:  # nobody was told, so nobody is said to be
        return words.say("pulse.thanks_low_alone")
    return sendable(_filled(survey.thanks_low, known, words))


def _closed(state: State, survey: Survey, words: Wording) -> Turn:
    return Turn(state=state, effects=(Redraw(survey=survey.id), Answered(text=words.bare("survey.closed"))))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None


def _store(
    trip: TripKnown, survey: Survey, question: Question, *, score: int | None = None, text: str = ""
) -> Store:
    return Store(
        trip=trip.id, holder=trip.holder, survey=survey.id, question=question.id, score=score, text=text
    )
