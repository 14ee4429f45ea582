"""A database in memory that answers at once: its statements run where they are asked for, not in a thread of their own.

Twice as fast for tests that ask thousands of small things. Not here: tables (quick_tables), databases in files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosqlite import core


class _AtOnce:
    """In place of the queue to the thread: what is put in is done."""

    def put_nowait(self, item: tuple[Any, Callable[[], object]]) -> None:
        """Do it, and tell the future."""
        future, work = item
        try:
            result = work()
        except BaseException as error:
            if future is None:
                raise
            future.set_exception(error)
            return
        if future is not None and not future.done():
            future.set_result(result)


class _NoThread:
    """In place of the thread."""

    daemon = True

    def start(self) -> None:
        """Nothing to start."""


@contextmanager
def statements_at_once() -> Iterator[None]:
    """Connections that are opened inside answer at once."""
    opened = core.Connection.__init__

    def opens(self: Any, *given: Any, **more: Any) -> None:
        opened(self, *given, **more)
        self._tx, self._thread = _AtOnce(), _NoThread()

    core.Connection.__init__ = opens  # type: ignore[method-assign]
    try:
        yield
    finally:
        core.Connection.__init__ = opened  # type: ignore[method-assign]
