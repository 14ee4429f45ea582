"""One segment while it is put together from several lines: who is said to take it, by the newest word, and who shares it.

Not here: which lines speak of the same segment, and what the booking becomes (bookings).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.imports.line import Move
from flows.trips.trip import Kind

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Entry:
    """said: for each traveller's key the newest word that confirms it (False) and that cancels it (True)."""

    move: Move
    modified: datetime
    booker_only: bool = False
    said: dict[str, dict[bool, datetime]] = field(default_factory=dict)

    def hear(self, key: str, *, cancelled: bool, at: datetime) -> None:
        """One more word about this traveller; of two alike the newer counts."""
        words = self.said.setdefault(key, {})
        words[cancelled] = max(at, words.get(cancelled, LONG_AGO))

    def takes(self, key: str) -> bool:
        """True when this traveller goes: a cancellation wins unless a confirmation is known to be newer."""
        words = self.said[key]
        return True not in words or (False in words and words[False] > words[True])

    @property
    def live(self) -> bool:
        """True when anybody goes."""
        return any(self.takes(key) for key in self.said)

    def share(self, entries: Sequence[Entry], party: Iterable[str]) -> None:
        """A room, table or ride printed under one name is for everyone of the party who has no other at that time."""
        if not self.booker_only or not self.live:
            return
        rivals = [other for other in entries if other is not self and self._meets(other)]
        if any(other.booker_only and other.live for other in rivals):
            return  # two rooms at once: who sleeps where is not ours to guess
        for key in party:
            if key not in self.said and not any(key in other.said for other in rivals):
                self.said[key] = {False: self.modified}

    def _meets(self, other: Entry) -> bool:
        """True for two of a kind whose days overlap (nights, for stays)."""
        mine, theirs = self.move, other.move
        if mine.kind is not theirs.kind:
            return False
        if mine.kind is not Kind.STAY:
            return mine.departs.day == theirs.departs.day
        ends = [
            move.arrives.day if move.arrives else move.departs.day + timedelta(days=1)
            for move in (mine, theirs)
        ]
        return mine.departs.day < ends[1] and theirs.departs.day < ends[0]
