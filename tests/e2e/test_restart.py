"""The bot as a process: it starts or says why not, ends cleanly, and after kill -9 nothing is lost or wrongly doubled.

These processes live in real time; the trips lie ahead of it, and begin where it is daytime now. Not here: one process
(test_road).
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.settings import Settings
from bot.simulator.chats import Group, Message
from bot.simulator.people import Person
from bot.simulator.server import Simulator
from bot.simulator.world import World
from flows.trips.times import zone_info
from tests.support import papers
from tests.support.chats import sentence
from tests.support.commands import Running, command, running_process
from tests.support.road import settings_for

DAYTIMES = (("AMS", "Europe/Amsterdam"), ("LAX", "America/Los_Angeles"), ("NRT", "Asia/Tokyo"))
GIVEN_UP = "2000-01-01 00:00:00.000000"


@dataclass(kw_only=True)
class Town:
    """A local Telegram, and where the bot's processes keep their ledger."""

    simulator: Simulator
    world: World
    settings: Settings
    folder: Path

    @property
    def database(self) -> Path:
        """The ledger's file."""
        return self.folder / "reisgenoot.sqlite"

    async def book(self, count: int, *, leaves_in: timedelta = timedelta(days=60)) -> dict[str, str]:
        """`reisgenoot import` of so many bookings of one traveller each; tokens by traveller's surname."""
        (self.folder / "bookings.csv").write_bytes(bookings(count, leaves_in=leaves_in))
        told = await command("import", "bookings.csv", "--json", settings=self.settings, cwd=self.folder)
        assert told.code == 0, told.err
        links = [link for booking in json.loads(told.out)["bookings"] for link in booking["links"]]
        return {link["traveller"].split()[1]: link["url"].partition("start=")[2] for link in links}

    async def joined(self, tokens: Mapping[str, str]) -> list[Person]:
        """Everybody joins at once and is welcomed."""
        people = [self.world.person("Ann", surname) for surname in tokens]
        for person in people:
            person.starts(tokens[person.last_name])
        await self.world.until(
            lambda: all(heard(person, sentence("join.factor")) for person in people), within=30
        )
        for person in people:
            person.writes(person.last_name)
        await self.world.until(lambda: all(heard(person, "is booked") for person in people), within=60)
        return people

    async def agents(self) -> tuple[Person, Group]:
        """Jo, linked by a code of the command, and the bound group."""
        told = await command("staff", "invite", "Jo", "--role", "admin", settings=self.settings)
        jo, office = self.world.person("Jo"), self.world.group("Agents")
        jo.writes(re.findall(r": (\w{8})$", told.out, re.MULTILINE)[0])
        await self.world.until(lambda: heard(jo, "Welcome, Jo"), within=10)
        office.joins(jo)
        jo.writes("/here", into=office)
        await self.world.until(lambda: any("agents' group now" in text for text in office.texts), within=10)
        return jo, office

    def give_up_leases(self) -> int:
        """What a dead process had in flight, as if its leases had run out; how many there were."""
        with closing(sqlite3.connect(self.database)) as ledger, ledger:
            return ledger.execute(
                "UPDATE deliveries SET lease_until = ? WHERE state = 'sending'", (GIVEN_UP,)
            ).rowcount

    def states(self) -> Counter[str]:
        """How many deliveries of broadcasts stand where."""
        with closing(sqlite3.connect(self.database)) as ledger:
            found = ledger.execute("SELECT state FROM deliveries WHERE broadcast_id IS NOT NULL")
            return Counter(state for (state,) in found)


def heard(person: Person, part: str) -> list[Message]:
    """The bot's messages to a person with this in them."""
    if person.id not in person.world.chats:
        return []
    return [said for said in person.chat.from_bot if part in said.text]


def bookings(count: int, *, leaves_in: timedelta) -> bytes:
    """A CSV of trips from a place where it is daytime now."""
    now = SystemClock().real()
    place, zone = next(one for one in DAYTIMES if 9 <= now.astimezone(zone_info(one[1])).hour < 19)

    def at(moment: datetime) -> str:
        return moment.astimezone(zone_info(zone)).strftime("%Y-%m-%d %H:%M")

    leaves = now + leaves_in
    rows = []
    for number in range(count):
        traveller = f"Ann Reis{chr(97 + number // 26)}{chr(97 + number % 26)}"
        given = {"reference": f"TRIP{number:03}", "traveller": traveller, "carrier": "KL", "number": "600"}
        rows.append(papers.row(**given, origin=place, to="JFK", departs=at(leaves), arrives=""))
        back = at(leaves + timedelta(days=7))
        rows.append(papers.row(**given, origin="JFK", to=place, departs=back, arrives=""))
    return papers.table(*rows)


@asynccontextmanager
async def _town(folder: Path, **more: object) -> AsyncIterator[Town]:
    world = World()
    async with Simulator(world) as simulator:
        yield Town(
            simulator=simulator,
            world=world,
            settings=settings_for(simulator, folder, **more),
            folder=folder,
        )


@asynccontextmanager
async def _bot(town: Town, **given: str) -> AsyncIterator[Running]:
    async with running_process(town.settings, cwd=town.folder, **given) as bot:
        await bot.logs("started")
        yield bot


async def test_it_ends_cleanly_on_sigterm(tmp_path: Path) -> None:
    """SIGTERM: what is in flight settles, exit code 0 within seconds, no traceback, and a new start goes on."""
    async with _town(tmp_path) as town:
        async with _bot(town) as bot:
            tokens = await town.book(1)
            (ann,) = await town.joined(tokens)
            ann.writes("Is it warm there?")
            assert await bot.stop() == 0
        assert "Traceback" not in "".join(bot.err)
        assert town.simulator.token.partition(":")[2] not in "".join(bot.err)
        async with _bot(town):
            await town.world.until(lambda: heard(ann, "/contact") or len(ann.chat.from_bot) > 4, within=15)


async def test_an_import_beside_the_running_bot_is_picked_up(tmp_path: Path) -> None:
    """The flight moves to tomorrow by the command: within seconds the traveller hears what is due now."""
    async with _town(tmp_path) as town, _bot(town):
        (ann,) = await town.joined(await town.book(1))
        before = len(ann.chat.from_bot)
        await town.book(1, leaves_in=timedelta(hours=20))
        await town.world.until(lambda: len(ann.chat.from_bot) > before, within=6)


async def test_a_second_process_is_explained(tmp_path: Path) -> None:
    """Two that poll for one bot: it is said that only one may; the taken web port is told and no reason to stop."""
    async with _town(tmp_path) as town, _bot(town) as first:
        port = json.loads(await first.logs("web_opened"))["port"]
        async with _bot(town, web_port=str(port)) as second:
            assert f"port {port} on 127.0.0.1 cannot be used" in await second.logs("web_closed")
            told = [asyncio.create_task(bot.logs("polling_conflict")) for bot in (first, second)]
            done, waiting = await asyncio.wait(told, return_when=asyncio.FIRST_COMPLETED, timeout=15)
            for task in waiting:
                task.cancel()
            assert "only one may" in done.pop().result()


@pytest.mark.long
@pytest.mark.parametrize(("message_class", "most"), [("operational", 2), ("service", 1)])
async def test_a_kill_in_the_middle_of_a_broadcast_loses_nothing(
    tmp_path: Path, message_class: str, most: int
) -> None:
    """Killed after some of 14 messages: everyone who must hear does, at most once where that was promised."""
    async with _town(tmp_path, bot_rate=15.0) as town:
        async with _bot(town, bot_rate="1000") as bot:
            people = await town.joined(await town.book(14))
            jo, office = await town.agents()
            assert await bot.stop() == 0
        async with _bot(town) as bot:
            jo.writes(f"/broadcast class={message_class}\nThe office moves", into=office)
            await town.world.until(lambda: any("Send" in said.labels for said in office.from_bot), within=15)
            jo.taps(next(said for said in office.from_bot if "Send" in said.labels), "Send")
            await town.world.until(
                lambda: sum(bool(heard(one, "The office moves")) for one in people) >= 4, within=20
            )
            await bot.kill()
        early = sum(len(heard(one, "The office moves")) for one in people)
        assert 4 <= early < 14
        flying = town.give_up_leases()
        async with _bot(town):
            await town.world.until(lambda: town.states()["queued"] + town.states()["sending"] == 0, within=30)
        states = town.states()
        times = Counter(len(heard(one, "The office moves")) for one in people)
        unknown = states["unknown"]
        assert states["sent"] + unknown == 14
        assert max(times) <= most
        assert times[0] <= unknown <= flying if most == 1 else times[0] == unknown == 0
        assert times[2] <= flying


@pytest.mark.long
async def test_a_kill_while_travellers_join_loses_nobody(tmp_path: Path) -> None:
    """Codes and surnames sent before, during and after the kill all lead to one welcome; each trip is bound once."""
    async with _town(tmp_path) as town:
        async with _bot(town):
            tokens = await town.book(8)
        people = [town.world.person("Ann", surname) for surname in tokens]
        async with _bot(town) as bot:
            for person in people:
                person.starts(tokens[person.last_name])
            await town.world.until(
                lambda: sum(bool(heard(one, sentence("join.factor"))) for one in people) >= 3
            )
            for person in people:
                person.writes(person.last_name)
            await town.world.until(lambda: any(heard(one, "Welcome, Ann") for one in people))
            await bot.kill()
        town.give_up_leases()
        async with _bot(town) as bot:
            await town.world.until(
                lambda: all(heard(one, "Welcome, Ann") and heard(one, "is booked") for one in people),
                within=30,
            )
            assert await bot.stop() == 0
        welcomes = {one.last_name: len(heard(one, "Welcome, Ann")) for one in people}
        assert set(welcomes.values()) <= {1, 2}, welcomes
        assert Counter(bool(heard(one, sentence("join.wrong"))) for one in people) == {False: 8}
        with closing(sqlite3.connect(town.database)) as ledger:
            bound = ledger.execute("SELECT count(*), count(DISTINCT trip_id) FROM recipients").fetchone()
        assert bound == (8, 8)


async def test_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    """Exit code 2, what to do, and never the token itself."""
    async with _town(tmp_path) as town:
        told = await command(
            "run", settings=town.settings, cwd=tmp_path, telegram_token="700001:WRONG-secret"
        )
        assert (told.code, told.out) == (2, "")
        assert told.err.splitlines()[-1] == (
            "reisgenoot: Not started: Telegram does not accept the bot's token. "
            "Set REISGENOOT_TELEGRAM_TOKEN to the token that @BotFather shows."
        )
        assert ["WRONG" in told.err, "Traceback" in told.err] == [False, False]
        told = await command("run", settings=town.settings, cwd=tmp_path, telegram_token="")
        assert (told.code, told.err.count("\n"), "no bot token is set" in told.err) == (2, 1, True)
