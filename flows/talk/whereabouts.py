"""Where a traveller is: what a tap or a shared location tells us, how we may use it, and how we answer "where am I?".

Not here: the words for where they are (believed), what a sight says of the trip (flows.trips.sighting), keeping it (bot.steps.talk.whereabouts).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flows.talk import dates
from flows.talk.dialogue import Known, State, Tapped, TripKnown
from flows.talk.effects import (
    Answered,
    Effect,
    Relay,
    Say,
    SetLocation,
    TellAgents,
    Turn,
    Witness,
)
from flows.talk.feedback import refused
from flows.talk.inbound import Inbound
from flows.talk.markup import Html
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.tickets import ticket
from flows.talk.wording import Wording, fact
from flows.trips.effective import Leg
from flows.trips.evidence import Evidence, FlightStatus
from flows.trips.life import Life
from flows.trips.sighting import Seen, Unfit, seen, told
from flows.trips.sighting import Tapped as Here
from flows.trips.times import zone_info

PURPOSE = "location"


def here(state: State, known: Known, tapped: Tapped, words: Wording, *, now: datetime) -> Turn:
    """Boarded, Landed or Still here was tapped under a message about a leg."""
    trip, what = known.current, tapped.data.get("what", "")
    if trip is None or trip.facts is None or what not in set(Here):
        return refused(state, words)
    segment = tapped.data.get("leg", "") or tapped.occurrence
    lives = [life for life in trip.facts.lives if _leg((life,), segment) is not None] or trip.facts.lives
    said = [told(life, Here(what), segment, now=now) for life in lives]
    statuses = tuple(one for one in said if isinstance(one, FlightStatus))
    if not statuses:
        unfit = next((one for one in said if isinstance(one, Unfit)), Unfit.NO_LEG)
        return Turn(state=state, effects=(Answered(text=words.bare(f"here.{unfit}")),))
    leg = _leg(lives, statuses[0].segment)
    waits = Here(what) is Here.STILL_HERE and leg is not None and now >= leg.departs
    word = f"here.{what}" if waits or Here(what) is not Here.STILL_HERE else "here.still_early"
    buttons = _buttons(words, statuses[0].segment, (Here.BOARDED, Here.LANDED)) if waits else ()
    effects: list[Effect] = [
        Witness(evidence=statuses),
        Answered(),
        Say(message=OutgoingMessage(text=words.say(word, **_quoted(leg, trip)), buttons=buttons)),
    ]
    if waits:
        effects.append(_tell(known, trip, leg))
    return Turn(state=state, effects=tuple(effects))


def located(state: State, inbound: Inbound, known: Known, words: Wording, *, now: datetime) -> Turn:
    """A location was shared, once or live. Before the first is used the traveller is asked; a live one that moves on is
    taken in without a word."""
    trip = known.current
    if trip is None or trip.facts is None or inbound.latitude is None or inbound.longitude is None:
        return Turn(state=state)
    if known.location is None and not inbound.edited:
        return Turn(state=state, effects=(Say(message=_question(trip, words)),))
    if not known.location:
        if inbound.edited:
            return Turn(state=state)
        return Turn(state=state, effects=(Say(message=OutgoingMessage(text=words.say("location.refused"))),))
    found = [
        seen(life, latitude=inbound.latitude, longitude=inbound.longitude, zone=known.zone_there, now=now)
        for life in trip.facts.lives
    ]
    evidence: Evidence = tuple(one for each in found for one in each.evidence)
    effects: list[Effect] = [Witness(evidence=evidence)]
    if not inbound.edited:
        message = OutgoingMessage(text=_noted(found[0], known, words, now=now))
        effects.append(Say(message=message))
    return Turn(state=state, effects=tuple(effects))


def consented(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """Yes or no to using locations, or the yes taken back: then what they said is forgotten."""
    yes = tapped.data.get("value") == "yes"
    message = OutgoingMessage(text=words.say("location.thanks_yes" if yes else "location.thanks_no"))
    effects: list[Effect] = [SetLocation(value=yes), Answered(), Say(message=message)]
    return Turn(state=state, effects=tuple(effects))


def consent(words: Wording, *, given: bool | None) -> Rows:
    """The button that takes the yes back, or gives it; nothing before it was asked."""
    if given is None:
        return ()
    return ((_choice(words, "stop" if given else "yes", "no" if given else "yes"),),)


def where(known: Known, words: Wording) -> Html:
    """Where we believe they are, and why."""
    trip = known.current
    assert trip is not None, "a joined chat talks about a trip"
    return fact(trip.facts, "trip.here") or words.say("where.unknown")


def _question(trip: TripKnown, words: Wording) -> OutgoingMessage:
    buttons = ((_choice(words, "yes", "yes"), _choice(words, "no", "no")),)
    return OutgoingMessage(text=words.say("location.ask"), buttons=buttons)


def _choice(words: Wording, label: str, value: str) -> Button:
    data = {"purpose": PURPOSE, "value": value}
    return Button(label=words.bare(f"location.{label}"), action="consent.set", data=data)


def _noted(found: Seen, known: Known, words: Wording, *, now: datetime) -> Html:
    trip = known.current
    assert trip is not None and trip.facts is not None, "it was looked at before"
    near = trip.facts.named(found.near) if found.near is not None else ""
    if known.zone_there is None:
        return words.say("location.at_sea" if not near else "location.near_only", place=near)
    clock = dates.clock(now.astimezone(zone_info(known.zone_there)).time())
    return words.say("location.near" if near else "location.elsewhere", place=near, time=clock)


def _leg(lives: Iterable[Life], segment: str) -> Leg | None:
    legs = (leg for life in lives for chain in life.itinerary.chains for leg in chain.legs)
    return next((leg for leg in legs if leg.segment.id == segment), None)


def _quoted(leg: Leg | None, trip: TripKnown) -> dict[str, object]:
    facts = trip.facts
    if leg is None or facts is None:
        return {"leg": "", "place": ""}
    return {"leg": ticket(leg, facts), "place": facts.named(leg.destination)}


def _buttons(words: Wording, leg: str, what: tuple[Here, ...]) -> Rows:
    return (
        tuple(
            Button(
                label=words.bare(f"here.button_{one}"), action="here", data={"what": one.value, "leg": leg}
            )
            for one in what
        ),
    )


def _tell(known: Known, trip: TripKnown, leg: Leg | None) -> Effect:
    """The agents hear of a flight that should have left."""
    label = leg.segment.label if leg is not None else ""
    if known.reachable:
        return Relay(note="waits", facts={"flight": label})
    name = next((one.name for one in trip.trip.travellers if one.id == trip.holder), trip.name)
    facts = {"name": name, "reference": trip.trip.reference, "flight": label}
    return TellAgents(word="staff.waits", facts=facts)
