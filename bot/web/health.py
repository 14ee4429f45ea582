"""GET /health: is this process able to work? For load balancers and people."""

from __future__ import annotations

from aiohttp import web

from bot.errors import DatabaseError
from bot.web.keys import RUNTIME


async def health(request: web.Request) -> web.Response:
    """200 {"ok": true} when the database answers, else 503 with the reason."""
    runtime = request.app[RUNTIME]
    try:
        await runtime.database.ping()
    except DatabaseError as error:
        return web.json_response({"ok": False, "why": str(error)}, status=503)
    return web.json_response({"ok": True, "edition": runtime.shelf.edition})
