"""What a tapped button leads to. An unknown or foreign one is told to be no longer valid.

Not here: which buttons there are (actions), surveys and pulses (feedback), offers (offers), agents' buttons
(bot.steps.desk).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from flows.talk.checklist import ADD
from flows.talk.commands import COMMANDS, command, resume
from flows.talk.dialogue import Known, State, Tapped
from flows.talk.effects import (
    Answered,
    ChooseTrip,
    Edit,
    Effect,
    Say,
    SetLocale,
    SetOffers,
    SetStopped,
    Tick,
    Turn,
)
from flows.talk.feedback import acknowledged, awaited, back, choose, done, mood, refused, scored, skipped
from flows.talk.handouts import bring
from flows.talk.menu import with_menu
from flows.talk.message import OutgoingMessage
from flows.talk.offers import offered
from flows.talk.own_items import ask_item, choose_removal, removed
from flows.talk.privacy import chosen
from flows.talk.tongue import in_one, known_in
from flows.talk.whereabouts import consented, here
from flows.talk.wishes import travels, wished
from flows.talk.wording import Wording

Handler = Callable[[State, Known, Tapped, Wording], Turn]


def tap(state: State, known: Known, *, now: datetime) -> Turn:
    """The answer to a tap; every one is acknowledged. now: aware, trip time."""
    words = Wording(library=known.library, locale=known.locale)
    tapped = known.tapped
    handler = HANDLERS.get(tapped.action) if tapped else None
    if tapped is None or (not known.joined and tapped.action != "language.set"):
        return refused(state, words)
    if tapped.action == ADD:
        turn = ask_item(state, known, tapped, words, now=now)
    elif tapped.action == "here":
        turn = here(state, known, tapped, words, now=now)
    elif handler is not None:
        turn = handler(state, known, tapped, words)
    else:
        return refused(state, words)
    if any(isinstance(effect, Answered) for effect in turn.effects):
        return turn
    return replace(turn, effects=(*turn.effects, Answered()))


def _tick(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    if not tapped.data.get("item"):
        return refused(state, words)
    return Turn(state=state, effects=(Tick(item=tapped.data["item"], person=tapped.data.get("person", "")),))


def _skip(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    return skipped(state, known, tapped.data.get("question", ""), words)


def _consent(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    yes = tapped.data.get("value") == "yes"
    match tapped.data.get("purpose"):
        case "offers":
            said = words.say("consent.thanks_yes" if yes else "consent.thanks_no")
            return Turn(state=state, effects=(SetOffers(value=yes), *_settle(tapped, said)))
        case "location":
            return consented(state, known, tapped, words)
        case "messages" if yes:
            message = with_menu(words, words.say("stop.resumed"))
            return Turn(state=state, effects=(SetStopped(value=False), Say(message=message)))
        case "messages":
            stopped = OutgoingMessage(text=words.say("stop.done"), buttons=resume(words))
            return Turn(
                state=state,
                effects=(SetStopped(value=True), SetOffers(value=False), Say(message=stopped)),
            )
    return refused(state, words)


def _settle(tapped: Tapped, said: str) -> tuple[Effect, ...]:
    """The question makes room for the answer where it stands; else the answer is a message."""
    message = OutgoingMessage(text=said)
    return (
        Edit(message_id=tapped.message_id, message=message) if tapped.message_id else Say(message=message),
    )


def _locale(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    locale = tapped.data.get("locale", "")
    return speaking(state, known, locale) if locale in known.library.locales else refused(state, words)


def speaking(state: State, known: Known, locale: str) -> Turn:
    """From now on the chat speaks this language, one of the library's: what waits for an answer is asked anew in it."""
    return in_one(locale, lambda spoken: _speaking(state, known_in(known, spoken), locale))


def _speaking(state: State, known: Known, locale: str) -> Turn:
    fresh = Wording(library=known.library, locale=known.locale)
    said = fresh.say("language.set")
    message = with_menu(fresh, said) if known.joined else OutgoingMessage(text=said)
    effects: list[Effect] = [SetLocale(locale=locale), Say(message=message)]
    asked = awaited(state, known, fresh)  # what shows an answer field cannot be edited: it is asked anew
    if asked is not None:
        effects.append(Say(message=asked))
    return Turn(state=state, effects=tuple(effects))


def _show(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    what = tapped.data.get("what", "")
    if what not in COMMANDS:
        return refused(state, words)
    wanted = tapped.data.get("trip", "")
    for trip in known.trips:
        if str(trip.id) == wanted:
            turn = command(what, state, replace(known, current=trip))
            chosen_now = (ChooseTrip(trip=trip.id),) if what == "trip" else ()
            return replace(turn, effects=(*chosen_now, *turn.effects))
    return command(what, state, known)


def _share(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    return Turn(state=state, effects=(Say(message=OutgoingMessage(text=words.say("share.text"))),))


def _menu(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    return command("menu", state, known)


HANDLERS: Mapping[str, Handler] = {
    "checklist.tick": _tick,
    "checklist.remove": choose_removal,
    "checklist.drop": removed,
    "survey.score": scored,
    "survey.back": back,
    "survey.choose": choose,
    "survey.done": done,
    "survey.skip": _skip,
    "pulse.mood": mood,
    "offer.details": offered,
    "offer.accept": offered,
    "offer.later": offered,
    "offer.never": offered,
    "offer.withdraw": offered,
    "ack": acknowledged,
    "consent.set": _consent,
    "language.set": _locale,
    "show": _show,
    "document.bring": bring,
    "share": _share,
    "menu": _menu,
    "privacy.export": chosen,
    "privacy.erase": chosen,
    "privacy.erase_sure": chosen,
    "privacy.keep": chosen,
    "wish": wished,
    "travel_time": travels,
}
