"""Tokens: which programs may use the agency's door. Only a hash is kept.

Not here: making them (bot.services.tokens).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import column
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, Index, SQLModel, col, select

from bot.storage.columns import serial


class TokenRow(SQLModel, table=True):
    """One program's key. name: of the program, unique among those that hold; hashed: of its secret. used_on: the day (UTC)
    it was last used, so that a forgotten one is seen."""

    __tablename__ = "tokens"
    __table_args__ = (
        Index(
            "tokens_held",
            "name",
            unique=True,
            sqlite_where=column("revoked_at").is_(None),
            postgresql_where=column("revoked_at").is_(None),
        ),
    )

    id: int | None = serial()
    name: str
    hashed: str = Field(unique=True)
    created_at: datetime
    used_on: str = ""
    revoked_at: datetime | None = None

    @property
    def key(self) -> int:
        """The id of a stored row."""
        assert self.id is not None, "the token has not been stored yet"
        return self.id


async def token_by_hash(session: AsyncSession, hashed: str) -> TokenRow | None:
    """The token with this hash that still holds."""
    found = await session.execute(
        select(TokenRow).where(TokenRow.hashed == hashed, col(TokenRow.revoked_at).is_(None))
    )
    return found.scalar_one_or_none()


async def token_by_name(session: AsyncSession, name: str) -> TokenRow | None:
    """The token of this name that still holds."""
    found = await session.execute(
        select(TokenRow).where(TokenRow.name == name, col(TokenRow.revoked_at).is_(None))
    )
    return found.scalar_one_or_none()


async def held_tokens(session: AsyncSession) -> list[TokenRow]:
    """Everyone's that still hold, oldest first."""
    found = await session.execute(
        select(TokenRow).where(col(TokenRow.revoked_at).is_(None)).order_by(col(TokenRow.id))
    )
    return list(found.scalars())
