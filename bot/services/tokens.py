"""Tokens of programs: create, list, revoke, and tell whose a secret is.

Not here: what a program may ask for (bot.web.api).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.errors import Unfit
from bot.runtime import Runtime
from bot.steps.invite import hash_secret
from bot.storage.tokens import TokenRow, held_tokens, token_by_hash, token_by_name

PREFIX = "rg_"
"""So that a leaked one is recognised where it lies."""

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks. id: of the token; name: of the program."""

    id: int
    name: str


async def create(runtime: Runtime, name: str) -> str:
    """The secret of a new token, told this once. Raises Unfit."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Unfit(
            why=f"a token's name has 1 to {LONGEST_NAME} characters", remedy="Name the program it is for."
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    async with runtime.database.write() as session:
        if await token_by_name(session, name) is not None:
            raise Unfit(
                why=f"a token called {name!r} exists already",
                remedy="Take another name, or revoke that one first.",
            )
        session.add(TokenRow(name=name, hashed=hash_secret(secret), created_at=runtime.clock.real()))
    return secret


async def listed(runtime: Runtime) -> list[TokenRow]:
    """Those that hold, oldest first."""
    async with runtime.database.read() as session:
        return await held_tokens(session)


async def revoke(runtime: Runtime, name: str) -> bool:
    """From now on it opens nothing; False when none is called so."""
    async with runtime.database.write() as session:
        row = await token_by_name(session, " ".join(name.split()))
        if row is None:
            return False
        row.revoked_at = runtime.clock.real()
        session.add(row)
    return True


async def caller(runtime: Runtime, secret: str) -> Caller | None:
    """Whose secret this is; None for nobody's."""
    if not secret.startswith(PREFIX):
        return None
    today = runtime.clock.real().date().isoformat()
    async with runtime.database.read() as session:
        row = await token_by_hash(session, hash_secret(secret))
    if row is None:
        return None
    if row.used_on != today:
        async with runtime.database.write() as session:
            used = await session.get(TokenRow, row.key)
            if used is not None:
                used.used_on = today
                session.add(used)
    return Caller(id=row.key, name=row.name)
