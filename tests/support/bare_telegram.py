"""A bare Bot API on loopback, for tests and benches: fast, it answers yes, remembers, and fails when told to.

Not here: a Telegram that judges what it is sent (bot.simulator).
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import web

TOKEN = "1:BARE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came. fields: form fields by name; files: content by name."""

    method: str
    fields: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How one request goes wrong: a status with a body, silence (hang), or a connection cut without a word."""

    status: int = 200
    body: bytes = b""
    hang: bool = False
    cut: bool = False


class BareTelegram:
    """Used as `async with BareTelegram() as telegram:`; telegram.url is the API's base.

    latency: seconds before each answer. updates: what getUpdates holds; confirmed ones leave it.
    """

    def __init__(
        self, *, latency: float = 0.0, username: str = "reisgenoot_bot", remember: bool = True
    ) -> None:
        self.latency = latency
        self.username = username
        self.asked: list[Asked] = []
        self.updates: list[dict[str, Any]] = []
        self.url = ""
        self._remember = remember
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._last_message = 0
        self._closing = asyncio.Event()
        self._news = asyncio.Event()
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None), shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        assert self._runner is not None
        await self._runner.cleanup()

    def fail(
        self,
        method: str,
        status: int = 200,
        description: str = "",
        *,
        parameters: dict[str, int] | None = None,
        body: bytes | None = None,
        hang: bool = False,
        cut: bool = False,
    ) -> None:
        """Let the next request for `method` go wrong; several are used up in turn."""
        envelope: dict[str, object] = {"ok": False, "error_code": status, "description": description}
        if parameters is not None:
            envelope["parameters"] = parameters
        told = json.dumps(envelope).encode() if body is None else body
        self._faults[method].append(Fault(status=status, body=told, hang=hang, cut=cut))

    def add(self, *updates: dict[str, Any]) -> None:
        """Let these updates wait for getUpdates."""
        self.updates.extend(updates)
        self._news.set()

    def sent(self, method: str) -> list[Asked]:
        """The requests for one method, in order."""
        return [asked for asked in self.asked if asked.method == method]

    async def until(self, holds: Callable[[], bool], *, seconds: float = 5.0) -> None:
        """Wait for something that a request brings about; TimeoutError when it does not come."""
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - what it waits for may lie on the other side of the wire
                await asyncio.sleep(0.005)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        _, _, rest = request.path.partition("/bot")
        token, _, method = rest.partition("/")
        asked = await self._read(request, method)
        if self._remember:
            self.asked.append(asked)
        if self.latency:
            await asyncio.sleep(self.latency)
        if faults := self._faults.get(method):
            fault = faults.popleft()
            if fault.hang:
                await self._closing.wait()
            if fault.cut or fault.hang:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            return web.Response(status=fault.status, body=fault.body, content_type="application/json")
        if token != TOKEN:
            return _json({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        return _json({"ok": True, "result": await self._result(asked)})

    async def _read(self, request: web.BaseRequest, method: str) -> Asked:
        if not request.content_type.startswith("multipart/"):
            body = await request.text()
            return Asked(method=method, fields=dict(parse_qsl(body, keep_blank_values=True)))
        fields: dict[str, str] = {}
        files: dict[str, bytes] = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = value.file.read()
            else:
                fields[name] = str(value)
        return Asked(method=method, fields=fields, files=files)

    async def _result(self, asked: Asked) -> Any:
        match asked.method:
            case "getMe":
                return {"id": 1, "is_bot": True, "first_name": "Reisgenoot", "username": self.username}
            case "sendMessage" | "sendDocument":
                self._last_message += 1
                chat = {"id": int(asked.fields["chat_id"]), "type": "private"}
                text = asked.fields.get("text", "")
                return {"message_id": self._last_message, "date": 1_790_000_000, "chat": chat, "text": text}
            case "getUpdates":
                return await self._waiting(asked)
            case _:
                return True

    async def _waiting(self, asked: Asked) -> list[dict[str, Any]]:
        offset = int(asked.fields.get("offset", 0))
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            self._news.clear()
            waits = [asyncio.ensure_future(event.wait()) for event in (self._news, self._closing)]
            timeout = float(asked.fields.get("timeout", 0))
            try:
                await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
        return list(self.updates)


def _json(answer: dict[str, Any], *, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(answer).encode(), status=status, content_type="application/json")
