"""Broadcasts under way: their card in the group shows how far they are. Rung by the tick.

Not here: previewing and confirming (bot.steps.desk.broadcasting), sending (bot.services.delivery).
"""

from __future__ import annotations

from bot.runtime import Runtime
from bot.steps.desk.broadcasting import card_text, progress_line
from bot.steps.enqueue import enqueue_edit
from bot.steps.relay import staff_words
from bot.storage.broadcasts import broadcast_progress, broadcasts_under_way
from bot.storage.deliveries import State
from bot.storage.mending import last_edit
from flows.talk.message import OutgoingMessage


async def progress(runtime: Runtime) -> int:
    """Renew the cards whose numbers changed, and close what is finished; returns how many cards were renewed."""
    async with runtime.database.read() as session:
        if not await broadcasts_under_way(session):
            return 0
    words, now, renewed = staff_words(runtime), runtime.clock.trip(), 0
    async with runtime.database.write() as session:
        for row in await broadcasts_under_way(session):
            assert row.id is not None, "it was read from the table"
            states = await broadcast_progress(session, row.id)
            if not states[State.QUEUED] and not states[State.SENDING]:
                row.state = "done"
                session.add(row)
            if row.card is None:
                continue
            text = card_text(row, progress_line(states, words), words)
            shown = await last_edit(session, row.chat_id, row.card)
            if shown is not None and shown.body.get("text") == text:
                continue
            message = OutgoingMessage(text=text)
            await enqueue_edit(session, chat=row.chat_id, message_id=row.card, message=message, now=now)
            renewed += 1
    if renewed:
        await runtime.bell.deliver()
    return renewed
