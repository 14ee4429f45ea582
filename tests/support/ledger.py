"""The ledger for tests: a database in memory or in a file, clocks that are put, a channel that remembers and fails on
demand, and a runtime over them. Not here: chats that are talked with (chats), the wire (bare_telegram).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import func, select

from bot.runtime import Runtime, Shelf
from bot.services.delivery import deliver
from bot.services.planning import plan_due, plan_trips
from bot.settings import Settings
from bot.steps.enqueue import message_body
from bot.storage.chats import ChatRow
from bot.storage.database import MEMORY, Database
from bot.storage.deliveries import DeliveryRow
from bot.storage.migrating import migrate
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.library.library import Library
from flows.library.text import Text
from flows.library.touchpoint import MessageClass, Touchpoint
from flows.planning.budget import CLASSES
from flows.talk.message import Landed, OutgoingMessage
from tests.support.trips import utc

NOON = utc("2027-05-01T10:00")
"""Noon in Amsterdam, eleven days before the family flies to Lisbon."""

ANN_CHAT, BRUNO_CHAT, CHIARA_CHAT, DAN_CHAT = 1001, 1002, 1003, 1004
GROUP = -100500
REPEAT = "maybe you have seen this before"
WORDS = {"delivery.repeat": Text(forms={"en": {"other": REPEAT}})}


def library(*touchpoints: Touchpoint) -> Library:
    """A library of these touchpoints and the words that delivery needs."""
    return Library(touchpoints=touchpoints, words=WORDS)


class TwoHands:
    """A clock whose hands are put apart: trip time and real time."""

    def __init__(self, start: datetime = NOON) -> None:
        self.trip_now = self.real_now = start

    def trip(self) -> datetime:
        """Where trip time was put."""
        return self.trip_now

    def real(self) -> datetime:
        """Where real time was put."""
        return self.real_now

    def pass_(self, time: timedelta) -> None:
        """Both go on."""
        self.trip_now += time
        self.real_now += time


@dataclass(kw_only=True)
class Memory:
    """A channel that remembers what arrived. faults: for each chat the errors that its next sends raise, in turn; None
    lets one through. arrives: errors after which the message stands in the chat all the same (an answer that was lost).
    during: called while a message is under way."""

    arrived: list[tuple[int, str]] = field(default_factory=list)
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    messages: list[OutgoingMessage] = field(default_factory=list)
    faults: dict[int, deque[Exception | None]] = field(default_factory=lambda: defaultdict(deque))
    lost_answers: bool = False
    gates: dict[int, asyncio.Event] = field(default_factory=dict)
    flying: set[int] = field(default_factory=set)
    together: int = 0
    last: int = 100

    def fail(self, chat: int, *errors: Exception | None) -> None:
        """The next sends to this chat go so."""
        self.faults[chat].extend(errors)

    def texts(self, chat: int) -> list[str]:
        """What arrived in a chat, in order."""
        return [text for number, text in self.arrived if number == chat]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that a send brings about; TimeoutError when it does not come."""
        async with asyncio.timeout(10):
            while not holds():  # noqa: ASYNC110 - what it waits for happens in other tasks
                await asyncio.sleep(0.005)

    async def _way(self, chat: int) -> Exception | None:
        assert chat not in self.flying, "two messages to one chat at once"
        self.flying.add(chat)
        self.together = max(self.together, len(self.flying))
        try:
            await asyncio.sleep(0)
            if chat in self.gates:
                await self.gates[chat].wait()
        finally:
            self.flying.discard(chat)
        return self.faults[chat].popleft() if self.faults[chat] else None

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """It stands in the chat, unless told otherwise."""
        error = await self._way(chat)
        if error is None or self.lost_answers:
            self.arrived.append((chat, message.text))
            self.messages.append(message)
        if error is not None:
            raise error
        self.last += 1
        return self.last

    async def send_file(self, chat: int, message: OutgoingMessage, content: bytes) -> Landed:
        """It stands in the chat, its file under an id of the channel's."""
        message_id = await self.send(chat, message)
        return Landed(message_id=message_id, file_id=f"file-{message_id}")

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """In place."""
        error = await self._way(chat)
        if error is not None:
            raise error
        self.edits.append((chat, message_id, message.text))

    async def acknowledge(self, tap_id: str, text: str = "") -> None:
        """Nothing to remember."""

    async def typing(self, chat: int) -> None:
        """Nothing to remember."""


@dataclass(kw_only=True)
class InlineBell:
    """A bell whose work is done at once. plans, deliveries: how often it rang."""

    runtime: Runtime | None = None
    works: bool = True
    plans: int = 0
    deliveries: int = 0

    async def plan(self, trip_ids: Iterable[int] = ()) -> None:
        """Plan now."""
        self.plans += 1
        if self.runtime is not None and self.works:
            ids = list(trip_ids)
            await (plan_trips(self.runtime, ids) if ids else plan_due(self.runtime))

    async def deliver(self) -> None:
        """Send now."""
        self.deliveries += 1
        if self.runtime is not None and self.works:
            await deliver(self.runtime)

    async def updates(self, chats: Iterable[int] = ()) -> None:
        """Nothing comes in here."""

    async def settled(self) -> None:
        """At once."""


def runtime_over(
    database: Database,
    *touchpoints: Touchpoint,
    clock: Any = None,
    channel: Any = None,
    paced: bool = False,
    works: bool = False,
    **settings: Any,
) -> Runtime:
    """A runtime over this database. works: the bell does the work that it rings for."""
    bell = InlineBell(works=works)
    bell.runtime = Runtime(
        settings=Settings.model_construct(**settings),
        clock=clock or TwoHands(),
        database=database,
        channel=channel or Memory(),
        shelf=Shelf(library(*touchpoints)),
        bell=bell,
        paced=paced,
    )
    return bell.runtime


@asynccontextmanager
async def in_memory() -> AsyncIterator[Database]:
    """A database in memory with its tables."""
    database = Database(MEMORY)
    await database.create()
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def in_file(path: Path, **more: Any) -> AsyncIterator[Database]:
    """A database in a file, migrated."""
    database = Database(f"sqlite+aiosqlite:///{path}", **more)
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()


async def queue(
    runtime: Runtime,
    chat: int,
    text: str,
    message_class: MessageClass = MessageClass.REPLY,
    **more: Any,
) -> int:
    """A ready message in the outbox; its id."""
    row = DeliveryRow(
        **{
            "chat_id": chat,
            "message_class": message_class,
            "lane": CLASSES[message_class].lane,
            "not_before": runtime.clock.trip(),
            "body": message_body(OutgoingMessage(text=text)),
            "created_at": runtime.clock.trip(),
        }
        | more
    )
    async with runtime.database.write() as session:
        session.add(row)
        await session.flush()
        return row.key


async def chat(runtime: Runtime, number: int, **more: Any) -> None:
    """A private chat that consents to offers."""
    async with runtime.database.write() as session:
        given = {"id": number, "offers": True, "created_at": runtime.clock.trip()} | more
        session.add(ChatRow(**given))


async def bind(runtime: Runtime, trip_id: int, number: int, *travellers: str, known: datetime) -> None:
    """This chat serves these travellers from `known` on; the first holds it."""
    await chat(runtime, number)
    async with runtime.database.write() as session:
        session.add(
            RecipientRow(
                trip_id=trip_id,
                chat_id=number,
                holder=travellers[0],
                travellers=list(travellers),
                known_at=known,
            )
        )


async def row(runtime: Runtime, delivery: int) -> DeliveryRow:
    """A delivery as it is kept."""
    async with runtime.database.read() as session:
        found = await session.get(DeliveryRow, delivery)
        assert found is not None
        return found


async def change(runtime: Runtime, delivery: int, act: Callable[[DeliveryRow], None]) -> None:
    """Change a delivery behind everyone's back."""
    async with runtime.database.write() as session:
        found = await session.get(DeliveryRow, delivery)
        assert found is not None
        act(found)
        session.add(found)


async def trip_row(runtime: Runtime, trip_id: int) -> TripRow:
    """A trip as it is kept."""
    async with runtime.database.read() as session:
        found = await session.get(TripRow, trip_id)
        assert found is not None
        return found


async def earliest_due(session: AsyncSession) -> datetime | None:
    """The earliest next due instant of all trips."""
    return (await session.execute(select(func.min(TripRow.next_due_at)))).scalar_one_or_none()


async def count_trips(session: AsyncSession) -> int:
    """How many trips are held."""
    return (await session.execute(select(func.count()).select_from(TripRow))).scalar_one()
