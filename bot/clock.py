"""The only reader of "now". It has two hands.

Trip time decides stages and due instants; the demo and the rehearsal move it. Real time decides slots and leases and is
never moved. Waits inside a process are monotonic (asyncio's own clock), not read here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Two hands: trip time and real time, both aware UTC."""

    def trip(self) -> datetime:
        """Now, for stages and plans."""
        ...

    def real(self) -> datetime:
        """Now, for slots and leases."""
        ...


class SystemClock:
    """Both hands are the machine's."""

    def trip(self) -> datetime:
        """The machine's now."""
        return datetime.now(UTC)

    def real(self) -> datetime:
        """The machine's now."""
        return datetime.now(UTC)


class MovableClock:
    """Trip time starts at `start` and goes where it is put, flowing on with real time when `flows` is true.

    For the demo only (the application refuses it elsewhere).
    """

    def __init__(self, start: datetime, *, flows: bool = True) -> None:
        self._base = start.astimezone(UTC)
        self._flows = flows
        self._since = time.monotonic()

    def trip(self) -> datetime:
        """Where the hand was put, plus what has passed since."""
        if not self._flows:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def real(self) -> datetime:
        """The machine's now."""
        return datetime.now(UTC)

    def move(self, to: datetime) -> None:
        """Put the trip hand at `to` (aware)."""
        self._base = to.astimezone(UTC)
        self._since = time.monotonic()


class FrozenClock:
    """Both hands stand where they are put; for the rehearsal and for tests. The real hand follows the trip hand."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def trip(self) -> datetime:
        """Where it was put."""
        return self._now

    def real(self) -> datetime:
        """Where it was put."""
        return self._now

    def move(self, to: datetime) -> None:
        """Put both hands at `to` (aware)."""
        self._now = to.astimezone(UTC)


monotonic: Callable[[], float] = time.monotonic
