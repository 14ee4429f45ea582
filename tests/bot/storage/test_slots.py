"""Slots: even pace, obedience to a 429, and no slot that a clock set back could freeze."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.storage.database import Database
from bot.storage.slots import BOT, another_pushed, chat_slot, peek_slot, push_slot, take_slot
from tests.support.ledger import ANN_CHAT, BRUNO_CHAT, GROUP, NOON, in_memory

SECOND = timedelta(seconds=1)


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    """A database in memory."""
    async with in_memory() as made:
        yield made


async def test_slots_follow_each_other_at_the_rate(database: Database) -> None:
    """Four at 2/s, all asked for at once; after a pause the next is now, not a burst."""
    async with database.write() as session:
        taken = [await take_slot(session, BOT, now=NOON, rate=2) for _ in range(4)]
        later = NOON + 60 * SECOND
        after = [await take_slot(session, BOT, now=later, rate=2) for _ in range(2)]
    assert taken == [NOON, NOON + 0.5 * SECOND, NOON + SECOND, NOON + 1.5 * SECOND]
    assert after == [later, later + 0.5 * SECOND]


async def test_looking_takes_nothing(database: Database) -> None:
    """Peeking twice tells the same."""
    async with database.write() as session:
        await take_slot(session, BOT, now=NOON, rate=1)
        seen = [await peek_slot(session, BOT, now=NOON) for _ in range(2)]
    assert seen == [NOON + SECOND] * 2


@pytest.mark.parametrize("wait", [5, 900])
async def test_a_429_is_obeyed_to_the_second_however_long(database: Database, wait: int) -> None:
    """One second before it is still closed, then it is open."""
    async with database.write() as session:
        until = NOON + wait * SECOND
        await push_slot(session, BOT, until=until, now=NOON)
        before = await peek_slot(session, BOT, now=until - SECOND)
        then = await peek_slot(session, BOT, now=until)
    assert (before, then) == (until, until)


async def test_a_clock_that_was_set_back_freezes_nothing(database: Database) -> None:
    """A slot days ahead that no 429 asked for counts as now, when looking, taking and pushing."""
    async with database.write() as session:
        await take_slot(session, BOT, now=NOON + timedelta(days=3), rate=1)
        assert await peek_slot(session, BOT, now=NOON) == NOON
        await push_slot(session, BOT, until=NOON + 5 * SECOND, now=NOON)
        assert await peek_slot(session, BOT, now=NOON) == NOON + 5 * SECOND


async def test_only_another_private_chat_shows_that_the_bot_is_too_fast(database: Database) -> None:
    """Not the chat itself, not a group, and not what is over."""
    ann = chat_slot(ANN_CHAT)
    async with database.write() as session:
        await push_slot(session, ann, until=NOON + 5 * SECOND, now=NOON)
        await push_slot(session, chat_slot(GROUP), until=NOON + 50 * SECOND, now=NOON)
        assert not await another_pushed(session, ann, now=NOON)
        assert await another_pushed(session, chat_slot(BRUNO_CHAT), now=NOON)
        assert not await another_pushed(session, chat_slot(BRUNO_CHAT), now=NOON + 5 * SECOND)
