"""One thing that came in from a private chat: a traveller's, or a code that links a member of staff.

Not here: groups (bot.steps.desk), and where updates come from (bot.services.updates).
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.aftermath import NOTHING, Aftermath
from bot.steps.desk.linking import link
from bot.steps.replan import replan
from bot.steps.talk.act import act
from bot.steps.talk.known import given_code, load
from bot.steps.unreachable import caught_up, lost
from bot.storage.chats import ChatRow, chat_by_id
from bot.storage.recipients import recipients_of_chat
from bot.storage.trips import trip_by_id
from flows.library.library import Library
from flows.talk.conversation import reply
from flows.talk.dialogue import State
from flows.talk.inbound import Inbound, InboundKind
from flows.talk.matching import Index, build_index


async def answer(session: AsyncSession, runtime: Runtime, inbound: Inbound, *, now: datetime) -> Aftermath:
    """Load, reply, do; all in the open transaction. now: trip time."""
    chat = await _chat(session, runtime, inbound, now)
    if inbound.kind is InboundKind.BLOCKED:
        await lost(session, runtime, chat, now=now)
        return NOTHING
    if chat.blocked_at is not None:  # whoever writes can be reached again
        chat.blocked_at = None
        await _plan_all(session, runtime, chat, now)
    if inbound.kind is InboundKind.UNBLOCKED:
        return NOTHING
    state = State.read(chat.state)
    code = given_code(inbound)
    if code and await link(session, runtime, chat, inbound, code, now=now):
        chat.state = {}
        return NOTHING
    loaded = await load(session, runtime, chat, inbound, state, now=now)
    turn = reply(state, inbound, loaded.known, now=now, topics=topics(runtime))
    return await act(session, runtime, chat, turn, loaded, now=now)


def topics(runtime: Runtime) -> Index:
    """The index of the topics in force; built once an edition."""
    return _index(_Shelved(runtime.library))


class _Shelved:
    """A library by its identity: it is frozen, and each edition is another one."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __hash__(self) -> int:
        return id(self.library)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shelved) and other.library is self.library


@lru_cache(maxsize=4)
def _index(shelved: _Shelved) -> Index:
    return build_index(shelved.library)


async def _chat(session: AsyncSession, runtime: Runtime, inbound: Inbound, now: datetime) -> ChatRow:
    chat = await chat_by_id(session, inbound.chat)
    if chat is None:
        spoken = inbound.language.replace("_", "-").split("-", 1)[0].lower()
        locale = spoken if spoken in runtime.library.locales else runtime.settings.locale
        chat = ChatRow(id=inbound.chat, locale=locale, created_at=now)
    if inbound.sender_name:
        chat.name = inbound.sender_name
    session.add(chat)
    await session.flush()
    return chat


async def _plan_all(session: AsyncSession, runtime: Runtime, chat: ChatRow, now: datetime) -> None:
    for bound in await recipients_of_chat(session, chat.id):
        row = await trip_by_id(session, bound.trip_id)
        if row is not None:
            await caught_up(session, bound, row, now=now)
            await replan(session, runtime, row, now=now)
