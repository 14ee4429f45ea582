"""What a traveller's commands and menu words answer; all at once, in the chat's language.

Not here: the menu itself (menu), joining by /start with a code (joining), agents' commands (bot.steps.desk).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.talk import dates
from flows.talk.addressed import first_name
from flows.talk.buttons import label as shown
from flows.talk.called import headed
from flows.talk.company import who
from flows.talk.contact import contact_lines
from flows.talk.dialogue import Known, State, TripKnown
from flows.talk.effects import Effect, Say, SetOffers, SetStopped, ShowChecklist, Turn
from flows.talk.handouts import bring_calendar, list_documents, show_card
from flows.talk.joining import agency_name, ask_code
from flows.talk.markup import escape
from flows.talk.menu import languages, with_menu
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.privacy import privacy
from flows.talk.whereabouts import where
from flows.talk.wording import Wording, fact, sendable
from flows.trips.party import head

Answer = Callable[[Known, Wording], tuple[Effect, ...]]


def command(name: str, state: State, known: Known) -> Turn:
    """The answer to one command; what is awaited stays awaited. An unknown one gets a short help."""
    words = Wording(library=known.library, locale=known.locale)
    if not known.joined and name not in BEFORE_JOINING:
        return Turn(state=state, effects=ask_code(known).effects)
    answer = COMMANDS.get(name, _unknown)
    return Turn(state=state, effects=answer(known, words))


def resume(words: Wording) -> Rows:
    """The button that ends /stop."""
    data = {"purpose": "messages", "value": "yes"}
    return ((Button(label=words.bare("stop.resume"), action="consent.set", data=data),),)


def _say(text: str, buttons: Rows = ()) -> tuple[Effect, ...]:
    return (Say(message=OutgoingMessage(text=sendable(text), buttons=buttons)),)


def _start(known: Known, words: Wording) -> tuple[Effect, ...]:
    if not known.joined:
        return ask_code(known).effects
    if known.stopped:
        return (SetStopped(value=False), Say(message=with_menu(words, words.say("stop.resumed"))))
    name = known.current.name if known.current else ""
    return (Say(message=with_menu(words, words.say("start.again", name=name))),)


def _menu(known: Known, words: Wording) -> tuple[Effect, ...]:
    return (Say(message=with_menu(words, words.say("menu.here"))),)


def _trip(known: Known, words: Wording) -> tuple[Effect, ...]:
    current = known.current
    assert current is not None, "a joined chat talks about a trip"
    others = tuple(
        (Button(label=_label(trip, known), action="show", data=_choice(trip)),)
        for trip in known.trips
        if trip.id != current.id
    )
    glance = fact(current.facts, "trip.glance")
    title = words.say("trip.title", destination=current.destination, reference=current.trip.reference)
    parts = [title, glance or words.say("trip.nothing")]
    if current.trip.cancelled:
        parts = [title, words.say("trip.cancelled")]
    elif current.unsettled:
        parts.insert(1, words.say("trip.unsettled"))
    if secret := _secret(current):
        parts.append(words.say("trip.surprise", names=dates.listing(secret, words.locale)))
    if others:
        parts.append(words.say("trip.others"))
    return _say("\n\n".join(parts), others)


def _secret(current: TripKnown) -> tuple[str, ...]:
    """For whom it is a surprise still, where this chat organises it."""
    if not current.trip.surprised or current.holder not in (head(current.trip).id, current.trip.leader):
        return ()
    return tuple(
        first_name(one, current.trip) for one in current.trip.travellers if one.id in current.trip.surprised
    )


def _label(trip: TripKnown, known: Known) -> str:
    """Where it goes and when; its reference too, where another is called the same."""
    mine, *others = (_called(one) for one in (trip, *(one for one in known.trips if one.id != trip.id)))
    return f"🧳 {mine} · {trip.trip.reference}" if mine in others else f"🧳 {mine}"


def _called(trip: TripKnown) -> str:
    return shown(fact(trip.facts, "trip.called") or escape(trip.destination))


def _where(known: Known, words: Wording) -> tuple[Effect, ...]:
    return _say(headed(known.current.facts if known.current else None, where(known, words)))


def _choice(trip: TripKnown) -> Mapping[str, str]:
    return {"what": "trip", "trip": str(trip.id)}


def _checklist(known: Known, words: Wording) -> tuple[Effect, ...]:
    if known.current is not None and known.current.trip.cancelled:
        return _say(words.say("trip.cancelled"))
    return (ShowChecklist(),)


def _tips(known: Known, words: Wording) -> tuple[Effect, ...]:
    current = known.current
    assert current is not None, "a joined chat talks about a trip"
    tips = fact(current.facts, "place.tips")
    named = fact(current.facts, "place.name") or current.destination
    if tips is None:
        return _say(headed(current.facts, words.say("tips.nothing", place=named)))
    return _say(headed(current.facts, f"{words.say('tips.title', place=named)}\n\n{tips}"))


def _emergency(known: Known, words: Wording) -> tuple[Effect, ...]:
    facts = known.current.facts if known.current else None
    parts = []
    numbers, country = fact(facts, "emergency.numbers"), fact(facts, "country.name")
    if numbers and country:
        parts.append(f"{words.say('emergency.title', country=country)}\n{numbers}")
    else:
        parts.append(words.say("emergency.unknown"))
    parts.append(
        f"{words.say('emergency.agency', agency=agency_name(known, words))}\n{contact_lines(known, words)}"
    )
    return _say(headed(facts, "\n\n".join(parts)))


def _contact(known: Known, words: Wording) -> tuple[Effect, ...]:
    lines = f"{words.say('contact.title', agency=agency_name(known, words))}\n{contact_lines(known, words)}"
    if known.reachable and known.joined:
        return _say(f"{lines}\n\n{words.say('contact.write_here')}")
    return _say(lines)


def _language(known: Known, words: Wording) -> tuple[Effect, ...]:
    return _say(words.say("language.ask"), languages(known.library))


def _privacy(known: Known, words: Wording) -> tuple[Effect, ...]:
    return privacy(known, words, contact_lines(known, words))


def _stop(known: Known, words: Wording) -> tuple[Effect, ...]:
    return (
        SetStopped(value=True),
        SetOffers(value=False),
        *_say(words.say("stop.done"), resume(words)),
    )


def _help(known: Known, words: Wording) -> tuple[Effect, ...]:
    if not known.joined:
        return _say(
            f"{words.say('join.ask_code', agency=agency_name(known, words))}\n\n{words.say('help.before')}"
        )
    return (Say(message=with_menu(words, words.say("help.commands"))),)


def _unknown(known: Known, words: Wording) -> tuple[Effect, ...]:
    return _say(words.say("help.unknown"))


COMMANDS: Mapping[str, Answer] = {
    "start": _start,
    "menu": _menu,
    "trip": _trip,
    "where": _where,
    "checklist": _checklist,
    "tips": _tips,
    "documents": list_documents,
    "calendar": bring_calendar,
    "card": show_card,
    "emergency": _emergency,
    "contact": _contact,
    "language": _language,
    "privacy": _privacy,
    "stop": _stop,
    "who": who,
    "help": _help,
}
BEFORE_JOINING = frozenset({"start", "help", "language", "privacy", "emergency", "contact"})
