"""The door for programs, open on loopback, and a program with a token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.services import tokens
from bot.web.server import application
from tests.support.chats import House, open_house


@dataclass(kw_only=True)
class Door:
    """What a program has: the door and its secret."""

    house: House
    client: Any
    secret: str

    async def send(
        self,
        body: Any,
        *,
        mime: str = "application/json",
        query: str = "",
        key: str = "",
        secret: str | None = None,
    ) -> ClientResponse:
        """POST bookings. body: bytes, or values that become JSON."""
        headers = {
            "Content-Type": mime,
            "Authorization": f"Bearer {self.secret if secret is None else secret}",
        }
        if key:
            headers["Idempotency-Key"] = key
        data = {"data": body} if isinstance(body, bytes) else {"json": body}
        answer: ClientResponse = await self.client.post(f"/api/v1/bookings{query}", headers=headers, **data)
        return answer


@asynccontextmanager
async def open_door(**settings: Any) -> AsyncIterator[Door]:
    """A house with its door open and one token."""
    async with open_house(**settings) as house:
        secret = await tokens.create(house.runtime, "back office")
        async with TestClient(TestServer(application(house.runtime, secret="x"))) as client:
            yield Door(house=house, client=client, secret=secret)
