"""Play the demo: load a sample trip, move trip time, and show why each message came or did not.

Implements bot.simulator.conductor.Conductor; the clock can be moved here and nowhere else.
Not here: the page (bot.simulator), the trips (demo_trips).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import MovableClock
from bot.errors import Unfit
from bot.runtime import Runtime
from bot.services.demo_papers import MIME
from bot.services.demo_portraits import Shown, shown
from bot.services.demo_standing import Member, Standing, Step
from bot.services.demo_trips import TRIPS, DemoTrip
from bot.services.demo_weather import make_weather
from bot.services.demo_whys import Why, of_answers, of_delivery
from bot.steps.documents import attach
from bot.steps.replan import plan_for, replan
from bot.steps.take_in import take_in
from bot.steps.talk.act import act
from bot.steps.talk.known import load
from bot.storage.chats import chat_by_id, lapsed_holds
from bot.storage.deliveries import deliveries_of_trip, earliest_queued, last_sent
from bot.storage.evidence import evidence_of
from bot.storage.files import keep_file
from bot.storage.forgetting import drop_queue, forget_trip
from bot.storage.recipients import recipients_of_trip
from bot.storage.staff import StaffRow, staff_by_name
from bot.storage.trips import TripRow, trip_by_id, trip_by_reference
from flows.library.text import LOCALES
from flows.talk.dialogue import State as Talk
from flows.talk.inbound import Inbound, InboundKind
from flows.talk.taps import speaking
from flows.trips.documents import Document
from flows.trips.life import Life, life
from flows.trips.naming import segments_named

MOST_STEPS = 2000
FOREVER = datetime.max.replace(tzinfo=UTC)
MOST_WAITS = 10
"""Steps in a row that find the same thing still due: then it does not leave, and going on would not help."""


class Demo:
    """The conductor of one running bot."""

    def __init__(
        self, runtime: Runtime, clock: MovableClock, *, speak: Callable[[str], None] = lambda _: None
    ) -> None:
        """speak: makes staff's sentences come in another language."""
        self._runtime = runtime
        self._speak = speak
        self._clock = clock
        self._trip: DemoTrip | None = None
        self._trip_id: int | None = None
        self._party: tuple[Member, ...] = ()

    async def trips(self) -> Sequence[Shown]:
        """The trips to choose from, each with the portrait of its party."""
        return [shown(trip) for trip in TRIPS]

    async def cast_staff(self, people: Sequence[tuple[int, str, str]]) -> None:
        """Link agents and admins: (Telegram id, name, role)."""
        now = self._clock.trip()
        async with self._runtime.database.write() as session:
            for person, name, role in people:
                if await staff_by_name(session, name) is None:
                    session.add(StaffRow(name=name, role=role, person=person, created_at=now, linked_at=now))

    async def load(self, trip_id: str) -> None:
        """Start this trip anew at the moment it was booked."""
        chosen = next((trip for trip in TRIPS if trip.id == trip_id), None)
        if chosen is None:
            raise Unfit(why=f"There is no trip {trip_id!r}", remedy="Choose one of those shown.")
        booking = chosen.booking
        assert booking.booked is not None, "every demo trip says when it was booked"
        await self._runtime.bell.settled()
        async with self._runtime.database.write() as session:
            await drop_queue(session)
            for trip in TRIPS:  # the one before, too: nobody sees its phones any more
                held = await trip_by_reference(session, trip.reference)
                if held is not None:
                    await forget_trip(session, held.key)
            for chat in await lapsed_holds(session, FOREVER):  # and the agents hear of its talks no more
                chat.hold_until = None
            await session.flush()
            session.expunge_all()
            self._clock.move(booking.booked)
            taken = await take_in(
                session, booking, None, now=booking.booked, agency_zone=self._runtime.settings.agency_zone
            )
            assert taken.row is not None, "nobody holds it any more"
            await make_weather(session, self._runtime, taken.row.trip)
            await self._attach(session, taken.row, chosen)
            await replan(session, self._runtime, taken.row, now=booking.booked)
            self._trip, self._trip_id = chosen, taken.row.key
        people = {person.id: person for person in booking.travellers}
        self._party = tuple(
            Member(
                first_name=people[one.traveller].first_name,
                surname=people[one.traveller].surname,
                payload=one.token,
            )
            for one in taken.issued
        )

    async def now(self) -> Standing:
        """Where the demo stands."""
        now = self._clock.trip()
        office = self._runtime.settings.agency_zone
        found = await self._row()
        if found is None or self._trip is None:
            return Standing(now=now, zone=office, office=office)
        lived = await self._life(found)
        here = lived.estimate(now=now)
        return Standing(
            now=now,
            zone=lived.zone_at(now) or office,
            trip=self._trip.id,
            stage=here.stage.name,
            direction=here.direction.value if here.direction else "",
            place=here.place.label if here.place else "",
            because=here.because,
            stages=tuple(
                Step(
                    stage=span.stage.name,
                    direction=span.direction.value if span.direction else "",
                    place=span.place.label if span.place else "",
                    since=span.since,
                )
                for span in lived.timeline
            ),
            next_at=await self._next(),
            zones=tuple(
                (since, name or office)
                for since, name in zip(lived.zones.since, lived.zones.names, strict=True)
            ),
            office=office,
            party=self._party,
        )

    async def next_message(self) -> None:
        """Move on until one more planned message has left, or nothing is planned any more."""
        if self._trip_id is None:
            return
        await self._runtime.bell.settled()  # what still leaves for the moment before is not the next one
        before, waits = await self._last_sent(), 0
        for _ in range(MOST_STEPS):
            at = await self._next()
            if at is None:
                return
            waits = await self._step_or_wait(at, waits)
            if await self._last_sent() != before:
                return

    async def next_stage(self) -> None:
        """Move on to the first moment of the next stage."""
        found = await self._row()
        if found is None:
            return
        now = self._clock.trip()
        ahead = [span.since for span in (await self._life(found)).timeline if span.since > now]
        if ahead:
            await self.move_to(min(ahead))

    async def move_to(self, to: datetime) -> None:
        """Move on to an instant; what falls due on the way leaves at its own time. Refuses to go back."""
        if to < self._clock.trip():
            raise Unfit(why="Time only goes forward here", remedy="Choose the trip again to start it over.")
        waits = 0
        for _ in range(MOST_STEPS):
            at = await self._next()
            if at is None or at > to:
                break
            waits = await self._step_or_wait(at, waits)
        await self._step(to)

    async def set_staff_language(self, locale: str) -> None:
        """What agents read from now on comes in nl, en, fr or de."""
        if locale in LOCALES:
            self._speak(locale)

    async def set_language(self, person: int, locale: str) -> None:
        """As if this person had chosen nl, en, fr or de in the chat; nothing for strangers and for what they read already."""
        now = self._clock.trip()
        async with self._runtime.database.write() as session:
            chat = await chat_by_id(session, person)
            if chat is None or chat.locale == locale or locale not in LOCALES:
                return
            state = Talk.read(chat.state)
            nothing = Inbound(kind=InboundKind.TEXT, chat=person)
            loaded = await load(session, self._runtime, chat, nothing, state, now=now)
            turn = speaking(state, loaded.known, locale)
            await act(session, self._runtime, chat, turn, loaded, now=now)
        await self._runtime.bell.deliver()
        await self._runtime.bell.settled()

    async def why(self) -> Sequence[Why]:
        """What was sent, what waits and what was skipped, by instant."""
        found = await self._row()
        if found is None:
            return ()
        now, trip = self._clock.trip(), found.trip
        async with self._runtime.database.read() as session:
            held = await deliveries_of_trip(session, found.key)
            evidence = await evidence_of(session, found.key)
            rows = [of_delivery(one, trip, self._runtime.library) for one in held if one.touchpoint]
            for bound in await recipients_of_trip(session, found.key):
                planned = await plan_for(session, self._runtime, found, trip, bound, evidence, held, now=now)
                rows += of_answers(planned.answers, bound.holder, trip)
        return sorted(rows, key=lambda one: (one.at is None, one.at or now))

    async def _attach(self, session: AsyncSession, row: TripRow, chosen: DemoTrip) -> None:
        """The agency's papers, as `documents add` attaches them."""
        for paper in chosen.papers:
            key = await keep_file(session, paper.file, MIME, paper.content, now=self._clock.trip())
            segment = next(iter(segments_named(row.trip, paper.segment)), None) if paper.segment else None
            document = Document(id="", name=paper.name, segment=segment.id if segment else None)
            await attach(session, row, document, key)

    async def _row(self) -> TripRow | None:
        if self._trip_id is None:
            return None
        async with self._runtime.database.read() as session:
            return await trip_by_id(session, self._trip_id)

    async def _life(self, row: TripRow) -> Life:
        async with self._runtime.database.read() as session:
            evidence = await evidence_of(session, row.key)
        return life(row.trip, row.trip.booking.lead, evidence)

    async def _next(self) -> datetime | None:
        """The next instant at which something is due or may leave."""
        row = await self._row()
        async with self._runtime.database.read() as session:
            waiting = await earliest_queued(session)
        ahead = [at for at in (row.next_due_at if row else None, waiting) if at is not None]
        return max(min(ahead), self._clock.trip()) if ahead else None

    async def _last_sent(self) -> int:
        async with self._runtime.database.read() as session:
            return await last_sent(session, self._trip_id or 0)

    async def _step_or_wait(self, at: datetime, waits: int) -> int:
        """Step to `at`; returns how many steps in a row the clock stood still for. Raises Unfit when that never ends."""
        if at > self._clock.trip():
            waits = 0
        elif waits == MOST_WAITS:
            raise Unfit(why="Something that is due does not leave", remedy="Choose the trip again.")
        else:
            waits += 1
            await asyncio.sleep(0.01 * (waits - 1))
        await self._step(at)
        return waits

    async def _step(self, at: datetime) -> None:
        self._clock.move(max(at, self._clock.trip()))
        await self._runtime.bell.plan()
        await self._runtime.bell.settled()
        await self._runtime.bell.deliver()
        await self._runtime.bell.settled()
