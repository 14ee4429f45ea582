"""What each class of message may do, and how many of the gentle ones a chat bears (DESIGN §3.6).

The table is data. Caps count per chat, over all its trips; a day is any rolling 24 h, a week any 168 h.
Not here: local nights (quiet), and the order in which a candidate is asked (claim).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.library.touchpoint import MessageClass
from flows.planning.due import Reason


class Promise(StrEnum):
    """What holds when the outcome of sending is unknown: it goes again, or never again."""

    AT_LEAST_ONCE = "at_least_once"
    AT_MOST_ONCE = "at_most_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRules:
    """One row of the table. lane: the lower goes first. night_lead: what waits at night goes all the same when the
    morning would leave less than this to what it is about. held: waits while an agent has the talk. stoppable: /stop
    ends it. in_care, after_cancelling, while_airborne: goes even then."""

    lane: int
    promise: Promise
    waits_at_night: bool = False
    night_lead: timedelta | None = None
    capped: bool = False
    needs_consent: bool = False
    held: bool = False
    stoppable: bool = False
    in_care: bool = False
    after_cancelling: bool = False
    while_airborne: bool = False


CLASSES: Mapping[MessageClass, ClassRules] = {
    MessageClass.SAFETY: ClassRules(
        lane=0, promise=Promise.AT_LEAST_ONCE, in_care=True, after_cancelling=True
    ),
    MessageClass.REPLY: ClassRules(
        lane=1, promise=Promise.AT_LEAST_ONCE, in_care=True, after_cancelling=True, while_airborne=True
    ),
    MessageClass.OPERATIONAL: ClassRules(
        lane=2, promise=Promise.AT_LEAST_ONCE, waits_at_night=True, night_lead=timedelta(hours=4)
    ),
    MessageClass.SERVICE: ClassRules(
        lane=3, promise=Promise.AT_MOST_ONCE, waits_at_night=True, capped=True, held=True, stoppable=True
    ),
    MessageClass.MARKETING: ClassRules(
        lane=4,
        promise=Promise.AT_MOST_ONCE,
        waits_at_night=True,
        capped=True,
        needs_consent=True,
        held=True,
        stoppable=True,
    ),
}

BROADCAST_LANE = 5
"""Broadcasts travel behind all else, whatever their class, but for safety."""


def lane(message_class: MessageClass, *, broadcast: bool = False) -> int:
    """The queue that a message travels in; 0 goes first."""
    if broadcast and message_class is not MessageClass.SAFETY:
        return BROADCAST_LANE
    return CLASSES[message_class].lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many a chat bears: in a day (service and marketing together), marketing in a day and in a week, and how far
    apart. breath: between any two planned messages, whatever their class, as long as waiting costs nothing. An agency
    may set them."""

    day: int = 3
    marketing_day: int = 1
    marketing_week: int = 3
    apart: timedelta = timedelta(hours=2)
    breath: timedelta = timedelta(minutes=10)


CAPS = Caps()
DAY = timedelta(hours=24)
WEEK = timedelta(hours=168)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The first instant with room again, and which limit was the last to give way."""

    at: datetime
    reason: Reason


def next_slot(
    message_class: MessageClass,
    sent: Iterable[tuple[MessageClass, datetime]],
    *,
    now: datetime,
    caps: Caps = CAPS,
) -> Slot | None:
    """None when there is room now. sent: what left (or is leaving) to the chat over the last 168 h, in any order."""
    if not CLASSES[message_class].capped:
        return None
    counted = [(kind, at) for kind, at in sent if CLASSES[kind].capped]
    gentle = sorted((at for _, at in counted), reverse=True)
    limits = [(gentle, 1, caps.apart, Reason.TOO_CLOSE), (gentle, caps.day, DAY, Reason.DAY_FULL)]
    if message_class is MessageClass.MARKETING:
        offers = sorted((at for kind, at in counted if kind is MessageClass.MARKETING), reverse=True)
        limits.append((offers, caps.marketing_day, DAY, Reason.DAY_FULL))
        limits.append((offers, caps.marketing_week, WEEK, Reason.WEEK_FULL))
    slot = None
    for times, most, window, reason in limits:
        # Room returns when the most-th latest leaves the window; nothing later can be in it by then.
        if len(times) >= most and times[most - 1] + window > (slot.at if slot else now):
            slot = Slot(at=times[most - 1] + window, reason=reason)
    return slot
