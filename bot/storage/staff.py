"""Staff: agents and admins, linked to their Telegram id by a code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from bot.storage.columns import maybe_chat, serial


class StaffRow(SQLModel, table=True):
    """One member of staff. role: agent or admin. person: the linked Telegram id."""

    __tablename__ = "staff"

    id: int | None = serial()
    name: str
    role: str
    code_hash: str | None = Field(default=None, unique=True)
    person: int | None = maybe_chat(unique=True)
    created_at: datetime
    expires_at: datetime | None = None
    linked_at: datetime | None = None
    revoked_at: datetime | None = None


async def staff_by_person(session: AsyncSession, person: int) -> StaffRow | None:
    """Who is linked to this Telegram id and not revoked."""
    found = await session.execute(
        select(StaffRow).where(StaffRow.person == person, col(StaffRow.revoked_at).is_(None))
    )
    return found.scalar_one_or_none()


async def staff_by_code(session: AsyncSession, hashed: str) -> StaffRow | None:
    """Who a code was made for."""
    found = await session.execute(select(StaffRow).where(StaffRow.code_hash == hashed))
    return found.scalar_one_or_none()


async def staff_by_name(session: AsyncSession, name: str) -> StaffRow | None:
    """By name, not revoked."""
    found = await session.execute(
        select(StaffRow).where(StaffRow.name == name, col(StaffRow.revoked_at).is_(None))
    )
    return found.scalar_one_or_none()


async def all_staff(session: AsyncSession) -> list[StaffRow]:
    """Everyone not revoked."""
    found = await session.execute(
        select(StaffRow).where(col(StaffRow.revoked_at).is_(None)).order_by(col(StaffRow.id))
    )
    return list(found.scalars())
