"""POST /hooks/flight-status: a status service tells of a flight, signed and timed.

The signature is HMAC-SHA256 over "<timestamp>.<body>" with the agreed secret; a timestamp more than five minutes off, or a
signature that came before, is turned away. Not here: what a status means (bot.services.flights).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import asdict
from datetime import timedelta

from aiohttp import web

from bot.runtime import Runtime
from bot.services import flights, requests
from bot.web.keys import RUNTIME
from bot.web.problem import Problem
from flows.errors import UnreadableStatus

TIMESTAMP, SIGNATURE = "X-Reisgenoot-Timestamp", "X-Reisgenoot-Signature"
WINDOW = timedelta(minutes=5)
SECONDS = re.compile(r"\d{1,12}", re.ASCII)


async def flight_status(request: web.Request) -> web.Response:
    """200 with what became of each flight. Raises Problem: 403 unsigned or late, 409 replayed, 422 no status, 404 while off."""
    runtime = request.app[RUNTIME]
    secret = runtime.settings.hook_secret.get_secret_value()
    if not secret:
        raise Problem(404, "off", "This hook is off.", "Set REISGENOOT_HOOK_SECRET to switch it on.")
    body = await request.read()
    stamp, signature = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
    if not hmac.compare_digest(
        signature.encode("utf-8", "replace"), sign(secret, stamp, body).encode()
    ) or not SECONDS.fullmatch(stamp):
        raise Problem(
            403,
            "signature",
            "The signature is wrong.",
            f"Sign '<timestamp>.<body>' and send it as {SIGNATURE}.",
        )
    if abs(runtime.clock.real().timestamp() - int(stamp)) > WINDOW.total_seconds():
        raise Problem(
            403, "signature", "The timestamp is more than 5 minutes off.", "Set the clock, and sign anew."
        )
    if not await requests.is_new(runtime, signature):
        raise Problem(409, "replayed", "This very request came before.", "Nothing is to do: it was taken in.")
    answer = await _received(runtime, body)
    await requests.see(runtime, signature)
    return answer


async def _received(runtime: Runtime, body: bytes) -> web.Response:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise Problem(422, "unreadable", "The body is not JSON.", "Send one JSON object.") from None
    if not isinstance(payload, dict):
        raise Problem(422, "unreadable", "The body is no JSON object.", "Send one JSON object.")
    try:
        received = await flights.receive(runtime, payload)
    except UnreadableStatus as error:
        raise Problem(422, "unreadable", str(error), "Mend that field, and send it again.") from error
    return web.json_response({"flights": [asdict(one) for one in received]})


def sign(secret: str, stamp: str, body: bytes) -> str:
    """The signature of a body at a timestamp (seconds since 1970, as text): "sha256=" and 64 hex digits."""
    signed = hmac.new(secret.encode(), stamp.encode("utf-8", "replace") + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"
