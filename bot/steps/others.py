"""The other trips of a chat: load them, and let each know when one of them moves (S5, S6).

What keeps people busy is kept with each recipient whenever its trip is planned, so that no other trip has to be worked out.
Not here: what of a trip waits for another (flows.planning.elsewhere).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.followed import life_of
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.evidence import evidence_of
from bot.storage.recipients import RecipientRow, recipients_of_chat
from bot.storage.trips import TripRow, trip_by_id, trip_by_reference, wake_trips
from flows.planning.others import Busy, OtherTrip, busy, named, travels
from flows.trips.life import Life
from flows.trips.lives import Lives
from flows.trips.trip import Trip

GUESSED = "inferred: the first departure's place"


async def note_several(session: AsyncSession, chat: ChatRow) -> None:
    """A chat has joined a trip: from now on its other trips are looked at, if it has any."""
    bound = await recipients_of_chat(session, chat.id)
    if len({one.trip_id for one in bound}) > 1 and not chat.several:
        chat.several = True
        session.add(chat)


async def others_of(
    session: AsyncSession, chat: ChatRow | None, bound: RecipientRow, trip: Trip, *, now: datetime
) -> tuple[OtherTrip, ...]:
    """The other trips of a recipient's chat, oldest first. One that is kept from who holds the chat is none."""
    if chat is None or not chat.several:
        return ()
    mine = next((named(person) for person in trip.travellers if person.id == bound.holder), "")
    leaves = await _leaves(session, bound, trip, now)
    found = []
    for other in await recipients_of_chat(session, chat.id):
        row = await trip_by_id(session, other.trip_id) if other.trip_id != bound.trip_id else None
        if row is None or other.holder in row.trip.surprised:
            continue
        if other.busy is None:
            span = busy(await _life(session, row, other), now=now)
        else:
            span = read_busy(other.busy)
        later = leaves is None or span is None or span.leaves > leaves
        found.append(OtherTrip(reference=row.reference, busy=span, own=travels(mine, row.trip), later=later))
    return tuple(found)


async def _leaves(session: AsyncSession, bound: RecipientRow, trip: Trip, now: datetime) -> datetime | None:
    """When they leave for this trip; worked out where it was not planned yet."""
    if bound.busy is not None:
        span = read_busy(bound.busy)
    else:
        span = busy(life_of(Lives(trip, await evidence_of(session, bound.trip_id)), bound), now=now)
    return span.leaves if span is not None else None


async def tell_others(session: AsyncSession, bound: RecipientRow, life: Life, *, now: datetime) -> None:
    """This trip is planned: when it keeps its people busy otherwise than before, the chat's other trips are planned too."""
    document = busy_document(busy(life, now=now), life.trip)
    if bound.busy != document:
        bound.busy = document
        session.add(bound)
        await session.flush()
        await wake_others(session, bound, now=now)


async def wake_others(session: AsyncSession, bound: RecipientRow, *, now: datetime) -> None:
    """Look at the other trips of this recipient's chat again."""
    here = await recipients_of_chat(session, bound.chat_id)
    others = [one.trip_id for one in here if one.trip_id != bound.trip_id]
    if others:
        await wake_trips(session, others, now)


async def borrow_home(
    session: AsyncSession, row: TripRow, bound: Iterable[RecipientRow], lives: Lives, *, now: datetime
) -> bool:
    """A conference inside a holiday does not begin at home: where nobody said otherwise its home is the holiday's. True
    when the trip's home changed."""
    if not row.home_because.startswith(GUESSED):
        return False
    for one in bound:
        chat = await chat_by_id(session, one.chat_id)
        span = busy(life_of(lives, one), now=now) if chat is not None and chat.several else None
        if span is None:
            continue
        for other in await others_of(session, chat, one, lives.trip, now=now):
            around = other.busy
            if not other.own or around is None or around.ends is None:
                continue
            if around.leaves < span.leaves < around.ends:
                outer = await trip_by_reference(session, other.reference)
                if outer is not None and outer.home_zone is not None and outer.home_zone != row.home_zone:
                    row.home_zone = outer.home_zone
                    row.home_because = f"inferred: the home of {outer.reference}, during which it takes place"
                    session.add(row)
                    return True
    return False


async def where_else(
    session: AsyncSession,
    bound: RecipientRow,
    others: tuple[OtherTrip, ...],
    leaves: datetime | None,
    now: datetime,
) -> Life | None:
    """The other trip that its holder is on now, if they left for it later than for this one; None when there is none."""
    under_way = [
        (span.leaves, one.reference)
        for one in others
        if one.own and (span := one.busy) is not None and span.leaves <= now
        if (span.ends is None or now < span.ends) and (leaves is None or leaves > now or span.leaves > leaves)
    ]
    if not under_way:
        return None
    row = await trip_by_reference(session, max(under_way)[1])
    for other in await recipients_of_chat(session, bound.chat_id):
        if row is not None and other.trip_id == row.key:
            return await _life(session, row, other)
    return None


async def _life(session: AsyncSession, row: TripRow, bound: RecipientRow) -> Life:
    return life_of(Lives(row.trip, await evidence_of(session, row.key)), bound)


def busy_document(span: Busy | None, trip: Trip) -> dict[str, Any]:
    """As JSON values; empty for a trip that keeps nobody busy. party: tells another party from this one, and no names."""
    if span is None:
        return {}
    names = "\n".join(sorted(named(person) for person in trip.travellers))
    return {
        "party": crc32(names.encode()),
        "packs": span.packs.isoformat(),
        "leaves": span.leaves.isoformat(),
        "ends": span.ends.isoformat() if span.ends is not None else None,
    }


def read_busy(document: Mapping[str, Any]) -> Busy | None:
    """What was kept."""
    if not document:
        return None
    ends = document["ends"]
    return Busy(
        packs=datetime.fromisoformat(document["packs"]),
        leaves=datetime.fromisoformat(document["leaves"]),
        ends=datetime.fromisoformat(ends) if ends is not None else None,
    )
