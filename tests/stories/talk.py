"""A talk: a story in which people answer. <name>.yaml holds the booking and what everybody does; <name>.txt what both sides saw.

The YAML: about · scenario · booking (a paper of tests/stories, or several, one a trip) · offers (switched on) · zone (of the times below) · until ·
events: rows
{at, who, do, ...} · never: rows {chat, since, until, texts} · expect: rows {chat, since, until, has}.
do: join (language, trip: its reference where there are several; phone: a name for another phone than their own; factor:
what is written in place of the surname; link: "again", the link that was given last) · block · unblock · delete (the account is no more) · say (text) · tap (label, on: a part of the message) · reply (text, to: a part of the message) ·
agents (Jo and Sam bind their group) · import (a paper that takes the booking's place) · file (name, text: its caption).
who: the first name of a traveller, or Jo, Sam. chat: a first name or "agents".
Played through the real services over a database, a channel that remembers, and a clock that stops wherever something is
due. Not here: stories that nobody answers (story).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from sqlmodel import select

from bot.errors import Unreachable
from bot.imports.paper import read_files
from bot.storage.chats import ChatRow
from bot.storage.database import MEMORY
from bot.storage.deliveries import earliest_queued
from flows.talk.codes import ALPHABET, CODE_LENGTH
from flows.talk.length import visible_text
from flows.talk.message import OutgoingMessage
from flows.trips.trip import Booking, Trip
from tests.stories.playing import shipped, with_offers
from tests.support.chats import ANN_CHAT, GROUP, JO, SAM, House, open_house
from tests.support.ledger import earliest_due
from tests.support.memory import Memory

HERE = Path(__file__).parent / "talks"
PAPERS = Path(__file__).parent
STAFF = {"Jo": JO, "Sam": SAM}
MOST_STEPS = 3000
SMALLEST = timedelta(seconds=1)
CODE = re.compile(rf"(?<![{ALPHABET}])[{ALPHABET}]{{{CODE_LENGTH}}}(?![{ALPHABET}])")
"""A way in is another one each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that was seen in a chat. kind: said (by a person), sent or edited (by the bot), shown (on a button)."""

    at: datetime
    chat: int
    kind: str
    text: str
    buttons: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Recorder(Memory):
    """A channel that also remembers when."""

    lines: list[Line] = field(default_factory=list)
    house: House | None = None

    def note(self, chat: int, kind: str, text: str, message: OutgoingMessage | None = None) -> None:
        """One more line."""
        assert self.house is not None, "the house is opened first"
        rows = message.buttons if message is not None else ()
        labels = tuple(button.label for row in rows for button in row)
        at = self.house.clock.trip()
        self.lines.append(Line(at=at, chat=chat, kind=kind, text=text, buttons=labels))

    async def send(self, chat: int, message: OutgoingMessage) -> int:
        """It stands in the chat from now on, and in the record."""
        name = f"📎 {message.attachment.name}\n" if message.attachment is not None else ""
        landed = await super().send(chat, message)
        self.note(chat, "sent", name + visible_text(message.text), message)
        return landed

    async def edit(self, chat: int, message_id: int, message: OutgoingMessage) -> None:
        """In place, and in the record."""
        await super().edit(chat, message_id, message)
        self.note(chat, "edited", visible_text(message.text), message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One talk. asks: the YAML as it stands."""

    name: str
    asks: dict[str, Any]

    @property
    def golden(self) -> Path:
        """Its transcript."""
        return HERE / f"{self.name}.txt"

    def at(self, text: str) -> datetime:
        """A time of the YAML as an instant."""
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(self.asks["zone"]))

    def booking(self, paper: str) -> Booking:
        """The one booking of a paper."""
        return next(iter(read_files([PAPERS / paper])))


def talks() -> tuple[Talk, ...]:
    """All, by name."""
    return tuple(
        Talk(name=path.stem, asks=yaml.load(path.read_text("utf-8"), yaml.CBaseLoader))
        for path in sorted(HERE.glob("*.yaml"))
    )


class Playing:
    """A talk being played."""

    def __init__(self, talk: Talk, house: House, recorder: Recorder, trips: tuple[Trip, ...]) -> None:
        self.talk, self.house, self.recorder, self.trips = talk, house, recorder, trips
        people = dict.fromkeys(person.first_name for trip in trips for person in trip.booking.travellers)
        self.chats = {name: ANN_CHAT + number for number, name in enumerate(people)}
        self.links: dict[str, str] = {}

    def chat(self, name: str) -> int:
        """Where somebody reads."""
        return GROUP if name == "agents" else STAFF.get(name) or self.chats[name]

    def names(self) -> dict[int, str]:
        """Who reads where."""
        return {GROUP: "agents", **{chat: name for name, chat in {**self.chats, **STAFF}.items()}}

    async def play(self) -> None:
        """Every event at its time, then on until the end."""
        for event in self.talk.asks["events"]:
            await self._go_to(self.talk.at(event["at"]))
            await self._do(event)
        await self._go_to(self.talk.at(self.talk.asks["until"]))

    async def _go_to(self, to: datetime) -> None:
        for _ in range(MOST_STEPS):
            at = await self._next()
            if at is None or at > to:
                break
            await self.house.move(max(at, self.house.clock.trip() + SMALLEST))
        await self.house.move(max(to, self.house.clock.trip()))

    async def _next(self) -> datetime | None:
        async with self.house.runtime.database.read() as session:
            due = await earliest_due(session)
            queued = await earliest_queued(session)
            holds = [chat.hold_until for chat in (await session.execute(select(ChatRow))).scalars()]
        return min((at for at in (due, queued, *holds) if at is not None), default=None)

    async def _do(self, event: dict[str, Any]) -> None:
        match event["do"]:
            case "agents":
                await self.house.agents()
            case "join":
                await self._join(event)
            case "import":
                booking = self.talk.booking(event["paper"])
                held = next((one for one in self.trips if one.reference == booking.reference), self.trips[0])
                await self.house.add_trip(Trip(booking=booking, booked=held.booked))
            case "say":
                await self._said(event, event["text"])
                await self.house.say(self._person(event), event["text"], chat=self._where(event))
            case "reply":
                standing = self.house.find(self._chat_of(event), event["to"])
                await self._said(event, event["text"])
                await self.house.say(
                    self._person(event), event["text"], chat=self._where(event), reply_to=standing.message_id
                )
            case "tap":
                await self._tap(event)
            case "block" | "unblock":
                status = "kicked" if event["do"] == "block" else "member"
                self.recorder.note(self._person(event), "said", f"{event['who']}: ({event['do']}s the bot)")
                await self.house.membership(self._person(event), status)
            case "delete":
                self.recorder.note(self._person(event), "said", f"{event['who']}: (deletes the account)")
                gone = Unreachable(why="Forbidden: user is deactivated")
                self.house.channel.refuse[self._person(event)] = gone
            case other:
                raise AssertionError(f"nobody knows how to {other}")
        await self.house.tick()

    async def _join(self, event: dict[str, Any]) -> None:
        phone = event.get("phone", event["who"])
        chat = self.chats.setdefault(phone, ANN_CHAT + len(self.chats))
        language = event.get("language", "en")
        trip = next(one for one in self.trips if one.reference == event.get("trip", one.reference))
        called = event.get("as", event["who"])
        person = next(one for one in trip.booking.travellers if one.first_name == called)
        if event.get("link") != "again":
            self.links[person.id] = (await self.house.codes(trip.reference, person.id))[person.id].token
        factor = event.get("factor", person.surname)
        self.recorder.note(chat, "said", "/start …")
        await self.house.say(chat, f"/start {self.links[person.id]}", language=language)
        self.recorder.note(chat, "said", f"{phone}: {factor}")
        await self.house.say(chat, factor, language=language)

    async def _tap(self, event: dict[str, Any]) -> None:
        chat = self._chat_of(event)
        standing = self.house.find(chat, event["on"]) if "on" in event else self._newest(chat, event["label"])
        button = standing.button(event["label"])
        self.recorder.note(chat, "said", f"[{button.label}]")
        word = await self.house.press(
            self._person(event), button.token, standing.message_id, chat=self._where(event)
        )
        if word:
            self.recorder.note(chat, "shown", word)

    def _newest(self, chat: int, label: str) -> Any:
        for standing in reversed(self.house.standing(chat)):
            if any(label in one for one in standing.labels):
                return standing
        raise AssertionError(f"no button {label!r} in the chat {self.names()[chat]}")

    async def _said(self, event: dict[str, Any], text: str) -> None:
        self.recorder.note(self._chat_of(event), "said", f"{event['who']}: {text}")

    def _person(self, event: dict[str, Any]) -> int:
        return STAFF.get(event["who"]) or self.chats[event["who"]]

    def _where(self, event: dict[str, Any]) -> int | None:
        """Staff talk in their group, travellers in private."""
        return GROUP if event["who"] in STAFF else None

    def _chat_of(self, event: dict[str, Any]) -> int:
        return self._where(event) or self._person(event)


async def play(talk: Talk) -> Playing:
    """A talk from its first event to its end."""
    papers = talk.asks["booking"]
    trips = tuple(_trip(talk.booking(paper)) for paper in ([papers] if isinstance(papers, str) else papers))
    recorder = Recorder()
    first = talk.at(talk.asks["events"][0]["at"])
    library = with_offers(shipped(), talk.asks.get("offers", ()))
    async with open_house(url=MEMORY, trip=trips[0], now=first, channel=recorder, library=library) as house:
        recorder.house = house
        for trip in trips[1:]:
            await house.add_trip(trip)
        playing = Playing(talk, house, recorder, trips)
        await playing.play()
        return playing


def _trip(booking: Booking) -> Trip:
    assert booking.booked is not None, "a talk's paper says when it was booked"
    return Trip(booking=booking, booked=booking.booked)


def told(playing: Playing) -> str:
    """The transcript: both sides, as it was seen."""
    return "\n".join(_told(playing)) + "\n"


def _told(playing: Playing) -> Iterator[str]:
    zone, names = ZoneInfo(playing.talk.asks["zone"]), playing.names()
    yield playing.talk.asks["about"]
    for line in playing.recorder.lines:
        local = line.at.astimezone(zone)
        yield ""
        sign = {"said": ">", "sent": "<", "edited": "~", "shown": "!"}[line.kind]
        head, *rest = CODE.sub("········", line.text).split("\n")
        yield f"{local:%a %d %b %Y %H:%M} {names.get(line.chat, line.chat)} {sign} {head}"
        yield from (f"    {one}".rstrip() for one in rest)
        if line.buttons:
            yield "    " + "  ".join(f"[{label}]" for label in line.buttons)
