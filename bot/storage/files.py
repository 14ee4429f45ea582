"""Files: what the agency attached, and calendars written here, each kept once with the channel's own id of it.

Not here: which trip a file belongs to (trips), how it travels (bot.services.delivery).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary
from sqlalchemy import select as columns_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, and_, case, col, delete, select, update

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes that a bot may upload."""

PASSING = timedelta(days=2)
"""A file made for one message is kept so long: what cannot leave is tried for a day (bot.steps.outcomes)."""


class FileRow(SQLModel, table=True):
    """One file. key: the sha256 of its bytes; of a file that the channel keeps and we do not, "channel:" and its lasting
    id there. name: as it came. file_id: the channel's id, "" until it has the file. photo: the channel keeps it as a
    picture. uses: how many documents of trips are this file. until: it may be forgotten from then on; None while a trip
    has it. content: empty where only the channel has it; the last column, for what stands behind it costs reading it.
    """

    __tablename__ = "files"

    key: str = Field(primary_key=True)
    name: str
    mime: str
    size: int
    file_id: str = ""
    photo: bool = False
    created_at: datetime
    uses: int = 0
    until: datetime | None = None
    content: bytes = Field(default=b"", sa_type=LargeBinary)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of a file without its bytes."""

    key: str
    name: str
    mime: str
    size: int
    file_id: str = ""
    photo: bool = False


def key_of(content: bytes) -> str:
    """The key of these bytes."""
    return hashlib.sha256(content).hexdigest()


async def kept_file(session: AsyncSession, key: str) -> Kept | None:
    """What is known of a file, without reading its bytes; None for an unknown one."""
    wanted = columns_of(
        col(FileRow.key),
        col(FileRow.name),
        col(FileRow.mime),
        col(FileRow.size),
        col(FileRow.file_id),
        col(FileRow.photo),
    )
    found = await session.execute(wanted.where(col(FileRow.key) == key))
    row = found.first()
    if row is None:
        return None
    return Kept(key=row[0], name=row[1], mime=row[2], size=row[3], file_id=row[4], photo=row[5])


async def keep_file(
    session: AsyncSession,
    name: str,
    mime: str,
    content: bytes,
    *,
    now: datetime,
    until: datetime | None = None,
) -> str:
    """Keep these bytes, once; the key. Kept for longer is kept. now: trip time."""
    key = key_of(content)
    if await kept_file(session, key) is None:
        session.add(
            FileRow(
                key=key, name=name, mime=mime, size=len(content), content=content, created_at=now, until=until
            )
        )
        await session.flush()
    else:
        lasting = col(FileRow.until).is_not(None)
        shorter = lasting if until is None else and_(lasting, col(FileRow.until) < until)
        await session.execute(update(FileRow).where(col(FileRow.key) == key, shorter).values(until=until))
    return key


async def keep_known(session: AsyncSession, lasting: str, kept: Kept, *, now: datetime) -> str:
    """Keep what the channel has: its lasting id names it, kept.file_id fetches it; the key."""
    key = f"channel:{lasting}"
    held = await session.get(FileRow, key)
    if held is None:
        held = FileRow(key=key, name=kept.name, mime=kept.mime, size=kept.size, created_at=now)
    held.file_id, held.photo, held.until = kept.file_id, kept.photo, None
    session.add(held)
    await session.flush()
    return key


async def content_of(session: AsyncSession, key: str) -> bytes:
    """The bytes; empty where only the channel has them, or nobody."""
    found = await session.execute(select(FileRow.content).where(col(FileRow.key) == key))
    return found.scalar_one_or_none() or b""


async def set_file_id(session: AsyncSession, key: str, file_id: str) -> None:
    """From now on the file travels by this id; "" makes it travel whole again."""
    await session.execute(update(FileRow).where(col(FileRow.key) == key).values(file_id=file_id))


async def take_up(session: AsyncSession, key: str) -> None:
    """One document more is this file."""
    uses = col(FileRow.uses)
    await session.execute(update(FileRow).where(col(FileRow.key) == key).values(uses=uses + 1, until=None))


async def let_go(session: AsyncSession, key: str, *, until: datetime) -> None:
    """One document fewer is this file; when none is, on any trip, it may be forgotten from `until` on."""
    uses = col(FileRow.uses)
    kept_until = case((uses <= 1, until), else_=col(FileRow.until))
    await session.execute(
        update(FileRow).where(col(FileRow.key) == key).values(uses=uses - 1, until=kept_until)
    )


async def forget_files(session: AsyncSession, now: datetime) -> None:
    """Delete what may be forgotten."""
    await session.execute(delete(FileRow).where(col(FileRow.until).is_not(None), col(FileRow.until) <= now))
