"""What a conductor tells of the trips to choose from: each with a portrait of its party.

Protocols, so that a service can implement them without knowing the simulator. Not here: the conductor itself (conductor).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class Companion(Protocol):
    """One of a sample trip's party."""

    @property
    def name(self) -> str:
        """The first name."""
        ...

    @property
    def age(self) -> int | None:
        """Full years on the day of departure; None when not known."""
        ...

    @property
    def birthday(self) -> date | None:
        """When it falls within the trip."""
        ...

    @property
    def child(self) -> bool:
        """As the booking has it."""
        ...


class Portrait(Protocol):
    """Who travels, as the booking tells."""

    @property
    def people(self) -> Sequence[Companion]:
        """The party, the lead first."""
        ...

    @property
    def personas(self) -> Sequence[tuple[str, str]]:
        """(persona, why it is thought so, in English); the page says both in its own language where it can."""
        ...

    @property
    def occasions(self) -> Sequence[str]:
        """What is celebrated: anniversary, honeymoon, birthday."""
        ...

    @property
    def documents(self) -> Sequence[str]:
        """Names of what the agency attached."""
        ...


class SampleTrip(Protocol):
    """A trip to choose. symbol: family, couple or business; about: a short line under the title."""

    @property
    def id(self) -> str:
        """Stable: the page's words may translate it."""
        ...

    @property
    def title(self) -> str:
        """In English."""
        ...

    @property
    def about(self) -> str:
        """Route and length, in English."""
        ...

    @property
    def symbol(self) -> str:
        """Which picture."""
        ...

    @property
    def portrait(self) -> Portrait:
        """Who travels."""
        ...
