"""/party REF …: who is who in a party, and an agent's word on it, with a preview and a confirmation.

Not here: reading the words (flows.trips.roles), keeping them (bot.steps.party).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.call_card import phone_of
from bot.steps.desk.asked import Asked
from bot.steps.invite import issue
from bot.steps.named import named
from bot.steps.party import knows, set_role
from bot.storage.chats import chat_by_id
from bot.storage.recipients import RecipientRow, recipients_of_trip
from bot.storage.trips import TripRow, trip_by_id
from flows.talk.markup import Html
from flows.talk.message import Button
from flows.talk.wording import Wording
from flows.trips.naming import travellers_named
from flows.trips.party import guardians, head
from flows.trips.roles import Do, Refused, Role, read_role
from flows.trips.trip import Traveller

MOST_PEOPLE = 40
CODE = "code"


async def party(asked: Asked) -> None:
    """/party REF · /party REF surprise|release|leader|guardian|phone … · /party REF code NAME"""
    row = await asked.trip()
    if row is None:
        return
    words, typed = asked.words, asked.inbound.argument.split(None, 1)[1:]
    if not typed:
        await asked.say("\n".join(await party_lines(asked.session, row, words)))
        return
    verb, _, rest = typed[0].strip().partition(" ")
    if verb.lower() == CODE:
        await _code(asked, row, rest)
        return
    role = read_role(row.trip, typed[0])
    if isinstance(role, Refused):
        await asked.say(refusal(role, row, words))
        return
    if role.do is Do.SURPRISE and await knows(asked.session, row, role.who):
        await asked.say(words.say("party.knows", name=named(row, role.who), reference=row.reference))
        return
    buttons = tuple(
        Button(
            label=words.bare(f"party.{name}"),
            action=f"party.{name}",
            data={"trip": str(row.key), "change": role.typed},
        )
        for name in ("confirm", "cancel")
    )
    await asked.say(f"{consequence(role, row, words)}\n\n{words.say('party.sure')}", buttons=(buttons,))


async def decided_role(asked: Asked, data: Mapping[str, str], *, confirmed: bool) -> str:
    """Confirm or Cancel was tapped; the first tap counts. Returns the word for the tap."""
    words, given = asked.words, data.get("trip", "")
    if await asked.is_settled():
        return words.bare("broadcast.settled")
    row = await trip_by_id(asked.session, int(given)) if given.isdecimal() else None
    role = read_role(row.trip, data.get("change", "")) if row is not None else None
    if row is None or role is None or isinstance(role, Refused):
        return words.bare("tap.invalid")
    told = consequence(role, row, words)
    if not confirmed:
        await asked.settle(f"{told}\n\n{words.say('party.cancelled', agent=asked.staff.name)}")
        return ""
    if role.do is Do.SURPRISE and await knows(asked.session, row, role.who):
        return words.bare("party.too_late")
    await set_role(asked.session, asked.runtime, row, role, now=asked.now)
    await asked.settle(f"{told}\n\n{words.say('party.done', agent=asked.staff.name)}")
    return ""


def consequence(role: Role, row: TripRow, words: Wording) -> Html:
    """What follows, for people."""
    trip = row.trip
    through = ", ".join(named(row, one) for one in role.guardians) or named(row, head(trip).id)
    word = f"party.will_{role.do}"
    if (role.do is Do.LEADER and not role.who) or (role.do is Do.PHONE and not role.phone):
        word = f"{word}_none"
    return words.say(
        word, name=named(row, role.who), reference=row.reference, guardians=through, phone=role.phone
    )


def refusal(refused: Refused, row: TripRow, words: Wording) -> Html:
    """Why it cannot be so, for people."""
    names = ", ".join(person.name for person in row.trip.travellers[:MOST_PEOPLE])
    return words.say(f"party.fault_{refused.fault}", word=refused.word, reference=row.reference, names=names)


async def party_lines(session: AsyncSession, row: TripRow, words: Wording) -> list[str]:
    """Who is who, and through which chat each is reached."""
    trip = row.trip
    bound = await recipients_of_trip(session, row.key)
    lines: list[str] = [words.say("party.title", reference=row.reference, count=len(trip.travellers))]
    for person in trip.travellers[:MOST_PEOPLE]:
        told = [*_roles(row, person, words), await _reach(session, row, person, bound, words)]
        number = phone_of(row, person.id)
        if number:
            told.append(words.say("call.phone", phone=number))
        lines.append(words.say("party.person", name=person.name, told=Html(" · ".join(told))))
    if len(trip.travellers) > MOST_PEOPLE:
        lines.append(words.say("broadcast.more", count=len(trip.travellers) - MOST_PEOPLE))
    return lines


def _roles(row: TripRow, person: Traveller, words: Wording) -> list[str]:
    trip = row.trip
    told: list[str] = []
    if person.id == head(trip).id:
        told.append(words.say("dossier.lead"))
    if person.id == trip.leader:
        told.append(words.say("party.is_leader"))
    if person.minor:
        through = ", ".join(named(row, one) for one in guardians(trip, person.id))
        told.append(words.say("party.is_minor" if through else "party.is_alone", guardians=through))
    if person.id in trip.surprised:
        told.append(words.say("party.is_surprised"))
    return told


async def _reach(
    session: AsyncSession, row: TripRow, person: Traveller, bound: list[RecipientRow], words: Wording
) -> Html:
    trip = row.trip
    own = next((one for one in bound if one.holder == person.id), None)
    serving = [one for one in bound if person.id in one.travellers and one.holder not in trip.surprised]
    if not serving:
        return words.say("party.waits" if own is not None else "party.not_joined")
    chats = [await chat_by_id(session, one.chat_id) for one in serving]
    if all(chat is None or chat.blocked_at is not None for chat in chats):
        return words.say("dossier.blocked")
    if own in serving:
        return words.say("party.joined")
    return words.say("party.served", names=", ".join(named(row, one.holder) for one in serving))


async def _code(asked: Asked, row: TripRow, typed: str) -> None:
    """A new way in for one of them: what was open before is worthless."""
    words, found = asked.words, travellers_named(row.trip, typed)
    if len(found) != 1:
        fault = "several" if found else "unknown"
        names = ", ".join(person.name for person in row.trip.travellers[:MOST_PEOPLE])
        await asked.say(
            words.say(f"party.fault_{fault}", word=typed[:60], reference=row.reference, names=names)
        )
        return
    await asked.say(await new_code(asked, row, found[0]))


async def new_code(asked: Asked, row: TripRow, person: Traveller) -> Html:
    """A fresh code in words, or why there is none."""
    words = asked.words
    if person.minor:
        through = ", ".join(named(row, one) for one in guardians(row.trip, person.id))
        return words.say("party.no_code_minor", name=person.name, guardians=through or "–")
    issued = await issue(asked.session, row, [person.id], asked.now)
    if not issued:
        return words.say("party.no_code", reference=row.reference)
    link = asked.runtime.join_link(issued[0].token)
    return words.say("party.code", name=person.name, code=issued[0].code, link=link or "")
