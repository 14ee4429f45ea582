"""/privacy: what is kept in plain words, consent to offers, a copy as a file, and erasure with its one exception.

Not here: counting and until when something is needed (bot.steps.privacy), doing it (bot.steps.privacy.erase).
"""

from __future__ import annotations

from flows.talk.dates import long_day
from flows.talk.dialogue import Holdings, Known, State, Tapped
from flows.talk.effects import Answered, Edit, Effect, Erase, Export, Keep, Say, Turn
from flows.talk.joining import agency_name
from flows.talk.markup import Html
from flows.talk.menu import consent
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.whereabouts import consent as location_consent
from flows.talk.wording import Wording, sendable

NOTHING = Holdings()


def privacy(known: Known, words: Wording, contact: Html) -> tuple[Effect, ...]:
    """The answer to /privacy. contact: how the agency is reached."""
    agency = agency_name(known, words)
    if not known.joined:
        parts = (words.say("privacy.nothing_held", agency=agency), words.say("privacy.ask_agency"), contact)
        return _say("\n\n".join(parts))
    kept = known.holdings or NOTHING
    lines = [
        words.say("privacy.held", agency=agency),
        words.say(
            "privacy.kinds",
            trips=len(known.trips),
            messages=kept.messages,
            ticks=kept.ticks,
            answers=kept.answers,
            wishes=kept.wishes,
        ),
        words.say("privacy.offers_on" if known.offers else "privacy.offers_off"),
        words.say("privacy.location_on" if known.location else "privacy.location_off"),
    ]
    if kept.due:
        lines.append(words.say("privacy.due", until=_until(kept, words)))
    erasing = _button(words, "keep") if kept.due else _button(words, "erase")
    located = location_consent(words, given=known.location)
    rows = (*consent(words, given=bool(known.offers)), *located, (_button(words, "export"), erasing))
    return _say("\n\n".join((*lines, f"{words.say('privacy.questions')}\n{contact}")), rows)


def chosen(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """privacy.export, privacy.erase, privacy.erase_sure or privacy.keep was tapped."""
    kept = known.holdings or NOTHING
    effects: tuple[Effect, ...]
    match tapped.action:
        case "privacy.export":
            effects = (Export(), Answered())
        case "privacy.erase" if kept.due:
            effects = _settle(tapped, words.say("privacy.due", until=_until(kept, words)))
        case "privacy.erase":
            asked = "privacy.erase_ask_later" if kept.needed is not None else "privacy.erase_ask"
            rows = ((_button(words, "erase_sure"),), (_button(words, "keep"),))
            effects = (Answered(), *_say(words.say(asked, until=_until(kept, words)), rows))
        case "privacy.erase_sure" if kept.due:
            effects = _settle(tapped, words.say("privacy.due", until=_until(kept, words)))
        case "privacy.erase_sure":
            told = "privacy.erase_later" if kept.needed is not None else "privacy.erased"
            # Erased first: what is said about it must not be erased with it.
            effects = (Erase(), Answered(), *_say(words.say(told, until=_until(kept, words))))
        case _:
            told = "privacy.kept_after_all" if kept.due else "privacy.kept"
            effects = (Keep(), *_settle(tapped, words.say(told)))
    return Turn(state=state, effects=effects)


def _settle(tapped: Tapped, said: str) -> tuple[Effect, ...]:
    """The question makes room for the answer where it stands."""
    message = OutgoingMessage(text=said)
    if tapped.message_id is None:
        return (Answered(), Say(message=message))
    return (Answered(), Edit(message_id=tapped.message_id, message=message))


def _until(kept: Holdings, words: Wording) -> str:
    return long_day(kept.until, words.locale, year=True) if kept.until is not None else ""


def _button(words: Wording, name: str) -> Button:
    return Button(label=words.bare(f"privacy.button_{name}"), action=f"privacy.{name}")


def _say(text: str, buttons: Rows = ()) -> tuple[Effect, ...]:
    return (Say(message=OutgoingMessage(text=sendable(text), buttons=buttons)),)
