"""The demo as its page plays it, over HTTP: trips, clock, language, reasons."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.demonstration import demonstrating
from bot.errors import StartRefused
from bot.services.demo_papers import page
from bot.services.demo_portraits import portrait
from bot.services.demo_trips import TRIPS, first_booked
from tests.support.chats import sentence
from tests.support.page_words import said

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

    async def buttons(self, chat: int, *, last: bool = False) -> Json:
        """The first message in a chat that has buttons, or the last one; waits until there is one."""
        for _ in range(MOST_LOOKS):
            messages = (await self.sees())["chats"].get(str(chat), {"messages": []})["messages"]
            found: list[Json] = [one for one in messages if one.get("buttons")]
            if found:
                return found[-1 if last else 0]
            await asyncio.sleep(0.03)
        raise AssertionError("there are no buttons")

    async def taps(self, person: int, chat: int, message: int, label: str) -> None:
        await self.wishes("act", do="tap", person=person, chat=chat, message=message, label=label)

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
    await visitor.until_told(sentence("language.set", "nl"))
    texts = await visitor.texts()
    assert texts[-2].startswith("Je paklijst voor Lissabon")
    assert texts.count(sentence("language.set", "nl")) == 1
    keys = (await visitor.sees())["chats"][str(person)]["keyboard"]["keyboard"]
    assert keys[0][0]["text"] == sentence("menu.trip", "nl")


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


def test_the_portraits_tell_who_travels() -> None:
    """The personas that the bookings show, a birthday on the way, an anniversary, the papers."""
    family, couple, business = (portrait(trip) for trip in TRIPS)
    assert [one[0] for one in family.personas] == ["family"]
    assert [(one.name, one.age, one.birthday) for one in family.people if one.birthday] == [
        ("Dan", 4, date(2027, 3, 30))
    ]
    assert ([one[0] for one in couple.personas], list(couple.occasions)) == (["couple"], ["anniversary"])
    assert business.personas[-1] == ("business", "a few working days and no weekend: Monday to Friday")
    assert list(family.documents) == ["E-tickets TP 669", "Voucher Casa do Rio"]


def test_a_sample_paper_is_a_pdf() -> None:
    """With its table where its end says it is, and every line on the page."""
    paper = TRIPS[0].papers[1].content
    start = int(paper.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert (paper[:5], paper[start : start + 4]) == (b"%PDF-", b"xref")
    assert b"(Casa do Rio, Rua do Exemplo 12, Lisboa) Tj" in paper
    assert page("a (b) \\", ()).count(b"(a \\(b\\) \\\\) Tj") == 1


async def test_papers_weather_and_a_birthday_reach_the_family(visitor: Visitor) -> None:
    """The ticket and the voucher come as files, the forecast is told, Dan is remembered; each says where it comes from."""
    person = await visitor.joins("lisbon", "de Vries")
    await visitor.wishes("conduct", do="move_to", to="2027-03-30T13:00")
    messages = (await visitor.sees())["chats"][str(person)]["messages"]
    assert [one["file"]["name"] for one in messages if "file" in one] == [
        "E-tickets TP 669.pdf",
        "Voucher Casa do Rio.pdf",
    ]
    lines = {line["touchpoint"]: line for line in await visitor.reasons() if line["outcome"] == "sent"}
    assert {"weather", "rainy_day", "birthday"} <= set(lines)
    said = next(one for one in messages if one["id"] == lines["birthday"]["message"])
    assert (lines["birthday"]["chat"], lines["birthday"]["about"]) == (person, "Dan")
    assert "Dan" in said["text"]
    assert lines["packing_checklist"]["origin"] == {
        "kind": "checklist",
        "class": "service",
        "anchor": "departure",
        "days": -5,
        "minutes": 0,
        "clock": "18:00",
        "wants": lines["packing_checklist"]["origin"]["wants"],
    }


async def test_every_detail_has_its_sentence_on_the_page(visitor: Visitor) -> None:
    """Whatever condition keeps a message from one of the trips is said in every language."""
    told: set[str] = set()
    for trip, surname in (("lisbon", "de Vries"), ("italy", "Jansen"), ("tokyo", "Meijer")):
        await visitor.joins(trip, surname)
        told |= {line["detail"] for line in await visitor.reasons() if line["detail"]}
    assert len(told) > 20
    assert sorted(english for english in told if not said(english)) == []


async def test_an_offer_is_accepted_and_confirmed(visitor: Visitor) -> None:
    """With consent an offer comes; the group is asked in the page's language; a tap there tells the traveller."""
    person = await visitor.joins("lisbon", "de Vries", language="nl")
    asked = await visitor.buttons(person)
    await visitor.taps(person, person, asked["id"], asked["buttons"][0][0]["text"])
    await visitor.wishes("conduct", do="move_to", to="2027-01-20T15:05")
    offered = await visitor.buttons(person, last=True)
    await visitor.taps(person, person, offered["id"], "Ja, graag")
    state = await visitor.sees()
    group, agent = state["groups"][0], state["agents"][0]["id"]
    wish = await visitor.buttons(group, last=True)
    assert "wil graag" in wish["text"]
    await visitor.taps(agent, group, wish["id"], wish["buttons"][0][0]["text"])
    await visitor.until_told("Jo")


async def test_another_trip_and_back_starts_anew(visitor: Visitor) -> None:
    """Fresh phones, no word of the other trip in the agents' group, the clock back at the booking."""
    person = await visitor.joins("tokyo", "Meijer")
    await visitor.wishes("act", do="write", person=person, chat=person, text="Is there a desk in the room?")
    await visitor.until_told(sentence("relay.passed_on"))
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
