"""What a button may do: the closed list of actions with the data that each carries.

Not here: what happens on a tap (conversation).
"""

from __future__ import annotations

from collections.abc import Mapping

ACTIONS: Mapping[str, tuple[str, ...]] = {
    "checklist.tick": ("delivery", "item", "person"),
    "survey.score": ("survey", "question", "score"),
    "survey.skip": ("survey", "question"),
    "pulse.mood": ("mood",),
    "offer.details": ("offer",),
    "offer.accept": ("offer",),
    "offer.later": ("offer",),
    "offer.never": ("offer",),
    "ack": (),
    "consent.set": ("purpose", "value"),
    "language.set": ("locale",),
    "show": ("what",),
    "share": (),
    "menu": (),
    "broadcast.confirm": ("id",),
    "broadcast.cancel": ("id",),
    "hold.take": ("chat",),
    "hold.release": ("chat",),
    "ask.answer": ("ask", "value"),
}
"""Action -> names of its data, in order."""

WRITTEN = frozenset(
    {
        "offer.details",
        "offer.accept",
        "offer.later",
        "offer.never",
        "ack",
        "language.set",
        "show",
        "share",
        "menu",
    }
)
"""What an editor may put on a button: actions whose data, if any, is the one word after with:."""

SHOWN = ("trip", "checklist", "tips", "documents", "emergency", "contact", "privacy", "language")
MOODS = ("good", "fair", "poor")
