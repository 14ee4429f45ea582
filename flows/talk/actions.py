"""What a button may do: the closed list of actions with the data that each carries.

Not here: what happens on a tap (conversation).
"""

from __future__ import annotations

from collections.abc import Mapping

ACTIONS: Mapping[str, tuple[str, ...]] = {
    "checklist.tick": ("item", "person"),
    "checklist.add": ("list",),
    "checklist.remove": ("list",),
    "checklist.drop": ("list", "number"),
    "survey.score": ("survey", "question", "score"),
    "survey.choose": ("survey", "question", "choice", "to"),
    "survey.done": ("survey", "question"),
    "survey.back": ("survey", "question"),
    "survey.skip": ("survey", "question"),
    "pulse.mood": ("mood",),
    "offer.details": ("offer",),
    "offer.accept": ("offer",),
    "offer.later": ("offer",),
    "offer.never": ("offer",),
    "offer.withdraw": ("offer",),
    "offer.confirm": ("request",),
    "offer.refuse": ("request", "reason"),
    "ack": (),
    "consent.set": ("purpose", "value"),
    "language.set": ("locale",),
    "show": ("what",),
    "document.bring": ("trip", "document"),
    "share": (),
    "menu": (),
    "broadcast.confirm": ("id",),
    "broadcast.cancel": ("id",),
    "flight.apply": ("report",),
    "flight.ignore": ("report",),
    "hold.take": ("chat",),
    "hold.release": ("chat",),
    "ask.answer": ("ask", "value"),
    "call.done": ("call",),
    "party.confirm": ("trip", "change"),
    "party.cancel": ("trip", "change"),
    "unbind.confirm": ("trip", "who", "chat"),
    "unbind.cancel": ("trip", "who", "chat"),
    "unbind.code": ("trip", "who"),
    "wish": ("wish",),
    "travel_time": ("minutes",),
    "here": ("what", "leg"),
    "privacy.export": (),
    "privacy.erase": (),
    "privacy.erase_sure": (),
    "privacy.keep": (),
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
        "wish",
        "travel_time",
        "here",
    }
)
"""What an editor may put on a button: actions whose data, if any, is the one word after with:."""

SHOWN = (
    "trip",
    "checklist",
    "tips",
    "documents",
    "emergency",
    "contact",
    "privacy",
    "language",
    "calendar",
    "card",
)
HERE = ("boarded", "landed", "still_here")
MOODS = ("good", "fair", "poor")
WISHES = ("anniversary", "honeymoon", "birthday", "diet", "access", "other")
LONGEST_WAY = 24 * 60
"""Minutes from home to a departure that anyone may say."""
