"""What happens to trips: rebooked, cancelled, dropped out of, delayed; and what the desk and the editors do.

Each goes the road it goes outside the rehearsal. Not here: what people do in chats (chatting), when (playing).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from bot import content
from bot.errors import BotError
from bot.imports.paper import read_files
from bot.rehearsing.chatting import Chatting
from bot.rehearsing.people import JO, People, refused
from bot.rehearsing.recording import Recording
from bot.runtime import Runtime
from bot.services.editing import edit
from bot.services.flights import apply
from bot.services.intake import intake
from bot.services.overriding import override
from bot.services.publishing import publish
from bot.services.rehearsal import trips_held
from bot.steps.take_in import TakenIn
from flows.errors import ContentRefused, EditRefused
from flows.library.document import Fault
from flows.planning.due import Overridden, Override
from flows.rehearsal.event_forms import Do
from flows.rehearsal.events import Event
from flows.trips.edits import (
    CancelSegment,
    CancelTrip,
    DropTraveller,
    Edit,
    ReinstateTrip,
    Retime,
    When,
)
from flows.trips.flight_report import FlightReport, FlightWord, folded, number_of
from flows.trips.trip import Traveller, Trip


class Deeds:
    """Does what events say. folder: where the paths in them begin."""

    def __init__(
        self, runtime: Runtime, people: People, chatting: Chatting, recording: Recording, folder: Path
    ) -> None:
        self._runtime, self._people, self._chatting = runtime, people, chatting
        self._recording, self._folder = recording, folder
        self._done: Mapping[Do, Callable[[Event, Trip], Awaitable[tuple[str, ...]]]] = {
            Do.REBOOK: self._rebook,
            Do.CANCEL: self._cancel,
            Do.REINSTATE: self._reinstate,
            Do.DROP: self._drop,
            Do.DELAY: self._delay,
            Do.OVERRIDE: self._override,
            Do.PUBLISH: self._publish,
        }

    async def do(self, event: Event) -> None:
        """Play one event. Raises EventsRefused where it cannot be."""
        trips = [trip for _, trip in await trips_held(self._runtime)]
        match event.do:
            case Do.TEXT | Do.TAP | Do.LOCATION | Do.BLOCK | Do.UNBLOCK:
                await self._chatting.chat(event, _everyone(trips))
            case Do.JOIN:
                await self._chatting.join(event, self._trip(event, trips), _everyone(trips))
            case Do.AGENT_SAYS:
                await self._chatting.answer(event, _everyone(trips))
            case Do.CARE | Do.AGENT_TAKES | Do.AGENT_RELEASES:
                await self._chatting.command(event.text("by"), _command(event, self._trip(event, trips)))
            case _:
                trip = self._trip(event, trips)
                told = await self._done[event.do](event, trip)
                self._recording.event(event, *told)
        await self._runtime.bell.settled()
        await self._recording.look()

    def _trip(self, event: Event, trips: list[Trip]) -> Trip:
        """The trip that an event names; the first where none is named."""
        named = event.text("trip")
        found = [trip for trip in trips if trip.reference.casefold() == named.strip().casefold()]
        if not named and event.text("who") and event.do in (Do.JOIN, Do.DROP, Do.OVERRIDE):
            found = [trip for trip in trips if any(event.means(person) for person in trip.travellers)]
        found = found or ([] if named else trips)
        if not found:
            there = ", ".join(trip.reference for trip in trips) or "none yet"
            raise refused(event, "trip", f"no trip is called {named!r}. Write one of {there}.")
        return found[0]

    async def _rebook(self, event: Event, trip: Trip) -> tuple[str, ...]:
        if not event.text("file"):
            departs, arrives = _when(event, "departs"), _when(event, "arrives")
            change = Retime(segment=event.text("segment"), departs=departs, arrives=arrives)
            return await self._edit(event, trip, change)
        paper = self._folder / event.text("file")
        if not paper.is_file():
            raise refused(event, "file", f"there is no file {paper}. Write its path beside the events' file.")
        reading, taken = read_files([paper]), list[TakenIn]()
        try:
            await intake(self._runtime, reading, told=taken.append)
        except BotError as refusal:
            raise refused(event, "file", str(refusal)) from refusal
        if reading.rejections:
            first = reading.rejections[0]
            raise refused(event, "file", f"{first.file}, row {first.row}: {first.why}")
        for one in taken:
            self._chatting.issued(one.booking.reference, one.issued)
        return tuple(line for one in taken for line in _told(one))

    async def _cancel(self, event: Event, trip: Trip) -> tuple[str, ...]:
        segment = event.text("segment")
        return await self._edit(event, trip, CancelSegment(segment=segment) if segment else CancelTrip())

    async def _reinstate(self, event: Event, trip: Trip) -> tuple[str, ...]:
        return await self._edit(event, trip, ReinstateTrip())

    async def _drop(self, event: Event, trip: Trip) -> tuple[str, ...]:
        person = self._people.traveller(event, trip.travellers)
        return await self._edit(event, trip, DropTraveller(traveller=person.id))

    async def _edit(self, event: Event, trip: Trip, change: Edit) -> tuple[str, ...]:
        try:
            edited = await edit(self._runtime, trip.reference, [change], by=event.text("by") or JO)
        except EditRefused as refusal:
            field = "segment" if event.text("segment") else "do"
            raise refused(event, field, str(refusal)) from refusal
        self._chatting.issued(trip.reference, edited.issued)
        return edited.lines

    async def _delay(self, event: Event, trip: Trip) -> tuple[str, ...]:
        number, day, late = folded(event.text("flight")), event.fields["day"], event.fields.get("late")
        if not number:
            raise refused(event, "flight", f"{event.text('flight')!r} is no flight. Write KL0897.")
        word = FlightWord.DELAYED if late else FlightWord(event.text("status") or FlightWord.ON_TIME)
        report = FlightReport(
            number=number,
            day=day,
            word=word,
            at=self._runtime.clock.trip(),
            delay=timedelta(minutes=late) if late else None,
            destination=event.text("to"),
        )
        changed = await apply(self._runtime, report, by=event.text("by") or JO)
        if not changed:
            there = ", ".join(sorted({number_of(one) for one in trip.booking.segments} - {""})) or "none"
            why = f"nobody is on {number} that day, or it is known already. The flights of {trip.reference}: {there}."
            raise refused(event, "flight", why)
        return (f"trips that it changes: {changed}",)

    async def _override(self, event: Event, trip: Trip) -> tuple[str, ...]:
        touchpoint, library = event.text("touchpoint"), self._runtime.library
        if library.touchpoint(touchpoint) is None:
            raise refused(event, "touchpoint", f"the content has none called {touchpoint!r}")
        person = self._people.traveller(event, trip.travellers)
        said = Overridden(
            word=Override(event.text("word")), at=event.instant("time"), text=event.text("text")
        )
        occurrence = event.text("occurrence")
        await override(self._runtime, trip.reference, person.id, touchpoint, said, occurrence=occurrence)
        return ()

    async def _publish(self, event: Event, trip: Trip) -> tuple[str, ...]:
        folder = self._folder / event.text("folder")
        files, faults = content.gather(folder)
        if faults:
            raise refused(event, "folder", str(content.in_folder(faults[0], folder)))
        try:
            published = await publish(self._runtime, files)
        except ContentRefused as refusal:
            first = next(iter(refusal.faults))
            why = content.in_folder(first, folder) if isinstance(first, Fault) else first
            raise refused(event, "folder", str(why)) from refusal
        return (f"changed: {', '.join(published.changed) or 'nothing'}",)


def _everyone(trips: list[Trip]) -> Iterator[Traveller]:
    return (person for trip in trips for person in trip.travellers)


def _when(event: Event, name: str) -> When | None:
    at = event.fields.get(name)
    return When(day=at.date(), clock=at.time()) if isinstance(at, datetime) else None


def _command(event: Event, trip: Trip) -> str:
    match event.do:
        case Do.CARE:
            word = "/resume" if event.flag("over") else "/care"
            return f"{word} {trip.reference} {event.text('why')}".rstrip()
        case Do.AGENT_TAKES:
            return f"/hold {trip.reference}"
    return f"/release {trip.reference}"


def _told(taken: TakenIn) -> Iterator[str]:
    yield f"{taken.booking.reference}: {taken.outcome}"
    yield from taken.lines
