"""A touchpoint: one thing we may say or ask around an anchor, if its condition holds.

Not here: when it is due for whom (flows.planning) and how YAML becomes one (schema).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from flows.library.audience import Audience
from flows.library.text import Origin, Text
from flows.trips.anchors import Anchor
from flows.trips.evidence import Direction, Stage
from flows.trips.offset import Offset


class MessageClass(StrEnum):
    """What a message is, which decides quiet hours, caps, consent and promise (DESIGN §3.6)."""

    SAFETY = "safety"
    REPLY = "reply"
    OPERATIONAL = "operational"
    SERVICE = "service"
    MARKETING = "marketing"


class Per(StrEnum):
    """For what it goes once."""

    TRIP = "trip"
    LEG = "leg"
    STAY = "stay"
    VISIT = "visit"
    CLOCK_CHANGE = "clock_change"
    BIRTHDAY = "birthday"
    CHANGE = "change"


class TouchpointKind(StrEnum):
    """What it does."""

    INFO = "info"
    CHECKLIST = "checklist"
    TIPS = "tips"
    OFFER = "offer"
    EMERGENCY = "emergency"
    DOCUMENTS = "documents"
    SURVEY = "survey"
    PULSE = "pulse"
    REMINDER = "reminder"


class Late(StrEnum):
    """What happens when its instant lay before the recipient was known, or an outage hid it."""

    SKIP = "skip"
    SEND = "send"
    DIGEST = "digest"


class Again(StrEnum):
    """Whether it may go once more when its anchor moved by more than 12 h."""

    NEVER = "never"
    MOVED = "moved"


class Elsewhere(StrEnum):
    """What happens to it while its traveller is busy with another trip of theirs."""

    WAIT = "wait"
    SKIP = "skip"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An anchor and how far from it. days: calendar days; delta: exact time; at: local wall time, None for the anchor's
    own. offset: the three in one. is_before: on an earlier day, or by hours before it."""

    anchor: Anchor
    days: int = 0
    delta: timedelta = timedelta()
    at: time | None = None
    offset: Offset = field(init=False, repr=False, compare=False)
    is_before: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "anchor", Anchor(self.anchor))
        object.__setattr__(self, "offset", Offset(days=self.days, delta=self.delta, at=self.at))
        object.__setattr__(self, "is_before", self.days < 0 or self.delta < timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Why it exists. importance 1-5; desired_score 1-5."""

    owner: str = "agency"
    importance: int = 3
    wants: str = ""
    desired_score: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a checklist. per_person: a tick for each traveller; else one for the party."""

    id: str
    text: Text
    per_person: bool = True
    audience: Audience = Audience()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentButton:
    """A button an editor wrote. action: one of flows.talk.actions; data goes with it."""

    label: Text
    action: str
    value: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """One thing we may say or ask.

    id is permanent; replaces: former ids. stages: the gate (empty: any but CANCELLED); directions narrow IN_TRANSIT.
    useless_after: after this instant it never goes. digest: its short line when folded. survey: id of a survey.
    published: first publication (None: always been there); before it an instant is skipped unless catch_up.
    acknowledge: shows "Got it". relative: its words count from the day it is read ("tomorrow", "nine weeks to go"), so
    that on another day it is not worded anew. checklist: of a reminder, the id of the list whose open items it brings. on: off ones wait for an editor's yes. released: it goes
    only once an agent has said so. elsewhere: None for what planning.elsewhere makes of its class, kind and stage.
    """

    id: str
    kind: TouchpointKind
    message_class: MessageClass
    when: When
    text: Text
    per: Per = Per.TRIP
    stages: frozenset[Stage] = frozenset()
    directions: frozenset[Direction] = frozenset()
    useless_after: When | None = None
    late: Late = Late.SKIP
    again: Again = Again.NEVER
    elsewhere: Elsewhere | None = None
    catch_up: bool = False
    audience: Audience = Audience()
    goal: Goal = Goal()
    items: tuple[Item, ...] = ()
    buttons: tuple[tuple[ContentButton, ...], ...] = ()
    digest: Text | None = None
    survey: str = ""
    offer: str = ""
    on: bool = True
    checklist: str = ""
    released: bool = False
    replaces: tuple[str, ...] = ()
    acknowledge: bool = False
    relative: bool = False
    published: datetime | None = None
    origin: Origin = field(default=Origin(), compare=False)

    @property
    def humane(self) -> bool:
        """Written for those whose trip is off, and let go by an agent only."""
        return self.released and Stage.CANCELLED in self.stages
