"""Requests that may come twice: the same key gets the same answer, a signature counts once.

An answer holds ways in, of which the database otherwise keeps hashes only; so it is sealed with the caller's own secret,
which is not kept either. Not here: what is asked (bot.web).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from bot.runtime import Runtime
from bot.storage.requests import RequestRow, SignatureRow, is_seen, request_of

KEPT = timedelta(hours=24)
"""How long an answer is given again."""

WORKED_ON = timedelta(minutes=2)
"""After so long without an answer the process that worked on it is dead: whoever asks again begins anew. Nothing doubles:
a booking that went in is unchanged the second time."""


class Standing(StrEnum):
    """What is known of a request. NEW: work on it. ANSWERED: give the same answer. BUSY: somebody works on it.
    ANOTHER: the key was used for something else. FORGOTTEN: it was answered under a token that was replaced since."""

    NEW = "new"
    ANSWERED = "answered"
    BUSY = "busy"
    ANOTHER = "another"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where a request stands, with the answer that was given."""

    standing: Standing
    status: int = 0
    answer: dict[str, Any] | None = None


async def begin(runtime: Runtime, token_id: int, secret: str, key: str, asked: bytes) -> Begun:
    """Claim a program's `key` for what is `asked`, or tell what became of it. secret: the token in clear."""
    now, printed = runtime.clock.real(), hashlib.sha256(asked).hexdigest()
    async with runtime.database.write() as session:
        row = await request_of(session, token_id, key)
        if row is not None and row.begun_at + KEPT > now:
            if row.print != printed:
                return Begun(standing=Standing.ANOTHER)
            if row.status is not None:
                return _given(row, secret)
            if row.begun_at + WORKED_ON > now:
                return Begun(standing=Standing.BUSY)
        fresh = row or RequestRow(token_id=token_id, key=key, print=printed, begun_at=now)
        fresh.print, fresh.begun_at, fresh.status, fresh.answer = printed, now, None, ""
        session.add(fresh)
    return Begun(standing=Standing.NEW)


def _given(row: RequestRow, secret: str) -> Begun:
    try:
        opened = _seal(secret).decrypt(row.answer.encode())
    except InvalidToken:
        return Begun(standing=Standing.FORGOTTEN)
    return Begun(standing=Standing.ANSWERED, status=row.status or 0, answer=json.loads(opened))


async def finish(
    runtime: Runtime, token_id: int, secret: str, key: str, status: int, answer: dict[str, Any]
) -> None:
    """Keep the answer for whoever asks again under this key."""
    sealed = _seal(secret).encrypt(json.dumps(answer).encode()).decode()
    async with runtime.database.write() as session:
        row = await request_of(session, token_id, key)
        if row is not None:
            row.status, row.answer = status, sealed
            session.add(row)


async def drop(runtime: Runtime, token_id: int, key: str) -> None:
    """It came to nothing through a fault of ours: the key is free again."""
    async with runtime.database.write() as session:
        row = await request_of(session, token_id, key)
        if row is not None:
            await session.delete(row)


def _seal(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"reisgenoot answer {secret}".encode()).digest()))


async def is_new(runtime: Runtime, signature: str) -> bool:
    """True until what came under this signature was worked on."""
    async with runtime.database.read() as session:
        return not await is_seen(session, signature)


async def see(runtime: Runtime, signature: str) -> None:
    """What came under it was worked on: it counts no second time. Said afterwards, so that what was cut off may come
    again; the work itself bears a repetition."""
    async with runtime.database.write() as session:
        if not await is_seen(session, signature):
            session.add(SignatureRow(signature=signature, at=runtime.clock.real()))
