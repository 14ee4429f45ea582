"""Own items: what travellers put on a checklist themselves, beyond what the list brings.

Not here: their ticks (feedback), which lists there are (content/stages).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from bot.storage.columns import serial
from bot.storage.feedback import TickRow
from flows.talk.kept import OwnItem, own_id


class OwnItemRow(SQLModel, table=True):
    """One line of one holder's list, as typed. touchpoint: the checklist. by: who typed it, as the chat names them."""

    __tablename__ = "own_items"

    id: int | None = serial()
    trip_id: int = Field(foreign_key="trips.id", index=True)
    holder: str
    touchpoint: str
    text: str
    by: str = ""
    at: datetime


async def own_items_of(
    session: AsyncSession, trip_id: int, holder: str, touchpoints: Collection[str]
) -> tuple[OwnItem, ...]:
    """The own items of one list, under any of its names, in the order in which they came."""
    found = await session.execute(
        select(OwnItemRow.id, OwnItemRow.text)
        .where(
            OwnItemRow.trip_id == trip_id,
            OwnItemRow.holder == holder,
            col(OwnItemRow.touchpoint).in_(touchpoints),
        )
        .order_by(col(OwnItemRow.id))
    )
    return tuple(OwnItem(number=number, text=text) for number, text in found)


async def drop_own_item(session: AsyncSession, trip_id: int, holder: str, number: int) -> bool:
    """Delete it with its tick; False when it is not this holder's, or gone already."""
    row = await session.get(OwnItemRow, number)
    if row is None or row.trip_id != trip_id or row.holder != holder:
        return False
    tick = await session.get(TickRow, (trip_id, holder, row.touchpoint, own_id(number), ""))
    if tick is not None:
        await session.delete(tick)
    await session.delete(row)
    await session.flush()
    return True
