"""Requests of programs: what was answered under an idempotency key, and which signatures were seen.

Not here: what they asked for (bot.web), how an answer is sealed (bot.services.requests).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete, select

from bot.storage.columns import serial


class RequestRow(SQLModel, table=True):
    """One request under its key. print: a hash of what was asked. status: None while it is worked on, since begun_at (real
    time). answer: sealed with the caller's own token, because it holds ways in."""

    __tablename__ = "requests"

    token_id: int = Field(primary_key=True, foreign_key="tokens.id")
    key: str = Field(primary_key=True)
    print: str
    begun_at: datetime = Field(index=True)
    status: int | None = None
    answer: str = ""


class SignatureRow(SQLModel, table=True):
    """A signature that came once and may not come again. at: real time."""

    __tablename__ = "signatures"

    id: int | None = serial()
    signature: str = Field(unique=True)
    at: datetime = Field(index=True)


async def request_of(session: AsyncSession, token_id: int, key: str) -> RequestRow | None:
    """The request of this program under this key, or None."""
    return await session.get(RequestRow, (token_id, key))


async def is_seen(session: AsyncSession, signature: str) -> bool:
    """Did this signature come before?"""
    found = await session.execute(select(SignatureRow.id).where(SignatureRow.signature == signature))
    return found.first() is not None


async def forget_requests(session: AsyncSession, *, requests: datetime, signatures: datetime) -> None:
    """Those begun before `requests`, and signatures seen before `signatures` (real time)."""
    await session.execute(delete(RequestRow).where(col(RequestRow.begun_at) < requests))
    await session.execute(delete(SignatureRow).where(col(SignatureRow.at) < signatures))
