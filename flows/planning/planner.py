"""The planner: for every touchpoint and occurrence of a recipient one answer with its reason (DESIGN §3.1-3.5).

It proposes; what is true at the claim is judged there (claim). Not here: occurrences (occasions), instants, conditions,
what history says (ledger), and how what is late is folded (folding).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.library.audience import Who
from flows.library.library import Library
from flows.library.touchpoint import Late, MessageClass, Touchpoint, TouchpointKind
from flows.planning.conditions import asks_nothing, objection
from flows.planning.due import (
    Answer,
    Due,
    History,
    Key,
    Overridden,
    Override,
    Plan,
    PlanningSettings,
    Reason,
    Recipient,
    Sent,
    Skipped,
    Waiting,
)
from flows.planning.facts import facts
from flows.planning.folding import folded
from flows.planning.gate import opens, spoken, window
from flows.planning.group import groups
from flows.planning.instants import Missing, Timing, ends, timed
from flows.planning.ledger import Ledger, goes_again
from flows.planning.matter import Matter, town
from flows.planning.occasions import NOTHING, Occasion, occasions
from flows.planning.once import once
from flows.trips.evidence import Direction, Evidence, Stage
from flows.trips.moments import TRIP
from flows.trips.times import aware
from flows.trips.trip import Trip

Told = Sent | Due | Waiting | Skipped
Overrides = Mapping[tuple[str, str], Overridden]


def plan(
    trip: Trip,
    recipient: Recipient,
    library: Library,
    history: History,
    overrides: Overrides,
    evidence: Evidence,
    settings: PlanningSettings,
    *,
    now: datetime,
) -> Plan:
    """Everything that may be said to `recipient` about `trip`, decided at `now` (aware).

    overrides: (touchpoint id, occurrence, or "" for all) -> an agent's word. Answers come in the library's order, those
    of one touchpoint in the trip's. The same arguments give the same plan; what is put into history never comes again.
    Raises NaiveTime.
    """
    moment = aware(now, "now")
    recipient = replace(recipient, known=aware(recipient.known, "Recipient.known"))
    parties = groups(trip, recipient, evidence, now=moment)
    desk = _Desk(
        trip=trip,
        lead=trip.booking.lead.id,
        recipient=recipient,
        library=library,
        ledger=Ledger(history, library),
        overrides=overrides,
        settings=settings,
        now=moment,
    )
    answers: list[Told] = []
    occurring = {per: occasions(per, parties) for per in {one.per for one in library.touchpoints}}
    for touchpoint in library.touchpoints:
        found = occurring[touchpoint.per]
        answers.extend(once(touchpoint, found, [desk.answer(touchpoint, occasion) for occasion in found]))
        if not found:
            answers.append(desk.nothing(touchpoint, there=bool(parties)))
    waiting = [answer.at for answer in answers if isinstance(answer, Waiting) and answer.at is not None]
    return Plan(
        answers=tuple(answers),
        digest=folded(answers, parties, recipient, desk.ledger, now=moment) if parties else None,
        next_due=min(waiting, default=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What all questions of one plan share."""

    trip: Trip
    lead: str
    recipient: Recipient
    library: Library
    ledger: Ledger
    overrides: Overrides
    settings: PlanningSettings
    now: datetime

    def nothing(self, touchpoint: Touchpoint, *, there: bool) -> Skipped:
        """The one answer of a touchpoint that has nothing to go for."""
        reason, detail = Reason.NO_ANCHOR, NOTHING[touchpoint.per]
        if self.trip.cancelled:
            reason, detail = Reason.CANCELLED, ""
        elif not there:
            reason, detail = Reason.LEFT_TRIP, "nobody whom this chat serves is on this trip"
        key = Key(touchpoint=touchpoint.id, occurrence=TRIP)
        return Skipped(touchpoint=touchpoint, key=key, reason=reason, detail=detail)

    def answer(self, touchpoint: Touchpoint, occasion: Occasion) -> Told:
        """History first, then an agent's word, then whether, then when."""
        matter = self._matter(touchpoint, occasion)
        past = self.ledger.latest(touchpoint, occasion.occurrence, matter.base.travellers)
        refusal = self.ledger.answered(touchpoint, past) if touchpoint.kind is TouchpointKind.OFFER else ""
        if refusal:
            return matter.skipped(Reason.ALREADY_SENT, refusal)
        if past is not None:
            moved = timedelta(hours=self.settings.moved_hours)
            again = goes_again(touchpoint, past, matter.base.anchor, moved)
            key = replace(matter.base.key, generation=past.key.generation + again)
            matter = replace(matter, base=replace(matter.base, key=key))
            if not again:
                return matter.told(Sent, past=past)
        return self._whether(matter) or self._when(matter)

    def _matter(self, touchpoint: Touchpoint, occasion: Occasion) -> Matter:
        word = self._word(touchpoint, occasion)
        timing = timed(touchpoint, occasion, timedelta(minutes=self.settings.settle_minutes))
        group = occasion.group
        if word is not None and word.word is Override.AT and word.at is not None:
            at = aware(word.at, "Overridden.at")
            moment = timing.moment if isinstance(timing, Timing) else None
            timing = Timing(at=at, zone=group.life.zone_at(at), fresh_from=at, moment=moment)
        travellers = occasion.travellers
        if touchpoint.audience.who is Who.LEAD and self.lead in travellers:
            travellers = (self.lead,)
        placed = timing if isinstance(timing, Timing) else None
        stage, direction, there = group.stage_at(placed.at) if placed is not None else (None, None, None)
        base = Answer(
            touchpoint=touchpoint,
            key=Key(touchpoint=touchpoint.id, occurrence=occasion.occurrence),
            travellers=travellers,
            at=placed.at if placed is not None else None,
            zone=placed.zone if placed is not None else None,
            anchor=placed.moment.at if placed is not None and placed.moment is not None else None,
            useless_after=ends(touchpoint, occasion),
            stage=stage,
            direction=direction,
            place=town(occasion, there),
        )
        return Matter(base=base, occasion=occasion, timing=timing, word=word)

    def _word(self, touchpoint: Touchpoint, occasion: Occasion) -> Overridden | None:
        """An agent's word on this occurrence, else on the touchpoint; a former id's counts too."""
        if not self.overrides:
            return None
        names = (touchpoint.id, *touchpoint.replaces)
        keys = [(name, occurrence) for occurrence in (occasion.occurrence, "") for name in names]
        return next((self.overrides[key] for key in keys if key in self.overrides), None)

    def _whether(self, matter: Matter) -> Told | None:
        """What does not ask for the instant; None when nothing objects."""
        touchpoint, occasion = matter.base.touchpoint, matter.occasion
        word = matter.word.word if matter.word is not None else None
        if word is Override.NEVER:
            return matter.skipped(Reason.NEVER, "an agent said so")
        if self.trip.cancelled:
            return matter.skipped(Reason.CANCELLED)
        if occasion.group.life.itinerary.cancelled:
            return matter.skipped(Reason.LEFT_TRIP)
        if word is Override.NOW:
            return self._due(matter, forced=True)
        if not touchpoint.on or touchpoint.id in self.settings.switched_off:
            return matter.skipped(Reason.TURNED_OFF)
        if touchpoint.kind is TouchpointKind.OFFER:
            offer = self.library.offers.get(touchpoint.offer)
            if offer is not None and not offer.on:
                return matter.skipped(Reason.TURNED_OFF, f"the offer {offer.id} is off")
        refusal = self._objection(matter)
        return matter.skipped(Reason.NOT_FOR_THIS_TRIP, refusal) if refusal else None

    def _objection(self, matter: Matter) -> str:
        audience = matter.base.touchpoint.audience
        if audience.who is Who.LEAD and self.lead not in matter.base.travellers:
            return "only for the one who booked"
        if asks_nothing(audience):
            return ""
        return objection(audience, facts(matter.occasion, self.library, matter.base.anchor))

    def _when(self, matter: Matter) -> Told:
        """By its instant: none, too early for this touchpoint, over, useless, ahead, on time, or late."""
        timing, touchpoint, group = matter.timing, matter.base.touchpoint, matter.occasion.group
        if isinstance(timing, Missing):
            return matter.skipped(timing.reason, timing.detail)
        published = touchpoint.published
        if published is not None and timing.at < published and not (touchpoint.catch_up or matter.given):
            return matter.skipped(Reason.PUBLISHED_LATER)
        if group.over is not None and group.over <= self.recipient.known:
            return matter.skipped(Reason.TRIP_OVER)
        useless_after = matter.base.useless_after
        if useless_after is not None and max(timing.at, self.now) > useless_after:
            return matter.skipped(Reason.USELESS)
        if timing.at > self.now:
            return self._ahead(matter)
        grace = timedelta(minutes=self.settings.grace_minutes)
        if timing.at >= self.recipient.known and self.now - timing.fresh_from <= grace:
            return self._gated(matter, late=False)
        return self._late(matter, timing.at)

    def _ahead(self, matter: Matter) -> Told:
        base = matter.base
        if self._compact(matter):
            return matter.skipped(Reason.IN_DIGEST, "all that one needs before leaving comes in one message")
        if _open(base.touchpoint, base.stage, base.direction):
            return matter.told(Waiting)
        return matter.skipped(Reason.OTHER_STAGE, f"would fall in {spoken(base.stage, base.direction)}")

    def _compact(self, matter: Matter) -> bool:
        """True for what would prepare one who became known only hours before leaving: a series then is a burst (S8)."""
        leaves = matter.occasion.group.life.itinerary.leaves
        touchpoint = matter.base.touchpoint
        if (
            leaves is None
            or touchpoint.late is not Late.DIGEST
            or matter.given
            or self.recipient.known >= leaves
        ):
            return False
        soon = leaves - self.recipient.known < timedelta(hours=self.settings.compact_hours)
        ahead = matter.base.at is not None and matter.base.at < leaves
        return soon and ahead and touchpoint.message_class is not MessageClass.MARKETING

    def _late(self, matter: Matter, at: datetime) -> Told:
        """By its policy. What was known in time but had its gate closed then is not late, it was elsewhere."""
        touchpoint, group = matter.base.touchpoint, matter.occasion.group
        if matter.given:
            return self._gated(matter, late=True)
        if at >= self.recipient.known:
            then = group.life.estimate(now=at)
            if not _open(touchpoint, then.stage, then.direction):
                return matter.skipped(Reason.OTHER_STAGE, f"was in {spoken(then.stage, then.direction)} then")
        if touchpoint.late is Late.SEND:
            return self._still(matter, at)
        if touchpoint.late is Late.DIGEST and touchpoint.message_class is not MessageClass.MARKETING:
            return matter.skipped(Reason.IN_DIGEST)
        return matter.skipped(Reason.LATE)

    def _still(self, matter: Matter, at: datetime) -> Told:
        """Late, but sent as long as its own gate stands open; when that opens only later, then."""
        touchpoint, group = matter.base.touchpoint, matter.occasion.group
        opening = window(group.life.timeline, touchpoint.stages, touchpoint.directions, at=at)
        if opening is None or (opening.until is not None and self.now >= opening.until):
            today = group.today
            return matter.skipped(Reason.OTHER_STAGE, f"is in {spoken(today.stage, today.direction)} now")
        if self.now >= opening.since:
            return self._gated(matter, late=True)
        useless_after = matter.base.useless_after
        if useless_after is not None and opening.since > useless_after:
            return matter.skipped(Reason.USELESS)
        stage, direction, place = group.stage_at(opening.since)
        return matter.told(
            Waiting,
            at=opening.since,
            zone=group.life.zone_at(opening.since),
            stage=stage,
            direction=direction,
            place=town(matter.occasion, place),
        )

    def _gated(self, matter: Matter, *, late: bool) -> Told:
        today = matter.occasion.group.today
        if _open(matter.base.touchpoint, today.stage, today.direction):
            return self._due(matter, late=late)
        return matter.skipped(Reason.OTHER_STAGE, f"is in {spoken(today.stage, today.direction)} now")

    def _due(self, matter: Matter, *, late: bool = False, forced: bool = False) -> Due:
        today = matter.occasion.group.today
        return matter.told(
            Due,
            stage=today.stage,
            direction=today.direction,
            place=town(matter.occasion, today.place),
            zone=matter.base.zone or matter.occasion.group.life.zone_at(self.now),
            at=matter.base.at if not forced else self.now,
            late=late,
            forced=forced,
            text=matter.word.text if matter.word is not None else "",
        )


def _open(touchpoint: Touchpoint, stage: Stage | None, direction: Direction | None) -> bool:
    return opens(touchpoint.stages, touchpoint.directions, stage, direction)
