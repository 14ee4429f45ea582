"""One occurrence of one touchpoint while it is decided, and the answers it can become.

Not here: the decision (planner).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.library.audience import Who
from flows.library.touchpoint import Touchpoint
from flows.planning.due import Concern, Overridden, Override, Placing, Reason, Skipped, Waiting
from flows.planning.facts import Facts
from flows.planning.instants import Missing, Timing, ends, timed
from flows.planning.occasions import Occasion
from flows.trips.times import aware
from flows.trips.trip import Place

EACH = Who.EACH
"""Asked of every answer: to read a member off its class costs ten times as much (until Python 3.12)."""


def concern(touchpoint: Touchpoint, occasion: Occasion, lead: str) -> Concern:
    """What it is about: all who are concerned, or of them the one who booked where it is for the lead, or the adults."""
    who = touchpoint.audience.who
    if who is EACH and not touchpoint.items:
        return occasion.concern
    if who is Who.LEAD and lead in occasion.travellers:
        return Concern(occasion.occurrence, (lead,))
    if who is Who.ADULTS and occasion.adults:
        return Concern(occasion.occurrence, occasion.adults)
    if touchpoint.items and occasion.along:
        return Concern(occasion.occurrence, occasion.travellers + occasion.along)
    return occasion.concern


def not_theirs(who: Who, occasion: Occasion, *, lead: str, leads: bool) -> str:
    """Why it is not for this chat by who is to get it; empty when it is. lead: who booked; leads: it is the tour leader's."""
    if who is Who.LEAD and lead not in occasion.travellers:
        return "only for the one who booked"
    if who is Who.ADULTS and not occasion.adults:
        return "only for adults"
    if who is Who.LEADER and not leads:
        return "only for the tour leader"
    return ""


class Matter:
    """`touchpoint` for the occurrence that `facts` speak of. word: an agent's, if there is one. concern: what it is about.

    Its instant is worked out only by `timed`: most touchpoints are not for most trips.
    """

    __slots__ = (
        "concern",
        "facts",
        "group",
        "occasion",
        "timing",
        "touchpoint",
        "useless_after",
        "word",
    )

    timing: Timing | Missing
    useless_after: datetime | None

    def __init__(
        self, touchpoint: Touchpoint, facts: Facts, lead: str, word: Overridden | None = None
    ) -> None:
        occasion = facts.occasion
        self.touchpoint = touchpoint
        self.facts = facts
        self.occasion = occasion
        self.group = occasion.group
        self.concern = concern(touchpoint, occasion, lead)
        self.word = word

    @property
    def given(self) -> bool:
        """True when an agent gave the instant."""
        return self.word is not None and self.word.word is Override.AT

    def timed(self, settle: timedelta) -> Timing | Missing:
        """When, or why there is no instant; an agent's word on it wins. With it comes after when it is useless."""
        timing = timed(self.touchpoint, self.occasion, settle)
        word = self.word
        if word is not None and word.word is Override.AT and word.at is not None:
            at = aware(word.at, "Overridden.at")
            moment = timing.moment if isinstance(timing, Timing) else None
            timing = Timing(at=at, zone=self.group.life.zone_at(at), fresh_from=at, moment=moment)
        self.timing = timing
        self.useless_after = ends(self.touchpoint, self.occasion)
        return timing

    def moved_to(self, at: datetime) -> Timing:
        """It goes later than it would by its own trip."""
        assert isinstance(self.timing, Timing), "only what has an instant moves"
        zone = self.group.life.zone_at(at)
        fresh_from = max(at, self.timing.fresh_from)
        self.timing = self.timing._replace(at=at, zone=zone, fresh_from=fresh_from)
        return self.timing

    @property
    def anchor(self) -> datetime | None:
        """The anchor's instant, once it is timed."""
        timing = self.timing
        return timing.moment.at if isinstance(timing, Timing) and timing.moment is not None else None

    @property
    def placing(self) -> Placing:
        """When and where it goes, or would have gone, by the timetable; once it is timed."""
        timing = self.timing
        if isinstance(timing, Missing):
            return Placing(useless_after=self.useless_after, place=self.occasion.town)
        stage, direction, there = self.group.stage_at(timing.at)
        anchor = timing.moment.at if timing.moment is not None else None
        place = self.occasion.town or there
        return Placing(timing.at, timing.zone, anchor, self.useless_after, stage, direction, place)

    def waiting(self, placing: Placing) -> Waiting:
        """It goes later."""
        return Waiting(
            touchpoint=self.touchpoint,
            concern=self.concern,
            placing=placing,
        )

    def skipped(self, reason: Reason, detail: str = "") -> Skipped:
        """The refusal, with which condition in words; once it is timed."""
        return Skipped(
            touchpoint=self.touchpoint,
            concern=self.concern,
            placing=self.placing,
            reason=reason,
            detail=detail,
        )

    def untimed(self, reason: Reason, detail: str = "") -> Skipped:
        """A refusal for which its instant does not matter."""
        return Skipped(
            touchpoint=self.touchpoint,
            concern=self.concern,
            reason=reason,
            detail=detail,
        )

    def town(self, there: Place | None) -> Place | None:
        """What place texts are about: the occurrence's own town, else where the traveller is or goes."""
        return self.occasion.town or there
