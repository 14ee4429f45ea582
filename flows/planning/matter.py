"""One occurrence of one touchpoint while it is decided, and the answers it can become.

Not here: the decision (planner).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from flows.library.audience import Who
from flows.library.touchpoint import Touchpoint
from flows.planning.due import Due, Key, Overridden, Override, Past, Reason, Sent, Skipped, Waiting
from flows.planning.facts import Facts
from flows.planning.instants import Missing, Timing, ends, timed
from flows.planning.occasions import Occasion
from flows.trips.times import aware
from flows.trips.trip import Place

Kind = TypeVar("Kind", Due, Waiting, Skipped)


class Matter:
    """`touchpoint` for the occurrence that `facts` speak of. word: an agent's, if there is one. generation: of its key.

    Its instant is worked out when first asked for: most touchpoints are not for most trips.
    """

    def __init__(
        self, touchpoint: Touchpoint, facts: Facts, *, word: Overridden | None, lead: str, settle: timedelta
    ) -> None:
        self.touchpoint = touchpoint
        self.facts = facts
        self.occasion: Occasion = facts.occasion
        self.group = facts.group
        self.word = word
        self.generation = 0
        self.lead = lead
        self._settle = settle

    @property
    def travellers(self) -> tuple[str, ...]:
        """Whom it speaks of."""
        everyone = self.occasion.travellers
        if self.touchpoint.audience.who is Who.LEAD and self.lead in everyone:
            return (self.lead,)
        return everyone

    @property
    def key(self) -> Key:
        """Of its delivery."""
        return Key(
            touchpoint=self.touchpoint.id, occurrence=self.occasion.occurrence, generation=self.generation
        )

    @property
    def given(self) -> bool:
        """True when an agent gave the instant."""
        return self.word is not None and self.word.word is Override.AT

    @cached_property
    def timing(self) -> Timing | Missing:
        """When, or why there is no instant; an agent's word on it wins."""
        timing = timed(self.touchpoint, self.occasion, self._settle)
        word = self.word
        if word is None or word.word is not Override.AT or word.at is None:
            return timing
        at = aware(word.at, "Overridden.at")
        moment = timing.moment if isinstance(timing, Timing) else None
        return Timing(at=at, zone=self.group.life.zone_at(at), fresh_from=at, moment=moment)

    @property
    def anchor(self) -> datetime | None:
        """The anchor's instant."""
        timing = self.timing
        return timing.moment.at if isinstance(timing, Timing) and timing.moment is not None else None

    @cached_property
    def useless_after(self) -> datetime | None:
        """After which instant it never goes."""
        return ends(self.touchpoint, self.occasion)

    def told(self, kind: type[Kind], **more: Any) -> Kind:
        """The answer of a kind, with when it goes or would have gone; `more` overrides."""
        return kind(**{**self._shared(), **self._placed(), **more})

    def skipped(self, reason: Reason, detail: str = "") -> Skipped:
        """The refusal, with which condition in words."""
        return self.told(Skipped, reason=reason, detail=detail)

    def untimed(self, reason: Reason, detail: str = "") -> Skipped:
        """A refusal for which its instant does not matter."""
        return Skipped(**self._shared(), reason=reason, detail=detail)

    def sent(self, past: Past) -> Sent:
        """What history says; past.anchor is its anchor then."""
        return Sent(**self._shared(), anchor=past.anchor, past=past)

    def town(self, there: Place | None) -> Place | None:
        """What place texts are about: the occurrence's own town, else where the traveller is or goes."""
        return self.occasion.town or there

    def _shared(self) -> Mapping[str, Any]:
        return {"touchpoint": self.touchpoint, "key": self.key, "travellers": self.travellers}

    def _placed(self) -> Mapping[str, Any]:
        timing = self.timing
        if isinstance(timing, Missing):
            return {"place": self.occasion.town}
        stage, direction, there = self.group.stage_at(timing.at)
        return {
            "at": timing.at,
            "zone": timing.zone,
            "anchor": self.anchor,
            "useless_after": self.useless_after,
            "stage": stage,
            "direction": direction,
            "place": self.town(there),
        }
