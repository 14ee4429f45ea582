"""The page over HTTP: the document, its files, live state as server-sent events, and what the person does.

Only this computer's own browser is served: other host names are refused, so a foreign site cannot reach in.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, PackageLoader, select_autoescape

from bot.simulator.errors import SimulatorError
from bot.simulator.files import PNG
from bot.simulator.page import view
from bot.simulator.page.cast import Cast

Json = dict[str, Any]
HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
STATIC = Path(__file__).parent / "static"
PDF = b"%PDF-"
SETTLE = 0.06
QUIET = 10.0
TYPING = 0.5
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'"
)
log = logging.getLogger(__name__)


class Page:
    """Serves one cast."""

    def __init__(self, cast: Cast, closing: asyncio.Event) -> None:
        self.cast = cast
        self.closing = closing
        self._templates = Environment(
            loader=PackageLoader("bot.simulator.page"), autoescape=select_autoescape()
        )

    def routes(self) -> list[web.AbstractRouteDef]:
        """Where the page is."""
        return [
            web.get("/", self.document),
            web.get("/simulator/state", self.state),
            web.get("/simulator/events", self.events),
            web.get("/simulator/why", self.why),
            web.get(r"/simulator/files/{file_id:[\w-]+}", self.file),
            web.post("/simulator/act", self.act),
            web.post("/simulator/conduct", self.conduct),
            web.static("/simulator/static", STATIC),
        ]

    async def document(self, request: web.Request) -> web.Response:
        """The page itself."""
        text = self._templates.get_template("demo.html").render(bot=self.cast.world.bot_name)
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def state(self, request: web.Request) -> web.Response:
        """Everything at once."""
        return await _told(lambda: view.state(self.cast))

    async def file(self, request: web.Request) -> web.Response:
        """A file of a chat: a photo or a PDF to look at, anything else to save under its own name."""
        held = self.cast.world.files.get(request.match_info["file_id"])
        if held is None:
            return web.json_response({"error": "there is no such file"}, status=404)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        if held.kind == "photo":
            kind = "image/png" if held.content.startswith(PNG) else "image/jpeg"
            return web.Response(body=held.content, content_type=kind, headers=headers)
        if held.content.startswith(PDF):
            return web.Response(body=held.content, content_type="application/pdf", headers=headers)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(held.name, safe='')}"
        return web.Response(body=held.content, content_type="application/octet-stream", headers=headers)

    async def why(self, request: web.Request) -> web.Response:
        """What was sent and what was skipped."""
        return await _told(lambda: view.why(self.cast.conductor))

    async def act(self, request: web.Request) -> web.Response:
        """A person does something."""
        return await self._wish(request, self.cast.act)

    async def conduct(self, request: web.Request) -> web.Response:
        """The conductor does something."""
        return await self._wish(request, self.cast.conduct)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The state whenever it changed, changes of one moment together, and at least every ten seconds."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        world = self.cast.world
        while not self.closing.is_set():
            version = world.version
            try:
                told = await view.state(self.cast)
            except Exception as error:  # the conductor is somebody else's: its fault is shown, not fatal
                log.warning("The conductor could not say where the demo stands: %s", error, exc_info=True)
                told = {"error": str(error)}
            try:
                await response.write(f"data: {json.dumps(told)}\n\n".encode())
            except ConnectionError:
                break
            typing = any(chat["typing"] for chat in told.get("chats", {}).values())
            if world.version == version:
                await world.next_change(TYPING if typing else QUIET)
            await asyncio.sleep(SETTLE)
        return response

    async def _wish(
        self, request: web.Request, do: Callable[[Mapping[str, Any]], Awaitable[Json]]
    ) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"error": "JSON expected"}, status=415)
        try:
            wish = await request.json()
        except ValueError:
            return web.json_response({"error": "JSON expected"}, status=400)
        if not isinstance(wish, dict):
            return web.json_response({"error": "an object expected"}, status=400)
        return await _told(lambda: do(wish))


@web.middleware
async def own_browser_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse host names that are not this computer's (a rebound foreign name)."""
    if (request.url.host or "") not in HOSTS:
        return web.json_response({"error": "only for this computer"}, status=403)
    return await handler(request)


async def _told(do: Callable[[], Awaitable[Any]]) -> web.Response:
    try:
        return web.json_response(await do())
    except SimulatorError as error:
        return web.json_response({"error": str(error)}, status=400)
    except Exception as error:  # the conductor is somebody else's: the page shows its words
        log.warning("The conductor refused: %s", error)
        log.debug("Where it refused", exc_info=True)
        return web.json_response({"error": str(error) or type(error).__name__}, status=409)
