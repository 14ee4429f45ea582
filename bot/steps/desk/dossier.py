"""/who REF: one trip with all that an agent asks of it; and an agent's word on its personas (+business -couple).

Not here: who is where by conditions (who), what makes a persona (flows.trips.personas).
"""

from __future__ import annotations

from bot.steps.desk.asked import Asked
from bot.steps.desk.caring import care_line
from bot.steps.relay import local_time
from bot.steps.replan import replan
from bot.steps.situation import Situation, situation
from bot.storage.evidence import evidence_of
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow, trip_by_reference
from flows.talk.wording import Wording
from flows.trips.evidence import Evidence
from flows.trips.life import life
from flows.trips.personas import Persona, personas
from flows.trips.trip import Traveller, Trip

MOST_PEOPLE = 30
SIGNS = {"+": True, "-": False, "−": False, "–": False}


async def dossier(asked: Asked, typed: str) -> None:
    """typed: "REF", or "REF +business -couple"."""
    words = asked.words
    reference, *corrections = typed.split()
    row = await trip_by_reference(asked.session, reference)
    if row is None:
        await asked.say(words.say("desk.reference_unknown", reference=reference[:60]))
        return
    given = {
        name: sign
        for one in corrections
        if (sign := SIGNS.get(one[0])) is not None and (name := one[1:].lower())
    }
    strange = [
        one for one in corrections if one[1:].lower() not in given or one[1:].lower() not in set(Persona)
    ]
    if strange:
        known = ", ".join(Persona)
        await asked.say(words.say("dossier.persona_unknown", name=strange[0][:40], personas=known))
        return
    if given:
        held = row.traits.get("personas", {})
        row.traits = {**row.traits, "personas": {**held, **given}}
        asked.session.add(row)
        await asked.session.flush()
        await replan(asked.session, asked.runtime, row, now=asked.now)
    await asked.say("\n".join(await _lines(asked, row)))


async def _lines(asked: Asked, row: TripRow) -> list[str]:
    words, trip = asked.words, row.trip
    evidence = await evidence_of(asked.session, row.key)
    lines: list[str] = [words.say("dossier.title", reference=trip.reference, count=len(trip.travellers))]
    cared = care_line(asked, row)
    if cared is not None:
        lines.append(cared)
    lines.extend(await _party(asked, row, trip, evidence))
    lead = life(trip, trip.booking.lead, evidence)
    found = personas(lead)
    lines.extend(
        words.say("dossier.persona", persona=words.bare(f"persona.{one.persona}"), because=one.because)
        for one in found
    )
    denied = [persona for persona, is_one in trip.corrections if not is_one and persona in set(Persona)]
    lines.extend(words.say("dossier.not_persona", persona=words.bare(f"persona.{one}")) for one in denied)
    if trip.celebrated:
        told = ", ".join(words.bare(f"wish.{one}") for one in sorted(trip.celebrated))
        lines.append(words.say("dossier.occasions", occasions=told))
    if trip.documents:
        names = ", ".join(document.name for document in trip.documents[:20])
        lines.append(words.say("dossier.documents", count=len(trip.documents), names=names))
    return lines


async def _party(asked: Asked, row: TripRow, trip: Trip, evidence: Evidence) -> list[str]:
    """A line for each of the party, and one below for whom a chat serves."""
    words, now = asked.words, asked.now
    bound = {one.holder: one for one in await recipients_of_trip(asked.session, row.key)}
    served = {person: one.holder for one in bound.values() for person in one.travellers}
    # Who dropped out may hold the phone that the others read along with.
    known = (*(row.printed.travellers if row.printed else ()), *trip.travellers)
    names = {person.id: person.first_name for person in known}
    lines: list[str] = []
    for person in trip.travellers[:MOST_PEOPLE]:
        lived = life(trip, person, evidence)
        there = lived.estimate(now=now)
        place = f", {there.place.label}" if there.place is not None else ""
        time = local_time(now, lived.zone_at(now) or trip.home_zone, words.locale)
        stage = f"{words.bare(f'stage.{there.stage}')}{place}"
        lines.append(words.say("dossier.person", name=_called(person, words), stage=stage, time=time))
        lines.append("    " + words.say("dossier.because", because=there.because))
        one = bound.get(person.id)
        if one is not None:
            found = await situation(asked.session, asked.runtime, row, one, now=now)
            lines.append("    " + " · ".join(_chat(words, found, asked)))
        elif person.id in served:
            lines.append("    " + words.say("dossier.served", name=names.get(served[person.id], "")))
        elif not person.minor:
            lines.append("    " + words.say("dossier.not_joined"))
    if len(trip.travellers) > MOST_PEOPLE:
        lines.append(words.say("broadcast.more", count=len(trip.travellers) - MOST_PEOPLE))
    return lines


def _called(person: Traveller, words: Wording) -> str:
    marks = [words.bare(f"dossier.{mark}") for mark in ("lead", "minor") if getattr(person, mark)]
    return f"{person.name} ({', '.join(marks)})" if marks else person.name


def _chat(words: Wording, found: Situation, asked: Asked) -> list[str]:
    """What is true of the chat: its language, consent, travel time, and whatever keeps things from it, by the clock of the
    line above."""
    chat, minutes = found.chat, found.bound.travel_minutes
    zone, locale = found.zone or asked.runtime.settings.agency_zone, words.locale
    consent = "unasked" if chat.offers is None else ("yes" if chat.offers else "no")
    parts: list[str] = [
        words.say("dossier.joined", language=chat.locale),
        words.say(f"dossier.offers_{consent}"),
    ]
    if minutes is not None:
        parts.append(words.say("dossier.travel_time", minutes=minutes))
    if chat.paused_at is not None:
        parts.append(words.say("dossier.paused", time=local_time(chat.paused_at, zone, locale)))
    if chat.hold_until is not None and chat.hold_until > asked.now:
        until = local_time(chat.hold_until, zone, locale)
        held = words.say("dossier.held", agent=chat.held_by, time=until) if chat.held_by else None
        parts.append(held or words.say("dossier.wanted", time=until))
    if chat.stopped_at is not None:
        parts.append(words.say("dossier.stopped"))
    if chat.blocked_at is not None:
        parts.append(words.say("dossier.blocked"))
    if chat.erase_at is not None:
        parts.append(words.say("dossier.erase", time=local_time(chat.erase_at, zone, locale)))
    return parts
