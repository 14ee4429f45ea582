"""The card, documents and the calendar on the whole road: what stands pinned, what can be saved.

Not here: every edge of them (tests/bot/services/test_cards, test_documents, test_filing).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.simulator.chats import Message
from bot.simulator.people import Person
from tests.support.chats import sentence
from tests.support.commands import command
from tests.support.road import Road, lisbon, open_road

ANN = "Ann de Vries"


@pytest.fixture
async def road(tmp_path: Path) -> AsyncIterator[Road]:
    async with open_road(tmp_path) as opened:
        yield opened


async def _ann(road: Road) -> Person:
    issued = await road.book(lisbon())
    ann = road.world.person("Ann", "de Vries", language="en")
    await road.joins(ann, issued[ANN])
    await road.come_to_rest()
    return ann


def card(ann: Person) -> Message:
    """What stands pinned on top of Ann's chat."""
    (number,) = ann.chat.pinned
    found = ann.chat.message(number)
    assert found is not None
    return found


def files(ann: Person) -> list[Message]:
    return [one for one in ann.chat.from_bot if one.file is not None]


async def test_the_card_stands_pinned_and_changes_where_it_stands(road: Road) -> None:
    """One message from joining to the end, whose last word is true; deleted, it comes back once."""
    ann = await _ann(road)
    first = card(ann)
    assert "be there (Amsterdam)" in first.text
    assert (first.silent, first is ann.chat.from_bot[-1]) == (True, True)
    await road.on("2027-05-12 20:00")
    assert card(ann) is first
    assert "Check-out: Wednesday 19 May" in first.text
    ann.chat.remove(first)
    await road.on("2027-05-30 12:00")
    assert card(ann) is not first
    assert sentence("card.over") in card(ann).text


async def test_a_document_by_command_and_one_by_reply_reach_the_phone(road: Road) -> None:
    """Bytes the first time, Telegram's own id from then on; and the agents hear what became of theirs."""
    ann = await _ann(road)
    voucher = road.folder / "bon réservé.pdf"
    voucher.write_bytes(b"%PDF voucher")
    told = await command(
        "documents",
        "add",
        "LIS27A",
        str(voucher),
        "--segment",
        "TP669",
        "--name",
        "Pass",
        settings=road.settings,
    )
    assert (told.code, told.err) == (0, "")
    await road.on("2027-05-11 18:30")
    (brought,) = files(ann)
    assert brought.file is not None
    assert (brought.file.name, brought.file.content) == ("bon réservé.pdf", b"%PDF voucher")

    ann.writes("Is there a parking ticket?")
    asked = await road.hears(road.office, "parking ticket")
    road.jo.sends_file("parking.pdf", b"%PDF parking", "Parking", into=road.office, reply_to=asked)
    await road.hears(road.office, "is with LIS27A")
    await road.until(lambda: len(files(ann)) == 2)

    ann.writes("/documents")
    listed = await road.hears(ann, "Your documents for Lisbon")
    await road.taps(ann, listed, "Pass")
    await road.until(lambda: len(files(ann)) == 3)
    assert files(ann)[2].file is brought.file
    assert "📎 Parking" in card(ann).text


async def test_the_calendar_can_be_saved(road: Road) -> None:
    """A file that a calendar reads, under the booking's reference."""
    ann = await _ann(road)
    ann.writes("/calendar")
    await road.until(lambda: files(ann))
    (sent,) = files(ann)
    assert sent.file is not None
    assert (sent.file.name, sent.file.mime) == ("LIS27A.ics", "text/calendar")
    titles = [str(event["SUMMARY"]) for event in Calendar.from_ical(sent.file.content).walk("VEVENT")]
    assert "✈️ Amsterdam → Lisbon (TP 669)" in titles
