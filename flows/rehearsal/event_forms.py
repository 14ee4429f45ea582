"""Every kind of event that a rehearsal can play, with its fields and what `rehearse --help` says of them.

Not here: reading lines into events (events).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Do(StrEnum):
    """What can happen."""

    JOIN = "join"
    TEXT = "text"
    TAP = "tap"
    LOCATION = "location"
    BLOCK = "block"
    UNBLOCK = "unblock"
    REBOOK = "rebook"
    CANCEL = "cancel"
    REINSTATE = "reinstate"
    DROP = "drop"
    DELAY = "delay"
    CARE = "care"
    AGENT_TAKES = "agent_takes"
    AGENT_RELEASES = "agent_releases"
    AGENT_SAYS = "agent_says"
    OVERRIDE = "override"
    PUBLISH = "publish"
    OUTAGE = "outage"
    CLOCK_CHANGE = "clock_change"


CHATTED = frozenset({Do.JOIN, Do.TEXT, Do.TAP, Do.LOCATION, Do.BLOCK, Do.UNBLOCK})
"""What people do in chats."""


class Kind(StrEnum):
    """What a field holds, as it is said to who wrote something else."""

    TEXT = 'text in quotes, such as "Ann"'
    TIME = 'a time such as "2027-05-11T18:00", with an offset where it matters'
    LOCAL = 'a time on the clock of the place, such as "2027-05-11T06:40"'
    DAY = 'a day such as "2027-05-11"'
    SPAN = 'a span such as "+6h", "+1h30m", "45m" or "0m"'
    NUMBER = "a number"
    FLAG = "true or false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an event. needed: a line without it is refused. choices: nothing else is taken."""

    name: str
    means: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one kind of event is and which fields it knows. one_of: exactly one of these has to be there."""

    means: str
    fields: tuple[Field, ...] = ()
    one_of: tuple[str, ...] = ()
    staff: bool = False


def _who(means: str = "whose: first or full name, or the phone of a join") -> Field:
    return Field(name="who", means=means, needed=True)


_IN = Field(name="in", means="where: the agents' group instead of the private chat", choices=("agents",))
_TRIP = Field(name="trip", means="its reference; needed only where the file holds several trips")
_BY = Field(name="by", means="which colleague (Jo)")
_SEGMENT = Field(name="segment", means="which: its id, its number, or a part of its name")

FORMS: Mapping[Do, Form] = {
    Do.JOIN: Form(
        means="Somebody opens a link and answers what is asked. They have no chat before that.",
        fields=(
            _who("whose link: first or full name"),
            Field(name="answer", means="what they say who they are (their surname)"),
            Field(name="language", means="the language of their phone (--locale)"),
            Field(
                name="phone",
                means="whose phone, if another's; a new name is a new phone, and may be a who later",
            ),
            Field(name="link", means="fresh, or the same one once more", choices=("fresh", "same")),
            _TRIP,
        ),
    ),
    Do.TEXT: Form(
        means="Somebody writes; a command begins with a slash.",
        fields=(
            _who(),
            Field(name="text", means="what", needed=True),
            Field(name="reply_to", means="a part of the message that it answers"),
            _IN,
        ),
    ),
    Do.TAP: Form(
        means="Somebody taps a button.",
        fields=(
            _who(),
            Field(name="label", means="a part of what stands on it", needed=True),
            Field(name="on", means="a part of its message (else the newest that has such a button)"),
            Field(name="maybe", means="true: nothing happens where no such button stands", kind=Kind.FLAG),
            _IN,
        ),
    ),
    Do.LOCATION: Form(
        means="Somebody shares where they are.",
        fields=(
            _who(),
            Field(name="latitude", means="degrees north", kind=Kind.NUMBER, needed=True, least=-90, most=90),
            Field(
                name="longitude", means="degrees east", kind=Kind.NUMBER, needed=True, least=-180, most=180
            ),
            Field(name="live", means="it is the next word of a location that goes on", kind=Kind.FLAG),
        ),
    ),
    Do.BLOCK: Form(
        means="Somebody stops the bot; nothing reaches them.",
        fields=(
            _who(),
            Field(
                name="deleted", means="true: their account is no more, and nothing says so", kind=Kind.FLAG
            ),
        ),
    ),
    Do.UNBLOCK: Form(means="They let it in again.", fields=(_who(),)),
    Do.REBOOK: Form(
        means="The booking changes: by a file that is read as for import, or one segment by hand.",
        one_of=("file", "segment"),
        fields=(
            Field(name="file", means="a booking file, its path beside the events' file"),
            _SEGMENT,
            Field(name="departs", means="its new departure or beginning", kind=Kind.LOCAL),
            Field(name="arrives", means="its new arrival or end", kind=Kind.LOCAL),
            _TRIP,
            _BY,
        ),
    ),
    Do.CANCEL: Form(means="The trip is cancelled, or one segment of it.", fields=(_SEGMENT, _TRIP, _BY)),
    Do.REINSTATE: Form(means="The cancelled trip goes on after all.", fields=(_TRIP, _BY)),
    Do.DROP: Form(means="One traveller comes no more.", fields=(_who("who: first or full name"), _TRIP, _BY)),
    Do.DELAY: Form(
        means="A flight is late, cancelled or diverted, for everyone on it.",
        fields=(
            Field(name="flight", means="its number, KL0897", needed=True),
            Field(name="day", means="the local day it was to leave", kind=Kind.DAY, needed=True),
            Field(name="late", means='how much later than booked; "0m": on time again', kind=Kind.SPAN),
            Field(name="status", means="what became of it", choices=("cancelled", "diverted", "landed")),
            Field(name="to", means="where a diverted one lands: IATA"),
            _BY,
        ),
        one_of=("late", "status"),
    ),
    Do.CARE: Form(
        means="Care mode: only what an agent lets go.",
        staff=True,
        fields=(
            Field(name="why", means="the note that is kept"),
            Field(name="over", means="true: it ends", kind=Kind.FLAG),
            _TRIP,
            _BY,
        ),
    ),
    Do.AGENT_TAKES: Form(means="An agent has the talk; the bot is quiet.", staff=True, fields=(_TRIP, _BY)),
    Do.AGENT_RELEASES: Form(means="The bot has the talk again.", staff=True, fields=(_TRIP, _BY)),
    Do.AGENT_SAYS: Form(
        means="An agent answers in the group what somebody wrote.",
        staff=True,
        fields=(
            _who("whom they answer: first or full name"),
            Field(name="text", means="what", needed=True),
            _BY,
        ),
    ),
    Do.OVERRIDE: Form(
        means="An agent's word on one touchpoint of one traveller.",
        fields=(
            _who("whose: first or full name"),
            Field(name="touchpoint", means="its id", needed=True),
            Field(name="word", means="what shall be", needed=True, choices=("never", "now", "at", "text")),
            Field(name="time", means="when, for at", kind=Kind.TIME),
            Field(name="text", means="what it says instead, for text"),
            Field(name="occurrence", means="only this one: trip, or a segment's id (every one)"),
            _TRIP,
        ),
    ),
    Do.PUBLISH: Form(
        means="Content is published and in force from then on.",
        fields=(
            Field(name="folder", means="a content folder or overlay beside the events' file", needed=True),
        ),
    ),
    Do.OUTAGE: Form(
        means="Nothing is planned, sent or answered until then; what people do meanwhile waits.",
        fields=(Field(name="until", means="when it is over", kind=Kind.TIME, needed=True),),
    ),
    Do.CLOCK_CHANGE: Form(
        means="The machine's clock jumps; what comes after is told by it.",
        fields=(
            Field(
                name="minutes",
                means="how far: 60, or back: -60",
                kind=Kind.NUMBER,
                needed=True,
                least=-1440,
                most=1440,
            ),
        ),
    ),
}

NOTE = Field(name="note", means="a remark, shown in the transcript")
COMMON = (
    Field(name="at", means="when; without an offset in --home-zone, else UTC", kind=Kind.TIME, needed=True),
    Field(name="do", means="what happens", needed=True),
    NOTE,
)


def field_list() -> Iterator[str]:
    """Every kind of event with its fields, line by line, for people. A field with * is needed."""
    yield 'One event a line: {"at": "2027-05-11T18:00", "do": "text", "who": "Ann", "text": "Where are we?"}'
    yield "A field with * is needed. In every event:"
    yield from _fields(COMMON)
    for do, form in FORMS.items():
        yield ""
        either = f" Either {' or '.join(form.one_of)}." if form.one_of else ""
        yield f"{do}: {form.means}{either}"
        yield from _fields(form.fields)


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    for one in fields:
        choices = f" ({', '.join(one.choices)})" if one.choices else ""
        yield f"  {one.name + ('*' if one.needed else ''):<12} {one.means}{choices}"
