"""GET /health tells whether the database answers. Not here: the webhook with a running bot (tests/e2e/test_webhook)."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from aiohttp.test_utils import TestClient, TestServer

from bot.errors import DatabaseError
from bot.storage.database import MEMORY, Database
from bot.web.server import application
from tests.support.chats import open_house


class Gone(Database):
    """A database that does not answer any more."""

    async def ping(self) -> None:
        """Raises DatabaseError."""
        raise DatabaseError(database="trips.sqlite", why="disk I/O error", remedy="Check the disk.")


async def test_a_database_that_answers_is_well() -> None:
    """200 with the edition in force."""
    async with open_house() as house:
        house.runtime.shelf.put(house.runtime.library, 7)
        async with TestClient(TestServer(application(house.runtime, secret="x"))) as door:
            answer = await door.get("/health")
            assert (answer.status, await answer.json()) == (200, {"ok": True, "edition": 7})


async def test_a_database_that_is_gone_is_told() -> None:
    """503 with the reason, for whoever watches."""
    async with open_house() as house:
        gone = Gone(MEMORY)
        async with TestClient(
            TestServer(application(replace(house.runtime, database=gone), secret="x"))
        ) as door:
            answer = await door.get("/health")
            told = await answer.json()
        await gone.close()
    assert (answer.status, told["ok"], "disk I/O error" in told["why"]) == (503, False, True)


async def test_a_large_update_is_turned_away() -> None:
    """More than a mebibyte is no update of Telegram's: 413, nothing is kept."""
    async with (
        open_house() as house,
        TestClient(TestServer(application(house.runtime, secret="x"))) as door,
    ):
        headers = {"X-Telegram-Bot-Api-Secret-Token": "x"}
        answer = await door.post("/telegram", data=BytesIO(b"x" * ((1 << 20) + 1)), headers=headers)
        assert answer.status == 413
