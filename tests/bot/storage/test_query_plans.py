"""How the database finds rows: what is asked often, or under the writer's lock, never reads a growing table whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.calls import (
    any_to_tend,
    count_open,
    open_calls,
    open_of_trip,
    out_of_time,
    post_without_cards,
    unposted_calls,
)
from bot.storage.chases import chase_under
from bot.storage.database import Database
from bot.storage.deliveries import queued_for, waiting_for_reason
from bot.storage.erasing import erase_chat
from bot.storage.evidence import ended_with_positions, own_words
from bot.storage.feedback import never_again
from bot.storage.files import forget_files
from bot.storage.flights import days_near, on_flight
from bot.storage.holdings import counts_of, messages_of
from bot.storage.mending import last_edit, mended, queued_edit
from bot.storage.spoken import spoke_at
from bot.storage.taps import forget_taps
from bot.storage.updates import forget_updates
from tests.support.ledger import in_memory

NOW = datetime(2027, 5, 1, 10, 0, tzinfo=UTC)
ANN = 1001
GROWING = (
    "deliveries",
    "taps",
    "updates",
    "ticks",
    "answers",
    "evidence",
    "recipients",
    "own_items",
    "offers",
    "trips",
    "flight_legs",
    "calls",
    "chases",
)
Question = Callable[[AsyncSession], Awaitable[object]]


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with in_memory() as opened:
        yield opened


async def scans(database: Database, question: Question) -> list[str]:
    """How a question reads growing tables whole, or as good as: nearly all rows of one are in one state."""
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, given: Any, *rest: Any) -> None:
        asked.append((statement, given))

    event.listen(database.writer.sync_engine, "before_cursor_execute", note)
    async with database.write() as session:
        await question(session)
    event.remove(database.writer.sync_engine, "before_cursor_execute", note)
    async with database.writer.connect() as connection:
        plans = [
            str(row._mapping["detail"])
            for statement, given in asked
            if statement.startswith(("SELECT", "UPDATE", "DELETE"))
            for row in (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)).all()
        ]
    assert plans, "nothing was asked"
    return [
        plan
        for plan in plans
        if plan.endswith("(state=?)") or plan.removeprefix("SCAN ").split()[0] in GROWING
    ]


@pytest.mark.parametrize(
    "question",
    [
        lambda session: counts_of(session, ANN, (), wish="wish"),
        lambda session: messages_of(session, ANN),
        lambda session: erase_chat(session, ANN),
        lambda session: forget_taps(session, NOW),
        lambda session: forget_updates(session, NOW),
        lambda session: forget_files(session, NOW),
        lambda session: spoke_at(session, ANN),
        lambda session: never_again(session, ANN),
        lambda session: on_flight(session, "KL1697", NOW.date(), limit=51),
        lambda session: days_near(session, "KL1697", NOW.date()),
        lambda session: own_words(session, 1, ["ann"]),
        lambda session: ended_with_positions(session, NOW),
        lambda session: open_calls(session, limit=20),
        lambda session: count_open(session),
        lambda session: open_of_trip(session, 1),
        lambda session: any_to_tend(session, now=NOW),
        lambda session: out_of_time(session, now=NOW, limit=20),
        lambda session: unposted_calls(session, limit=20),
        lambda session: post_without_cards(session),
        lambda session: waiting_for_reason(session, ANN, "airborne"),
        lambda session: queued_for(session, ANN),
        lambda session: chase_under(session, 1, 2),
        lambda session: queued_edit(session, ANN, 3),
        lambda session: last_edit(session, ANN, 3),
        lambda session: mended(session, [ANN]),
    ],
    ids=[
        "counts",
        "messages",
        "erase",
        "taps",
        "updates",
        "files",
        "spoke_at",
        "never_again",
        "flight",
        "flight_days",
        "own_words",
        "positions",
        "calls",
        "count_calls",
        "calls_of_trip",
        "calls_to_tend",
        "calls_out_of_time",
        "unposted_calls",
        "post_calls",
        "waiting",
        "queued",
        "chase",
        "queued_edit",
        "last_edit",
        "mended",
    ],
)
async def test_no_growing_table_is_read_whole(database: Database, question: Question) -> None:
    """An index leads to what /privacy counts, what erasing and tidying take away, and what each claim asks."""
    assert await scans(database, question) == []


async def test_a_scan_would_be_seen(database: Database) -> None:
    """The question by a column without an index."""

    async def by_text(session: AsyncSession) -> object:
        return await session.execute(text("SELECT id FROM deliveries WHERE text = 'x'"))

    assert len(await scans(database, by_text)) == 1
