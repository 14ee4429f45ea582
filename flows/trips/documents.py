"""A document that the agency attached to a trip: a ticket, a voucher, a policy.

A value only. Not here: its bytes (bot.storage), when it is handed over (flows.planning, flows.talk).
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NAME = 80
"""Characters of a document's name: it stands on a button and in the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """id: stable within the trip. name: as a traveller reads it. segment: the id of the one it belongs to, None for the
    whole trip. travellers: ids of those it is for; empty means the whole party."""

    id: str
    name: str
    segment: str | None = None
    travellers: tuple[str, ...] = ()

    def is_for(self, travellers: frozenset[str]) -> bool:
        """True when it is for one of these travellers (ids)."""
        return not self.travellers or not travellers.isdisjoint(self.travellers)
