"""Trip cards: the one message a trip and holder that is edited in place, and what it says now.

Not here: its words (flows.talk.card), when it changes (bot.steps.carding).
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel

from bot.storage.columns import chat_key


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
