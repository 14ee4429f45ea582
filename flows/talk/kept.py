"""What a chat has said under one message so far: ticks, own items, answers, a mood, a word on an offer.

Values only. A message is drawn from them anew each time, so that it reads the same after a restart and in any language.
Not here: where they are kept (bot.storage), how they are drawn (checklist, questions, offers).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

Ticks = Set[tuple[str, str]]
"""(item id, traveller id; "" for the party) of what is ticked."""

OWN = "own:"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem:
    """A line that travellers put on a list themselves. text: as typed, plain."""

    number: int
    text: str

    @property
    def id(self) -> str:
        """Its id among the list's items."""
        return own_id(self.number)


def own_id(number: int) -> str:
    """The id under which an own item is ticked."""
    return f"{OWN}{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """ticks, own: of a checklist. given: question -> score, text or the ids of choices with commas; "" for one passed
    over. drafts: question -> choices tapped and not done. mood: of a pulse. offer: what was said to it or became of it
    ("details", "later", "never", "accepted", "confirmed", "refused", "withdrawn"). Each empty when there is nothing."""

    ticks: Ticks = frozenset()
    own: tuple[OwnItem, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    drafts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    mood: str = ""
    offer: str = ""


NOTHING_KEPT = Kept()
