"""The last word before something leaves: judge(delivery, chat, now=) -> Go | NotBefore | Skip (DESIGN §3.1, §3.6).

Decides with what is true at the claim. Not here: what was planned (planner), the numbers (budget), local nights (quiet).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.library.touchpoint import Elsewhere, MessageClass
from flows.planning.budget import CAPS, CLASSES, Caps, ClassRules, next_slot
from flows.planning.due import Reason
from flows.planning.elsewhere import engaged
from flows.planning.gate import opens
from flows.planning.others import Busy, OtherTrip
from flows.planning.quiet import NIGHT, QuietHours, quiet_until
from flows.trips.evidence import Direction, Stage
from flows.trips.times import aware

URGENT = timedelta(minutes=20)
"""What is about something so near does not wait for a breath."""

REST = timedelta(hours=12)
"""So long after another trip nobody is asked about this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A delivery as the judge sees it. about: the instant it is about, None when there is none. stages, directions:
    its gate (empty: none). confirmed: an agent confirmed it although care mode is on. humane: and
    it speaks to those whose trip is off, or who left it. patient: a planned message that
    may take a breath after the one before it. elsewhere: what another trip of theirs makes of it. digest and broadcasts
    carry an empty gate."""

    message_class: MessageClass
    not_before: datetime
    about: datetime | None = None
    useless_after: datetime | None = None
    stages: frozenset[Stage] = frozenset()
    directions: frozenset[Direction] = frozenset()
    confirmed: bool = False
    humane: bool = False
    patient: bool = False
    elsewhere: Elsewhere = Elsewhere.SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatState:
    """What is true of the chat now. zone: in force now (IANA) or None. sent: (class, when) of service and marketing
    messages of the last 168 h over all trips. spoke_at: when the last planned message of any class left. paused:
    marketing is, until an agent resumes. airborne_until: landing of the flight under way. hold_until: an agent has the
    talk. stage: of this trip's recipient now. cancelled: the trip is; left: nobody served by this chat still travels on
    it. surprise: its holder must not know of the trip yet. others: the chat's other trips."""

    zone: str | None
    consent: bool = False
    blocked: bool = False
    stopped: bool = False
    paused: bool = False
    care: bool = False
    hold_until: datetime | None = None
    airborne_until: datetime | None = None
    stage: Stage | None = None
    direction: Direction | None = None
    cancelled: bool = False
    left: bool = False
    surprise: bool = False
    sent: tuple[tuple[MessageClass, datetime], ...] = ()
    spoke_at: datetime | None = None
    others: tuple[OtherTrip, ...] = ()


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


def judge(
    candidate: Candidate,
    chat: ChatState,
    *,
    now: datetime,
    quiet: QuietHours = NIGHT,
    caps: Caps = CAPS,
) -> Verdict:
    """What becomes of `candidate` at `now`. NotBefore.at always lies ahead, and never past its use.

    Asked in this order: block, surprise, cancelled and left, use, /stop, consent, pause, care mode, gate; then what only delays:
    flight, hold, night, caps, a breath. Without a zone no night is known, and nothing waits for one. Raises NaiveTime.
    """
    now = aware(now, "now")
    rules = CLASSES[candidate.message_class]
    refusal = _refusal(candidate, chat, rules, now)
    if refusal is not None:
        return Skip(reason=refusal)
    delay = _delay(candidate, chat, rules, now, quiet, caps)
    if delay is None:
        return Go()
    if candidate.useless_after is not None and delay.at > candidate.useless_after:
        return Skip(reason=Reason.USELESS)
    return delay


def _refusal(candidate: Candidate, chat: ChatState, rules: ClassRules, now: datetime) -> Reason | None:
    if chat.blocked:
        return Reason.BLOCKED
    if chat.surprise and candidate.message_class is not MessageClass.SAFETY:
        return Reason.SURPRISE
    if not rules.after_cancelling and not candidate.humane:
        if chat.cancelled:
            return Reason.CANCELLED
        if chat.left:
            return Reason.LEFT_TRIP
    if candidate.useless_after is not None and now > candidate.useless_after:
        return Reason.USELESS
    if chat.stopped and rules.stoppable:
        return Reason.STOPPED
    if rules.needs_consent and not chat.consent:
        return Reason.NO_CONSENT
    if chat.paused and candidate.message_class is MessageClass.MARKETING:
        return Reason.PAUSED
    if chat.care and not rules.in_care and not candidate.confirmed:
        return Reason.CARE_MODE
    gated = candidate.stages or candidate.directions
    if gated and not opens(candidate.stages, candidate.directions, chat.stage, chat.direction):
        return Reason.OTHER_STAGE
    leaving = _leaving(candidate, chat, now)
    if leaving is not None and (candidate.elsewhere is Elsewhere.SKIP or leaving.ends is None):
        return Reason.OTHER_TRIP
    return None


def _leaving(candidate: Candidate, chat: ChatState, now: datetime) -> Busy | None:
    """The other trip that they are on, or just about to leave for; None when that does not matter here."""
    if not chat.others or candidate.elsewhere is Elsewhere.SEND:
        return None
    return engaged(candidate.elsewhere, chat.others, candidate.stages, now)


def _delay(
    candidate: Candidate, chat: ChatState, rules: ClassRules, now: datetime, quiet: QuietHours, caps: Caps
) -> NotBefore | None:
    if chat.airborne_until is not None and chat.airborne_until > now and not rules.while_airborne:
        return NotBefore(at=chat.airborne_until, reason=Reason.AIRBORNE)
    if rules.held and chat.hold_until is not None and chat.hold_until > now:
        return NotBefore(at=chat.hold_until, reason=Reason.ON_HOLD)
    if rules.waits_at_night and chat.zone is not None:
        morning = quiet_until(now, chat.zone, quiet)
        if morning is not None and not _presses(candidate, rules, morning, now):
            return NotBefore(at=morning, reason=Reason.QUIET_HOURS)
    leaving = _leaving(candidate, chat, now)
    if leaving is not None and leaving.ends is not None:
        return NotBefore(at=leaving.ends + REST, reason=Reason.OTHER_TRIP)
    slot = next_slot(candidate.message_class, chat.sent, now=now, caps=caps)
    if slot is not None:
        return NotBefore(at=slot.at, reason=slot.reason)
    return _breath(candidate, chat, now, caps)


def _breath(candidate: Candidate, chat: ChatState, now: datetime, caps: Caps) -> NotBefore | None:
    """Two messages in one minute are read as one noise. What is urgent, or would be useless by then, does not wait."""
    if not candidate.patient or chat.spoke_at is None or chat.spoke_at > now:
        return None
    at = chat.spoke_at + caps.breath
    if at <= now or (candidate.useless_after is not None and candidate.useless_after < at):
        return None
    urgent = candidate.about is not None and now < candidate.about < at + URGENT
    return None if urgent else NotBefore(at=at, reason=Reason.TOO_CLOSE)


def _presses(candidate: Candidate, rules: ClassRules, morning: datetime, now: datetime) -> bool:
    """True when the morning would be too late: useless by then, or too little time left to what it is about."""
    if rules.night_lead is None:
        return False
    if candidate.useless_after is not None and candidate.useless_after < morning:
        return True
    if candidate.about is None or candidate.about <= now:
        return False
    return candidate.about - morning < rules.night_lead
