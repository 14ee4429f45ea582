"""The webhook: Telegram brings updates to our door, with a secret; what is no update is turned away.

Not here: what updates lead to (test_road), reading them (tests/bot/telegram).
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import running
from bot.errors import StartRefused
from bot.simulator.server import Simulator
from bot.storage.updates import UpdateRow
from tests.support.road import Road, lisbon, open_road, settings_for

SECRET = "a-secret_of-ours"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
async def road(tmp_path: Path) -> AsyncIterator[Road]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with open_road(tmp_path, public_url=address, web_port=port, webhook_secret=SECRET) as opened:
        yield opened


async def _post(road: Road, body: Any, *, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    sent = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{road.settings.public_url}/telegram", headers=headers, **sent) as answer,
    ):
        return answer.status


def _update(update_id: int, person: int, text: str) -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": "Ann"}
    message = {"message_id": update_id, "date": 1_800_000_000, "from": who, "chat": chat, "text": text}
    return {"update_id": update_id, "message": message}


async def test_updates_come_by_webhook_and_are_answered(road: Road) -> None:
    """setWebhook names our address and secret, nothing is polled, and a traveller joins all the same."""
    asked = dict(next(given for name, given in road.world.calls if name == "setWebhook"))
    assert (asked["url"], asked["secret_token"]) == (f"{road.settings.public_url}/telegram", SECRET)
    assert road.world.updates.webhook_url == f"{road.settings.public_url}/telegram"
    issued = await road.book(lisbon())
    ann = road.world.person("Ann", "de Vries", language="fr")
    await road.joins(ann, issued["Ann de Vries"])
    await road.hears(ann, road.word("join.welcome", "fr"))


async def test_an_update_is_stored_before_telegram_hears_ok(road: Road) -> None:
    """After the 200 the ledger holds it; the same update twice is kept and answered once."""
    ann = road.world.person("Ann")
    ann.writes("/help")
    await road.hears(ann, road.word("join.ask_code", "en"))
    statuses = [await _post(road, _update(990_000_001, ann.id, "/privacy")) for _ in range(2)]
    async with road.runtime.database.read() as session:
        kept = await session.get(UpdateRow, 990_000_001)
    assert (statuses, kept is not None and kept.chat_id) == ([200, 200], ann.id)
    await road.hears(ann, road.word("privacy.nothing_held", "en"))
    await road.come_to_rest()
    assert len([one for one in ann.chat.texts if road.word("privacy.nothing_held", "en") in one]) == 1


@pytest.mark.parametrize("secret", [None, "", "a-secret_of-our", "ä"])
async def test_without_the_secret_nothing_is_taken(road: Road, secret: str | None) -> None:
    """A missing, empty or wrong secret is turned away with 403 and nothing is kept."""
    status = await _post(road, _update(990_000_002, 42, "/help"), secret=secret)
    async with road.runtime.database.read() as session:
        kept = await session.get(UpdateRow, 990_000_002)
    assert (status, kept) == (403, None)


async def test_a_secret_of_other_bytes_is_turned_away_too(road: Road) -> None:
    """A header that is no text is a wrong secret, not a fault of ours."""
    reader, writer = await asyncio.open_connection("127.0.0.1", road.settings.web_port)
    lines = (b"POST /telegram HTTP/1.1", b"Host: here", HEADER.encode() + b": \xff\xfe", b"Content-Length: 0")
    writer.write(b"\r\n".join((*lines, b"Connection: close", b"", b"")))
    answer = await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert answer.split()[1] == b"403"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b'{"message": {}}',
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b"\xff\xfe",
        b"[" * 5000,
    ],
)
async def test_what_is_no_update_is_a_bad_request(road: Road, body: bytes) -> None:
    """Anything but an object with a number as update_id is answered 400."""
    assert await _post(road, body) == 400


async def test_odd_updates_are_taken_and_the_next_one_is_answered(road: Road) -> None:
    """An update of an unknown kind or a broken shape is kept without harm."""
    odd: list[dict[str, Any]] = [
        {"update_id": 990_000_010, "from_the_future": {"x": [1, {}]}},
        {"update_id": 990_000_011, "message": None},
        {"update_id": 990_000_012, "message": {"chat": {"id": "x"}, "text": 5}},
    ]
    assert [await _post(road, update) for update in odd] == [200, 200, 200]
    ann = road.world.person("Ann")
    await road.says(ann, "/help", road.word("join.ask_code", "en"))


async def test_health_tells_that_the_database_answers(road: Road) -> None:
    """GET /health is 200 with the edition in force; other paths and methods are refused."""
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{road.settings.public_url}/health") as answer:
            assert (answer.status, await answer.json()) == (200, {"ok": True, "edition": 0})
        async with session.get(f"{road.settings.public_url}/telegram") as answer:
            assert answer.status == 405
        async with session.get(f"{road.settings.public_url}/") as answer:
            assert answer.status == 404


async def test_a_taken_port_refuses_a_webhook_and_spares_polling(tmp_path: Path) -> None:
    """With a webhook the port is needed and the start is refused in words; by polling the bot runs without it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with Simulator() as simulator:
            settings = settings_for(simulator, tmp_path, public_url=f"http://127.0.0.1:{port}", web_port=port)
            with pytest.raises(
                StartRefused, match=f"port {port} on 127.0.0.1 cannot be used .*REISGENOOT_WEB_PORT"
            ):
                async with running(settings):
                    raise AssertionError("it runs")
        async with open_road(tmp_path, web_port=port, staffed=False) as road:
            ann = road.world.person("Ann")
            await road.says(ann, "/help", road.word("join.ask_code", "en"))


async def test_an_address_that_telegram_refuses_is_told(tmp_path: Path) -> None:
    """A public URL that Telegram does not take refuses the start and names the setting."""
    async with Simulator() as simulator:
        settings = settings_for(simulator, tmp_path, public_url="https://agency.invalid")
        with pytest.raises(StartRefused, match=r"did not take the webhook .*REISGENOOT_PUBLIC_URL"):
            async with running(settings):
                raise AssertionError("it runs")
