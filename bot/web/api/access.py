"""Who asks: the bearer token of a request, or the problem that there is none.

Not here: tokens (bot.services.tokens).
"""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.services import tokens
from bot.web.keys import RUNTIME
from bot.web.problem import Problem

SCHEME = "bearer "


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A program with its token in clear, for as long as the request lasts. id: of the token; name: of the program."""

    id: int
    name: str
    secret: str


async def access(request: web.Request) -> Access:
    """Whose token the request carries. Raises Problem."""
    given = request.headers.get("Authorization", "")
    secret = given[len(SCHEME) :].strip() if given.casefold().startswith(SCHEME) else ""
    known = await tokens.caller(request.app[RUNTIME], secret) if secret else None
    if known is None:
        why = "The token is not known, or it was revoked." if secret else "The request carries no token."
        remedy = "`reisgenoot token create NAME` makes one; send it as `Authorization: Bearer …`."
        raise Problem(401, "no_access", why, remedy, headers={"WWW-Authenticate": "Bearer"})
    return Access(id=known.id, name=known.name, secret=secret)
