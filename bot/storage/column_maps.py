"""Saved column mappings: how the tables of other systems are read, by name. No traveller stands in them.

Not here: what a mapping means (bot.imports.mapping).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete, select


class ColumnMapRow(SQLModel, table=True):
    """One mapping. folded: its name without case; text: YAML, as the person wrote it."""

    __tablename__ = "column_maps"

    folded: str = Field(primary_key=True)
    name: str
    text: str
    saved_at: datetime


async def column_map(session: AsyncSession, name: str) -> ColumnMapRow | None:
    """The mapping of this name in any case, or None."""
    return await session.get(ColumnMapRow, name.casefold())


async def column_maps(session: AsyncSession) -> list[ColumnMapRow]:
    """All of them, by name."""
    found = await session.execute(select(ColumnMapRow).order_by(col(ColumnMapRow.folded)))
    return list(found.scalars())


async def keep_column_map(session: AsyncSession, name: str, text: str, *, now: datetime) -> bool:
    """Keep it in place of the one that has the name; True when there was one."""
    held = await column_map(session, name)
    await session.merge(ColumnMapRow(folded=name.casefold(), name=name, text=text, saved_at=now))
    return held is not None


async def drop_column_map(session: AsyncSession, name: str) -> bool:
    """Forget it; False when there is none."""
    held = await column_map(session, name)
    await session.execute(delete(ColumnMapRow).where(col(ColumnMapRow.folded) == name.casefold()))
    return held is not None
