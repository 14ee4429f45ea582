"""The one shape of every error that a program meets at this door (RFC 9457): what went wrong, where, and what to do.

Not here: which errors there are (each door names its own).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from aiohttp import web

from bot.errors import DatabaseError

log = structlog.get_logger()

PROGRAMS = ("/api/", "/hooks/")
"""Where programs ask."""

MIME = "application/problem+json"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

STATUSES = {
    404: ("not_found", "There is nothing here.", "GET /api/v1/openapi.json lists what there is."),
    405: (
        "method",
        "This address does not take that method.",
        "GET /api/v1/openapi.json lists what it takes.",
    ),
    413: ("too_large", "That is too much for one request.", "Send fewer bookings at a time."),
}


class Problem(Exception):
    """{detail}"""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        remedy: str,
        *,
        errors: Iterable[dict[str, Any]] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        self.status, self.kind, self.detail, self.remedy = status, kind, detail, remedy
        self.errors, self.headers = tuple(errors), headers or {}
        super().__init__(detail)

    @property
    def document(self) -> dict[str, Any]:
        """As JSON values. errors: {where, field, value, why}, where a booking or a file says more."""
        return {
            "type": f"urn:reisgenoot:{self.kind}",
            "title": self.kind.replace("_", " "),
            "status": self.status,
            "detail": self.detail,
            "remedy": self.remedy,
            "errors": list(self.errors),
        }

    def response(self) -> web.Response:
        """What leaves."""
        return web.json_response(self.document, status=self.status, content_type=MIME, headers=self.headers)


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong where programs ask leaves in the one shape; the rest of the door is left alone."""
    if not request.path.startswith(PROGRAMS):
        return await handler(request)
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except DatabaseError as error:
        why = "The bookings cannot be reached now."
        log.error("A request failed.", action="api_failed", path=request.path, why=str(error))
        return Problem(
            503, "unavailable", why, "Try again in a minute.", headers={"Retry-After": "60"}
        ).response()
    except web.HTTPException as error:
        known = STATUSES.get(
            error.status, ("http", error.reason, "GET /api/v1/openapi.json tells how to ask.")
        )
        allowed = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        return Problem(error.status, *known, headers=allowed).response()
    except Exception:
        log.exception("A request failed.", action="api_failed", path=request.path)
        why = "This is a fault of ours; nothing is lost that was taken in."
        return Problem(500, "fault", why, "Try again; the log tells what happened.").response()
