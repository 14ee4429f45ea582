"""The ticks: how their ringing ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import ticks
from bot.runtime import Runtime, Silence
from bot.ticks import ticking
from tests.support.ledger import in_memory, runtime_over


class Slow(Silence):
    """A bell whose planning takes a moment; it counts what began and what came to its end."""

    def __init__(self) -> None:
        self.began = self.ended = 0

    async def plan(self, trip_ids: Sequence[int] = ()) -> None:
        """Begin, and end a moment later."""
        self.began += 1
        await asyncio.sleep(0.02)
        self.ended += 1


class Known(AsyncIOScheduler):  # type: ignore[misc]
    """A scheduler that a test can find."""

    newest: AsyncIOScheduler

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        Known.newest = self


@pytest.mark.parametrize("turns", range(5))
async def test_a_bell_that_rings_at_the_very_end_is_settled_or_silent(
    turns: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """However few turns of the loop before the end a bell rings: what begins comes to its end, and nothing is complained of."""
    monkeypatch.setattr(ticks, "AsyncIOScheduler", Known)
    bell = Slow()
    async with in_memory() as database:
        held = runtime_over(database)
        runtime = Runtime(
            settings=held.settings,
            clock=held.clock,
            database=database,
            channel=held.channel,
            shelf=held.shelf,
            bell=bell,
        )
        async with ticking(runtime):
            Known.newest.get_job("plan").modify(next_run_time=datetime.now(UTC))
            Known.newest.wakeup()
            for _ in range(turns):
                await asyncio.sleep(0)
        assert bell.began == bell.ended
        assert asyncio.all_tasks() == {asyncio.current_task()}
        await asyncio.sleep(0.01)
    assert [line.getMessage() for line in caplog.records if line.levelno >= logging.WARNING] == []
    assert bell.began == bell.ended == (turns > 0)
