"""Where a recipient is and what is true of the chat: everything the planner, the judge and the pen ask for.

Loaded once a transaction. Not here: deciding (flows.planning) and writing deliveries (replan).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.followed import life_of
from bot.steps.lookups import lookups_of
from bot.steps.others import others_of, where_else
from bot.storage.bookings import read_booking
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.evidence import evidence_of
from bot.storage.recipients import RecipientRow, in_care
from bot.storage.spoken import capped_sends, spoke_at
from bot.storage.trips import TripRow
from flows.library.library import Library
from flows.library.lookups import Lookups
from flows.library.touchpoint import MessageClass
from flows.planning.claim import ChatState
from flows.planning.due import Recipient
from flows.talk.facts import Facts, gathered
from flows.trips.evidence import Evidence
from flows.trips.life import Life
from flows.trips.lives import Lives
from flows.trips.moments import TRIP
from flows.trips.party import seen_by
from flows.trips.stage import StageEstimate
from flows.trips.trip import Trip


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A recipient now. life and estimate are those of the holder, or of the first traveller the chat serves. spoken: a
    locale in place of the chat's. unsettled: the booking is off, which waits for an agent's word; it is as it was told."""

    row: TripRow
    trip: Trip
    recipient: Recipient
    bound: RecipientRow
    chat: ChatRow
    evidence: Evidence
    lives: Lives
    life: Life
    estimate: StageEstimate
    library: Library
    agency: Mapping[str, str]
    lookups: Lookups
    now: datetime
    spoken: str = ""
    unsettled: bool = False

    @property
    def locale(self) -> str:
        """The chat's language, unless something else is spoken."""
        return self.spoken or self.chat.locale

    @property
    def facts(self) -> Facts:
        """All that texts about this trip may quote, for everyone the chat serves."""
        return self.facts_of(tuple(self.bound.travellers), TRIP)

    def facts_of(self, travellers: tuple[str, ...], occurrence: str) -> Facts:
        """The facts of one occurrence, for those of these travellers whom the chat serves: who has joined by a phone of
        their own since reads there."""
        party = {person.id for person in self.trip.travellers}
        served = party if self.leads else party & set(self.bound.travellers)
        spoken_of = tuple(one for one in travellers if one in served) or (self.life.traveller.id,)
        return gathered(
            self.trip,
            spoken_of,
            library=self.library,
            locale=self.locale,
            now=self.now,
            evidence=self.evidence,
            holder=self.bound.holder,
            occurrence=occurrence,
            served=tuple(self.bound.travellers),
            agency=self.agency,
            lookups=self.lookups,
            travel_minutes=self.bound.travel_minutes,
            lives=self.lives,
            several=self.several,
            apart=any(not other.own and other.is_live(self.now) for other in self.recipient.others),
        )

    def estimate_of(self, travellers: Sequence[str]) -> StageEstimate:
        """Where these travellers are: the one the chat follows if it is among them, else the first of them."""
        party = {person.id for person in self.trip.travellers}
        named = [one for one in travellers if one in party]
        if not named or self.life.traveller.id in named:
            return self.estimate
        return self.lives.of(named[0]).estimate(now=self.now)

    @property
    def leads(self) -> bool:
        """True for the tour leader's chat, which hears of everyone."""
        return self.trip.leader == self.bound.holder

    @property
    def several(self) -> bool:
        """True when the chat has another trip that could be meant: what is said of this one names it."""
        return any(other.is_live(self.now) for other in self.recipient.others)

    @property
    def zone(self) -> str | None:
        """The zone in force now, else home, else None."""
        return self.life.zone_now(self.now) or self.trip.home_zone


async def situation(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    bound: RecipientRow,
    *,
    now: datetime,
    lives: Lives | None = None,
    lookups: Lookups | None = None,
) -> Situation:
    """Load what is true for this recipient at `now` (trip time). lives, lookups: the trip's, where they are known."""
    if lives is None:
        lives = Lives(row.trip, await evidence_of(session, row.key))
    evidence = lives.evidence
    trip = seen_by(lives.trip, bound.holder, bound.travellers)
    if trip is not lives.trip:
        lives = Lives(trip, evidence)
    chat = await chat_by_id(session, bound.chat_id)
    if chat is None:
        # Not stored: this may be a session that only reads.
        chat = ChatRow(id=bound.chat_id, locale=runtime.settings.locale, created_at=now)
    lived = life_of(lives, bound)
    others = await others_of(session, chat, bound, trip, now=now)
    return Situation(
        row=row,
        trip=trip,
        recipient=replace(bound.recipient(chat.locale), others=others),
        bound=bound,
        chat=chat,
        evidence=evidence,
        lives=lives,
        life=lived,
        estimate=lived.estimate(now=now),
        library=runtime.library,
        agency=runtime.settings.agency,
        lookups=lookups or await lookups_of(session, runtime, row, trip, now=now),
        now=now,
    )


async def as_told(
    session: AsyncSession, runtime: Runtime, row: TripRow, bound: RecipientRow, *, now: datetime
) -> Situation:
    """What this recipient's own questions are answered from. That a trip is off only an agent's word tells: until then it
    is the trip that they know, and a file that was read wrong takes nobody's numbers away."""
    trip = row.trip
    if not (trip.cancelled and row.told):
        return await situation(session, runtime, row, bound, now=now)
    known = replace(trip, booking=read_booking(row.told))
    lives = Lives(known, await evidence_of(session, row.key))
    return replace(
        await situation(session, runtime, row, bound, now=now, lives=lives), unsettled=not known.cancelled
    )


async def chat_state(
    session: AsyncSession,
    found: Situation | None,
    chat: ChatRow,
    now: datetime,
    *,
    travellers: Sequence[str] = (),
) -> ChatState:
    """What the judge asks of a chat; without a trip only what holds for any chat.

    travellers: of whom the message speaks; its gate asks where they are. The night, and the flight, are those of who
    holds the phone, whichever of their trips takes them there. Care
    mode of one trip is asked of the whole chat: who grieves reads no offer for another trip either.
    """
    sent = tuple((MessageClass(kind), at) for kind, at in await capped_sends(session, chat.id, now))
    last = await spoke_at(session, chat.id)
    if found is None:
        return ChatState(
            zone=None,
            consent=bool(chat.offers),
            blocked=chat.blocked_at is not None,
            stopped=chat.stopped_at is not None,
            paused=chat.paused_at is not None,
            care=await in_care(session, chat.id),
            hold_until=chat.hold_until,
            sent=sent,
            spoke_at=last,
        )
    there = found.estimate_of(travellers)
    others, leaves = found.recipient.others, found.life.itinerary.leaves
    elsewhere = await where_else(session, found.bound, others, leaves, now) if others else None
    airborne = [one.airborne_until(now) for one in (found.life, elsewhere) if one is not None]
    return ChatState(
        zone=(elsewhere.zone_at(now) if elsewhere is not None else None) or found.zone,
        consent=bool(chat.offers),
        blocked=chat.blocked_at is not None,
        stopped=chat.stopped_at is not None,
        paused=chat.paused_at is not None,
        care=found.row.care or await in_care(session, chat.id),
        hold_until=chat.hold_until,
        airborne_until=max((at for at in airborne if at is not None), default=None),
        stage=there.stage,
        direction=there.direction,
        cancelled=found.trip.cancelled,
        left=found.bound.left_at is not None or not found.bound.serves(found.trip),
        surprise=found.bound.holder in found.trip.surprised,
        sent=sent,
        spoke_at=last,
        others=others,
    )
