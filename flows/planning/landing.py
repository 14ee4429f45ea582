"""What waited for a landing: told in one message, and only what is late by then and still reads well as a line.

Not here: that everything waits while they fly (claim), the digest of one who was away or joins late (folding).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.library.touchpoint import MessageClass, Per, Touchpoint, TouchpointKind
from flows.planning.due import Key
from flows.planning.folding import DIGEST

LATE = timedelta(minutes=15)
"""What was to come only just before the landing is simply on time."""

FEWEST = 2
"""One alone goes as it is."""

ONE_LINE = frozenset(
    {TouchpointKind.INFO, TouchpointKind.TIPS, TouchpointKind.EMERGENCY, TouchpointKind.DOCUMENTS}
)
"""Lists, surveys and offers want an answer of their own."""


def folds(touchpoint: Touchpoint, *, planned: datetime | None, now: datetime) -> bool:
    """May it become a line among others at a landing? planned: its instant."""
    if planned is None or now - planned < LATE:
        return False
    if touchpoint.message_class in (MessageClass.SAFETY, MessageClass.MARKETING):
        return False
    wants_an_answer = touchpoint.acknowledge or touchpoint.items or touchpoint.offer or touchpoint.survey
    return touchpoint.kind in ONE_LINE and touchpoint.per is not Per.CHANGE and not wants_an_answer


def key_of(now: datetime) -> Key:
    """A landing's digest is named by its instant."""
    return Key(touchpoint=DIGEST, occurrence=f"{now:%Y-%m-%dT%H:%M:%SZ}/landing")
