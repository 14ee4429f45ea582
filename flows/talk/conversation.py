"""reply(state, inbound, known, now=) -> Turn: what follows from one thing that a traveller sent in a private chat.

Pure. Not here: the agents' group and staff (bot.steps.desk), and doing what the Turn says (bot.steps.talk).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from flows.talk.called import headed
from flows.talk.codes import start_code, typed_code
from flows.talk.commands import command
from flows.talk.contact import contact_lines
from flows.talk.dialogue import IDLE, Known, State, Step
from flows.talk.effects import AddItems, Effect, Relay, Say, Turn
from flows.talk.feedback import skipped, written
from flows.talk.inbound import Inbound, InboundKind
from flows.talk.joining import before_joining, fits, take_code, take_factor
from flows.talk.matching import EMERGENCY, Index, match
from flows.talk.menu import is_stop, menu_command
from flows.talk.message import OutgoingMessage
from flows.talk.own_items import (
    awaits_item,
    awaits_more,
    ends_items,
    is_another,
    is_item,
    written_items,
)
from flows.talk.taps import tap
from flows.talk.tongue import in_one, known_in
from flows.talk.whereabouts import located
from flows.talk.wording import Wording, sendable, told

NO_TOPICS = Index(phrases={})


def reply(state: State, inbound: Inbound, known: Known, *, now: datetime, topics: Index = NO_TOPICS) -> Turn:
    """The talk's new state and what shall happen, all of it said in one language. now: aware, trip time. topics: the index
    of the library's topics."""
    answer = ANSWERS.get(inbound.kind)
    if answer is None:
        return Turn(state=state)
    return in_one(known.locale, lambda locale: answer(state, inbound, known_in(known, locale), now, topics))


def _command(state: State, inbound: Inbound, known: Known, now: datetime, topics: Index) -> Turn:
    if inbound.command == "start" and start_code(inbound.argument):
        return take_code(state, known, name=inbound.sender_name, now=now)
    if inbound.command == "skip" and state.step is Step.OPEN:
        return skipped(state, known, state.question, _words(known), typed=True)
    if inbound.command == "checklist" and inbound.argument and known.joined:
        listed = written_items(known, inbound.argument, _words(known))
        if listed is not None:
            return replace(listed, state=state)
    return command(inbound.command, ends_items(state), known)


def _text(state: State, inbound: Inbound, known: Known, now: datetime, topics: Index) -> Turn:
    text, name = inbound.text, inbound.sender_name
    wanted = menu_command(known.library, text) if known.joined else ""
    if wanted and not (state.step is Step.FACTOR and fits(known, text)):
        return command(wanted, ends_items(state), known)
    if known.joined and is_stop(text) and not inbound.edited:
        return command("stop", IDLE, known)
    if state.step is Step.FACTOR:
        if _another_code(text, known):
            return take_code(state, known, name=name, now=now)
        return take_factor(state, text, known, name=name, now=now)
    if typed_code(text) and (not known.joined or (known.given is not None and known.given.open)):
        return take_code(state, known, name=name, now=now)
    if not known.joined:
        return _unjoined(inbound, known, now)
    if state.step is Step.OPEN and not inbound.edited:
        answered = written(state, known, text, _words(known))
        if answered is not None:
            return answered
    if state.step is Step.ITEM or known.listed is not None:
        return _item(state, inbound, known, now, topics)
    return _free(state, inbound, known, topics)


def _item(state: State, inbound: Inbound, known: Known, now: datetime, topics: Index) -> Turn:
    """What was asked for as an item, or written under a checklist; a question is one to the agency all the same."""
    awaited = (awaits_item(state, now) and is_another(state, inbound.text)) or known.replied
    said_to_us = not inbound.edited and is_item(inbound.text)
    if awaited and said_to_us and match(topics, inbound.text, known.locale) != EMERGENCY:
        listed = written_items(known, inbound.text, _words(known))
        if (
            listed is not None
            and state.step is Step.ITEM
            and any(isinstance(one, AddItems) for one in listed.effects)
        ):
            return replace(listed, state=awaits_more(state, now=now))
        if listed is not None:
            return listed if state.step is Step.ITEM else replace(listed, state=state)
    return _free(IDLE if state.step is Step.ITEM else state, inbound, known, topics)


def _another_code(text: str, known: Known) -> bool:
    """Is this a code, and not a surname of as many letters?"""
    code = typed_code(text)
    digits = any(letter.isdigit() for letter in code)
    return bool(code) and not fits(known, text) and (digits or known.given is not None)


def _media(state: State, inbound: Inbound, known: Known, now: datetime, topics: Index) -> Turn:
    if not known.joined:
        return _unjoined(inbound, known, now)
    effects = (Relay(text=inbound.text, note="media"), *_passed_on(known, "relay.media"))
    return Turn(state=state, effects=effects)


def _location(state: State, inbound: Inbound, known: Known, now: datetime, topics: Index) -> Turn:
    if not known.joined:
        return _unjoined(inbound, known, now)
    return located(state, inbound, known, _words(known), now=now)


def _tap(state: State, inbound: Inbound, known: Known, now: datetime, topics: Index) -> Turn:
    return tap(state, known, now=now)


def _free(state: State, inbound: Inbound, known: Known, topics: Index) -> Turn:
    """What nobody asked for: answered where a topic knows it, and passed on to the agents in any case."""
    if inbound.edited:
        return Turn(state=state, effects=(Relay(text=inbound.text, note="edited"), *_passed_on(known)))
    asked = match(topics, inbound.text, known.locale)
    topic = known.library.topics.get(asked or "")
    facts = known.current.facts if known.current else None
    answer = told(topic.answer, facts) if topic is not None and facts is not None else None
    if answer is None:
        note = EMERGENCY if asked == EMERGENCY else ""
        return Turn(state=state, effects=(Relay(text=inbound.text, note=note), *_passed_on(known)))
    assert topic is not None
    answered = Say(message=OutgoingMessage(text=sendable(headed(facts, answer))))
    note = EMERGENCY if topic.id == EMERGENCY else "topic"
    relay = Relay(text=inbound.text, note=note, facts={"topic": topic.id})
    return Turn(state=state, effects=(answered, relay, *_passed_on(known, "relay.also")))


def _unjoined(inbound: Inbound, known: Known, now: datetime) -> Turn:
    """How to join; from who dropped out of a trip lately the agents read it, and may answer."""
    left = known.former
    if left is None:
        return before_joining(known, now)
    facts = {"name": left.name, "reference": left.reference}
    return Turn(effects=(Relay(text=inbound.text, note="dropped", facts=facts), *_passed_on(known)))


def _passed_on(known: Known, word: str = "relay.passed_on") -> tuple[Effect, ...]:
    """Said only because the relay is in the same turn; in a talk with an agent nothing is said."""
    words = _words(known)
    if not known.reachable:
        text = f"{words.say('relay.nobody')}\n{contact_lines(known, words)}"
        return (Say(message=OutgoingMessage(text=text)),)
    if known.held and word != "relay.media":
        return ()
    return (Say(message=OutgoingMessage(text=words.say(word))),)


def _words(known: Known) -> Wording:
    return Wording(library=known.library, locale=known.locale)


Reader = Callable[[State, Inbound, Known, datetime, Index], Turn]
ANSWERS: Mapping[InboundKind, Reader] = {
    InboundKind.COMMAND: _command,
    InboundKind.TEXT: _text,
    InboundKind.MEDIA: _media,
    InboundKind.LOCATION: _location,
    InboundKind.TAP: _tap,
}
