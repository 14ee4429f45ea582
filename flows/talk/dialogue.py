"""The nouns of a talk: where it stands (State) and what is known (Known).

Values only. Not here: what shall happen (effects), deciding (conversation and its rooms).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flows.library.library import Library
from flows.library.survey import Survey
from flows.talk.addressed import first_name
from flows.talk.facts import Facts
from flows.talk.goes_to import goes_to
from flows.talk.kept import OwnItem
from flows.trips.stage import StageEstimate
from flows.trips.trip import Trip


class Step(StrEnum):
    """What the bot waits for. FACTOR: surname or departure date. OPEN: the answer to an open question. ITEM: what to put on
    a checklist."""

    IDLE = "idle"
    FACTOR = "factor"
    OPEN = "open"
    ITEM = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a talk stands; kept as JSON with the chat.

    FACTOR: invitation is what the code pointed to, 0 when to nothing. OPEN: trip, holder, survey, question. ITEM: trip,
    holder, delivery (the checklist's), until (ISO), question ("again" once an item was written).
    """

    step: Step = Step.IDLE
    invitation: int = 0
    trip: int = 0
    holder: str = ""
    survey: str = ""
    question: str = ""
    delivery: int = 0
    until: str = ""

    @property
    def document(self) -> dict[str, Any]:
        """As JSON values; empty when nothing is awaited."""
        if self.step is Step.IDLE:
            return {}
        return {name: str(value) if name == "step" else value for name, value in self._fields() if value}

    def _fields(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, name)) for name in self.__dataclass_fields__]

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> State:
        """What was kept; what cannot be read counts as nothing awaited."""
        try:
            step = Step(document.get("step", Step.IDLE))
        except ValueError:
            return cls()
        numbers = [document.get(name, 0) for name in ("invitation", "trip", "delivery")]
        if not all(isinstance(number, int) for number in numbers):
            return cls()
        holder, survey, question = (str(document.get(name, "")) for name in ("holder", "survey", "question"))
        until = str(document.get("until", ""))
        if step is Step.ITEM and not _instant(until):
            return cls()
        return cls(
            step=step,
            invitation=numbers[0],
            trip=numbers[1],
            holder=holder,
            survey=survey,
            question=question,
            delivery=numbers[2],
            until=until,
        )


def _instant(text: str) -> bool:
    """True for an aware instant."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


IDLE = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a code or link points to. open: it may still be used now. trip, traveller: whose it is. locale: the language
    they chose on the phone that they had so far, "" for none. taken: another chat has used it."""

    id: int
    open: bool
    trip: Trip
    traveller: str
    tries: int = 0
    locale: str = ""
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A trip that the chat was on until its holder dropped out. name: theirs."""

    name: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TripKnown:
    """One trip that the chat is bound to. zone: in force now, or None. facts: for its texts. holder, travellers: ids.
    unsettled: something about the whole booking waits for an agent's word; trip and facts are as travellers know them.
    company: for the tour leader, facts of each of those who travel together; unreached: first names whom no chat reaches."""

    id: int
    trip: Trip
    holder: str
    travellers: tuple[str, ...]
    estimate: StageEstimate
    zone: str | None = None
    facts: Facts | None = None
    unsettled: bool = False
    company: tuple[Facts, ...] = ()
    unreached: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The holder's first name, as a sentence of ours takes it."""
        return next((first_name(one, self.trip) for one in self.trip.travellers if one.id == self.holder), "")

    @property
    def destination(self) -> str:
        """How the trip is called: where it goes, or went before it was cancelled; else its reference."""
        if self.facts is None:
            return self.trip.reference
        main = self.facts.destination()
        names = goes_to(self.facts) if main is None else (self.facts.named(main.place),)
        return names[0] if names else self.trip.reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What was answered in a survey so far: question -> score, text or ids of choices; skipped ones are "". drafts:
    question -> choices that are tapped and not done."""

    survey: Survey
    given: Mapping[str, str] = field(default_factory=dict)
    drafts: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKnown:
    """A checklist that came. delivery: what brought it; own: what travellers added to it; size: items of its own."""

    delivery: int
    touchpoint: str
    size: int = 0
    own: tuple[OwnItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """What a tapped button meant. touchpoint, occurrence: of the message it stands under."""

    action: str
    data: Mapping[str, str]
    message_id: int | None = None
    delivery: int | None = None
    touchpoint: str = ""
    occurrence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What is kept about who a chat serves, by kind and count. needed: duty of care needs it until then, None when it may
    be erased at once; until: that day at home; due: erasure was asked for already."""

    messages: int = 0
    ticks: int = 0
    answers: int = 0
    wishes: int = 0
    needed: datetime | None = None
    until: date | None = None
    due: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that a reply depends on. tries, locked_until: wrong codes of this chat. offers, location: consent, None when not asked. zone_there: the zone
    of a position that came in, None at sea.

    current: the trip that is talked about. former: of a chat without a trip, the one it was on lately. invitation: what the pending code points to; given: what the code in this
    message does.
    reachable: an agents' group is bound. held: an agent has the talk. tapped: None for an unknown or foreign button.
    feedback: of the survey that the tap or the awaited answer belongs to. offered: what was said to the tapped offer or
    became of it (Kept.offer), "" for nothing; offered_by: the delivery under which that was said. moods: the pulse that
    was tapped has an answer already. listed: the checklist that is tapped, answered or meant; replied: this message
    answers its message. desk_locale: the agents'
    language. wishes: those that were told already, when one is tapped. holdings: what is kept, when /privacy asks.
    """

    library: Library
    locale: str = "en"
    agency: Mapping[str, str] = field(default_factory=dict)
    tries: int = 0
    locked_until: datetime | None = None
    offers: bool | None = None
    location: bool | None = None
    zone_there: str | None = None
    stopped: bool = False
    reachable: bool = False
    held: bool = False
    trips: tuple[TripKnown, ...] = ()
    current: TripKnown | None = None
    former: Former | None = None
    invitation: Invitation | None = None
    given: Invitation | None = None
    tapped: Tapped | None = None
    feedback: Feedback | None = None
    offered: str = ""
    offered_by: int | None = None
    moods: bool = False
    listed: ListKnown | None = None
    replied: bool = False
    desk_locale: str = "en"

    wishes: frozenset[str] = frozenset()
    holdings: Holdings | None = None

    @property
    def joined(self) -> bool:
        """True when the chat is bound to a trip."""
        return bool(self.trips)
