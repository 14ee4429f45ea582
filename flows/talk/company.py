"""/who for a tour leader: where everyone of the group is, what comes next for them, and who is not to be reached here.

Not here: who leads (flows.trips.trip), the agents' /who (bot.steps.desk.who).
"""

from __future__ import annotations

from flows.talk import dates
from flows.talk.addressed import first_names, unaddressed
from flows.talk.dialogue import Known
from flows.talk.effects import Effect, Say
from flows.talk.facts import Facts
from flows.talk.glance import lines
from flows.talk.markup import escape
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording, sendable
from flows.trips.evidence import Stage
from flows.trips.times import zone_info


def who(known: Known, words: Wording) -> tuple[Effect, ...]:
    """A block for each of those who travel together; to anybody else it is no command."""
    current = known.current
    if current is None or not current.company:
        return (Say(message=OutgoingMessage(text=words.say("help.unknown"))),)
    title = words.say(
        "leader.title",
        destination=current.destination,
        reference=current.trip.reference,
        people=len(current.trip.travellers),
    )
    parts = [title, *(_block(facts, words) for facts in current.company)]
    if current.unreached:
        names = dates.listing(current.unreached, words.locale)
        parts.append(words.say("leader.unreached", names=names))
    return (Say(message=OutgoingMessage(text=sendable(unaddressed("\n\n".join(parts))))),)


def _block(facts: Facts, words: Wording) -> str:
    names = dates.listing(first_names(facts.spoken_of, facts.trip), words.locale)
    told = [f"<b>{escape(names)}</b>", _there(facts, words)]
    coming = sorted((line for line in lines(facts) if line.until > facts.now), key=lambda line: line.at)
    if coming:
        told.append(f"{escape(dates.short_day(coming[0].day, words.locale))} · {coming[0].markup}")
    return "\n".join(told)


def _there(facts: Facts, words: Wording) -> str:
    """Where they are, by the clock there."""
    today = facts.life.estimate(now=facts.now)
    zone = facts.life.zone_at(facts.now) or facts.trip.home_zone or "UTC"
    time = dates.clock(facts.now.astimezone(zone_info(zone)).time())
    if today.stage is Stage.ON_SITE and today.place is not None:
        return words.say("leader.on_site", place=facts.named(today.place), time=time)
    if today.stage is Stage.IN_TRANSIT:
        return words.say("leader.in_transit", time=time)
    return words.say("leader.back" if today.stage is Stage.AFTERWARDS else "leader.at_home", time=time)
