"""Invitations: how a traveller joins. Code and token are kept only as hashes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select, update

from bot.storage.columns import maybe_chat, serial


class InvitationRow(SQLModel, table=True):
    """One way in for one traveller. tries: wrong second factors; locked_at: five of them, until it is issued again."""

    __tablename__ = "invitations"

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    traveller: str
    code_hash: str = Field(unique=True)
    token_hash: str = Field(unique=True)
    created_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None
    used_by: int | None = maybe_chat()
    revoked_at: datetime | None = None
    tries: int = 0
    locked_at: datetime | None = None


async def invitation_by_hash(session: AsyncSession, hashed: str) -> InvitationRow | None:
    """By the hash of its code or of its token."""
    found = await session.execute(
        select(InvitationRow).where(
            (InvitationRow.code_hash == hashed) | (InvitationRow.token_hash == hashed)
        )
    )
    return found.scalar_one_or_none()


async def invitation_by_id(session: AsyncSession, invitation_id: int) -> InvitationRow | None:
    """By its id."""
    return await session.get(InvitationRow, invitation_id)


async def revoke_invitations(
    session: AsyncSession, trip_id: int, travellers: Sequence[str], now: datetime
) -> None:
    """Make every open code of these travellers worthless."""
    await session.execute(
        update(InvitationRow)
        .where(
            col(InvitationRow.trip_id) == trip_id,
            col(InvitationRow.traveller).in_(travellers),
            col(InvitationRow.used_at).is_(None),
            col(InvitationRow.revoked_at).is_(None),
        )
        .values(revoked_at=now)
    )


async def move_invitations(session: AsyncSession, trip_id: int, expires: datetime | None) -> None:
    """The departure moved: every code that is still open ends with it."""
    await session.execute(
        update(InvitationRow)
        .where(
            col(InvitationRow.trip_id) == trip_id,
            col(InvitationRow.used_at).is_(None),
            col(InvitationRow.revoked_at).is_(None),
        )
        .values(expires_at=expires)
    )


async def joined_by(session: AsyncSession, trip_id: int, chat: int) -> list[str]:
    """The travellers who joined this trip in this chat."""
    found = await session.execute(
        select(InvitationRow.traveller).where(InvitationRow.trip_id == trip_id, InvitationRow.used_by == chat)
    )
    return list(found.scalars())
