"""What shall happen: the effects of a Turn, as values.

Not here: deciding (conversation and its rooms) and doing (bot.steps.talk.act).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.talk.dialogue import IDLE, State
from flows.talk.message import OutgoingMessage
from flows.trips.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A reply in this chat."""

    message: OutgoingMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put this in place of a message that stands in this chat."""

    message_id: int
    message: OutgoingMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Pass this on to the agents with the traveller's name, stage and local time. text: as typed; note: a word of staff
    about it ("edited", "media", "score", "reasons", "mood"), with facts."""

    text: str = ""
    note: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellAgents:
    """Something to know, with no traveller behind it; it waits until a group is bound. word: an id of staff's catalogs (locales/)."""

    word: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Bind the chat by this invitation; it is used up."""

    invitation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A wrong try. tries: of the chat now; locked_until: from the fifth on. invitation: whose tries rise too, or 0;
    closes: it is locked now."""

    tries: int
    locked_until: datetime | None = None
    invitation: int = 0
    closes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLocale:
    """From now on in this language; open checklists and surveys follow."""

    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOffers:
    """Consent to offers, given or taken back."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLocation:
    """Consent to using locations, given or taken back; without it what they said is forgotten."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Keep what travellers let know of where they are; what depends on it follows."""

    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStopped:
    """/stop, or its end."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseTrip:
    """Talk about this trip until it is over."""

    trip: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowChecklist:
    """The checklists of the current trip that have something open once more, with their ticks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Turn one item of a checklist over, and show it."""

    item: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItems:
    """Put these on a checklist, which is shown with them. list: the delivery that brought it."""

    list: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DropItem:
    """Take one own item off a checklist, which is shown without it."""

    list: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """Show the tapped message as it reads by now, wherever it stands in the chat. survey: show that survey instead."""

    survey: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSurvey:
    """The survey once more at the end of the chat, with the question that is open."""

    survey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """An agent is wanted: gentle messages wait until one has had the talk. why: "score" or "mood"."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """No marketing to this chat until an agent resumes. why: "score" or "mood"."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Keep an answer to a question. score or text; both empty: passed over. draft: of a choice that is not done yet."""

    trip: int
    holder: str
    survey: str
    question: str
    score: int | None = None
    text: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """What was said to an offer: details, accepted, later, never."""

    offer: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Ask the agents to make an accepted offer true; kept until they can be asked."""

    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The traveller takes an open request back; the agents hear it."""

    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Celebrate:
    """The trip celebrates this: an occasion of flows.library.audience."""

    occasion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """It is so many minutes from home to the first departure."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Send a file of everything that is kept about who this chat serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase:
    """Erase all that is kept about who this chat serves, as soon as duty of care allows; the agents hear it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BringDocument:
    """A document of this trip once more, to who asked for it."""

    trip: int
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BringCalendar:
    """This trip as a file for the calendar."""

    trip: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """An erasure that waits is taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A short word on the tapped button itself."""

    text: str = ""


Effect = (
    Say
    | Edit
    | Relay
    | TellAgents
    | Join
    | Tried
    | SetLocale
    | SetOffers
    | SetLocation
    | SetStopped
    | ChooseTrip
    | ShowChecklist
    | Tick
    | AddItems
    | DropItem
    | Redraw
    | ShowSurvey
    | Hold
    | Pause
    | Store
    | Remember
    | Request
    | Withdraw
    | Celebrate
    | Travel
    | Witness
    | Export
    | Erase
    | Keep
    | BringDocument
    | BringCalendar
    | Answered
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What follows from one thing that came in: the talk's new state, and effects in their order."""

    state: State = IDLE
    effects: tuple[Effect, ...] = ()
