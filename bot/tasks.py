"""Tasks: what the bells ring on, as taskiq tasks that services do. The broker carries ids only (DESIGN §3.12).

Not here: when a bell rings by itself (ticks) and what is done (bot.services).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

import structlog
from taskiq import AsyncBroker

from bot.runtime import Runtime
from bot.services.delivery import deliver
from bot.services.planning import plan_due, plan_trips
from bot.services.updates import work

log = structlog.get_logger()


class Coalesced:
    """Runs a piece of work one at a time; calls while it runs make it run once more, however many they were."""

    def __init__(self, work: Callable[[], Awaitable[object]]) -> None:
        self._work = work
        self._running = False
        self._again = False

    async def __call__(self) -> None:
        """Run it, or see to it that it runs again."""
        if self._running:
            self._again = True
            return
        self._running = True
        try:
            self._again = True
            while self._again:
                self._again = False
                await self._work()
        finally:
            self._running = False


class TaskBell:
    """The bell over a taskiq broker. Make it with `build`."""

    def __init__(self, broker: AsyncBroker) -> None:
        self.runtime: Runtime | None = None

        # The broker wants plain functions: it renames what it registers.
        async def delivering() -> None:
            await self._guarded("deliver", self._delivery)

        async def planning(trip_ids: list[int]) -> None:
            chosen = partial(plan_trips, self._at_work, trip_ids)
            await self._guarded("plan", chosen if trip_ids else self._plans)

        async def working() -> None:
            await self._guarded("updates", self._works)

        self._deliver = broker.register_task(delivering, task_name="deliver")
        self._plan = broker.register_task(planning, task_name="plan")
        self._updates = broker.register_task(working, task_name="updates")
        self._delivery = Coalesced(self._deliver_all)
        self._plans = Coalesced(self._plan_all)
        self._works = Coalesced(self._work_all)
        self._rung = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def plan(self, trip_ids: Sequence[int] = ()) -> None:
        """Plan these trips, or those whose instant has come."""
        await self._rung_on(self._plan.kiq(list(trip_ids)))

    async def deliver(self) -> None:
        """Send what may leave."""
        await self._rung_on(self._deliver.kiq())

    async def updates(self, chats: Sequence[int] = ()) -> None:
        """Work on whatever waits; which chats is only a hint."""
        await self._rung_on(self._updates.kiq())

    async def settled(self) -> None:
        """Wait until nothing rung in this process is left to do. Never from inside a task: it would wait for itself."""
        await self._idle.wait()

    async def _rung_on(self, call: Awaitable[object]) -> None:
        self._rung += 1
        self._idle.clear()
        try:
            await call
        except BaseException:
            self._came_to_rest()
            raise

    def _came_to_rest(self) -> None:
        self._rung -= 1
        if self._rung == 0:
            self._idle.set()

    @property
    def _at_work(self) -> Runtime:
        assert self.runtime is not None, "build() gives the bell its runtime"
        return self.runtime

    async def _deliver_all(self) -> None:
        await deliver(self._at_work)

    async def _plan_all(self) -> None:
        await plan_due(self._at_work)

    async def _work_all(self) -> None:
        await work(self._at_work)

    async def _guarded(self, name: str, piece: Callable[[], Awaitable[object]]) -> None:
        """A failure is logged and left to the next bell: the ledger still holds the work."""
        try:
            await piece()
        except Exception:
            log.exception("A task failed; its work waits for the next bell.", action="task_failed", task=name)
        finally:
            self._came_to_rest()


def build(broker: AsyncBroker, runtime: Runtime) -> Runtime:
    """The runtime with a bell that rings through this broker."""
    bell = TaskBell(broker)
    bell.runtime = replace(runtime, bell=bell)
    return bell.runtime
