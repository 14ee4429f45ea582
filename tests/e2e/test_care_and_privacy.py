"""S16 and S25 over the wire: what Ann sees on her phone when her trip goes wrong, and when she asks to be forgotten."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import ledger
from bot.services import tidying
from bot.simulator.people import Person
from bot.storage.recipients import recipients_of_chat
from tests.support.road import Road, lisbon, open_road

ANN = "Ann de Vries"


@pytest.fixture
async def road(tmp_path: Path) -> AsyncIterator[Road]:
    async with open_road(tmp_path) as opened:
        yield opened


async def _ann(road: Road) -> Person:
    """Ann, joined by her link on the day of booking."""
    issued = await road.book(lisbon())
    ann = road.world.person("Ann", "de Vries", language="en")
    await road.joins(ann, issued[ANN])
    await road.come_to_rest()
    return ann


async def test_care_mode_keeps_the_phone_quiet_until_an_agent_resumes(road: Road) -> None:
    """In hospital from the second day: no tip, no pulse, no offer; resumed, the way home is told, and nothing late."""
    ann = await _ann(road)
    await road.on("2027-05-12 20:00")
    await road.tells(road.jo, "/care LIS27A broke a leg", road.word("care.off", "en"))
    before = len(ann.chat.from_bot)
    await road.on("2027-05-17 10:00")
    assert [one.text for one in ann.chat.from_bot[before:]] == []
    await road.tells(road.sam, "/resume LIS27A out of hospital", road.word("care.ended", "en"))
    assert [one.text for one in ann.chat.from_bot[before:]] == []
    await road.on("2027-05-19 18:00")
    assert len(road.said(ann.chat, "way_home_times", "en")) == 1
    for gentle in ("tips", "pulse"):
        assert road.said(ann.chat, gentle, "en") == []


async def test_a_copy_of_what_is_held_comes_as_a_file(road: Road) -> None:
    """A document stands in the chat; its bytes are readable JSON about Ann."""
    ann = await _ann(road)
    await road.says(ann, "My secret is safe here", "")
    asked = await road.says(ann, "/privacy", road.word("privacy.held", "en"))
    await road.taps(ann, asked, road.word("privacy.button_export", "en"))
    await road.come_to_rest()
    sent = await road.hears(ann, road.word("privacy.export_caption", "en"), after=asked.message_id)
    assert sent.file is not None
    held = json.loads(sent.file.content)
    assert [trip["reference"] for trip in held["trips"]] == ["LIS27A"]
    assert any("My secret is safe here" in message["text"] for message in held["messages"])


async def test_erasure_asked_on_the_way_is_done_by_whoever_runs_after_the_trip(road: Road) -> None:
    """What duty of care needs stays, said with its date; another process, after the landing, erases it."""
    ann = await _ann(road)
    await road.on("2027-05-14 12:00")
    asked = await road.says(ann, "/privacy", road.word("privacy.held", "en"))
    await road.taps(ann, asked, road.word("privacy.button_erase", "en"))
    sure = await road.hears(ann, road.word("privacy.erase_ask_later", "en"), after=asked.message_id)
    assert "Wednesday 19 May 2027" in sure.text
    await road.taps(ann, sure, road.word("privacy.button_erase_sure", "en"))
    await road.hears(ann, road.word("privacy.erase_later", "en"), after=sure.message_id)
    await road.hears(road.office, road.word("staff.erasure_asked", "en"))
    before = len(ann.chat.from_bot)
    await road.on("2027-05-19 12:00")
    assert len(road.said(ann.chat, "way_home_times", "en")) == 1
    assert road.said(ann.chat, "pulse", "en") == []
    assert len(ann.chat.from_bot) > before
    await road.on("2027-05-19 22:00")
    async with ledger(road.settings, named=True, clock=road.clock) as other:
        assert [await tidying.erase_due(other) for _ in range(2)] == [1, 0]
        async with other.database.read() as session:
            assert await recipients_of_chat(session, ann.id) == []
    await road.come_to_rest()
    await road.hears(road.office, road.word("staff.erased_later", "en"))
    silent = len(ann.chat.from_bot)
    await road.on("2027-05-24 12:00")
    assert len(ann.chat.from_bot) == silent
    await road.says(ann, "/trip", road.word("join.ask_code", "en"))
