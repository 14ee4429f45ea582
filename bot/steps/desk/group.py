"""One thing that came in from a group: who may say what where.

Commands and answers count only from linked people, and, but for /here, only in the bound group. Not here: what each
command does (its own room), private chats (bot.steps.talk).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.aftermath import NOTHING, Aftermath
from bot.steps.desk import asks, filing
from bot.steps.desk import calls as calling
from bot.steps.desk import flights as flying
from bot.steps.desk.albums import pieces
from bot.steps.desk.asked import Asked
from bot.steps.desk.audience import Audience
from bot.steps.desk.broadcasting import broadcast, decided
from bot.steps.desk.caring import care, resume
from bot.steps.desk.editing import decided_edit, edit_trip
from bot.steps.desk.holding import hold, release, tapped
from bot.steps.desk.offers import REQUEST, answered_request, offers, refuse_because
from bot.steps.desk.party import decided_role, party
from bot.steps.desk.replies import answer_traveller
from bot.steps.desk.stages import stage
from bot.steps.desk.unbind import decided_unbinding, unbind
from bot.steps.desk.who import who
from bot.steps.enqueue import enqueue
from bot.steps.relay import staff_words
from bot.storage.chats import ChatRow, agents_group, chat_by_id
from bot.storage.deliveries import delivery_of_message
from bot.storage.moving import move_chat
from bot.storage.staff import staff_by_person
from bot.storage.taps import tap_by_token
from bot.storage.untold import take_untold
from flows.talk.inbound import Inbound, InboundKind
from flows.talk.message import OutgoingMessage
from flows.talk.wording import sendable

SENTENCES = 15
"""Of what waited, so many go into one message."""


async def answer(
    session: AsyncSession,
    runtime: Runtime,
    inbound: Inbound,
    *,
    now: datetime,
    audience: Audience | None = None,
) -> Aftermath:
    """Do what the group asks, in the open transaction. now: trip time. audience: what an earlier answer wished to look
    up (Aftermath.look)."""
    match inbound.kind:
        case InboundKind.GROUP_JOINED:
            chat = await _group(session, runtime, inbound, now)
            chat.blocked_at = None  # it may have been let in, or allowed to write, again
            if not chat.agents:
                await _say(session, runtime, inbound, "desk.greeting", now)
            else:
                await _catch_up(session, runtime, chat, now)
        case InboundKind.GROUP_LEFT:
            chat = await _group(session, runtime, inbound, now)
            chat.agents = False
            session.add(chat)
        case InboundKind.GROUP_MOVED if inbound.new_chat is not None:
            await move_chat(session, inbound.chat, inbound.new_chat, now=now)
        case InboundKind.TAP:
            return await _tap(session, runtime, inbound, now)
        case InboundKind.COMMAND:
            return await _command(session, runtime, inbound, now, audience)
        case InboundKind.MEDIA if inbound.file is not None and await _filed(session, runtime, inbound, now):
            pass
        case InboundKind.TEXT | InboundKind.MEDIA | InboundKind.LOCATION:
            await _reply(session, runtime, inbound, now)
    return NOTHING


async def _command(
    session: AsyncSession, runtime: Runtime, inbound: Inbound, now: datetime, audience: Audience | None
) -> Aftermath:
    chat = await _group(session, runtime, inbound, now)
    if inbound.edited or (inbound.command not in COMMANDS and not chat.agents):
        return NOTHING
    if inbound.anonymous:
        await _say(session, runtime, inbound, "desk.anonymous", now)
        return NOTHING
    asked = await _asked(session, runtime, inbound, now)
    if asked is None:
        await _say(session, runtime, inbound, "desk.unlinked", now)
    elif inbound.command == "here":
        await _here(asked, chat)
    elif not chat.agents:
        await _say(session, runtime, inbound, "desk.not_here", now)
    elif inbound.command not in COMMANDS:
        await _say(session, runtime, inbound, "desk.unknown", now)
    else:
        return await COMMANDS[inbound.command](replace(asked, audience=audience)) or NOTHING
    return NOTHING


async def _here(asked: Asked, chat: ChatRow) -> None:
    """Bind this group and unbind the former one; what waits for the agents follows."""
    if asked.staff.role != "admin":
        await asked.say(asked.words.say("desk.admins_only"))
        return
    former = await agents_group(asked.session)
    if former is not None and former.id != chat.id:
        former.agents = False
        asked.session.add(former)
        message = OutgoingMessage(text=asked.words.say("desk.elsewhere", name=asked.staff.name))
        await enqueue(asked.session, chat=former.id, message=message, now=asked.now)
    chat.agents, chat.blocked_at = True, None
    asked.session.add(chat)
    await asked.session.flush()
    await asked.say(asked.words.say("desk.here"))
    await _catch_up(asked.session, asked.runtime, chat, asked.now)


async def _catch_up(session: AsyncSession, runtime: Runtime, chat: ChatRow, now: datetime) -> None:
    """The bound group hears what was to be told while there was none, several sentences a message."""
    words = staff_words(runtime)
    told = [(subject, words.say(word, **facts)) for word, facts, subject in await take_untold(session)]
    for subject in dict.fromkeys(
        subject for subject, _ in told
    ):  # what is about one chat can be erased with it
        lines = [line for about, line in told if about == subject]
        for start in range(0, len(lines), SENTENCES):
            message = OutgoingMessage(text=sendable("\n\n".join(lines[start : start + SENTENCES])))
            await enqueue(session, chat=chat.id, message=message, now=now, subject=subject)


async def _help(asked: Asked) -> None:
    await asked.say(asked.words.say("desk.help"))


async def _reply(session: AsyncSession, runtime: Runtime, inbound: Inbound, now: datetime) -> None:
    """A reply to a message about a traveller goes to that traveller; all other talk in the group is its own. Where we no
    longer know whom our own message was about (the group became another one), an agent hears so."""
    if inbound.reply_to is None:
        return
    chat = await chat_by_id(session, inbound.chat)
    if chat is None or not chat.agents:
        return
    answered = await delivery_of_message(session, inbound.chat, inbound.reply_to)
    if answered is None and inbound.reply_to_bot and not inbound.edited:
        forgotten = await _asked(session, runtime, inbound, now)
        if forgotten is not None:
            await forgotten.say(forgotten.words.say("desk.forgotten"))
    request = answered.body.get(REQUEST) if answered is not None else None
    if answered is None or (answered.subject is None and not isinstance(request, int)):
        return
    if inbound.anonymous:
        await _say(session, runtime, inbound, "desk.anonymous", now)
        return
    asked = await _asked(session, runtime, inbound, now)
    if asked is None:
        await _say(session, runtime, inbound, "desk.unlinked", now)
        return
    if isinstance(request, int):
        await refuse_because(asked, request)
    elif answered.subject is not None:
        await answer_traveller(asked, answered.subject)


async def _filed(session: AsyncSession, runtime: Runtime, inbound: Inbound, now: datetime) -> bool:
    """True when the file was meant for a trip; all other files in the group are its own."""
    chat = await chat_by_id(session, inbound.chat)
    if chat is None or not chat.agents or inbound.edited:
        return False
    replied = inbound.reply_to
    answered = await delivery_of_message(session, inbound.chat, replied) if replied is not None else None
    asked = await _asked(session, runtime, inbound, now)
    if asked is None or inbound.anonymous:
        return False
    filed = False
    for number, piece in await pieces(asked):
        one = replace(asked, inbound=piece)
        if await filing.belongs(one, answered):
            await filing.file(one, answered, number=number)
            filed = True
    return filed


async def _tap(session: AsyncSession, runtime: Runtime, inbound: Inbound, now: datetime) -> Aftermath:
    words = staff_words(runtime)
    tap = await tap_by_token(session, inbound.token, inbound.chat)
    chat = await chat_by_id(session, inbound.chat)
    if tap is None or chat is None or not chat.agents:
        return Aftermath(answered=words.bare("tap.invalid"))
    asked = await _asked(session, runtime, inbound, now)
    if asked is None:
        return Aftermath(answered=words.bare("desk.unlinked"))
    data = {str(name): str(value) for name, value in tap.data.items()}
    match tap.action:
        case "broadcast.confirm":
            return await decided(asked, data, send=True)
        case "broadcast.cancel":
            return await decided(asked, data, send=False)
        case "ask.answer":
            return Aftermath(answered=await asks.answered(asked, data))
        case "call.done":
            return Aftermath(answered=await calling.called(asked, data))
        case "party.confirm" | "party.cancel":
            confirmed = tap.action == "party.confirm"
            return Aftermath(answered=await decided_role(asked, data, confirmed=confirmed))
        case "unbind.confirm" | "unbind.cancel" | "unbind.code":
            return Aftermath(answered=await decided_unbinding(asked, tap.action, data))
        case flying.APPLY | flying.IGNORE:
            send = tap.action == flying.APPLY
            return Aftermath(answered=await flying.decided(asked, data, send=send))
        case "edit.confirm" | "edit.cancel":
            return Aftermath(answered=await decided_edit(asked, tap.action, data))
        case "offer.confirm" | "offer.refuse":
            return Aftermath(answered=await answered_request(asked, tap.action, data))
        case "hold.take" | "hold.release":
            return Aftermath(answered=await tapped(asked, tap, taken=tap.action == "hold.take"))
    return Aftermath(answered=words.bare("tap.invalid"))


async def _asked(session: AsyncSession, runtime: Runtime, inbound: Inbound, now: datetime) -> Asked | None:
    """None for a stranger."""
    staff = await staff_by_person(session, inbound.sender) if inbound.sender is not None else None
    if staff is None:
        return None
    return Asked(session=session, runtime=runtime, inbound=inbound, staff=staff, now=now)


async def _group(session: AsyncSession, runtime: Runtime, inbound: Inbound, now: datetime) -> ChatRow:
    chat = await chat_by_id(session, inbound.chat)
    if chat is None:
        chat = ChatRow(id=inbound.chat, private=False, locale=runtime.settings.locale, created_at=now)
    if inbound.title:
        chat.name = inbound.title
    session.add(chat)
    await session.flush()
    return chat


async def _say(session: AsyncSession, runtime: Runtime, inbound: Inbound, word: str, now: datetime) -> None:
    message = OutgoingMessage(text=staff_words(runtime).say(word), reply_to=inbound.message_id)
    await enqueue(session, chat=inbound.chat, message=message, now=now)


Command = Callable[[Asked], Awaitable[Aftermath | None]]
COMMANDS: Mapping[str, Command] = {
    "help": _help,
    "start": _help,
    "who": who,
    "hold": hold,
    "release": release,
    "care": care,
    "resume": resume,
    "stage": stage,
    "flight": flying.flight,
    "broadcast": broadcast,
    "offers": offers,
    "edit": edit_trip,
    "calls": calling.calls,
    "party": party,
    "unbind": unbind,
    "here": _help,
}
