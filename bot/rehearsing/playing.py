"""The hands of the clock: bookings become known, what comes due is done, and events happen at their time.

Without events only plans and deliveries are rung; with them, every bell that rings by itself in a running bot. Not here:
what an event does (deeds, chatting), what one transaction of it does (bot.services.rehearsal).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import FrozenClock
from bot.paper_channel import Paper
from bot.rehearsing.chatting import Chatting
from bot.rehearsing.deeds import Deeds
from bot.rehearsing.people import People
from bot.rehearsing.recording import Recording
from bot.runtime import Runtime
from bot.services.rehearsal import Entered, Options, dated, enter, last_edge, next_stop, tell
from bot.ticks import Tick, ticks
from flows.rehearsal.event_forms import Do
from flows.rehearsal.events import Event
from flows.rehearsal.record import Rehearsed
from flows.rehearsal.transcript import PlayedTrip
from flows.trips.trip import Booking

AFTER_LAST_EDGE = timedelta(days=30)
MOST_STEPS = 20_000
PATIENCE = 20
"""Turns at one instant, after which the clock goes on a second: what waits then waits for it."""
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
OF_AGENTS = frozenset({"holds", "replies", "asks", "offers", "broadcasts", "calls", "flights"})
NOTHING_THERE = "nothing to rehearse: the file says no more of it than that it is cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """A booking that becomes known at `at`. because: why its booking date is believed."""

    at: datetime
    booking: Booking
    because: str


async def play(runtime: Runtime, clock: FrozenClock, booking: Booking, options: Options) -> PlayedTrip:
    """One trip without events, from `since` to `until`. Nothing of the world is read or changed but the runtime's own
    database."""
    return (await rehearse(runtime, clock, [booking], options)).trips[0]


async def rehearse(
    runtime: Runtime,
    clock: FrozenClock,
    bookings: Iterable[Booking],
    options: Options,
    events: Sequence[Event] = (),
    *,
    folder: Path = Path(),
    desk: bool = False,
) -> Rehearsed:
    """Several trips in one world, with events in the order of time. folder: where paths in events begin. desk: open the
    agents' group, which is otherwise only opened for an event that needs it. Raises EventsRefused for an event that cannot
    be played."""
    playing = _Playing(runtime, clock, options, events, folder)
    return await playing.play(list(bookings), desk=desk or any(event.by_staff for event in events))


class _Playing:
    """One rehearsal: what has happened so far."""

    def __init__(
        self, runtime: Runtime, clock: FrozenClock, options: Options, events: Sequence[Event], folder: Path
    ) -> None:
        assert isinstance(runtime.channel, Paper), "a rehearsal is played on paper"
        self._runtime, self._clock, self._options, self._events = runtime, clock, options, events
        self._people = People([event.colleague for event in events if event.colleague])
        self._recording = Recording(runtime, runtime.channel, self._people)
        self._recording.home = options.home_zone
        self._chatting = Chatting(
            runtime, runtime.channel, self._people, self._recording, language=options.locale
        )
        self._deeds = Deeds(runtime, self._people, self._chatting, self._recording, folder)
        self._entered: dict[str, Entered] = {}
        self._daily: dict[str, datetime] = {}
        self._desk = False

    async def play(self, bookings: Sequence[Booking], *, desk: bool) -> Rehearsed:
        """From the first moment to the last."""
        agenda, self._desk = deque(self._agenda(bookings)), desk
        if agenda and desk:
            self._clock.move(agenda[0].at)
            await self._chatting.open_desk()
        while agenda:
            item = agenda.popleft()
            await self._live(item.at)
            self._clock.move(max(item.at, self._clock.trip()))
            if isinstance(item, _Arrival):
                await self._arrive(item)
            elif item.do is Do.OUTAGE:
                meanwhile = [agenda.popleft() for _ in range(_before(agenda, item.instant("until")))]
                await self._break(item, meanwhile)
            elif item.do is Do.CLOCK_CHANGE:
                self._recording.event(item)
                self._clock.move(self._clock.trip() + timedelta(minutes=item.number("minutes")))
            else:
                await self._deeds.do(item)
        edge = await last_edge(self._runtime)
        until = self._options.until or (edge + AFTER_LAST_EDGE if edge is not None else self._clock.trip())
        await self._live(until)
        return Rehearsed(
            trips=tuple([await self._told(booking, until) for booking in bookings]),
            lines=tuple(self._recording.lines),
        )

    def _agenda(self, bookings: Sequence[Booking]) -> list[_Arrival | Event]:
        """What is to come, in the order of time; a trip becomes known before what happens at the same instant."""
        arrivals = []
        for booking in bookings:
            if booking.segments and booking.travellers:
                whole, because = dated(booking, self._options.booked, self._options.home_zone)
                assert whole.booked is not None, "dated() gives every booking its date"
                at = self._options.since or whole.booked
                arrivals.append(_Arrival(at=at, booking=whole, because=because))
        return sorted([*arrivals, *self._events], key=lambda item: item.at)

    async def _arrive(self, arrival: _Arrival) -> None:
        """A trip becomes known, with the chats of those who do not join by an event."""
        booking = arrival.booking
        joining = [one for one in self._events if one.do is Do.JOIN and not one.text("phone")]
        absent = {person.id for person in booking.travellers if any(one.means(person) for one in joining)}
        entered = await enter(
            self._runtime,
            booking,
            arrival.because,
            self._options,
            self._people.chat_of,
            absent=absent,
        )
        self._entered[booking.reference] = entered
        self._recording.home = self._recording.home or entered.home_zone
        self._chatting.issued(booking.reference, entered.issued)

    async def _live(self, to: datetime) -> None:
        """Everything that comes due up to then, each at its instant."""
        turns = 0
        for _ in range(MOST_STEPS):
            await self._ring()
            at, now = await next_stop(self._runtime), self._clock.trip()
            if at is None or at > to:
                return
            turns = turns + 1 if at <= now else 0
            if turns > PATIENCE and now + SECOND > to:
                return
            self._clock.move(now + SECOND if turns > PATIENCE else max(at, now))
        raise RuntimeError("the rehearsal does not come to an end")

    async def _ring(self) -> None:
        """Every bell that would ring by now; the one that sends is rung when all others have said what there is to send."""
        bell = self._runtime.bell
        if not self._events:
            await bell.plan()
            await bell.settled()
        for tick in ticks(self._runtime) if self._events else ():
            if tick.name != "deliver" and self._struck(tick):
                await tick.work()
                await bell.settled()
        await bell.deliver()
        await bell.settled()
        if self._events:
            await self._recording.look()

    def _struck(self, tick: Tick) -> bool:
        """Whether to ring it now: what tidies by the hour is rung once a day, which nobody can tell apart, and what only
        agents see or bring about when they have their group."""
        now = self._clock.trip()
        if tick.name in OF_AGENTS and not self._desk:
            return False
        if tick.seconds < HOUR.total_seconds():
            return True
        if tick.name in self._daily and abs(now - self._daily[tick.name]) < DAY:
            return False
        self._daily[tick.name] = now
        return True

    async def _break(self, outage: Event, meanwhile: Iterable[_Arrival | Event]) -> None:
        """Nothing is rung until the machine is up again; what people sent waits with Telegram, all else with the agency."""
        self._recording.event(outage)
        self._chatting.phones.go_down()
        later: list[_Arrival | Event] = []
        for item in meanwhile:
            if isinstance(item, Event) and item.in_chats:
                self._clock.move(max(item.at, self._clock.trip()))
                await self._deeds.do(item)
            else:
                later.append(item)
        self._clock.move(outage.instant("until") or self._clock.trip())
        for item in later:
            await (self._arrive(item) if isinstance(item, _Arrival) else self._deeds.do(item))
        await self._chatting.phones.come_up()
        await self._recording.look()

    async def _told(self, booking: Booking, until: datetime) -> PlayedTrip:
        entered = self._entered.get(booking.reference)
        if entered is None:
            return PlayedTrip(reference=booking.reference, stages=(), touchpoints=(), notes=(NOTHING_THERE,))
        return await tell(self._runtime, entered, until=until, met=self._recording.met)


def _before(agenda: Iterable[_Arrival | Event], until: datetime | None) -> int:
    """How many of these come before then."""
    return sum(until is not None and item.at < until for item in agenda)
