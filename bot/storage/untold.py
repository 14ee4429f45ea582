"""What the agents must hear and could not yet, for want of a group: kept among the marks until one is bound.

Not here: telling it (bot.steps.desk.group).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from bot.storage.marks import MarkRow

PREFIX = "untold:"
MOST = 200
"""Guessing at codes from many chats must not fill the table."""


async def keep_untold(
    session: AsyncSession,
    word: str,
    facts: Mapping[str, str],
    *,
    now: datetime,
    subject: int | None = None,
) -> None:
    """Keep a sentence of staff's catalogs with what fills it. now: trip time, which orders them. subject: the traveller's
    chat that it is about. More than MOST are not kept: by then the first ones say what is going on."""
    if len(await _rows(session)) >= MOST:
        return
    kept = {"word": word, "facts": dict(facts), "subject": subject}
    name = f"{PREFIX}{now.isoformat()}:{uuid4().hex}"
    session.add(MarkRow(name=name, value=json.dumps(kept)))
    await session.flush()


async def take_untold(session: AsyncSession) -> list[tuple[str, dict[str, str], int | None]]:
    """Everything kept, oldest first, as (word, facts, subject); it is not kept any longer."""
    found = []
    for row in await _rows(session):
        kept = json.loads(row.value)
        found.append((kept["word"], kept["facts"], kept.get("subject")))
        await session.delete(row)
    return found


async def forget_untold(session: AsyncSession, subject: int) -> None:
    """What is kept about this chat is not told any more."""
    for row in await _rows(session):
        if json.loads(row.value).get("subject") == subject:
            await session.delete(row)


async def _rows(session: AsyncSession) -> list[MarkRow]:
    found = await session.execute(
        select(MarkRow).where(col(MarkRow.name).startswith(PREFIX)).order_by(col(MarkRow.name))
    )
    return list(found.scalars())
