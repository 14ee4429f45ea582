"""Who plays on the page, and what the person at the page lets them do.

Not here: what the browser is told (view), HTTP (routes).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.simulator.chats import Chat, Group
from bot.simulator.conductor import Conductor, ConductorState
from bot.simulator.errors import SimulatorError
from bot.simulator.people import Person
from bot.simulator.world import World

Json = dict[str, Any]
ANSWER_WAIT = 3.0


class WishRefused(SimulatorError):
    """This cannot be done: {why}."""


class Cast:
    """The travellers with a phone on the page (the newest trip's), the agents (members of a group), the conductor."""

    def __init__(self, world: World, conductor: Conductor | None) -> None:
        self.world = world
        self.conductor = conductor
        self._travellers: list[int] = []
        self._payloads: dict[int, str] = {}
        self._opening: dict[int, int] = {}
        self._one_at_a_time = asyncio.Lock()

    def opens(self, conductor: Conductor) -> None:
        """The demo is ready."""
        self.conductor = conductor
        self.world.changed()

    @property
    def groups(self) -> list[Group]:
        """The groups that still are."""
        return [
            chat for chat in self.world.chats.values() if isinstance(chat, Group) and chat.migrated_to is None
        ]

    @property
    def agents(self) -> list[Person]:
        """Everyone in a group, in order of joining."""
        return list(
            {person.id: person for group in self.groups for person in group.members.values()}.values()
        )

    @property
    def travellers(self) -> list[Person]:
        """The party of the loaded trip; before one is loaded, everyone who is no agent."""
        if self._travellers:
            return [self.world.persons[number] for number in self._travellers]
        agents = {person.id for person in self.agents}
        return [person for person in self.world.persons.values() if person.id not in agents]

    def payload(self, person: Person) -> str:
        """What this person's join link carries."""
        return self._payloads.get(person.id, "")

    async def act(self, wish: Mapping[str, Any]) -> Json:
        """Let a person do something: write, tap, start, block, unblock, location. Raises SimulatorError."""
        person = self.world.persons.get(_number(wish, "person"))
        if person is None:
            raise WishRefused(why="nobody has this id")
        match wish.get("do"):
            case "write":
                self._write(person, wish)
            case "start":
                person.starts(str(wish.get("payload") or self.payload(person)))
            case "tap":
                return await self._tap(person, wish)
            case "block":
                person.blocks()
            case "unblock":
                person.unblocks()
            case "location":
                person.shares_location(float(wish.get("latitude", 0)), float(wish.get("longitude", 0)))
            case other:
                raise WishRefused(why=f"nobody can {other}")
        return {}

    async def conduct(self, wish: Mapping[str, Any]) -> Json:
        """Move the clock, load a trip, change a language; one after the other, whoever asks.

        Raises SimulatorError, or what the conductor raises.
        """
        async with self._one_at_a_time:
            return await self._conduct(wish)

    async def _conduct(self, wish: Mapping[str, Any]) -> Json:
        conductor = self.conductor
        if conductor is None:
            raise WishRefused(why="there is no conductor")
        match wish.get("do"):
            case "next_message":
                await conductor.next_message()
            case "next_stage":
                await conductor.next_stage()
            case "day":
                state = await conductor.now()
                await conductor.move_to(_tomorrow(state.now, state.zone))
            case "move_to":
                state = await conductor.now()
                await conductor.move_to(_local(str(wish.get("to", "")), state))
            case "load":
                await self._load(conductor, str(wish.get("trip", "")), str(wish.get("language") or "en"))
            case "language":
                await self._language(conductor, wish)
            case other:
                raise WishRefused(why=f"no conductor can {other}")
        self.world.changed()
        return {}

    def _write(self, person: Person, wish: Mapping[str, Any]) -> None:
        text = str(wish.get("text", "")).strip()
        if not text:
            raise WishRefused(why="there is nothing to say")
        number = _number(wish, "chat")
        chat = self.world.chats.get(number)
        if isinstance(chat, Group) and person.id not in chat.members:
            raise WishRefused(why=f"{person.first_name} is not in this group")
        if chat is None and number != person.id:
            raise WishRefused(why="there is no such chat")
        reply_to = chat.message(_number(wish, "reply_to")) if chat else None
        person.writes(text, into=chat if isinstance(chat, Group) else None, reply_to=reply_to)

    async def _tap(self, person: Person, wish: Mapping[str, Any]) -> Json:
        chat: Chat | None = self.world.chats.get(_number(wish, "chat"))
        message = chat.message(_number(wish, "message")) if chat else None
        if message is None:
            raise WishRefused(why="this message is gone")
        tap = person.taps(message, str(wish.get("label", "")))
        try:
            await self.world.until(lambda: tap.answered, within=ANSWER_WAIT)
        except TimeoutError:
            return {"unanswered": True}
        return {"text": tap.text, "alert": tap.alert, "url": tap.url}

    async def _load(self, conductor: Conductor, trip_id: str, language: str) -> None:
        """What stood in the chats before the first trip belongs to every trip; the rest goes with its own."""
        await conductor.set_staff_language(language)
        await conductor.load(trip_id)
        if not self._travellers:
            self._opening = {chat.id: len(chat.messages) for chat in self.world.chats.values()}
        for chat in self.world.chats.values():
            del chat.messages[self._opening.get(chat.id, 0) :]
        state = await conductor.now()
        party = [
            (self.world.person(member.first_name, member.surname, language=language), member.payload)
            for member in state.party
        ]
        self._travellers = [person.id for person, _ in party]
        self._payloads = {person.id: payload for person, payload in party}

    async def _language(self, conductor: Conductor, wish: Mapping[str, Any]) -> None:
        """The app's language changes at once; the bot is told about those it has met."""
        locale = str(wish.get("language", ""))
        await conductor.set_staff_language(locale)
        for person in self.travellers:
            person.language = locale
            if person.id in self.world.chats:
                await conductor.set_language(person.id, locale)


def _number(wish: Mapping[str, Any], name: str) -> int:
    value = str(wish.get(name) or 0)
    return int(value) if value.lstrip("-").isdigit() else 0


def _tomorrow(now: datetime, zone: str) -> datetime:
    """The same wall time a day later."""
    return now.astimezone(ZoneInfo(zone or "UTC")) + timedelta(days=1)


def _local(text: str, state: ConductorState) -> datetime:
    """A wall time without offset is that of the place where the traveller then is."""
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise WishRefused(why=f"{text!r} is no date and time") from None
    if wall.tzinfo:
        return wall
    for since, zone in reversed(state.zones):
        there = wall.replace(tzinfo=ZoneInfo(zone))
        if there >= since:
            return there
    return wall.replace(tzinfo=ZoneInfo(state.zone or "UTC"))
