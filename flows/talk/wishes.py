"""What a traveller lets the agency know by a tap: what is celebrated, what is needed, how far home is from the departure.

Not here: which touchpoints ask for it (content), who keeps it (bot.steps.talk.wishes), when to set out (whens).
"""

from __future__ import annotations

from dataclasses import replace

from flows.library.audience import Celebration
from flows.talk.actions import LONGEST_WAY, WISHES
from flows.talk.dialogue import Known, State, Tapped
from flows.talk.effects import Answered, Celebrate, Effect, Relay, Say, Store, TellAgents, Travel, Turn
from flows.talk.feedback import refused
from flows.talk.menu import with_menu
from flows.talk.wording import Wording, fact
from flows.trips.evidence import Stage

OCCASIONS = frozenset(str(one) for one in Celebration)
"""Those wishes that change the plan; of the others the traveller tells more."""

WISH = "wish"
"""Under which name wishes are kept among the answers."""

ALREADY_LEFT = (Stage.IN_TRANSIT, Stage.ON_SITE, Stage.AFTERWARDS, Stage.CANCELLED)


def wished(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """A wish was tapped: the agents hear it once, and an occasion changes the plan. A second tap changes nothing."""
    wish, trip = tapped.data.get("wish", ""), known.current
    if wish not in WISHES or trip is None:
        return refused(state, words)
    if wish in known.wishes:
        return Turn(state=state, effects=(Answered(text=words.bare("wish.known")),))
    effects: list[Effect] = [
        Store(trip=trip.id, holder=trip.holder, survey=WISH, question=wish, text="yes"),
        _told(known, wish),
        Answered(),
    ]
    if wish in OCCASIONS:
        effects.append(Celebrate(occasion=wish))
        said = words.say(f"wish.thanks_{wish}", name=trip.name)
    else:
        said = words.say("wish.tell_more" if known.reachable else "wish.tell_more_alone")
    return Turn(state=state, effects=(*effects, Say(message=with_menu(words, said))))


def travels(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """A travel time was tapped: when to leave home follows from it. Another tap changes it."""
    given, trip = tapped.data.get("minutes", ""), known.current
    minutes = int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0
    if trip is None or not 0 < minutes <= LONGEST_WAY:
        return refused(state, words)
    facts = replace(trip.facts, travel_minutes=minutes) if trip.facts is not None else None
    out = fact(facts, "trip.leave_home") if trip.estimate.stage not in ALREADY_LEFT else None
    said = words.say("travel.leave_home", time=out) if out is not None else words.say("travel.noted")
    effects = (Travel(minutes=minutes), Answered(), Say(message=with_menu(words, said)))
    return Turn(state=state, effects=effects)


def _told(known: Known, wish: str) -> Effect:
    """The agents hear it with the traveller's name; where no group is bound it waits for one."""
    trip = known.current
    assert trip is not None, "a wish belongs to a trip"
    if known.reachable:
        return Relay(note=f"wish_{wish}")
    name = next((one.name for one in trip.trip.travellers if one.id == trip.holder), trip.name)
    return TellAgents(word=f"staff.wish_{wish}", facts={"name": name, "reference": trip.trip.reference})
