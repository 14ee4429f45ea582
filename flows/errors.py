"""What the pure half of the house refuses, and in which words.

FlowsError
├── NaiveTime        a datetime without a zone was given
├── UnknownZone      a zone name that the zone data does not know
└── ContentError     content that cannot be read as a library (see flows.library.schema)

The docstring of each error is its message; `{…}` are filled from the keyword arguments.
"""

from __future__ import annotations


class FlowsError(Exception):
    """Something in the pure half of Reisgenoot was given what it cannot use."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__((type(self).__doc__ or "").strip().format(**facts))


class NaiveTime(FlowsError):
    """{what} has no zone: {value}. Give an aware datetime."""


class UnknownZone(FlowsError):
    """The zone data does not know {zone!r}. Use an IANA name such as Europe/Amsterdam."""


class ContentError(FlowsError):
    """{file}:{line}: {why}"""
