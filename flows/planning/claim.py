"""The last word before something leaves: judge(delivery, chat, now=) -> Go | NotBefore | Skip (DESIGN §3.1, §3.6).

Decides with what is true at the claim. Not here: what was planned (planner), the numbers (budget), local nights (quiet).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.library.touchpoint import MessageClass
from flows.planning.due import Reason
from flows.trips.evidence import Direction, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A delivery as the judge sees it. about: the instant it is about, None when there is none. stages, directions:
    its gate (empty: none). confirmed: an agent confirmed it although care mode is on. planned: a touchpoint (else a
    broadcast, an answer, a reply). digest and broadcasts carry an empty gate."""

    message_class: MessageClass
    not_before: datetime
    about: datetime | None = None
    useless_after: datetime | None = None
    stages: frozenset[Stage] = frozenset()
    directions: frozenset[Direction] = frozenset()
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatState:
    """What is true of the chat now. zone: in force now (IANA) or None. sent: (class, when) of service and marketing
    messages of the last 168 h over all trips. airborne_until: landing of the flight under way. hold_until: an agent has
    the talk. stage: of this trip's recipient now. cancelled: the trip is; left: nobody served by this chat still travels
    on it."""

    zone: str | None
    consent: bool = False
    blocked: bool = False
    stopped: bool = False
    care: bool = False
    hold_until: datetime | None = None
    airborne_until: datetime | None = None
    stage: Stage | None = None
    direction: Direction | None = None
    cancelled: bool = False
    left: bool = False
    sent: tuple[tuple[MessageClass, datetime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """Send it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBefore:
    """Ask again at `at`."""

    at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Never send it."""

    reason: Reason


Verdict = Go | NotBefore | Skip
