"""What a tap on an offer leads to. An accepted one reaches the agents, who make it true; nothing is booked here.

Not here: which offers are due (flows.planning) and what they say (content/offers).
"""

from __future__ import annotations

from flows.talk.dialogue import Known, State, Tapped
from flows.talk.effects import Answered, Effect, Relay, Remember, Say, Turn
from flows.talk.feedback import refused
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.wording import Wording, sendable, told

ACCEPTED = "accepted"


def offered(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """offer.details, offer.accept, offer.later or offer.never was tapped."""
    offer = known.library.offers.get(tapped.data.get("offer", ""))
    if offer is None or known.current is None:
        return refused(state, words)
    if known.offered == ACCEPTED:
        return Turn(state=state, effects=(Answered(text=words.bare("offer.already")),))
    facts = known.current.facts
    match tapped.action:
        case "offer.details":
            details = told(offer.details, facts) if facts is not None else None
            title = told(offer.title, facts) if facts is not None else None
            if details is None or title is None:
                return refused(state, words)
            message = OutgoingMessage(
                text=sendable(f"<b>{title}</b>\n\n{details}"), buttons=_answers(offer.id, words)
            )
            # A word that was already given is not lost by a second look.
            kept: tuple[Effect, ...] = () if known.offered else (Remember(offer=offer.id, state="details"),)
            return Turn(state=state, effects=(*kept, Answered(), Say(message=message)))
        case "offer.accept":
            title = told(offer.title, facts) if facts is not None else None
            relay = Relay(note="offer", facts={"offer": str(title or offer.id)})
            said = "offer.accepted" if known.reachable else "offer.accepted_alone"
            reply = Say(message=OutgoingMessage(text=words.say(said)))
            return Turn(
                state=state, effects=(Remember(offer=offer.id, state=ACCEPTED), relay, Answered(), reply)
            )
        case "offer.later":
            return _remembered(state, offer.id, "later", words)
        case "offer.never":
            return _remembered(state, offer.id, "never", words)
    return refused(state, words)


def _remembered(state: State, offer: str, word: str, words: Wording) -> Turn:
    answer = Answered(text=words.bare(f"offer.{word}"))
    return Turn(state=state, effects=(Remember(offer=offer, state=word), answer))


def _answers(offer: str, words: Wording) -> Rows:
    data = {"offer": offer}
    return (
        (Button(label=words.bare("offer.button_accept"), action="offer.accept", data=data),),
        (
            Button(label=words.bare("offer.button_later"), action="offer.later", data=data),
            Button(label=words.bare("offer.button_never"), action="offer.never", data=data),
        ),
    )
