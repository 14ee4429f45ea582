"""POST /telegram: Telegram's updates. The update is stored before Telegram hears 200, and worked on afterwards.

Not here: what an update means (bot.telegram.inbound).
"""

from __future__ import annotations

import hmac
import json

from aiohttp import web

from bot.services.updates import store
from bot.web.keys import RUNTIME, SECRET

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def webhook(request: web.Request) -> web.Response:
    """200 once stored; 403 without the secret; 400 for what is no update. A failing database gives 500: it comes again."""
    given = request.headers.get(SECRET_HEADER, "")
    # A header may hold any bytes; those that are no text come as half characters.
    if not hmac.compare_digest(given.encode("utf-8", "replace"), request.app[SECRET].encode()):
        return web.Response(status=403, text="the secret is wrong")
    try:
        update = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return web.Response(status=400, text="this is not JSON")
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(update, dict) or not isinstance(number, int) or isinstance(number, bool):
        return web.Response(status=400, text="this is no update")
    await store(request.app[RUNTIME], [update])
    return web.Response(text="ok")
