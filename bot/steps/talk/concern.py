"""When something is wrong: an agent is wanted, and advertising stops.

Not here: who decides that (flows.talk.feedback), agents taking and letting go (bot.steps.desk.holding).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.relay import holder_name, staff_words
from bot.steps.situation import Situation
from bot.storage.chats import ChatRow, agents_group
from bot.storage.untold import keep_untold

WANTED = timedelta(hours=24)
"""So long gentle messages wait for a colleague to take the talk; then the agents hear that nobody did."""


async def call_agent(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    found: Situation | None,
    why: str,
    *,
    now: datetime,
) -> None:
    """The chat waits for an agent. Where one has the talk already, nothing changes; without a group the agents hear it as
    soon as there is one. why: "score" or "mood"."""
    if chat.hold_until is None or chat.hold_until <= now:
        chat.hold_until, chat.held_by = now + WANTED, ""
        session.add(chat)
    group = await agents_group(session)
    if (group is None or group.blocked_at is not None) and found is not None:
        facts = {
            "name": holder_name(found) or chat.name,
            "reference": found.trip.reference,
            "why": staff_words(runtime).bare(f"hold.why_{why}"),
        }
        await keep_untold(session, "hold.wanted", facts, now=now, subject=chat.id)


def pause(session: AsyncSession, chat: ChatRow, why: str, *, now: datetime) -> None:
    """No marketing until an agent resumes; the first reason stays."""
    if chat.paused_at is None:
        chat.paused_at, chat.paused_why = now, why
        session.add(chat)
