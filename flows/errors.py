"""What the pure half of the house refuses, and in which words.

FlowsError
├── NaiveTime        a datetime without a zone was given
├── UnknownZone      a zone name that the zone data does not know
├── BadOffset        an offset that is not written as we read them
├── ContentRefused   content that cannot be read as a library, with all its faults at once
├── MissingWords     a fixed sentence that the library does not have
├── UnreadableStatus what a flight-status service sent cannot be read
├── EventsRefused    what shall happen in a rehearsal cannot be read, with all its faults at once
├── EditRefused      an agent's edit cannot be made, with its reason
├── NotSpoken        a text lacks the language that a whole message must have
└── MissingFact      a text asks for something that is not known of this trip
    └── NothingOpen  a reminder of a checklist on which everything is ticked

The docstring of each error is its message; `{…}` are filled from the keyword arguments.
"""

from __future__ import annotations

from collections.abc import Sequence


class FlowsError(Exception):
    """Something in the pure half of Reisgenoot was given what it cannot use."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__((type(self).__doc__ or "").strip().format(**facts))


class NaiveTime(FlowsError):
    """{what} has no zone: {value}. Give an aware datetime."""


class UnknownZone(FlowsError):
    """The zone data does not know {zone!r}. Use an IANA name such as Europe/Amsterdam."""


class BadOffset(FlowsError, ValueError):
    """{text!r} is no offset: {why}. Write -5d, -1w, +60m, -3h or 0."""


class ContentRefused(FlowsError):
    """The content has {count} faults, the first: {first}"""

    def __init__(self, faults: Sequence[object]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults), first=self.faults[0])


class UnreadableStatus(FlowsError):
    """{what} of a flight's status cannot be read: {value}"""


class EventsRefused(FlowsError):
    """The events cannot be played: {first}"""

    def __init__(self, faults: Sequence[object]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults), first=self.faults[0])


class MissingFact(FlowsError):
    """Nothing is known to fill {{{placeholder}}}."""

    def __init__(self, placeholder: str) -> None:
        self.placeholder = placeholder
        super().__init__(placeholder=placeholder)


class NothingOpen(MissingFact):
    """Nothing is open on the checklist {placeholder}."""


class EditRefused(FlowsError):
    """This cannot be changed ({reason}): {about}"""

    def __init__(self, *, reason: str, about: str) -> None:
        self.reason, self.about = reason, about
        super().__init__(reason=reason.replace("_", " "), about=about)


class NotSpoken(FlowsError):
    """A text of this message is not written in {locale}."""


class MissingWords(FlowsError):
    """The content has no words called {id}. Add them to content/words."""
