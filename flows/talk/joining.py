"""How a chat joins a trip: a code, then a second factor; five wrong tries lock the chat for a day and the code for good.

Whatever was wrong (an unknown code, a used, expired, revoked or locked one, or the factor) the answers are the same, word
for word: the code is always followed by the question for the factor. Not here: what counts as fitting (codes), binding
(bot.steps.bind).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.talk.addressed import first_name
from flows.talk.codes import factor_fits, is_called
from flows.talk.dialogue import IDLE, Invitation, Known, State, Step
from flows.talk.effects import Effect, Join, Say, TellAgents, Tried, Turn
from flows.talk.menu import consent_question, with_menu
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording
from flows.trips.party import Entry, entry

MOST_TRIES = 5
LOCKED_FOR = timedelta(hours=24)


def locked(known: Known, now: datetime) -> bool:
    """True while too many wrong tries keep the chat out."""
    return known.locked_until is not None and now < known.locked_until


def take_code(state: State, known: Known, *, name: str, now: datetime) -> Turn:
    """A code was given: ask for the factor. A code given in place of a factor costs the try that it leaves behind."""
    words = Wording(library=known.library, locale=known.locale)
    if locked(known, now):
        return _refused(words)
    effects: list[Effect] = []
    if state.step is Step.FACTOR:
        effects.extend(_wrong(0, known, name=name, now=now))
        if _locks(known, now):
            return Turn(effects=(*effects, Say(message=OutgoingMessage(text=words.say("join.locked")))))
    asked = OutgoingMessage(text=words.say("join.factor"), ask=words.bare("join.factor_hint"))
    found = known.given.id if known.given else 0
    if known.given is not None and known.given.taken and state.invitation != found:
        effects.append(_told("staff.code_again", known.given, name))
    return Turn(state=State(step=Step.FACTOR, invitation=found), effects=(*effects, Say(message=asked)))


def take_factor(state: State, text: str, known: Known, *, name: str, now: datetime) -> Turn:
    """A surname or date was given: join, or count the try."""
    words = Wording(library=known.library, locale=known.locale)
    if locked(known, now):
        return _refused(words)
    if fits(known, text):
        return _joined(known, name=name)
    wrong = _wrong(state.invitation, known, name=name, now=now)
    if _locks(known, now):
        return Turn(effects=(*wrong, Say(message=OutgoingMessage(text=words.say("join.locked")))))
    again = OutgoingMessage(text=words.say("join.wrong"))
    return Turn(state=IDLE if known.joined else state, effects=(*wrong, Say(message=again)))


def ask_code(known: Known) -> Turn:
    """How to join."""
    words = Wording(library=known.library, locale=known.locale)
    return Turn(
        effects=(
            Say(message=OutgoingMessage(text=words.say("join.ask_code", agency=agency_name(known, words)))),
        )
    )


def before_joining(known: Known, now: datetime) -> Turn:
    """Whatever is written or sent before joining: how to join, or that this chat must wait."""
    if locked(known, now):
        return _refused(Wording(library=known.library, locale=known.locale))
    return ask_code(known)


def agency_name(known: Known, words: Wording) -> str:
    """The agency's name, or "your travel agency"."""
    return known.agency.get("name") or words.bare("agency.unnamed")


def fits(known: Known, text: str) -> bool:
    """Does the text open the pending invitation?"""
    found = known.invitation
    return (
        found is not None
        and found.open
        and factor_fits(text, found.trip, found.trip.traveller(found.traveller), known.library.locales)
    )


def _joined(known: Known, *, name: str) -> Turn:
    found = known.invitation
    assert found is not None, "only a found invitation can be joined"
    words = Wording(library=known.library, locale=found.locale or known.locale)
    person = found.trip.traveller(found.traveller)
    joins: list[Effect] = [Join(invitation=found.id)]
    if not is_called(name, person):
        joins.append(_told("staff.other_name", found, name))
    if entry(found.trip, person.id) is Entry.SURPRISE:
        said = words.say("join.nothing_yet", name=first_name(person, found.trip))
        return Turn(effects=(*joins, Say(message=OutgoingMessage(text=said))))
    welcome = words.say(
        "join.welcome",
        name=first_name(person, found.trip),
        reference=found.trip.reference,
        agency=agency_name(known, words),
    )
    effects: list[Effect] = [*joins, Say(message=with_menu(words, welcome))]
    if known.offers is None:
        effects.append(Say(message=consent_question(words)))
    return Turn(effects=tuple(effects))


def _told(word: str, found: Invitation, name: str) -> TellAgents:
    """The agents hear of a chat, called `name`, and whose invitation it is about."""
    person = found.trip.traveller(found.traveller)
    facts = {"chat": name, "name": person.name, "reference": found.trip.reference}
    return TellAgents(word=word, facts=facts)


def _tries(known: Known, now: datetime) -> int:
    """Wrong tries before this one; a lock that has ended forgets them."""
    return 0 if known.locked_until is not None and now >= known.locked_until else known.tries


def _locks(known: Known, now: datetime) -> bool:
    return _tries(known, now) + 1 >= MOST_TRIES


def _wrong(pending: int, known: Known, *, name: str, now: datetime) -> tuple[Effect, ...]:
    """The try is counted for the chat, and for the code where it points to an open invitation."""
    found = known.invitation if pending and known.invitation and known.invitation.open else None
    closes = found is not None and found.tries + 1 >= MOST_TRIES
    locks = _locks(known, now)
    tried = Tried(
        tries=0 if locks else _tries(known, now) + 1,
        locked_until=now + LOCKED_FOR if locks else None,
        invitation=found.id if found else 0,
        closes=closes,
    )
    told: list[Effect] = [tried]
    if locks:
        told.append(TellAgents(word="staff.chat_locked", facts={"name": name}))
    if closes and found is not None:
        person = found.trip.traveller(found.traveller)
        facts = {"name": person.name, "reference": found.trip.reference}
        told.append(TellAgents(word="staff.code_locked", facts=facts))
    return tuple(told)


def _refused(words: Wording) -> Turn:
    return Turn(effects=(Say(message=OutgoingMessage(text=words.say("join.locked"))),))
