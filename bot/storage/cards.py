"""Trip cards: the one message a trip and holder that is edited in place, and what it says now.

Not here: its words (flows.talk.card), when it changes (bot.steps.carding).
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from bot.storage.columns import chat_key
from bot.storage.recipients import RecipientRow


class CardRow(SQLModel, table=True):
    """One card. message_id: where it stands in the chat; None while it does not. text: what stands there, or what was last
    tried to be put there. made: how often one was sent to this chat: a card that its reader deleted comes once more."""

    __tablename__ = "cards"

    trip_id: int = Field(primary_key=True, foreign_key="trips.id")
    holder: str = Field(primary_key=True)
    chat_id: int = chat_key(index=True)
    message_id: int | None = None
    text: str = ""
    made: int = 0


async def card_of(session: AsyncSession, trip_id: int, holder: str) -> CardRow | None:
    """The card, or None."""
    return await session.get(CardRow, (trip_id, holder))


async def left_card(session: AsyncSession, trip_id: int, chat_id: int) -> CardRow | None:
    """The card of a holder who left this trip, where it stands in this chat; or None."""
    found = await session.execute(
        select(CardRow)
        .join(
            RecipientRow,
            (col(RecipientRow.trip_id) == col(CardRow.trip_id))
            & (col(RecipientRow.holder) == col(CardRow.holder)),
        )
        .where(CardRow.trip_id == trip_id, CardRow.chat_id == chat_id, col(RecipientRow.left_at).is_not(None))
        .limit(1)
    )
    return found.scalar_one_or_none()
