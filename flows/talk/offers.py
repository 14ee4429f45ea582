"""What a tap on an offer leads to. An accepted one reaches the agents, who make it true; nothing is booked here.

"Not now" is heard: the offer comes once more at most, where content has a later occasion for it, and twice "not now" is
no. Not here: which offers are due (flows.planning), what they say (content/offers), how agents answer (bot.steps.desk).
"""

from __future__ import annotations

from flows.talk.dialogue import Known, State, Tapped
from flows.talk.effects import Answered, Effect, Redraw, Remember, Request, Say, Turn, Withdraw
from flows.talk.feedback import refused
from flows.talk.message import Button, OutgoingMessage
from flows.talk.wording import Wording

ACCEPTED = "accepted"
SETTLED = frozenset({"confirmed", "refused"})
"""What became of it by an agent's word: no tap changes that."""


def offered(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """offer.details, offer.accept, offer.later, offer.never or offer.withdraw was tapped."""
    offer = known.library.offers.get(tapped.data.get("offer", ""))
    if offer is None or known.current is None:
        return refused(state, words)
    if tapped.action == "offer.withdraw":
        return _withdrawn(state, known, offer.id, words)
    if known.offered in SETTLED:
        return Turn(state=state, effects=(Redraw(), Answered(text=words.bare("offer.settled"))))
    if known.offered == ACCEPTED:
        return Turn(state=state, effects=(Redraw(), Answered(text=words.bare("offer.already"))))
    match tapped.action:
        case "offer.details":
            # A word that was already given is not lost by a second look.
            kept = () if known.offered not in ("", "details", "later") else (_remember(offer.id, "details"),)
            return Turn(state=state, effects=(*kept, Redraw(), Answered()))
        case "offer.accept":
            said = "offer.accepted" if known.reachable else "offer.accepted_alone"
            return Turn(
                state=state,
                effects=(
                    _remember(offer.id, ACCEPTED),
                    Request(offer=offer.id),
                    Redraw(),
                    Answered(),
                    Say(message=OutgoingMessage(text=words.say(said))),
                ),
            )
        case "offer.later":
            again = known.offered_by is not None and known.offered_by != tapped.delivery
            word = "never" if known.offered == "later" and again else "later"
            answer = Answered(text=words.bare(f"offer.{word}"))
            return Turn(state=state, effects=(_remember(offer.id, word), Redraw(), answer))
        case "offer.never":
            return Turn(state=state, effects=(*_never(offer.id, known, words),))
    return refused(state, words)


def _remember(offer: str, word: str) -> Effect:
    return Remember(offer=offer, state=word)


def _never(offer: str, known: Known, words: Wording) -> tuple[Effect, ...]:
    """This one never again; and, where offers are wanted at all, a way to have none."""
    effects: tuple[Effect, ...] = (_remember(offer, "never"), Redraw())
    if not known.offers:
        return (*effects, Answered(text=words.bare("offer.never")))
    no = Button(
        label=words.bare("offer.none_at_all"),
        action="consent.set",
        data={"purpose": "offers", "value": "no"},
    )
    asked = OutgoingMessage(text=words.say("offer.never_or_none"), buttons=((no,),))
    return (*effects, Answered(), Say(message=asked))


def _withdrawn(state: State, known: Known, offer: str, words: Wording) -> Turn:
    if known.offered in SETTLED:
        return Turn(state=state, effects=(Redraw(), Answered(text=words.bare("offer.settled"))))
    if known.offered != ACCEPTED:
        return Turn(state=state, effects=(Redraw(), Answered()))
    said = OutgoingMessage(text=words.say("offer.withdrawn"))
    return Turn(state=state, effects=(Withdraw(offer=offer), Redraw(), Answered(), Say(message=said)))
