"""When a chat was spoken to: what counts for caps, spacing and a breath between two messages.

Not here: the outbox itself (deliveries), how much is too much (flows.planning.budget).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select

from bot.storage.deliveries import DeliveryRow, State


async def capped_sends(session: AsyncSession, chat: int, now: datetime) -> list[tuple[str, datetime]]:
    """(class, when) of what counts for the caps: service and marketing of the last 168 h, in flight and unknown too."""
    found = await session.execute(
        select(DeliveryRow.message_class, DeliveryRow.settled_at, DeliveryRow.not_before).where(
            DeliveryRow.chat_id == chat,
            col(DeliveryRow.message_class).in_(("service", "marketing")),
            col(DeliveryRow.state).in_((State.SENT, State.UNKNOWN, State.SENDING)),
            col(DeliveryRow.edit_of).is_(None),
            col(DeliveryRow.not_before) > now - timedelta(days=60),
        )
    )
    edge = now - timedelta(hours=168)
    return [
        (message_class, settled or planned)
        for message_class, settled, planned in found
        if (settled or planned) > edge
    ]


async def spoke_at(session: AsyncSession, chat: int) -> datetime | None:
    """When the last planned message reached this chat, or may have; None when none did."""
    found = await session.execute(
        select(func.max(DeliveryRow.settled_at)).where(
            DeliveryRow.chat_id == chat,
            col(DeliveryRow.touchpoint).is_not(None),
            col(DeliveryRow.state).in_((State.SENT, State.UNKNOWN)),
        )
    )
    return found.scalar_one_or_none()
