"""The whole road in one process: the real bot, a local Telegram, a file database, and a clock that stands where it is put.

What persons see is asserted on `world` chats. Not here: the bot as a process of its own (processes).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import ledger, running
from bot.clock import MovableClock
from bot.i18n import staff_wording
from bot.imports.paper import read_files
from bot.lookups.holidays import public_holidays
from bot.runtime import Runtime
from bot.services import staff
from bot.services.intake import intake
from bot.settings import Settings
from bot.simulator.chats import Group, Message, PrivateChat
from bot.simulator.people import Person, Tap
from bot.simulator.server import Simulator
from bot.simulator.world import World
from bot.steps.invite import Issued
from bot.steps.take_in import TakenIn
from bot.storage.deliveries import earliest_queued
from bot.storage.trips import trip_by_reference
from flows.library.lookups import Lookups
from flows.planning.due import PlanningSettings
from flows.rehearsal.playing import played
from flows.rehearsal.said import Said
from flows.talk.length import visible_text
from flows.trips.times import zone_info
from tests.support import papers
from tests.support.ledger import earliest_due

BOOKED = datetime(2027, 2, 20, 10, 0, tzinfo=UTC)
STEPS = 400


def lisbon(*names: str, reference: str = "LIS27A") -> bytes:
    """A JSON file: a week in Lisbon from 12 May 2027, booked at BOOKED, for these travellers (Ann de Vries alone)."""
    booked: dict[str, Any] = {"bookingTime": "2027-02-20T10:00:00Z"}
    return papers.document(
        *(
            paper
            for name in names or ("Ann de Vries",)
            for paper in (
                papers.flight(name=name, reference=reference, **booked),
                papers.stay(name=name, reference=reference),
                papers.flight(
                    "LIS",
                    "AMS",
                    "2027-05-19T17:30:00+01:00",
                    "2027-05-19T21:25:00+02:00",
                    number="670",
                    name=name,
                    reference=reference,
                ),
            )
        )
    )


def settings_for(simulator: Simulator, folder: Path, **more: Any) -> Settings:
    """Settings of a bot in this folder, as fast as the simulator takes it; nothing of this machine is read."""
    given: dict[str, Any] = {
        "telegram_token": SecretStr(simulator.token),
        "telegram_api": simulator.api_url,
        "database": f"sqlite+aiosqlite:///{folder / 'reisgenoot.sqlite'}",
        "web_port": 0,
        "agency_name": "Verre Reizen",
        "agency_phone": "+31 20 555 01 23",
        "agency_email": "help@verre.example",
        "bot_rate": 1000.0,
        "chat_rate": 1000.0,
        "group_rate": 1000.0,
        "poll_seconds": 5,
        **more,
    }
    return Settings(_env_file=None, **given)


async def come_to_rest(runtime: Runtime) -> None:
    """Everything that waits at this instant is worked on, planned and sent."""
    for ring in (runtime.bell.updates, runtime.bell.plan, runtime.bell.deliver):
        await ring()
        await runtime.bell.settled()


async def live_until(runtime: Runtime, clock: MovableClock, to: datetime) -> None:
    """Move trip time on, stopping wherever something is due."""
    for _ in range(STEPS):
        async with runtime.database.read() as session:
            ahead = [await earliest_due(session), await earliest_queued(session)]
        at = min((at for at in ahead if at is not None), default=to)
        if at >= to:
            break
        clock.move(max(at, clock.trip()))
        await come_to_rest(runtime)
    else:
        raise AssertionError(f"the clock does not get past {clock.trip()}")
    clock.move(to)
    await come_to_rest(runtime)


@dataclass(kw_only=True)
class Road:
    """The running bot and everyone around it. office: the agents' group; jo is an admin, sam an agent."""

    simulator: Simulator
    world: World
    runtime: Runtime
    settings: Settings
    clock: MovableClock
    folder: Path
    office: Group
    jo: Person
    sam: Person
    seen: dict[int, int] = field(default_factory=dict)

    async def book(self, document: bytes, name: str = "booking.json") -> dict[str, Issued]:
        """A booking file comes in as by the command, over a connection of its own; new ways in by traveller's name."""
        path = self.folder / name
        path.write_bytes(document)
        told: list[TakenIn] = []
        async with ledger(self.settings, named=True, clock=self.clock) as other:
            await intake(other, read_files([path]), told=told.append)
        return {one.name: one for taken in told for one in taken.issued}

    async def come_to_rest(self) -> None:
        """Everything that waits at this instant is planned and sent."""
        await come_to_rest(self.runtime)

    async def move(self, to: datetime) -> None:
        """Trip time goes on to an instant (aware); what falls due on the way leaves at its own time."""
        await live_until(self.runtime, self.clock, to)

    async def on(self, day: str) -> None:
        """`move` to "2027-05-12 09:00" UTC."""
        await self.move(datetime.fromisoformat(day).replace(tzinfo=UTC))

    async def hears(
        self, chat: Person | Group, part: str | re.Pattern[str], *, after: int = 0, within: float = 10.0
    ) -> Message:
        """Wait for a message of the bot with this in its text, its id being above `after`."""
        wanted = re.compile(re.escape(part)) if isinstance(part, str) else part

        def found() -> Message | None:
            if isinstance(chat, Person) and chat.id not in self.world.chats:
                return None
            where = chat.chat if isinstance(chat, Person) else chat
            said = [one for one in where.from_bot if wanted.search(one.text) and one.message_id > after]
            return said[-1] if said else None

        try:
            await self.world.until(found, within=within)
        except TimeoutError:
            where = chat.chat if isinstance(chat, Person) else chat
            part = wanted.pattern
            raise AssertionError(f"nothing with {part!r}, only:\n" + "\n---\n".join(where.texts)) from None
        message = found()
        assert message is not None
        return message

    async def says(self, person: Person, text: str, hears: str, *, within: float = 10.0) -> Message:
        """A person writes in private and waits for an answer with this in it."""
        said = person.writes(text)
        return await self.hears(person, hears, after=said.message_id, within=within)

    async def tells(self, person: Person, text: str, hears: str) -> Message:
        """A person writes into the agents' group and waits for an answer there."""
        said = person.writes(text, into=self.office)
        return await self.hears(self.office, hears, after=said.message_id)

    async def taps(self, person: Person, message: Message, label: str) -> Tap:
        """A person taps the first button with this in its label and waits until the button stops waiting."""
        whole = next((one for one in message.labels if label in one), label)
        tap = person.taps(message, whole)
        await self.until(lambda: tap.answered)
        return tap

    async def until(self, holds: Callable[[], object], *, within: float = 10.0) -> None:
        """Wait for something to be seen."""
        await self.world.until(holds, within=within)

    async def joins(self, person: Person, issued: Issued, *, factor: str = "de Vries") -> Message:
        """A person opens the deep link, gives the second factor and is welcomed."""
        asked = person.starts(issued.token)
        await self.until(lambda: [one for one in person.chat.from_bot if one.message_id > asked.message_id])
        said = person.writes(factor)
        await self.until(lambda: [one for one in person.chat.from_bot if one.message_id > said.message_id])
        return person.chat.from_bot[-1]

    def local(self, message: Message, zone: str) -> str:
        """When a message came, "2027-05-12 09:30" in a zone."""
        return message.date.astimezone(zone_info(zone)).strftime("%Y-%m-%d %H:%M")

    def said(self, chat: PrivateChat, touchpoint: str, locale: str) -> list[Message]:
        """The messages in a chat that begin as this touchpoint's text does, whatever fills its placeholders."""
        opening = self.opening(touchpoint, locale)
        return [one for one in chat.from_bot if re.match(opening, one.text)]

    def opening(self, touchpoint: str, locale: str) -> re.Pattern[str]:
        """How a touchpoint's text begins, as a person sees it: its first line."""
        found = self.runtime.library.touchpoint(touchpoint)
        assert found is not None, touchpoint
        line = re.sub(r"<[^>]+>", "", found.text.template(locale).partition("\n")[0])
        return re.compile(".+".join(re.escape(part) for part in re.split(r"\{[^}]*\}", line)))

    async def rehearsed(self, reference: str, locale: str) -> tuple[tuple[Said, str], ...]:
        """What the rehearsal says to the lead of a booking who joins now, with each text as a person sees it."""
        async with self.runtime.database.read() as session:
            row = await trip_by_reference(session, reference)
            assert row is not None, reference
        course = played(
            row.trip,
            self.runtime.library,
            settings=PlanningSettings(),
            lookups=Lookups(holidays=public_holidays),
            locales=(locale,),
            known=self.clock.trip(),
            agency=self.settings.agency,
        )
        return tuple((said, visible_text(said.rendered[locale].message.text)) for said in course.said)

    def word(self, name: str, locale: str) -> str:
        """The longest stretch without a placeholder of one of our sentences, as a person sees it."""
        words = self.runtime.library.words
        text = words[name] if name in words else staff_wording(locale).library.words[name]
        plain = re.sub(r"<[^>]+>", "", text.template(locale))
        return max(re.split(r"\{[^}]*\}", plain), key=len).strip()


@asynccontextmanager
async def open_road(
    folder: Path, *, at: datetime = BOOKED + timedelta(hours=1), staffed: bool = True, **more: Any
) -> AsyncIterator[Road]:
    """A running bot against a local Telegram, trip time standing at `at`; Jo and Sam are linked and their group is bound."""
    clock = MovableClock(at, flows=False)
    world = World(clock=clock)
    async with Simulator(world) as simulator:
        settings = settings_for(simulator, folder, **more)
        async with running(settings, clock=clock) as runtime:
            road = Road(
                simulator=simulator,
                world=world,
                runtime=runtime,
                settings=settings,
                clock=clock,
                folder=folder,
                office=world.group("Verre Reizen, agents"),
                jo=world.person("Jo"),
                sam=world.person("Sam"),
            )
            if staffed:
                for person, role in ((road.jo, "admin"), (road.sam, "agent")):
                    code = await staff.invite(runtime, person.first_name, role)
                    await road.says(person, code.code, "Welcome, ")
                    road.office.joins(person)
                await road.tells(road.jo, "/here", "agents' group now")
            yield road
