"""A bare Bot API client for tests: one method, one JSON answer."""

from __future__ import annotations

from typing import Any

import aiohttp

from bot.simulator.server import Simulator


class RawBot:
    """Calls the simulator as any Bot API client would."""

    def __init__(self, simulator: Simulator, session: aiohttp.ClientSession) -> None:
        self.base = f"{simulator.api_url}/bot{simulator.token}"
        self.session = session

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The whole answer, {"ok": …}."""
        async with self.session.post(f"{self.base}/{method}", json=parameters) as answer:
            body: dict[str, Any] = await answer.json()
            assert body["ok"] == (answer.status == 200)
            return body

    async def does(self, method: str, **parameters: Any) -> Any:
        """The result; fails the test when there is none."""
        body = await self.call(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **parameters: Any) -> str:
        """The description of a refusal; fails the test when there is none."""
        body = await self.call(method, **parameters)
        assert not body["ok"], body
        return str(body["description"])

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        """What waits, without confirming it."""
        found: list[dict[str, Any]] = await self.does("getUpdates", **parameters)
        return found
