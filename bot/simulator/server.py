"""The simulator as a server on this computer: the Bot API, the switch for faults and the page.

Not here: the world (world), who moves the clock and loads trips (conductor).
"""

from __future__ import annotations

import re
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.simulator.api import BotApi
from bot.simulator.conductor import Conductor
from bot.simulator.errors import AddressRefused, SimulatorError, TokenRefused
from bot.simulator.faults import Faults
from bot.simulator.pace import Pace
from bot.simulator.page.cast import Cast
from bot.simulator.page.routes import Page, own_browser_only
from bot.simulator.webhook import Webhook
from bot.simulator.world import World

TOKEN = "700001:SIMULATOR-demo"
LOOPBACK = frozenset({"127.0.0.1", "::1"})
LARGEST_REQUEST = 64 * 1024 * 1024
"""More than the largest file, so that the Bot API itself says what is too large."""


class Simulator:
    """`async with Simulator(world) as simulator:` serves until the block ends.

    conductor: who plays trips on the page; without one the page shows chats only. port 0 takes a free one. limits: Telegram's limits answer 429. Raises TokenRefused and AddressRefused when made.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        conductor: Conductor | None = None,
        token: str = TOKEN,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: bool = False,
        first_wait: float = 2.0,
    ) -> None:
        if not re.fullmatch(r"\d+:SIMULATOR-[A-Za-z0-9_-]+", token):
            raise TokenRefused
        if host not in LOOPBACK:
            raise AddressRefused(host=host)
        self.world = world or World()
        self.world.bot_id = int(token.partition(":")[0])
        self.token = token
        self.host = host
        self.port = port
        self.faults = Faults()
        self.pace = Pace(self.world.monotonic, on=limits)
        self.webhook = Webhook(self.world, first_wait=first_wait)
        self.api = BotApi(self.world, token, pace=self.pace, faults=self.faults, webhook=self.webhook)
        self.cast = Cast(self.world, conductor)
        self.page = Page(self.cast, self.api.closing)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The page's address, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def api_url(self) -> str:
        """The base of the Bot API, to stand in place of https://api.telegram.org."""
        return self.url

    def link(self, payload: str) -> str:
        """The deep link that opens the bot with this payload."""
        return f"https://t.me/{self.world.username}?start={payload}"

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        app = web.Application(middlewares=[own_browser_only], client_max_size=LARGEST_REQUEST)
        app.add_routes(
            [*self.api.routes(), *self.page.routes(), web.post("/simulator/faults", self._order_fault)]
        )
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        if self.port == 0:
            self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening; open calls end."""
        self.api.closing.set()
        self.world.changed()
        await self.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _order_fault(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"ok": False, "why": "JSON expected"}, status=415)
        try:
            self.faults.order(await request.json())
        except (SimulatorError, ValueError) as error:
            return web.json_response({"ok": False, "why": str(error)}, status=400)
        return web.json_response({"ok": True})
