"""What a tick, a plan and a tap may be at in the same instant is kept from the others until the transaction ends.

SQLite has one writer and needs no locks; what is asked of a database that has many is read off the statements.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.calls import call_by_id, count_open, open_of_trip, out_of_time, unposted_calls
from bot.storage.flights import report_by_id
from bot.storage.offer_requests import request_by_id
from tests.support.ledger import in_memory

NOW = datetime(2027, 5, 1, 10, 0, tzinfo=UTC)
Question = Callable[[AsyncSession], Awaitable[object]]


async def locks(question: Question) -> list[bool]:
    """Of each statement, whether it keeps its rows."""
    found: list[bool] = []

    def note(connection: Any, statement: Any, *rest: Any) -> None:
        many = postgresql.dialect()  # type: ignore[no-untyped-call]
        found.append("FOR UPDATE" in str(statement.compile(dialect=many)))

    async with in_memory() as database:
        event.listen(database.writer.sync_engine, "before_execute", note)
        async with database.write() as session:
            await question(session)
    return found


@pytest.mark.parametrize(
    "question",
    [
        lambda session: call_by_id(session, 1),
        lambda session: open_of_trip(session, 1),
        lambda session: out_of_time(session, now=NOW, limit=20),
        lambda session: unposted_calls(session, limit=20),
        lambda session: report_by_id(session, 1),
        lambda session: request_by_id(session, 1),
    ],
    ids=["call", "calls_of_trip", "calls_out_of_time", "unposted_calls", "report", "request"],
)
async def test_what_is_decided_once_is_kept_from_others(question: Question) -> None:
    """The second waits, and sees what the first did."""
    assert await locks(question) == [True]


async def test_what_is_only_counted_keeps_nobody_waiting() -> None:
    """And the test sees the difference."""
    assert await locks(count_open) == [False]
