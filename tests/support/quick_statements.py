"""A database in memory that answers at once: its statements run where they are asked for, not in a thread of their own.

There is one connection and nobody to wait for, so the thread changes nothing but the time: tests ask thousands of small
things and take a third of it. Not here: tables (quick_tables), databases in files, which keep their threads.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosqlite

IN_MEMORY = ":memory:"
_in_a_thread = aiosqlite.connect


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


def _connect(database: str | Path, **given: Any) -> aiosqlite.Connection:
    connection = _in_a_thread(database, **given)
    if database == IN_MEMORY:
        private: Any = connection
        private._tx, private._thread = _AtOnce(), _NoThread()
    return connection


def answer_at_once() -> None:
    """From now on what is opened in memory answers at once."""
    aiosqlite.connect = _connect
