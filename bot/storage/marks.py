"""Marks: a few facts about the installation itself, by name (the bot's username, albums that are coming in)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete

USERNAME = "username"
ALBUMS = "albums"


class MarkRow(SQLModel, table=True):
    """One fact."""

    __tablename__ = "marks"

    name: str = Field(primary_key=True)
    value: str


async def mark(session: AsyncSession, name: str) -> str | None:
    """The value, or None."""
    row = await session.get(MarkRow, name)
    return row.value if row is not None else None


async def set_mark(session: AsyncSession, name: str, value: str) -> None:
    """Keep it."""
    await session.merge(MarkRow(name=name, value=value))


async def drop_mark(session: AsyncSession, name: str) -> None:
    """Forget it."""
    await session.execute(delete(MarkRow).where(col(MarkRow.name) == name))
