"""Keep what is said of a party, and let follow what follows: who is silent, who hears, who is welcomed at last.

Not here: reading it (flows.trips.roles), the agents' words for it (bot.steps.desk.party), who serves whom (serving).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.enqueue import enqueue
from bot.steps.replan import replan
from bot.storage.chats import chat_by_id
from bot.storage.recipients import recipient_of_holder
from bot.storage.trips import TripRow
from flows.talk.addressed import first_name, unaddressed
from flows.talk.menu import consent_question, with_menu
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording
from flows.trips.roles import Do, Role


async def knows(session: AsyncSession, row: TripRow, traveller: str) -> bool:
    """True when a chat of their own speaks of this trip already: for them it is no surprise any more."""
    held = await recipient_of_holder(session, row.key, traveller)
    return held is not None and held.left_at is None and traveller not in row.trip.surprised


async def set_role(
    session: AsyncSession, runtime: Runtime, row: TripRow, role: Role, *, now: datetime
) -> None:
    """Keep it and plan the trip again, in the open transaction. now: trip time."""
    row.traits = {**row.traits, **_traits(row, role)}
    session.add(row)
    if role.do is Do.RELEASE:
        await _reveal(session, runtime, row, role.who, now=now)
    elif role.do is Do.LEADER and role.who:
        await _tell_leader(session, runtime, row, role.who, now=now)
    await session.flush()
    await replan(session, runtime, row, now=now)


def _traits(row: TripRow, role: Role) -> dict[str, object]:
    surprised = set(row.traits.get("surprised", ()))
    match role.do:
        case Do.SURPRISE:
            return {"surprised": sorted(surprised | {role.who})}
        case Do.RELEASE:
            return {"surprised": sorted(surprised - {role.who})}
        case Do.LEADER:
            return {"leader": role.who or None}
        case Do.GUARDIAN:
            return {"guardians": _with(row.traits.get("guardians", {}), role.who, list(role.guardians))}
    return {"phones": _with(row.traits.get("phones", {}), role.who, role.phone)}


def _with(held: dict[str, object], name: str, value: object) -> dict[str, object]:
    """The same with one entry set, or without it where the value is empty."""
    rest = {one: known for one, known in held.items() if one != name}
    return {**rest, name: value} if value else rest


async def _reveal(
    session: AsyncSession, runtime: Runtime, row: TripRow, traveller: str, *, now: datetime
) -> None:
    """Who tried a code early is welcomed in that chat, and is known from now on: what still helps comes in one digest."""
    held = await recipient_of_holder(session, row.key, traveller)
    if held is None or held.left_at is not None:
        return
    held.known_at = now
    session.add(held)
    chat = await chat_by_id(session, held.chat_id)
    if chat is None:
        return
    trip, words = row.trip, Wording(library=runtime.library, locale=chat.locale)
    welcome = words.say(
        "join.revealed",
        name=first_name(trip.traveller(traveller), trip),
        reference=trip.reference,
        agency=runtime.settings.agency.get("name") or words.bare("agency.unnamed"),
    )
    told = with_menu(words, unaddressed(welcome))
    await enqueue(session, chat=chat.id, message=told, now=now, trip_id=row.key)
    if chat.offers is None:
        await enqueue(session, chat=chat.id, message=consent_question(words), now=now, trip_id=row.key)


async def _tell_leader(
    session: AsyncSession, runtime: Runtime, row: TripRow, traveller: str, *, now: datetime
) -> None:
    """Who leads from now on hears so, and how to look after everyone."""
    held = await recipient_of_holder(session, row.key, traveller)
    chat = await chat_by_id(session, held.chat_id) if held is not None and held.left_at is None else None
    if chat is None:
        return
    words = Wording(library=runtime.library, locale=chat.locale)
    name = first_name(row.trip.traveller(traveller), row.trip)
    told = unaddressed(words.say("leader.welcome", name=name, reference=row.reference))
    await enqueue(session, chat=chat.id, message=OutgoingMessage(text=told), now=now, trip_id=row.key)
