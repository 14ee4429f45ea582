"""What the planner answers: sent, due, waiting or skipped, each with its reason.

Not here: how it decides (planner) and what is true at the claim (claim).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from flows.library.touchpoint import Touchpoint
from flows.planning.others import OtherTrip
from flows.trips.evidence import Direction, Stage
from flows.trips.trip import Place


class Reason(StrEnum):
    """Why something does not go, or not yet."""

    OTHER_STAGE = "other_stage"
    NOT_FOR_THIS_TRIP = "not_for_this_trip"
    NO_ANCHOR = "no_anchor"
    ZONE_UNKNOWN = "zone_unknown"
    LATE = "late"
    USELESS = "useless"
    IN_DIGEST = "in_digest"
    PUBLISHED_LATER = "published_later"
    TRIP_OVER = "trip_over"
    CANCELLED = "cancelled"
    LEFT_TRIP = "left_trip"
    NEVER = "never"
    NO_CONSENT = "no_consent"
    FACT_MISSING = "fact_missing"
    NOTHING_OPEN = "nothing_open"
    TURNED_OFF = "turned_off"
    ALREADY_SENT = "already_sent"
    BLOCKED = "blocked"
    ON_HOLD = "on_hold"
    CARE_MODE = "care_mode"
    QUIET_HOURS = "quiet_hours"
    TOO_CLOSE = "too_close"
    DAY_FULL = "day_full"
    WEEK_FULL = "week_full"
    AIRBORNE = "airborne"
    STOPPED = "stopped"
    SUPERSEDED = "superseded"
    PAUSED = "paused"
    UNRELEASED = "unreleased"
    OTHER_TRIP = "other_trip"
    SURPRISE = "surprise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A chat's holder with the travellers that the chat serves (ids; the holder's own id first if they travel).

    known: when the recipient became known (joined); instants before it are late. locale: of the chat.
    travel_minutes: from home to the first departure, as the traveller says; None when not known. others: the chat's other
    trips.
    """

    holder: str
    travellers: tuple[str, ...]
    known: datetime
    locale: str = "en"
    travel_minutes: int | None = None
    others: tuple[OtherTrip, ...] = ()


class Override(StrEnum):
    """An agent's word on one touchpoint of one recipient."""

    NEVER = "never"
    NOW = "now"
    AT = "at"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """One override. at: for AT (aware). text: for TEXT."""

    word: Override
    at: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a delivery is about, unique with trip and holder. occurrence: "trip", a segment's id, a date;
    "trip:<traveller id>" for those in the same chat who travel otherwise than its holder."""

    touchpoint: str
    occurrence: str
    generation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What happened to a key: anchor = the anchor's instant then. settled: sent, skipped, failed, unknown, or still
    queued/sending; an offer's may be accepted or refused. reason when skipped. travellers: the ids it spoke of."""

    key: Key
    anchor: datetime | None
    state: str
    at: datetime
    reason: str = ""
    travellers: tuple[str, ...] = ()


History = tuple[Past, ...]


class Placing(NamedTuple):
    """When and where something goes, or would have gone. at: its planned instant (UTC); zone: in force then (IANA).

    anchor: the anchor's instant; useless_after: after which it never goes; stage, direction: the recipient's at `at`;
    place: for place texts. None for what is not known.
    """

    at: datetime | None = None
    zone: str | None = None
    anchor: datetime | None = None
    useless_after: datetime | None = None
    stage: Stage | None = None
    direction: Direction | None = None
    place: Place | None = None


UNPLACED = Placing()


class Concern(NamedTuple):
    """What an answer is about. occurrence, generation: of its key; travellers: the ids it speaks of."""

    occurrence: str
    travellers: tuple[str, ...] = ()
    generation: int = 0


@dataclass(slots=True, kw_only=True)
class Answer:
    """What holds for every answer. placing: only where its instant matters; what is for no such trip has none.

    Nobody changes an answer; that it is not frozen saves an eighth of planning, which makes some 170 of them a trip.
    """

    touchpoint: Touchpoint
    concern: Concern
    placing: Placing = UNPLACED

    @property
    def key(self) -> Key:
        """What its delivery is about."""
        occurrence, _, generation = self.concern
        return Key(touchpoint=self.touchpoint.id, occurrence=occurrence, generation=generation)

    @property
    def occurrence(self) -> str:
        """As in the delivery's key."""
        return self.concern.occurrence

    @property
    def travellers(self) -> tuple[str, ...]:
        """The ids it speaks of."""
        return self.concern.travellers

    @property
    def at(self) -> datetime | None:
        """Its planned instant (UTC)."""
        return self.placing.at

    @property
    def zone(self) -> str | None:
        """In force then (IANA)."""
        return self.placing.zone

    @property
    def anchor(self) -> datetime | None:
        """The anchor's instant."""
        return self.placing.anchor

    @property
    def useless_after(self) -> datetime | None:
        """After which instant it never goes."""
        return self.placing.useless_after

    @property
    def stage(self) -> Stage | None:
        """The recipient's at its instant."""
        return self.placing.stage

    @property
    def direction(self) -> Direction | None:
        """Of that stage."""
        return self.placing.direction

    @property
    def place(self) -> Place | None:
        """What place texts are about."""
        return self.placing.place


@dataclass(slots=True, kw_only=True)
class Sent(Answer):
    """It went (or is on its way, or was settled): history says so."""

    past: Past | None = None


@dataclass(slots=True, kw_only=True)
class Due(Answer):
    """It shall go now. late: its instant has passed and its policy says send. text: an agent's own wording.
    forced: an agent said now, so its gate is not asked at the claim either. given: an agent said when."""

    late: bool = False
    text: str = ""
    forced: bool = False
    given: bool = False


@dataclass(slots=True, kw_only=True)
class Waiting(Answer):
    """It shall go at `at`, which lies ahead."""


@dataclass(slots=True, kw_only=True)
class Skipped(Answer):
    """It does not go. detail: which condition, in an editor's words ("only for trips abroad")."""

    reason: Reason = Reason.NOT_FOR_THIS_TRIP
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One message per catch-up that folds what was late. folded: their keys, in the order of their instants."""

    key: Key
    at: datetime
    zone: str | None
    travellers: tuple[str, ...]
    folded: tuple[Skipped, ...]
    stage: Stage | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An answer for every touchpoint and occurrence, the digest if there is one, and the next instant to look again."""

    answers: tuple[Sent | Due | Waiting | Skipped, ...] = ()
    digest: Digest | None = None
    next_due: datetime | None = None

    @property
    def due(self) -> Iterator[Due]:
        """What shall go now."""
        return (answer for answer in self.answers if isinstance(answer, Due))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningSettings:
    """Numbers an agency may set. grace: how long after its instant a thing is simply on time (an outage hides more).
    compact: who became known so short before leaving gets the preparations in the digest.
    settle: how long after a timetable's landing arrival words wait unless proven. moved: from when an anchor counts as
    moved. correction: how long nothing may change before a correction goes by itself. ack: how long a change may go without
    "Got it" before it is followed up. switched_off: ids of touchpoints turned off."""

    grace_minutes: int = 15
    compact_hours: int = 24
    settle_minutes: int = 60
    moved_hours: int = 12
    correction_minutes: int = 5
    ack_minutes: int = 720
    switched_off: frozenset[str] = frozenset()
