"""What history says of a touchpoint: whether a key was settled before, and which offers were answered.

Former ids of a touchpoint count as its own. Not here: what the planner makes of it (planner).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flows.library.library import Library
from flows.library.touchpoint import Per, Touchpoint, TouchpointKind
from flows.planning.due import History, Past
from flows.trips.anchors import segment_of
from flows.trips.moments import TRIP

PENDING = frozenset({"queued", "sending"})
UNBOUND = "unbound"
"""What was said in a chat that was taken off the trip: whom it was for has not read it."""

REFUSED, ACCEPTED = "refused", "accepted"
MISSED = frozenset({"blocked", "unreachable"})
"""Why something did not reach a chat that could not be reached."""


class Ledger:
    """A recipient's history, by touchpoint: what a former id went for counts as its own."""

    def __init__(self, history: History, library: Library) -> None:
        self._past: dict[str, list[Past]] = {}
        self._latest: dict[tuple[str, str], Past] = {}
        self._refused: set[str] = set()
        self._accepted: set[str] = set()
        for past in history:
            touchpoint = library.touchpoint(past.key.touchpoint)
            name = touchpoint.id if touchpoint else past.key.touchpoint
            self._past.setdefault(name, []).append(past)
            known = self._latest.get((name, past.key.occurrence))
            if known is None or _order(known) < _order(past):
                self._latest[name, past.key.occurrence] = past
            if past.state in (REFUSED, ACCEPTED):
                named = touchpoint.offer if touchpoint and touchpoint.offer else name
                (self._refused if past.state == REFUSED else self._accepted).add(named)

    def __contains__(self, touchpoint: Touchpoint) -> bool:
        """True when anything of this touchpoint, or of its offer, is known."""
        return touchpoint.id in self._past or bool(touchpoint.offer and self.answered(touchpoint))

    def has(self, touchpoint_id: str, occurrence: str) -> bool:
        """True when this very key is known."""
        return any(past.key.occurrence == occurrence for past in self._past.get(touchpoint_id, ()))

    def latest(self, touchpoint: Touchpoint, occurrence: str, travellers: Iterable[str]) -> Past | None:
        """The last that went for this occurrence. For a trip, or a stay to which some come later, also what named all
        these travellers before the party fell apart into several itineraries."""
        found = self._latest.get((touchpoint.id, occurrence))
        if found is not None or not (occurrence.startswith(TRIP) or touchpoint.per is Per.STAY):
            return found
        wanted, whole = frozenset(travellers), _whole(occurrence)
        before = [
            past
            for past in self._past.get(touchpoint.id, ())
            if _whole(past.key.occurrence) == whole and wanted.issubset(past.travellers)
        ]
        return max(before, key=_order, default=None)

    def answered(self, touchpoint: Touchpoint) -> str:
        """Why an offer is not made again, in words; empty when nobody answered it."""
        if touchpoint.kind is not TouchpointKind.OFFER:
            return ""
        if self._accepted and (touchpoint.offer or touchpoint.id) in self._accepted:
            return "the traveller has accepted it"
        if self._refused and (touchpoint.offer or touchpoint.id) in self._refused:
            return "the traveller has refused it"
        return ""


def _whole(occurrence: str) -> str:
    """What is common to the occurrences of a party that fell apart: the trip, or the stay."""
    return TRIP if occurrence.startswith(TRIP) else segment_of(occurrence)


def _order(past: Past) -> tuple[int, datetime]:
    return past.key.generation, past.at


def missed(past: Past, known: datetime) -> bool:
    """True when it reached nobody, or a chat that was taken off the trip, and the recipient is known anew since: it is as if
    nothing had gone."""
    unread = past.state in ("skipped", "failed") and past.reason in MISSED
    return (unread or past.reason == UNBOUND) and past.at < known


def goes_again(past: Past, anchor: datetime | None, moved: timedelta) -> bool:
    """True when the anchor moved so far since `past` that what is marked `again: moved` may go once more.

    What is still on its way is not repeated: it is rendered when it leaves, with the new times.
    """
    if past.state in PENDING or anchor is None or past.anchor is None:
        return False
    return abs(anchor - past.anchor) > moved
