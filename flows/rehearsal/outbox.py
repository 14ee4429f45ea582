"""The outbox of a trip that is played with values alone: what was planned and waits to leave.

Not here: who may leave (flows.planning.claim), the playing (playing).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.library.touchpoint import MessageClass, Touchpoint
from flows.planning.budget import CLASSES
from flows.planning.claim import Candidate
from flows.planning.due import Concern, Digest, Due, Key, Reason, Skipped
from flows.planning.landing import key_of


@dataclass(slots=True, kw_only=True)
class Queued:
    """What stands in the outbox. airborne: it waits, or waited, for a landing."""

    key: Key
    message_class: MessageClass
    candidate: Candidate
    not_before: datetime
    importance: int
    number: int
    travellers: tuple[str, ...]
    touchpoint: Touchpoint | None = None
    folded: tuple[Skipped, ...] = ()
    zone: str | None = None
    text: str = ""
    planned: datetime | None = None
    airborne: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """Who leaves first."""
        return CLASSES[self.message_class].lane, self.not_before, -self.importance, self.number


def of_due(due: Due, now: datetime) -> Queued:
    """A touchpoint that is due now."""
    touchpoint = due.touchpoint
    candidate = Candidate(
        message_class=touchpoint.message_class,
        not_before=now,
        about=due.anchor if due.anchor is not None and due.anchor > now else None,
        useless_after=None if due.forced else due.useless_after,
        stages=frozenset() if due.forced else touchpoint.stages,
        directions=frozenset() if due.forced else touchpoint.directions,
        confirmed=due.forced,
        humane=due.forced and touchpoint.humane,
        patient=not due.forced,
    )
    return Queued(
        key=due.key,
        message_class=touchpoint.message_class,
        candidate=candidate,
        not_before=now,
        importance=touchpoint.goal.importance,
        number=0,
        travellers=due.travellers,
        touchpoint=touchpoint,
        zone=due.zone,
        text=due.text,
        planned=due.at,
    )


def of_digest(digest: Digest, now: datetime) -> Queued:
    """What was missed, in one message."""
    return Queued(
        key=digest.key,
        message_class=MessageClass.OPERATIONAL,
        candidate=Candidate(message_class=MessageClass.OPERATIONAL, not_before=now),
        not_before=now,
        importance=0,
        number=0,
        travellers=digest.travellers,
        folded=digest.folded,
        zone=digest.zone,
        planned=now,
    )


def of_landing(waited: list[Queued], now: datetime) -> Queued:
    """What waited for a landing, in one message."""
    folded = tuple(
        Skipped(
            touchpoint=one.touchpoint,
            concern=Concern(one.key.occurrence, one.travellers, one.key.generation),
            reason=Reason.IN_DIGEST,
        )
        for one in sorted(waited, key=lambda one: (one.planned or now, one.number))
        if one.touchpoint is not None
    )
    return Queued(
        key=key_of(now),
        message_class=MessageClass.OPERATIONAL,
        candidate=Candidate(message_class=MessageClass.OPERATIONAL, not_before=now),
        not_before=now,
        importance=0,
        number=0,
        travellers=tuple(dict.fromkeys(person for one in waited for person in one.travellers)),
        folded=folded,
        zone=waited[0].zone,
        planned=now,
    )
