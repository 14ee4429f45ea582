"""Publications: each published edition of the content, and when each touchpoint first appeared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from bot.storage.columns import document, serial


class EditionRow(SQLModel, table=True):
    """One edition: file -> its text, whole, so that a rollback needs nothing else: an overlay (its names begin with
    OVERLAY) brings the shipped files along that it was laid over. restores: the edition that a rollback
    put in force again, 0 for the shipped content."""

    __tablename__ = "editions"

    id: int | None = serial()
    files: dict[str, Any] = document()
    digest: str
    published_at: datetime
    note: str = ""
    restores: int | None = None


class FirstPublishedRow(SQLModel, table=True):
    """When a touchpoint was first published; the beginning of time for what spoke before the first edition."""

    __tablename__ = "first_published"

    touchpoint: str = Field(primary_key=True)
    at: datetime


async def current_edition(session: AsyncSession) -> EditionRow | None:
    """The newest edition, or None when only the shipped content speaks."""
    found = await session.execute(select(EditionRow).order_by(col(EditionRow.id).desc()).limit(1))
    return found.scalar_one_or_none()


async def editions(session: AsyncSession, limit: int = 20) -> list[EditionRow]:
    """The newest editions first."""
    found = await session.execute(select(EditionRow).order_by(col(EditionRow.id).desc()).limit(limit))
    return list(found.scalars())


async def edition_before(session: AsyncSession, edition: int) -> EditionRow | None:
    """What was spoken when this edition was published; None for the shipped content."""
    found = await session.execute(
        select(EditionRow).where(col(EditionRow.id) < edition).order_by(col(EditionRow.id).desc()).limit(1)
    )
    row = found.scalar_one_or_none()
    if row is None or row.restores is None:
        return row
    return await session.get(EditionRow, row.restores)


async def current_edition_id(session: AsyncSession) -> int:
    """The id of the newest edition; 0 for the shipped content."""
    found = await session.execute(select(EditionRow.id).order_by(col(EditionRow.id).desc()).limit(1))
    return found.scalar_one_or_none() or 0


async def first_published(session: AsyncSession) -> dict[str, datetime]:
    """Touchpoint -> when it first appeared."""
    found = await session.execute(select(FirstPublishedRow.touchpoint, FirstPublishedRow.at))
    return dict(found.all())
