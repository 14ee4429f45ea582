"""The polling loop: nothing is given up before it is stored."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.errors import StartRefused
from bot.telegram.door import Door
from bot.telegram.poller import poll
from tests.support.bare_telegram import BareTelegram

Update = dict[str, Any]
FIRST: Update = {"update_id": 10, "message": {"text": "one", "brand_new_field": {"kept": True}}}
SECOND: Update = {"update_id": 11, "message": {"text": "two"}}
THIRD: Update = {"update_id": 12, "message": {"text": "three"}}


class Shelf:
    """Stores updates by id; fails as often as told; asks to stop once it holds enough."""

    def __init__(self, enough: int, *, failures: int = 0) -> None:
        self.held: dict[int, Update] = {}
        self.stop = asyncio.Event()
        self._enough = enough
        self._failures = failures

    async def store(self, updates: list[Update]) -> None:
        """Keep them, or fail."""
        if self._failures:
            self._failures -= 1
            raise OSError("disk full")
        self.held.update({update["update_id"]: update for update in updates})
        if len(self.held) >= self._enough:
            self.stop.set()


async def run(door: Door, shelf: Shelf, *, offset: int | None = None) -> int | None:
    """Poll with short waits until the shelf has enough."""
    polling = poll(door, store=shelf.store, stop=shelf.stop, offset=offset, wait=1, first_pause=0.01)
    return await asyncio.wait_for(polling, timeout=5)


def offsets(telegram: BareTelegram) -> list[str | None]:
    """The offsets asked for, in order."""
    return [asked.fields.get("offset") for asked in telegram.sent("getUpdates")]


async def test_updates_are_kept_as_they_came(door: Door, telegram: BareTelegram) -> None:
    """Raw updates reach the store untouched, and only then does the offset move on."""
    telegram.add(FIRST, SECOND)
    shelf = Shelf(2)

    assert await run(door, shelf) == 12
    assert shelf.held == {10: FIRST, 11: SECOND}
    assert telegram.sent("getUpdates")[0].fields == {
        "timeout": "1",
        "allowed_updates": '["message", "edited_message", "callback_query", "my_chat_member"]',
    }


async def test_the_next_request_confirms_what_is_stored(door: Door, telegram: BareTelegram) -> None:
    """After a stored batch Telegram hears the next number, and what comes then is stored too."""
    telegram.add(FIRST, SECOND)
    shelf = Shelf(3)
    polling = asyncio.create_task(run(door, shelf))
    await telegram.until(lambda: len(telegram.sent("getUpdates")) == 2)
    telegram.add(THIRD)

    assert await polling == 13
    assert offsets(telegram) == [None, "12"]


async def test_what_could_not_be_stored_comes_again(door: Door, telegram: BareTelegram) -> None:
    """A store that fails twice leaves the offset where it was, and loses nothing."""
    telegram.add(FIRST)
    shelf = Shelf(1, failures=2)
    with capture_logs() as logs:
        await run(door, shelf, offset=10)

    assert shelf.held == {10: FIRST}
    assert offsets(telegram) == ["10", "10", "10"]
    assert [entry["action"] for entry in logs] == [
        "updates_not_stored",
        "updates_not_stored",
        "polling_recovered",
    ]


async def test_failures_of_every_kind_are_outlived(door: Door, telegram: BareTelegram) -> None:
    """Errors, nonsense, a cut line and a rival are waited out, longer each time, and said."""
    telegram.fail("getUpdates", 502, "Bad Gateway")
    telegram.fail("getUpdates", 200, body=b'{"ok":true,"result":7}')
    telegram.fail("getUpdates", cut=True)
    telegram.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    telegram.add(FIRST)
    shelf = Shelf(1)
    with capture_logs() as logs:
        await run(door, shelf)

    assert shelf.held == {10: FIRST}
    assert [(entry["action"], entry.get("pause")) for entry in logs] == [
        ("polling_failed", 0.01),
        ("polling_failed", 0.02),
        ("polling_failed", 0.04),
        ("polling_conflict", 0.08),
        ("polling_recovered", None),
    ]


async def test_a_flood_is_waited_out_as_asked(door: Door, telegram: BareTelegram) -> None:
    """A 429 pauses polling for as long as it says; being told to stop ends the pause."""
    telegram.fail("getUpdates", 429, parameters={"retry_after": 30})
    shelf = Shelf(1)
    with capture_logs() as logs:
        polling = asyncio.create_task(run(door, shelf))
        await telegram.until(lambda: bool(logs))
        shelf.stop.set()
        await polling

    assert [(entry["action"], entry["pause"]) for entry in logs] == [("polling_failed", 30.0)]


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_no_longer_counts_ends_it(door: Door, telegram: BareTelegram, status: int) -> None:
    """When Telegram no longer accepts the token, the error names the setting."""
    telegram.fail("getUpdates", status, "Unauthorized")

    with pytest.raises(StartRefused, match="REISGENOOT_TELEGRAM_TOKEN"):
        await run(door, Shelf(1))


async def test_stopping_does_not_wait_for_the_long_poll(door: Door, telegram: BareTelegram) -> None:
    """Being told to stop ends a request that still waits, and gives back the offset."""
    shelf = Shelf(1)
    polling = asyncio.create_task(
        poll(door, store=shelf.store, stop=shelf.stop, offset=10, wait=50, first_pause=0.01)
    )
    await telegram.until(lambda: len(telegram.sent("getUpdates")) == 1)
    shelf.stop.set()

    assert await asyncio.wait_for(polling, timeout=2) == 10


async def test_after_a_quiet_while_no_number_is_asked_for(door: Door, telegram: BareTelegram) -> None:
    """Once all is confirmed the number is dropped, since Telegram may count anew from lower on."""
    shelf = Shelf(1)
    polling = asyncio.create_task(run(door, shelf, offset=900))
    await telegram.until(lambda: len(telegram.sent("getUpdates")) == 2)
    telegram.add(FIRST)

    assert await polling == 11
    assert offsets(telegram) == ["900", None]
