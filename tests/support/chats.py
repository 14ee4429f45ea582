"""Chats without a network: the real services over a database, a channel that remembers, and a clock that is moved.

Messages are fed as raw updates the way Telegram writes them, so that reading, storing and working are all tested. Not
here: people and trips (trips), Telegram's own strictness (simulator).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import SQLModel, select

from bot.clock import FrozenClock
from bot.content import load
from bot.i18n import staff_wording
from bot.runtime import Runtime, Shelf
from bot.services import (
    asks,
    broadcasts,
    calls,
    delivery,
    flights,
    holds,
    offers,
    planning,
    replies,
    staff,
    tidying,
    updates,
)
from bot.settings import Settings
from bot.steps.invite import Issued, issue
from bot.steps.replan import replan
from bot.steps.take_in import take_in
from bot.storage.chats import ChatRow
from bot.storage.database import MEMORY, Database
from bot.storage.deliveries import earliest_queued
from bot.storage.trips import TripRow, trip_by_reference
from bot.telegram.inbound import read_update
from flows.library.library import Library
from flows.trips.trip import Trip
from tests.support.ledger import earliest_due
from tests.support.lived_once import lived_once
from tests.support.memory import Memory, Standing
from tests.support.trips import lisbon_family

ANN_CHAT, BRUNO_CHAT, CHIARA_CHAT, DAN_CHAT = 1001, 1002, 1003, 1004
JO, SAM, STRANGER = 501, 502, 666
GROUP, OTHER_GROUP = -100500, -100600
NAMES = {
    ANN_CHAT: "Ann",
    BRUNO_CHAT: "Bruno",
    CHIARA_CHAT: "Chiara",
    DAN_CHAT: "Dan",
    JO: "Jo",
    SAM: "Sam",
    STRANGER: "Nobody",
}
__all__ = ["Memory", "Standing"]

_LIBRARY: list[Library] = []


def shipped_library() -> Library:
    """The content that ships, read once a process."""
    if not _LIBRARY:
        _LIBRARY.append(load())
    return _LIBRARY[0]


def sentence(word: str, locale: str = "en") -> str:
    """The longest stretch of one of our sentences without a placeholder: what a test looks for, whoever words it anew."""
    words = shipped_library().words
    return _stretch(
        (words[word] if word in words else staff_wording(locale).library.words[word]).template(locale)
    )


def wording(touchpoint: str, locale: str = "en") -> str:
    """The same of a touchpoint's text."""
    found = shipped_library().touchpoint(touchpoint)
    assert found is not None, touchpoint
    return _stretch(found.text.template(locale))


def _stretch(template: str) -> str:
    return max(re.split(r"\{[^}]*\}|<[^>]+>|\n", template), key=len).strip()


@dataclass(kw_only=True)
class House:
    """The bot with its chats. Every method feeds updates, works on them and sends what may leave."""

    runtime: Runtime
    clock: FrozenClock
    channel: Memory
    update: int = 1
    message: int = 5000

    async def say(self, person: int, text: str, *, chat: int | None = None, **fields: Any) -> list[str]:
        """A person writes; returns the texts that then arrived in the same chat."""
        where = chat if chat is not None else person
        return await self._during(where, self.text_update(person, text, chat=chat, **fields))

    async def tap(self, person: int, standing: Standing, label: str, *, chat: int | None = None) -> str:
        """A person taps a button; returns the short word on it."""
        return await self.press(person, standing.button(label).token, standing.message_id, chat=chat)

    async def press(self, person: int, token: str, message_id: int = 1, *, chat: int | None = None) -> str:
        """A person taps a button by its token."""
        where = chat if chat is not None else person
        tap_id = f"tap-{self.update}"
        query = {
            "id": tap_id,
            "from": self.person(person),
            "data": token,
            "message": {"message_id": message_id, "chat": self.chat(where)},
        }
        await self.feed({"callback_query": query})
        return next(text for found, text in self.channel.acknowledged if found == tap_id)

    async def membership(self, person: int, status: str, *, chat: int | None = None) -> None:
        """my_chat_member: blocked, unblocked, joined or left."""
        where = chat if chat is not None else person
        change = {
            "chat": self.chat(where),
            "from": self.person(person),
            "new_chat_member": {"status": status},
        }
        await self.feed({"my_chat_member": change})

    async def feed(self, update: dict[str, Any]) -> None:
        """One raw update, through the ledger, and everything that follows."""
        await updates.store(self.runtime, [{"update_id": self.update, **update}])
        self.update += 1
        await updates.work(self.runtime)
        await flights.tend(self.runtime)
        await delivery.deliver(self.runtime)

    async def tick(self) -> None:
        """What the bells ring by themselves."""
        await planning.plan_due(self.runtime)
        await holds.lapse(self.runtime)
        await asks.post(self.runtime)
        await flights.tend(self.runtime)
        await calls.tend(self.runtime)
        await offers.post(self.runtime)
        await replies.undelivered(self.runtime)
        await tidying.erase_due(self.runtime)
        await delivery.deliver(self.runtime)
        await broadcasts.progress(self.runtime)
        await delivery.deliver(self.runtime)

    @lived_once
    async def move(self, to: datetime) -> None:
        """Trip time goes there, and the bells ring."""
        self.clock.move(to)
        await self.tick()

    @lived_once
    async def live(self, to: datetime) -> None:
        """Trip time goes there, stopping wherever something is due."""
        while (at := await self._due()) is not None and at < to:
            await self.move(max(at, self.clock.trip()))
            if await self._due() == at:
                break  # what cannot move on would stand here for ever
        await self.move(to)

    async def _due(self) -> datetime | None:
        async with self.runtime.database.read() as session:
            ahead = (await earliest_due(session), await earliest_queued(session))
        return min((at for at in ahead if at is not None), default=None)

    def standing(self, chat: int) -> list[Standing]:
        """What stands in a chat."""
        return self.channel.chats.get(chat, [])

    def texts(self, chat: int) -> list[str]:
        """The texts that stand in a chat."""
        return [standing.text for standing in self.standing(chat)]

    def find(self, chat: int, part: str) -> Standing:
        """The last message in a chat with this in its text."""
        for standing in reversed(self.standing(chat)):
            if part in standing.text:
                return standing
        raise AssertionError(f"nothing with {part!r} in {self.texts(chat)}")

    async def add_trip(self, trip: Trip) -> TripRow:
        """A booking comes in, as by an import."""
        await self._take_in(trip)
        async with self.runtime.database.read() as session:
            row = await trip_by_reference(session, trip.reference)
        assert row is not None
        return row

    @lived_once
    async def _take_in(self, trip: Trip) -> None:
        now = self.clock.trip()
        async with self.runtime.database.write() as session:
            held = await trip_by_reference(session, trip.reference)
            zone = self.runtime.settings.agency_zone
            taken = await take_in(session, trip.booking, held, now=now, agency_zone=zone)
            assert taken.row is not None
            await replan(session, self.runtime, taken.row, now=now, changed=held is not None)

    async def codes(self, reference: str = "LISBON-4", *people: str) -> dict[str, Issued]:
        """Fresh ways in, by traveller id."""
        async with self.runtime.database.write() as session:
            row = await trip_by_reference(session, reference)
            assert row is not None
            wanted = people or tuple(one.id for one in row.trip.travellers)
            issued = await issue(session, row, wanted, self.clock.trip())
        return {one.traveller: one for one in issued}

    @lived_once
    async def join(
        self, chat: int, traveller: str = "ann-de-vries", *, reference: str = "LISBON-4", language: str = "en"
    ) -> None:
        """A traveller joins with a fresh code and the surname."""
        issued = (await self.codes(reference, traveller))[traveller]
        await self.say(chat, f"/start {issued.token}", language=language)
        await self.say(chat, "de Vries", language=language)

    async def staff(self, person: int, role: str = "agent") -> None:
        """A member of staff is invited and sends the code in private."""
        code = await staff.invite(self.runtime, NAMES[person], role)
        await self.say(person, code.code)

    @lived_once
    async def agents(self) -> None:
        """Jo (admin) and Sam (agent) are linked, and their group is bound."""
        await self.staff(JO, "admin")
        await self.staff(SAM)
        await self.say(JO, "/here", chat=GROUP)

    async def chat_row(self, chat: int) -> ChatRow:
        """The chat as it is kept."""
        async with self.runtime.database.read() as session:
            row = await session.get(ChatRow, chat)
            assert row is not None
            return row

    async def rows(self, table: type[SQLModel]) -> list[Any]:
        """Every row of a table, as it is kept."""
        async with self.runtime.database.read() as session:
            return list((await session.execute(select(table))).scalars())

    def person(self, person: int, language: str = "en") -> dict[str, Any]:
        """A sender as Telegram writes it."""
        return {
            "id": person,
            "is_bot": False,
            "first_name": NAMES.get(person, "Ann"),
            "language_code": language,
        }

    def chat(self, chat: int) -> dict[str, Any]:
        """A chat as Telegram writes it."""
        if chat > 0:
            return {"id": chat, "type": "private", "first_name": NAMES.get(chat, "Ann")}
        return {"id": chat, "type": "supergroup", "title": "Agents"}

    def text_update(
        self,
        person: int,
        text: str,
        *,
        chat: int | None = None,
        language: str = "en",
        reply_to: int | None = None,
        edited: bool = False,
        **fields: Any,
    ) -> dict[str, Any]:
        """A message as Telegram writes it."""
        self.message += 1
        message: dict[str, Any] = {
            "message_id": self.message,
            "date": 1_800_000_000,
            "from": self.person(person, language),
            "chat": self.chat(chat if chat is not None else person),
            **({"text": text} if text else {}),
            **fields,
        }
        if reply_to is not None:
            message["reply_to_message"] = {"message_id": reply_to}
        return {"edited_message" if edited else "message": message}

    async def _during(self, chat: int, update: dict[str, Any]) -> list[str]:
        before = len(self.standing(chat))
        await self.feed(update)
        return self.texts(chat)[before:]


def make_house(
    database: Database,
    *,
    now: datetime = datetime(2027, 2, 1, 10, 0, tzinfo=UTC),
    channel: Memory | None = None,
    library: Library | None = None,
    **settings: Any,
) -> House:
    """A house over a database that has its tables. Agency: phone and mail known, staff read English."""
    given = {
        "agency_name": "Verre Reizen",
        "agency_phone": "+31 20 555 01 23",
        "agency_email": "help@verre.example",
        **settings,
    }
    clock, memory = FrozenClock(now), channel or Memory()
    runtime = Runtime(
        settings=Settings(_env_file=None, **given),  # type: ignore[call-arg]
        clock=clock,
        database=database,
        channel=memory,
        shelf=Shelf(library or shipped_library()),
        read_update=read_update,
        paced=False,
    )
    return House(runtime=runtime, clock=clock, channel=memory)


@asynccontextmanager
async def open_house(*, url: str = MEMORY, trip: Trip | None = None, **given: Any) -> AsyncIterator[House]:
    """A house with a trip (the family to Lisbon), closed at the end."""
    database = Database(url)
    await database.create()
    house = make_house(database, **given)
    await house.add_trip(trip or lisbon_family())
    try:
        yield house
    finally:
        await database.close()
