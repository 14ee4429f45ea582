"""The road against somebody else's Bot API: lo-bot-api-emulator accepts every request that we make of a method it knows.

It models another platform's smaller Bot API, so what Telegram documents and it has not heard of is taken off first, and
named here. Not here: what is said (test_road).
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.app import running
from bot.clock import MovableClock
from bot.imports.paper import read_files
from bot.runtime import Runtime
from bot.services import staff
from bot.services.intake import intake
from bot.settings import Settings
from bot.steps.take_in import TakenIn
from tests.support.road import BOOKED, lisbon, live_until

try:
    from lo_bot_api_emulator import LoBotApiEmulator  # type: ignore[import-untyped]
except ImportError:
    LoBotApiEmulator = None

TOKEN = "700001:SIMULATOR-emulated"
UNHEARD_OF = frozenset({"link_preview_options"})
ANN, JO, OFFICE = 1001, 501, -1001500


def _emulator() -> Any:
    """The emulator with its gaps closed (force_reply is one), keeping what it was asked. Skips, or fails with REQUIRE_ALL=1, without it."""
    if LoBotApiEmulator is None:
        why = "lo-bot-api-emulator is not installed (pip install lo-bot-api-emulator)"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(why)
        pytest.skip(why)

    class Recording(LoBotApiEmulator):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.asked: list[tuple[str, dict[str, Any], Any]] = []

        def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
            given = dict(fields)
            for name in UNHEARD_OF:
                fields.pop(name, None)
            if "force_reply" in json.loads(fields.get("reply_markup", "{}")):
                del fields["reply_markup"]
            answer = super().validate(method, fields, uploads)
            self.asked.append((method, given, answer))
            return answer

    return Recording()


class Town:
    """A bot that talks to the emulator, and the updates that people make."""

    def __init__(self, emulator: Any, runtime: Runtime, clock: MovableClock) -> None:
        self.emulator, self.runtime, self.clock = emulator, runtime, clock
        self._message = 5000

    async def writes(self, person: int, text: str, *, chat: int = 0, reply_to: int = 0) -> None:
        """A person writes, in private or into the group."""
        self._message += 1
        message: dict[str, Any] = {
            "message_id": self._message,
            "date": 1_800_000_000,
            "from": self._who(person),
            "chat": self._where(chat or person),
            "text": text,
        }
        if reply_to:
            message["reply_to_message"] = {"message_id": reply_to, "date": 1, "chat": self._where(chat)}
        await self._happens({"message": message})

    async def taps(self, person: int, chat: int, message_id: int, data: str) -> None:
        """A person taps a button."""
        message = {"message_id": message_id, "date": 1_800_000_000, "chat": self._where(chat)}
        tap = {
            "id": f"tap-{message_id}",
            "from": self._who(person),
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        await self._happens({"callback_query": tap})

    async def hears(self, chat: int, part: str, method: str = "sendMessage") -> tuple[dict[str, Any], int]:
        """What was asked with this in its text, and the message's id. Fails when it was not."""
        found = [
            (given, answer["message_id"])
            for asked, given, answer in self.emulator.asked
            if asked == method and given["chat_id"] == str(chat) and part in given["text"]
        ]
        assert found, [given.get("text") for _, given, _ in self.emulator.asked]
        return found[-1]

    async def until(self, holds: Callable[[], object]) -> None:
        """Rest until it holds."""
        for _ in range(500):
            await self.runtime.bell.settled()
            if holds():
                return
            await self.runtime.bell.deliver()
            # The bot fetches by long polling: what was queued is on its way.
            await asyncio.sleep(0.01)
        raise AssertionError([given.get("text") for _, given, _ in self.emulator.asked])

    async def _happens(self, update: dict[str, Any]) -> None:
        before = len(self.emulator.asked)
        await self.emulator.enqueue_update(update, token=TOKEN)
        await self.until(lambda: len(self.emulator.asked) > before)

    def _who(self, person: int) -> dict[str, Any]:
        name = {ANN: "Ann", JO: "Jo"}[person]
        return {"id": person, "is_bot": False, "first_name": name, "language_code": "nl"}

    def _where(self, chat: int) -> dict[str, Any]:
        if chat > 0:
            return {"id": chat, "type": "private", "first_name": "Ann"}
        return {"id": chat, "type": "supergroup", "title": "Agents"}


@asynccontextmanager
async def _town(folder: Path) -> AsyncIterator[Town]:
    emulator = _emulator()
    runner = web.AppRunner(emulator.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        given: dict[str, Any] = {
            "telegram_token": TOKEN,
            "telegram_api": f"http://127.0.0.1:{runner.addresses[0][1]}",
            "database": f"sqlite+aiosqlite:///{folder / 'reisgenoot.sqlite'}",
            "web_port": 0,
            "agency_name": "Verre Reizen",
            "agency_phone": "+31 20 555 01 23",
            "bot_rate": 1000.0,
            "chat_rate": 1000.0,
            "group_rate": 1000.0,
            "poll_seconds": 5,
        }
        clock = MovableClock(BOOKED + timedelta(hours=1), flows=False)
        async with running(Settings(_env_file=None, **given), clock=clock) as runtime:
            yield Town(emulator, runtime, clock)
    finally:
        await runner.cleanup()


async def test_the_road_is_accepted_by_another_bot_api(tmp_path: Path) -> None:
    """Join, confirmation, checklist, question, answer, broadcast and survey: every request is accepted."""
    async with _town(tmp_path) as town:
        runtime = town.runtime
        (tmp_path / "lisbon.json").write_bytes(lisbon())
        told: list[TakenIn] = []
        await intake(runtime, read_files([tmp_path / "lisbon.json"]), told=told.append)
        issued = told[0].issued[0]
        await town.writes(JO, (await staff.invite(runtime, "Jo", "admin")).code)
        await town.writes(JO, "/here", chat=OFFICE)
        await town.writes(ANN, f"/start {issued.token}")
        await town.writes(ANN, "de Vries")
        await runtime.bell.plan()
        await runtime.bell.settled()
        await town.hears(ANN, "LIS27A")
        await live_until(runtime, town.clock, BOOKED.replace(month=5, day=7, hour=17))
        listed, number = await town.hears(ANN, "0/13")
        await town.taps(ANN, ANN, number, _tokens(listed)[0])
        await town.until(lambda: any(asked == "editMessageText" for asked, _, _ in town.emulator.asked))
        await town.hears(ANN, "1/13", "editMessageText")
        await town.writes(ANN, "Mag de hond <mee>?")
        _, question = await town.hears(OFFICE, "Mag de hond")
        await town.writes(JO, "Ja hoor", chat=OFFICE, reply_to=question)
        await town.hears(ANN, "Ja hoor")
        await town.writes(JO, "/broadcast class=operational\nTot morgen", chat=OFFICE)
        card, number = await town.hears(OFFICE, "📣")
        await town.taps(JO, OFFICE, number, _tokens(card)[0])
        await town.until(
            lambda: any(given.get("text") == "Tot morgen" for _, given, _ in town.emulator.asked)
        )
        for command in ("help", "trip", "emergency", "privacy", "language", "documents", "tips"):
            await town.writes(ANN, f"/{command}")
        # It knows no pins: that the card then stands unpinned is what must hold.
        refused = [
            one
            for one in town.emulator.requests
            if one["status"] != 200 and (one["method"], one["status"]) != ("pinChatMessage", 501)
        ]
        known = {method for method, _, _ in town.emulator.asked}
    assert refused == []
    assert known >= {
        "getMe",
        "getUpdates",
        "deleteWebhook",
        "setMyCommands",
        "sendMessage",
        "editMessageText",
        "answerCallbackQuery",
    }


def _tokens(given: dict[str, Any]) -> list[str]:
    rows = json.loads(given["reply_markup"])["inline_keyboard"]
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]
