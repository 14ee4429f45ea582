"""The desk at which one plan is made: the answer for one touchpoint and occurrence (DESIGN §3.1-3.5).

Not here: which occurrences there are (occasions), instants, conditions, what history says (ledger), what is said once to a
chat (once), and how what is late is folded (folding).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.library.audience import Who
from flows.library.library import Library
from flows.library.touchpoint import Again, Late, MessageClass, Touchpoint
from flows.planning.brought import brought
from flows.planning.conditions import objection, objection_then
from flows.planning.due import (
    Concern,
    Due,
    Overridden,
    Override,
    PlanningSettings,
    Reason,
    Recipient,
    Sent,
    Skipped,
    Waiting,
)
from flows.planning.elsewhere import put
from flows.planning.facts import Facts
from flows.planning.gate import opens, spoken, window
from flows.planning.group import Group
from flows.planning.instants import Missing, Timing
from flows.planning.ledger import Ledger, goes_again, missed
from flows.planning.matter import Matter, concern, not_theirs
from flows.planning.occasions import NOTHING, Occasion
from flows.planning.others import OtherTrip
from flows.trips.anchors import segment_of
from flows.trips.evidence import Direction, Stage
from flows.trips.moments import TRIP

EACH, REFUSED = Who.EACH, Reason.NOT_FOR_THIS_TRIP
"""Asked of every answer: to read a member off its class costs ten times as much (until Python 3.12)."""

PRESSING = frozenset({MessageClass.SAFETY, MessageClass.OPERATIONAL})
"""What a change that brings it into the past does not make late."""

Told = Sent | Due | Waiting | Skipped
Overrides = Mapping[tuple[str, str], Overridden]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What all questions of one plan share. lead: id of the one who booked; leader: of the tour leader; settle: how long
    arrival words wait. silent: the chat's holder must not know of the trip yet."""

    cancelled: bool
    lead: str
    leader: str | None
    silent: bool
    recipient: Recipient
    library: Library
    ledger: Ledger
    overrides: Overrides
    settings: PlanningSettings
    settle: timedelta
    compact: timedelta
    now: datetime

    def nothing(self, touchpoint: Touchpoint, *, there: bool) -> Skipped:
        """The one answer of a touchpoint that has nothing to go for."""
        reason, detail = Reason.NO_ANCHOR, NOTHING[touchpoint.per]
        if self.cancelled:
            reason, detail = Reason.CANCELLED, ""
        elif not there:
            reason, detail = Reason.LEFT_TRIP, "nobody whom this chat serves is on this trip"
        return Skipped(touchpoint=touchpoint, concern=Concern(TRIP), reason=reason, detail=detail)

    def answer(self, touchpoint: Touchpoint, facts: Facts) -> Told:
        """History first, then an agent's word, then whether, then when."""
        if self.silent:
            about = concern(touchpoint, facts.occasion, self.lead)
            return Skipped(touchpoint=touchpoint, concern=about, reason=Reason.SURPRISE)
        if self.overrides or touchpoint in self.ledger:
            return self._remembered(touchpoint, facts)
        return self._whether(touchpoint, facts) or self._when(Matter(touchpoint, facts, self.lead))

    def _remembered(self, touchpoint: Touchpoint, facts: Facts) -> Told:
        """The answer to what went before, or of which an agent may have said something."""
        occurrence = facts.occasion.occurrence
        about = concern(touchpoint, facts.occasion, self.lead)
        refusal = self.ledger.answered(touchpoint)
        if refusal:
            return Skipped(touchpoint=touchpoint, concern=about, reason=Reason.ALREADY_SENT, detail=refusal)
        past = self.ledger.latest(touchpoint, occurrence, about.travellers)
        if past is not None and past.key.generation:
            about = about._replace(generation=past.key.generation)
        away = past is not None and missed(past, self.recipient.known)
        if past is not None and not away and touchpoint.again is not Again.MOVED:
            return Sent(touchpoint=touchpoint, concern=about, past=past)
        matter = Matter(touchpoint, facts, self.lead, self._word(touchpoint, occurrence))
        if past is not None:
            matter.timed(self.settle)
            if not away and not goes_again(past, matter.anchor, timedelta(hours=self.settings.moved_hours)):
                return Sent(touchpoint=touchpoint, concern=about, past=past)
            matter.concern = about._replace(generation=past.key.generation + 1)
        word = matter.word.word if matter.word is not None else None
        if word is Override.NEVER:
            return matter.untimed(Reason.NEVER, "an agent said so")
        if word is Override.NOW and self._gone(touchpoint, matter.group) is None:
            matter.timed(self.settle)
            return self._due(matter, forced=True)
        return self._whether(touchpoint, facts) or self._when(matter)

    def _word(self, touchpoint: Touchpoint, occurrence: str) -> Overridden | None:
        """An agent's word on this occurrence, else on the touchpoint; a former id's counts too."""
        if not self.overrides:
            return None
        names = (touchpoint.id, *touchpoint.replaces)
        keys = [(name, where) for where in (occurrence, segment_of(occurrence), "") for name in names]
        return next((self.overrides[key] for key in keys if key in self.overrides), None)

    def _gone(self, touchpoint: Touchpoint, group: Group) -> Reason | None:
        """Why nothing is left of the trip. Of a cancelled one only what was written for it goes, let go by an agent."""
        if self.cancelled:
            return None if touchpoint.humane else Reason.CANCELLED
        return Reason.LEFT_TRIP if group.cancelled else None

    def _whether(self, touchpoint: Touchpoint, facts: Facts) -> Skipped | None:
        """What does not ask for the instant; None when nothing objects."""
        audience, occasion, detail = touchpoint.audience, facts.occasion, ""
        gone = self._gone(touchpoint, occasion.group) if self.cancelled or occasion.group.cancelled else None
        if gone is not None:
            reason = gone
        elif not touchpoint.on or touchpoint.id in self.settings.switched_off:
            reason = Reason.TURNED_OFF
        elif touchpoint.offer and not self._is_offered(touchpoint.offer):
            reason, detail = Reason.TURNED_OFF, f"the offer {touchpoint.offer} is off"
        elif (audience.who is not EACH and (detail := self._not_theirs(occasion, audience.who))) or (
            audience.asked and (detail := objection(audience, facts))
        ):
            reason = REFUSED
        else:
            return None
        about = concern(touchpoint, occasion, self.lead)
        return Skipped(touchpoint=touchpoint, concern=about, reason=reason, detail=detail)

    def _not_theirs(self, occasion: Occasion, who: Who) -> str:
        return not_theirs(who, occasion, lead=self.lead, leads=self.recipient.holder == self.leader)

    def _is_offered(self, offer_id: str) -> bool:
        offer = self.library.offers.get(offer_id)
        return offer is None or offer.on

    def _when(self, matter: Matter) -> Told:
        """By its instant: none, too early for this touchpoint, over, useless, unreleased, ahead, on time, or late."""
        timing, touchpoint, group = matter.timed(self.settle), matter.touchpoint, matter.group
        if touchpoint.audience.asked_then:
            at = max(timing.at, self.now) if isinstance(timing, Timing) else None
            refusal = objection_then(touchpoint.audience, matter.facts, anchor=matter.anchor, at=at)
            if refusal:
                return matter.skipped(Reason.NOT_FOR_THIS_TRIP, refusal)
        if isinstance(timing, Missing):
            return matter.skipped(timing.reason, timing.detail)
        if self.recipient.others and not matter.given:
            room = self._with_room(matter, timing)
            if isinstance(room, OtherTrip):
                return matter.skipped(Reason.OTHER_TRIP, f"they are busy with {room.reference}")
            timing = room
        published = touchpoint.published
        if published is not None and timing.at < published and not (touchpoint.catch_up or matter.given):
            return matter.skipped(Reason.PUBLISHED_LATER)
        if group.over is not None and group.over <= self.recipient.known:
            return matter.skipped(Reason.TRIP_OVER)
        useless_after = matter.useless_after
        if useless_after is not None and max(timing.at, self.now) > useless_after:
            return matter.skipped(Reason.USELESS)
        if touchpoint.released and not matter.given:
            return self._held_back(matter, timing)
        if timing.at > self.now:
            return self._ahead(matter, timing.at)
        grace = timedelta(minutes=self.settings.grace_minutes)
        if timing.at >= self.recipient.known and self.now - timing.fresh_from <= grace:
            return self._gated(matter, late=False)
        if touchpoint.late is Late.SKIP and touchpoint.message_class in PRESSING:
            moved = brought(touchpoint, group, timing)
            if moved is not None and moved >= self.recipient.known and self.now - moved <= grace:
                return self._gated(matter, late=True)
        return self._late(matter, timing.at)

    def _with_room(self, matter: Matter, timing: Timing) -> Timing | OtherTrip:
        """When the chat's other trips leave room for it, else the one for which it is left out."""
        at = timing.at
        for asked in (timing.at, self.now):
            if asked < at:
                continue
            found = put(
                matter.touchpoint,
                self.recipient.others,
                matter.group.life.zone_at,
                at=asked,
                useless_after=matter.useless_after,
            )
            if found is not None and found.at is None:
                return found.other
            if found is not None and found.at is not None:
                at = found.at
        return timing if at == timing.at else matter.moved_to(at)

    def _held_back(self, matter: Matter, timing: Timing) -> Skipped:
        """It waits for an agent's word, as long as it would go where they are."""
        today = matter.group.today
        if timing.at > self.now or _open(matter.touchpoint, today.stage, today.direction):
            return matter.skipped(Reason.UNRELEASED, "an agent lets it go")
        return matter.skipped(Reason.OTHER_STAGE, f"is in {spoken(today.stage, today.direction)} now")

    def _ahead(self, matter: Matter, at: datetime) -> Told:
        if self._compact(matter, at):
            return matter.skipped(Reason.IN_DIGEST, "all that one needs before leaving comes in one message")
        then = matter.placing
        if _open(matter.touchpoint, then.stage, then.direction):
            return matter.waiting(then)
        return matter.skipped(Reason.OTHER_STAGE, f"would fall in {spoken(then.stage, then.direction)}")

    def _compact(self, matter: Matter, at: datetime) -> bool:
        """True for what would prepare one who became known only hours before leaving: a series then is a burst (S8)."""
        touchpoint, leaves = matter.touchpoint, matter.group.life.itinerary.leaves
        if touchpoint.late is not Late.DIGEST or touchpoint.message_class is MessageClass.MARKETING:
            return False
        if leaves is None or at >= leaves or matter.given:
            return False
        known = self.recipient.known
        return known < leaves < known + self.compact

    def _late(self, matter: Matter, at: datetime) -> Told:
        """By its policy. What was known in time but had its gate closed then is not late, it was elsewhere."""
        touchpoint, group = matter.touchpoint, matter.group
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
        touchpoint, group = matter.touchpoint, matter.group
        opening = window(group.life.timeline, touchpoint.stages, touchpoint.directions, at=at)
        if opening is None or (opening.until is not None and self.now >= opening.until):
            today = group.today
            return matter.skipped(Reason.OTHER_STAGE, f"is in {spoken(today.stage, today.direction)} now")
        if self.now >= opening.since:
            return self._gated(matter, late=True)
        useless_after = matter.useless_after
        if useless_after is not None and opening.since > useless_after:
            return matter.skipped(Reason.USELESS)
        stage, direction, place = group.stage_at(opening.since)
        then = matter.placing._replace(
            at=opening.since,
            zone=group.life.zone_at(opening.since),
            stage=stage,
            direction=direction,
            place=matter.town(place),
        )
        return matter.waiting(then)

    def _gated(self, matter: Matter, *, late: bool) -> Told:
        today = matter.group.today
        if _open(matter.touchpoint, today.stage, today.direction):
            return self._due(matter, late=late)
        return matter.skipped(Reason.OTHER_STAGE, f"is in {spoken(today.stage, today.direction)} now")

    def _due(self, matter: Matter, *, late: bool = False, forced: bool = False) -> Due:
        today, planned = matter.group.today, matter.placing
        return Due(
            touchpoint=matter.touchpoint,
            concern=matter.concern,
            placing=planned._replace(
                at=self.now if forced else planned.at,
                zone=planned.zone or matter.group.life.zone_at(self.now),
                stage=today.stage,
                direction=today.direction,
                place=matter.town(today.place),
            ),
            late=late,
            forced=forced,
            given=matter.given,
            text=matter.word.text if matter.word is not None else "",
        )


def _open(touchpoint: Touchpoint, stage: Stage | None, direction: Direction | None) -> bool:
    return opens(touchpoint.stages, touchpoint.directions, stage, direction)
