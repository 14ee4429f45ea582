"""A language spoken where one travels: its name and a few words that open doors."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.library.text import Origin, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """means: what it says, in the traveller's language. say: how one says it there."""

    means: Text
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """id: ISO 639 ("pt"). name: how each locale calls it."""

    id: str
    name: Text
    phrases: tuple[Phrase, ...] = ()
    origin: Origin = field(default=Origin(), compare=False)
