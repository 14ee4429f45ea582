"""The demo as its page plays it, over HTTP: trips, clock, language, reasons."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.demonstration import demonstrating
from bot.errors import StartRefused
from bot.services.demo_trips import TRIPS, first_booked

Json = dict[str, Any]
PATIENCE = 15.0
MOST_LOOKS = 400


class Visitor:
    """Somebody at the page, without a browser."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self.session = session

    async def wishes(self, what: str, **wish: Any) -> Json:
        async with self.session.post(f"{self.address}/simulator/{what}", json=wish) as answer:
            told: Json = await answer.json()
            return told

    async def sees(self) -> Json:
        async with self.session.get(f"{self.address}/simulator/state") as answer:
            told: Json = await answer.json()
            return told

    async def reasons(self) -> list[Json]:
        async with self.session.get(f"{self.address}/simulator/why") as answer:
            told: list[Json] = await answer.json()
            return told

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self.sees())["conductor"]["now"])

    async def texts(self) -> list[str]:
        """What stands on the first traveller's phone."""
        state = await self.sees()
        chat = state["chats"].get(str(state["travellers"][0]["id"]), {"messages": []})
        return [message["text"] for message in chat["messages"]]

    async def until_told(self, words: str) -> None:
        """Wait until the first traveller's newest message says this."""
        for _ in range(MOST_LOOKS):
            if words in (await self.texts() or [""])[-1]:
                return
            await asyncio.sleep(0.03)
        raise AssertionError(f"nobody said {words!r}: {await self.texts()}")

    async def joins(self, trip: str, surname: str, *, language: str = "en") -> int:
        """Load a trip and let its lead join; their id."""
        await self.wishes("conduct", do="load", trip=trip, language=language)
        person: int = (await self.sees())["travellers"][0]["id"]
        await self.wishes("act", do="start", person=person)
        await self.until_told("?")
        await self.wishes("act", do="write", person=person, chat=person, text=surname)
        await self.until_told("27")
        return person


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    async with demonstrating(port=0) as address, aiohttp.ClientSession() as session:
        yield Visitor(address, session)


def test_every_trip_has_a_reference_and_a_booking() -> None:
    """The trips are read by the import like any other paper."""
    assert [trip.booking.reference for trip in TRIPS] == ["LIS27A", "ROM27C", "NRT27B"]
    assert all(trip.booking.booked is not None for trip in TRIPS)
    ends = [
        end for trip in TRIPS for part in trip.booking.segments for end in (part.origin, part.destination)
    ]
    assert [end for end in ends if end is None or end.zone is None] == []


async def test_the_clock_starts_just_before_the_first_booking(visitor: Visitor) -> None:
    """Never at the machine's now: every demo looks alike."""
    ahead = first_booked() - await visitor.now()
    assert timedelta(minutes=20) < ahead <= timedelta(minutes=24)


async def test_a_language_change_turns_the_open_checklist_too(visitor: Visitor) -> None:
    """As if the traveller had chosen it in the chat: the list in place, the menu anew, and only once."""
    person = await visitor.joins("lisbon", "de Vries")
    await visitor.wishes("conduct", do="move_to", to="2027-03-21T18:05")
    assert (await visitor.texts())[-1].startswith("Your packing list for Lisbon")
    for _ in range(2):
        await visitor.wishes("conduct", do="language", language="nl")
    await visitor.until_told("Vanaf nu in het Nederlands.")
    texts = await visitor.texts()
    assert texts[-2].startswith("Je paklijst voor Lissabon")
    assert texts.count("Vanaf nu in het Nederlands.") == 1
    keys = (await visitor.sees())["chats"][str(person)]["keyboard"]["keyboard"]
    assert keys[0][0]["text"] == "🧳 Mijn reis"


async def test_messages_on_the_way_keep_their_own_time(visitor: Visitor) -> None:
    """A leap over months lets each message leave at its own instant; reasons name the chat's holder."""
    person = await visitor.joins("lisbon", "de Vries")
    await visitor.wishes("conduct", do="move_to", to="2027-03-27T10:05")
    state = await visitor.sees()
    dates = [message["date"] for message in state["chats"][str(person)]["messages"]]
    assert dates == sorted(dates)
    assert len({date[:10] for date in dates}) > 8
    assert state["conductor"]["now"].startswith("2027-03-27T10:05")
    reasons = await visitor.reasons()
    assert {line["outcome"] for line in reasons} == {"sent", "waiting", "skipped"}
    assert {line["who"] for line in reasons} == {"Ann"}
    assert all(re.fullmatch("[a-z_]+", line["reason"]) for line in reasons if line["outcome"] == "skipped")


async def test_moves_at_once_come_one_after_the_other(visitor: Visitor) -> None:
    """Three days asked for at the same time are three days."""
    await visitor.joins("lisbon", "de Vries")
    before = await visitor.now()
    answers = await asyncio.gather(*(visitor.wishes("conduct", do="day") for _ in range(3)))
    assert answers == [{}, {}, {}]
    assert timedelta(0) <= await visitor.now() - before - timedelta(days=3) < timedelta(minutes=1)


async def test_another_trip_and_back_starts_anew(visitor: Visitor) -> None:
    """Fresh phones, no word of the other trip in the agents' group, the clock back at the booking."""
    person = await visitor.joins("tokyo", "Meijer")
    await visitor.wishes("act", do="write", person=person, chat=person, text="Is there a desk in the room?")
    await visitor.until_told("passed this on")
    await visitor.wishes("conduct", do="next_stage")
    await visitor.wishes("conduct", do="load", trip="lisbon", language="en")
    state = await visitor.sees()
    group = state["chats"][str(state["groups"][0])]["messages"]
    assert not [message for message in group if "desk" in message["text"]]
    assert await visitor.texts() == []
    assert timedelta(0) <= await visitor.now() - first_booked() < timedelta(minutes=1)


async def test_time_goes_forward_only(visitor: Visitor) -> None:
    """Going back is refused with what helps, and the clock stays."""
    await visitor.joins("lisbon", "de Vries")
    told = await visitor.wishes("conduct", do="move_to", to="2026-01-01T10:00")
    assert told == {"error": "Time only goes forward here. Choose the trip again to start it over."}


async def test_a_port_in_use_is_said() -> None:
    """In a sentence that names the port and the way out."""
    async with demonstrating(port=0) as address:
        port = int(address.rpartition(":")[2])
        with pytest.raises(StartRefused, match=f"port {port} cannot be used .* Give another with --port"):
            async with demonstrating(port=port):
                pass


async def test_an_interrupt_ends_it_quietly() -> None:
    """Ctrl+C with a page open: exit code 0 and no traceback."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", "from bot.cli import main; main()", "demo", "--no-browser", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    line = (await asyncio.wait_for(running.stdout.readline(), 60)).decode()
    found = re.search(r"http://[\d.:]+", line)
    assert found is not None
    async with aiohttp.ClientSession() as session, session.get(f"{found[0]}/simulator/events") as page:
        await page.content.readline()
        running.send_signal(signal.SIGINT)
        _, faults = await asyncio.wait_for(running.communicate(), PATIENCE)
    assert (running.returncode, faults.decode()) == (0, "")
