"""POST /hooks/flight-status: signed, timed, once. Not here: what a status does (tests/bot/services)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from aiohttp import ClientResponse

from bot.services import flights
from bot.web.hooks import SIGNATURE, TIMESTAMP, sign
from tests.support.door import Door, open_door

SECRET = "agreed between two"
STATUS = {
    "number": "KL 1697",
    "status": "Delayed",
    "departure": {"scheduledTime": {"local": "2027-05-12 09:40+02:00"}},
}


async def tell(
    door: Door, payload: Any = STATUS, *, late: timedelta = timedelta(0), secret: str = SECRET, **given: str
) -> ClientResponse:
    """Send a status signed now, or so much earlier."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    stamp = str(int((door.house.clock.real() - late).timestamp()))
    headers = {TIMESTAMP: stamp, SIGNATURE: sign(secret, stamp, body), **given}
    answer: ClientResponse = await door.client.post("/hooks/flight-status", data=body, headers=headers)
    return answer


async def kind(answer: ClientResponse) -> tuple[int, str]:
    """Status and kind of a problem."""
    return answer.status, (await answer.json())["type"].removeprefix("urn:reisgenoot:")


async def test_a_signed_status_is_taken_in() -> None:
    """200 with what became of each flight."""
    async with open_door(hook_secret=SECRET) as door:
        answer = await tell(door)
        told = await answer.json()
        assert (answer.status, len(told["flights"])) == (200, 1)


async def test_it_is_off_without_a_secret() -> None:
    """Nobody can sign with nothing."""
    async with open_door() as door:
        assert await kind(await tell(door, secret="")) == (404, "off")


async def test_a_wrong_signature_is_turned_away() -> None:
    """Another secret, another body, another time, none at all."""
    async with open_door(hook_secret=SECRET) as door:
        assert await kind(await tell(door, secret="guessed")) == (403, "signature")
        for headers in ({SIGNATURE: ""}, {SIGNATURE: "sha256=ü"}, {TIMESTAMP: "0"}, {TIMESTAMP: "soon"}):
            assert await kind(await tell(door, **headers)) == (403, "signature"), headers


async def test_the_window_is_five_minutes() -> None:
    """At five minutes it counts, one second later not; nor from the future."""
    async with open_door(hook_secret=SECRET) as door:
        assert (await tell(door, late=timedelta(minutes=5))).status == 200
        assert await kind(await tell(door, late=timedelta(minutes=5, seconds=1))) == (403, "signature")
        assert await kind(await tell(door, late=-timedelta(minutes=5, seconds=1))) == (403, "signature")


async def test_a_replay_does_nothing() -> None:
    """The very same request again."""
    async with open_door(hook_secret=SECRET) as door:
        assert (await tell(door)).status == 200
        assert await kind(await tell(door)) == (409, "replayed")


async def test_after_a_fault_of_ours_it_may_come_again(monkeypatch: Any) -> None:
    """A signature is not used up by what came to nothing."""

    async def broken(*_: Any) -> None:
        raise RuntimeError("out of order")

    async with open_door(hook_secret=SECRET) as door:
        with monkeypatch.context() as patch:
            patch.setattr(flights, "receive", broken)
            assert await kind(await tell(door)) == (500, "fault")
        assert (await tell(door)).status == 200


async def test_what_is_no_status_is_named() -> None:
    """422 with the field that cannot be read, and it may be mended and sent again."""
    async with open_door(hook_secret=SECRET) as door:
        for payload in (
            b"{",
            b"[]",
            b"[" * 100_000,
            {"number": "KL1697", "status": "Vanished"},
            {"flights": 3},
        ):
            assert await kind(await tell(door, payload)) == (422, "unreadable"), payload
