"""POST /api/v1/bookings: a paper in the body, what became of each booking in the answer.

The paper is read as `reisgenoot import` reads it. Not here: reading (bot.imports), taking in (bot.services.intake).
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

import structlog
from aiohttp import web

from bot.errors import ImportStopped, Unfit
from bot.import_report import ImportReport
from bot.imports.mapping import ColumnMap
from bot.imports.paper import Reading, read_bytes
from bot.imports.rejection import Refusal, Rejection
from bot.runtime import Runtime
from bot.services import column_maps, requests
from bot.services.intake import intake
from bot.services.requests import Standing
from bot.steps.take_in import Outcome
from bot.web.api.access import Access, access
from bot.web.keys import RUNTIME
from bot.web.problem import Problem
from flows.trips.trip import Booking

log = structlog.get_logger()

LARGEST = 8 << 20
"""Bytes of one paper."""

MOST = 1_000
"""Bookings of one request: more take longer than a caller waits."""

KEY = re.compile(r"[\x21-\x7e]{1,200}")
KINDS = {
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "text/html": ".html",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/calendar": ".ics",
    "application/vnd.apple.pkpass": ".pkpass",
    "application/vnd.apple.pkpasses": ".pkpasses",
    "text/vnd.iata.bcbp": ".bcbp",
    "message/rfc822": ".eml",
}
"""What a body may be -> the ending by which its reader is known."""

NAMED = ("dry_run", "columns", "reference")
YES, NO = ("true", "1", "yes"), ("false", "0", "no", "")


async def bookings(request: web.Request) -> web.Response:
    """The report of an import as JSON: 201 when something is new, else 200. Raises Problem."""
    runtime = request.app[RUNTIME]
    caller = await access(request)
    unknown = sorted(set(request.query) - set(NAMED))
    if unknown:
        raise Problem(400, "query", f"{unknown[0]!r} is not known.", f"Known are {', '.join(NAMED)}.")
    suffix = _suffix(request)
    data = await _body(request)
    key = request.headers.get("Idempotency-Key")
    if key is None:
        status, answer = await _taken(runtime, caller, request, suffix, data)
        return web.json_response(answer, status=status)
    if not KEY.fullmatch(key):
        raise Problem(
            400,
            "idempotency_key",
            "The Idempotency-Key is no key.",
            "Send 1 to 200 printable ASCII characters.",
        )
    asked = f"{request.method} {request.path_qs} {suffix}\n".encode() + data
    begun = await requests.begin(runtime, caller.id, caller.secret, key, asked)
    if begun.standing is Standing.ANSWERED and begun.answer is not None:
        return web.json_response(begun.answer, status=begun.status, headers={"Idempotent-Replayed": "true"})
    if begun.standing is not Standing.NEW:
        raise _refused(begun.standing)
    try:
        status, answer = await _taken(runtime, caller, request, suffix, data)
    except BaseException:
        # Nobody was answered: whoever asks again under this key shall not find it taken.
        await asyncio.shield(requests.drop(runtime, caller.id, key))
        raise
    await requests.finish(runtime, caller.id, caller.secret, key, status, answer)
    return web.json_response(answer, status=status)


def _refused(standing: Standing) -> Problem:
    if standing is Standing.BUSY:
        why = "The first request under this Idempotency-Key is still being worked on."
        return Problem(409, "busy", why, "Ask again in a few seconds.", headers={"Retry-After": "5"})
    if standing is Standing.ANOTHER:
        why = "This Idempotency-Key was used for another request."
        return Problem(422, "idempotency_key", why, "Make a new key for each new request.")
    why = "The answer under this Idempotency-Key can no longer be opened."
    return Problem(
        410, "forgotten", why, "Send the request under a new key: what is held already is unchanged."
    )


def _suffix(request: web.Request) -> str:
    suffix = KINDS.get(request.content_type)
    if suffix is None:
        why = f"A body of type {request.content_type!r} is not read."
        raise Problem(415, "content_type", why, f"Send one of: {', '.join(KINDS)}.")
    return suffix


async def _body(request: web.Request) -> bytes:
    """All of it, in bounded memory. Raises Problem."""
    data = bytearray()
    async for chunk in request.content.iter_chunked(1 << 16):
        data += chunk
        if len(data) > LARGEST:
            why = f"The body is larger than {LARGEST >> 20} MiB."
            remedy = "Send fewer bookings at a time, or take large files in with `reisgenoot import`."
            # What follows is not read any more, so the connection cannot serve another request.
            raise Problem(413, "too_large", why, remedy, headers={"Connection": "close"})
    if not data.strip():
        raise Problem(400, "empty", "The body is empty.", "Send the bookings in it.")
    return bytes(data)


async def _taken(
    runtime: Runtime, caller: Access, request: web.Request, suffix: str, data: bytes
) -> tuple[int, dict[str, Any]]:
    """(status, report) of one paper."""
    dry_run = _flag(request, "dry_run")
    columns = await _columns(runtime, request)
    name = f"body{suffix}"
    reading = read_bytes(
        name,
        data,
        columns=columns,
        reference=request.query.get("reference") or None,
        today=runtime.clock.trip().date(),
    )
    read = await asyncio.to_thread(_read, reading)
    report = ImportReport(runtime.join_link, keep=True)
    if not read:
        raise _unreadable(reading)
    try:
        report.verdict = await intake(runtime, read, dry_run=dry_run, told=report.add, refused=report.refuse)
    except ImportStopped as stopped:
        log.warning("A program's bookings were stopped.", action="import_stopped", program=caller.name)
        remedy = "Look at it with dry_run=true; where it is meant so, a person imports it with --force."
        raise Problem(
            409,
            "stopped",
            "Nothing was taken in: this would end or move too many trips.",
            remedy,
            errors=[
                {"where": "body", "field": None, "value": None, "why": line} for line in stopped.verdict.lines
            ],
        ) from stopped
    log.info(
        "A program sent bookings.",
        action="api_bookings",
        program=caller.name,
        bookings=len(read),
        refused=len(reading.rejections),
        dry_run=dry_run,
    )
    answer = report.document((*reading.rejections, *report.broken), notes=reading.notes)
    new = bool(report.counts[Outcome.NEW]) and not dry_run
    return (201 if new else 200), {"dry_run": dry_run, **answer}


def _read(reading: Reading) -> list[Booking]:
    """All bookings, off the loop: reading is work for the processor. Raises Problem."""
    found: list[Booking] = []
    for booking in reading:
        found.append(booking)
        if len(found) > MOST:
            why = f"There are more than {MOST:,} bookings in one request."
            raise Problem(
                413, "too_many", why, "Send them in parts, or take the file in with `reisgenoot import`."
            )
    return found


def _unreadable(reading: Reading) -> Problem:
    errors = [error(one) for one in reading.rejections]
    why = "No booking could be read from the body."
    return Problem(422, "unreadable", why, "Mend what `errors` names, and send it again.", errors=errors)


def error(one: Rejection) -> dict[str, Any]:
    """One fault of a paper as every error of the API has it."""
    where = one.file if one.row is None else f"{one.file}, row {one.row}"
    return {"where": where, "field": one.field, "value": one.value, "why": one.why}


def _flag(request: web.Request, name: str) -> bool:
    given = request.query.get(name, "").casefold()
    if given not in (*YES, *NO):
        raise Problem(400, "query", f"{name}={given!r} is neither true nor false.", "Say true or false.")
    return given in YES


async def _columns(runtime: Runtime, request: web.Request) -> ColumnMap | None:
    named = request.query.get("columns")
    if not named:
        return None
    try:
        return await column_maps.named(runtime, named)
    except (Unfit, Refusal) as refusal:
        remedy = "`reisgenoot columns save NAME FILE` keeps one, `reisgenoot columns list` shows them."
        raise Problem(
            400, "columns", f"No column mapping can be used by the name {named!r}.", remedy
        ) from refusal
