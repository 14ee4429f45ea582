"""The web door's server: routes, opened and closed with the application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from bot.errors import StartRefused
from bot.runtime import Runtime
from bot.web.api.bookings import bookings
from bot.web.api.openapi import openapi
from bot.web.health import health
from bot.web.hooks import flight_status
from bot.web.keys import RUNTIME, SECRET
from bot.web.problem import problems
from bot.web.webhook import webhook

log = structlog.get_logger()

LARGEST_UPDATE = 1 << 20


def application(runtime: Runtime, *, secret: str) -> web.Application:
    """Every route of this door."""
    app = web.Application(client_max_size=LARGEST_UPDATE, middlewares=[problems])
    app[RUNTIME] = runtime
    app[SECRET] = secret
    app.router.add_get("/health", health)
    app.router.add_post("/telegram", webhook)
    app.router.add_post("/api/v1/bookings", bookings)
    app.router.add_get("/api/v1/openapi.json", openapi)
    app.router.add_post("/hooks/flight-status", flight_status)
    return app


@asynccontextmanager
async def serving(runtime: Runtime, *, secret: str) -> AsyncIterator[int]:
    """Serve while the context is open; gives the port. Raises StartRefused when it is taken."""
    settings = runtime.settings
    runner = web.AppRunner(application(runtime, secret=secret), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.web_host, settings.web_port)
        try:
            await site.start()
        except OSError as error:
            raise StartRefused(
                why=f"port {settings.web_port} on {settings.web_host} cannot be used ({error.strerror})",
                remedy="Set REISGENOOT_WEB_PORT to a free port, or to 0 for any.",
            ) from error
        port = int(runner.addresses[0][1])
        log.info("The web door is open.", action="web_opened", port=port)
        yield port
    finally:
        await runner.cleanup()
