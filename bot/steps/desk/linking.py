"""Link a member of staff to a Telegram id by the code that was made for them.

Not here: making codes (bot.services.staff); wrong codes, which count like any other (flows.talk.joining).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.enqueue import enqueue
from bot.steps.invite import hash_secret
from bot.steps.relay import staff_words, tell_agents
from bot.storage.chats import ChatRow
from bot.storage.staff import staff_by_code, staff_by_person
from flows.talk.inbound import Inbound
from flows.talk.message import OutgoingMessage


async def link(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, inbound: Inbound, code: str, *, now: datetime
) -> bool:
    """True when the code was one of staff, valid now; it is used up. A locked chat links nobody."""
    row = await staff_by_code(session, hash_secret(code))
    if row is None or row.revoked_at is not None or inbound.sender is None:
        return False
    if row.expires_at is not None and now >= row.expires_at:
        return False
    if chat.locked_until is not None and now < chat.locked_until:
        return False
    former = await staff_by_person(session, inbound.sender)
    if former is not None and former.id != row.id:
        former.person = None
        session.add(former)
        await session.flush()
    row.person, row.linked_at, row.code_hash, row.expires_at = inbound.sender, now, None, None
    chat.tries = 0
    session.add_all((row, chat))
    words = staff_words(runtime)
    role = words.bare(f"staff.role_{row.role}")
    message = OutgoingMessage(text=words.say("staff.linked", name=row.name, role=role))
    await enqueue(session, chat=chat.id, message=message, now=now)
    await tell_agents(session, runtime, "staff.joined", now=now, facts={"name": row.name, "role": role})
    return True
