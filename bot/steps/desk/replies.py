"""An agent answers a message in the group, and the traveller reads it with the agent's first name.

Not here: how it got into the group (bot.steps.relay).
"""

from __future__ import annotations

from bot.steps.desk.asked import Asked
from bot.steps.desk.holding import take
from bot.steps.enqueue import enqueue
from bot.steps.parting import is_listened_to
from bot.storage.chats import chat_by_id
from flows.talk.inbound import InboundKind
from flows.talk.length import visible_length
from flows.talk.markup import MOST_UNITS, escape
from flows.talk.message import OutgoingMessage


async def answer_traveller(asked: Asked, subject: int) -> None:
    """Send the reply on, and hold the talk; whatever cannot be sent on is said in the group."""
    inbound, words = asked.inbound, asked.words
    if inbound.edited:
        await asked.say(words.say("desk.edit_not_sent"))
        return
    if inbound.kind is not InboundKind.TEXT:
        await asked.say(words.say("desk.only_text"))
        return
    chat = await chat_by_id(asked.session, subject)
    if chat is None or not await is_listened_to(asked.session, subject, now=asked.now):
        await asked.say(words.say("desk.gone"))
        return
    if chat.blocked_at is not None:
        await asked.say(words.say("desk.blocked", name=chat.name or str(chat.id)))
        return
    text = f"<b>{escape(asked.first_name)}</b>: {escape(inbound.text)}"
    if visible_length(text) > MOST_UNITS:
        await asked.say(words.say("desk.too_long"))
        return
    row = await enqueue(asked.session, chat=subject, message=OutgoingMessage(text=text), now=asked.now)
    row.body = {**row.body, "agent": asked.staff.name}  # so that a failure is told (bot.services.replies)
    asked.session.add(row)
    take(asked.session, chat, asked.first_name, asked.now)
