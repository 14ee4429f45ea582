"""Faults to order: the next answers of the Bot API go wrong in a chosen way.

Not here: Telegram's own limits (pace).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.simulator.errors import SimulatorError


class FaultUnknown(SimulatorError):
    """There is no fault {kind!r}; there are {kinds}."""


class Fault(StrEnum):
    """What goes wrong. CUT_AFTER and HANG_AFTER come when the call has taken effect; the others before."""

    TOO_MANY = "too_many"
    ERROR = "error"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    HANG = "hang"
    HANG_AFTER = "hang_after"


@dataclass(slots=True, kw_only=True)
class Ordered:
    """A fault that waits for its calls. method "" means every method but getUpdates."""

    kind: Fault
    left: int
    method: str
    retry_after: int


class Faults:
    """The faults that wait, first ordered first served."""

    def __init__(self) -> None:
        self._ordered: list[Ordered] = []

    def next(self, kind: Fault | str, *, times: int = 1, method: str = "", retry_after: int = 1) -> None:
        """Let the next `times` calls (of this method) go wrong. retry_after in seconds, for TOO_MANY."""
        try:
            fault = Fault(kind)
        except ValueError:
            raise FaultUnknown(kind=kind, kinds=", ".join(Fault)) from None
        self._ordered.append(Ordered(kind=fault, left=times, method=method.lower(), retry_after=retry_after))

    def clear(self) -> None:
        """Forget what was ordered."""
        self._ordered.clear()

    def take(self, method: str) -> Ordered | None:
        """The fault that meets this call, counted down; None when it goes well."""
        for ordered in self._ordered:
            if ordered.method == method.lower() or (not ordered.method and method.lower() != "getupdates"):
                ordered.left -= 1
                if ordered.left <= 0:
                    self._ordered.remove(ordered)
                return ordered
        return None

    def order(self, wish: Mapping[str, object]) -> None:
        """Order from a request's JSON: kind, times, method, retry_after; kind "" clears."""
        kind = str(wish.get("kind", ""))
        if not kind:
            self.clear()
            return
        self.next(
            kind,
            times=int(str(wish.get("times", 1))),
            method=str(wish.get("method", "")),
            retry_after=int(str(wish.get("retry_after", 1))),
        )
