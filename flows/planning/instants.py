"""When: from a touchpoint's anchor and offset to an instant with its zone, or why there is none.

Not here: the anchors and calendar arithmetic (flows.trips), and whether it goes then (planner).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from flows.library.touchpoint import Touchpoint, When
from flows.planning.due import Reason
from flows.planning.occasions import OWN_OF_NAMED, Occasion
from flows.trips.effective import Held
from flows.trips.evidence import Source, Stage
from flows.trips.happenings import LONG_STAY
from flows.trips.moments import Anchor, Moment
from flows.trips.offset import Unplaced
from flows.trips.times import Time, resolve, zone_info
from flows.trips.trip import Kind, Place, Segment

MIDNIGHT = time(0)
STAGE_START, ZONE_UNKNOWN = Anchor.STAGE_START, Unplaced.ZONE_UNKNOWN
"""Asked of every instant: to read a member off its class costs ten times as much (until Python 3.12)."""

AT_END = frozenset({Anchor.ARRIVAL, Anchor.RETURN_ARRIVAL, Anchor.CHECK_OUT, Anchor.MID_STAY})
ARRIVED = {
    Anchor.ARRIVAL: frozenset({Stage.ON_SITE, Stage.AFTERWARDS}),
    Anchor.CHECK_IN: frozenset({Stage.ON_SITE}),
    Anchor.RETURN_ARRIVAL: frozenset({Stage.AFTERWARDS}),
    Anchor.STAGE_START: frozenset({Stage.ON_SITE, Stage.AFTERWARDS}),
}
WORDS = frozenset({Source.AGENT, Source.LOCATION, Source.TAP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """No instant. detail: what is not known, and of which place."""

    reason: Reason
    detail: str


class Timing(NamedTuple):
    """at: UTC. zone: in force then. fresh_from: from when lateness counts (a proven landing is not late before its
    words would have gone unproven). moment: the anchor, None where an agent gave the instant."""

    at: datetime
    zone: str | None
    fresh_from: datetime
    moment: Moment | None = None


def timed(touchpoint: Touchpoint, occasion: Occasion, settle: timedelta) -> Timing | Missing:
    """The instant of a touchpoint for an occurrence. settle: how long arrival words wait for an unproven landing."""
    moment = found(touchpoint, touchpoint.when, occasion)
    if moment is None or (moment.day_only and not _counts_days(touchpoint.when)):
        return missing(touchpoint.when.anchor, touchpoint, occasion)
    placed = occasion.group.life.placed(moment, touchpoint.when.offset)
    if placed is ZONE_UNKNOWN:
        return Missing(reason=Reason.ZONE_UNKNOWN, detail="the zone in force then is not known")
    at, zone = placed
    if not _speaks_of_arrival(moment) or touchpoint.when.is_before:
        return Timing(at, zone, at, moment)
    fresh = max(at, moment.at + settle)
    if moment.proven or fresh == at or _said_so(moment, occasion):
        return Timing(at, zone, fresh, moment)
    return Timing(fresh, occasion.group.life.zone_at(fresh), fresh, moment)


def ends(touchpoint: Touchpoint, occasion: Occasion) -> datetime | None:
    """After which instant it is useless; None when nothing says so."""
    when = touchpoint.useless_after
    if when is None:
        return None
    moment = found(touchpoint, when, occasion)
    if moment is None:
        return None
    if moment.day_only and not _counts_days(when):
        return _day_begins(moment, when.days)
    placed = occasion.group.life.placed(moment, when.offset)
    return placed.at if placed is not ZONE_UNKNOWN else None


def found(touchpoint: Touchpoint, when: When, occasion: Occasion) -> Moment | None:
    """The moment that `when` anchors to: the occurrence's own, else the trip's."""
    if when.anchor is STAGE_START:
        return _stage_start(touchpoint, occasion)
    return occasion.moments.get(when.anchor)


def _stage_start(touchpoint: Touchpoint, occasion: Occasion) -> Moment | None:
    """The start of the touchpoint's own stage; of several the one that this occurrence lies in."""
    starts = [
        moment
        for moment in occasion.group.starts
        if (not touchpoint.stages or moment.stage in touchpoint.stages)
        and (
            not touchpoint.directions or moment.direction is None or moment.direction in touchpoint.directions
        )
    ]
    if not starts:
        return None
    if occasion.starts is None:
        return starts[0]
    here = occasion.starts.at
    return next((moment for moment in reversed(starts) if moment.at <= here), starts[0])


def _counts_days(when: When) -> bool:
    """Does it count whole days to an hour of its own, which needs no more than the anchor's day?"""
    return when.days != 0 and when.at is not None


def _day_begins(moment: Moment, days: int) -> datetime:
    """When the anchor's day begins, or the one so many days from it: with no clock known, what ends then has ended."""
    assert moment.zone is not None, "a departure without a zone is no moment"
    day = moment.at.astimezone(zone_info(moment.zone)).date() + timedelta(days=days)
    return resolve(day, MIDNIGHT, moment.zone)


def _speaks_of_arrival(moment: Moment) -> bool:
    anchor = moment.anchor
    if anchor not in ARRIVED:
        return False
    if anchor is STAGE_START:
        return moment.stage in ARRIVED[anchor]
    return anchor is not Anchor.CHECK_IN or bool(moment.inferred)


def _said_so(moment: Moment, occasion: Occasion) -> bool:
    """True when someone, not the timetable, says that they are there."""
    if moment.at > occasion.group.now:
        return False
    today = occasion.group.today
    return today.source in WORDS and today.stage in ARRIVED[moment.anchor]


def missing(anchor: Anchor, touchpoint: Touchpoint, occasion: Occasion) -> Missing:
    """Why there is no such moment."""
    segment = occasion.segment
    if segment is not None and anchor in occasion.own:
        return _of_segment(anchor, segment)
    shape = occasion.group.life.itinerary
    if anchor is STAGE_START:
        names = " or ".join(sorted(stage.value for stage in touchpoint.stages))
        return Missing(reason=Reason.NO_ANCHOR, detail=f"this trip has no {names}")
    if anchor in (Anchor.CHECK_IN, Anchor.CHECK_OUT):
        if not shape.stays:
            return Missing(reason=Reason.NO_ANCHOR, detail="there is no stay in this trip")
        stay: Held = (
            shape.stays[0] if anchor is Anchor.CHECK_IN else max(shape.stays, key=lambda one: one.ends)
        )
        return _of_segment(anchor, stay.segment)
    if anchor is Anchor.MID_STAY:
        why = f"there is no stay of {LONG_STAY} nights or more in this trip"
        return Missing(reason=Reason.NO_ANCHOR, detail=why)
    if anchor is Anchor.VISIT_START or anchor in OWN_OF_NAMED:
        return Missing(
            reason=Reason.NO_ANCHOR, detail=f"a {anchor.value} is not something that a trip has one of"
        )
    back = anchor in (Anchor.RETURN_DEPARTURE, Anchor.RETURN_ARRIVAL)
    chain = shape.returning if back else shape.outbound
    if chain is None:
        way = "home" if back else "out"
        return Missing(reason=Reason.NO_ANCHOR, detail=f"there is no way {way} in this trip")
    leg = chain.last if anchor in AT_END else next(iter(chain.legs), None)
    if leg is None:
        return Missing(reason=Reason.ZONE_UNKNOWN, detail="the home zone is not known")
    return _of_segment(anchor, leg.segment)


def _of_segment(anchor: Anchor, segment: Segment) -> Missing:
    if anchor is Anchor.MID_STAY and segment.arrives is not None:
        known = (
            segment.departs.zone or segment.destination.zone
        )  # a long one with a zone is short for who comes late
        long = not known and (segment.arrives.day - segment.departs.day).days >= LONG_STAY
        why = f"the zone of {segment.destination.label} is not known"
        if not long:
            why = f"{segment.label} has fewer than {LONG_STAY} nights"
        return Missing(reason=Reason.ZONE_UNKNOWN if long else Reason.NO_ANCHOR, detail=why)
    at_end = anchor in AT_END
    time: Time | None = segment.arrives if at_end else segment.departs
    place: Place = segment.destination if at_end else segment.origin
    if anchor is Anchor.ARRIVAL and segment.kind is Kind.STAY and place.zone:
        return Missing(reason=Reason.NO_ANCHOR, detail=f"nothing says when one arrives for {segment.label}")
    if time is None or time.zone or place.zone:
        words = anchor.value.removeprefix("return_").replace("_", "-")
        return Missing(reason=Reason.NO_ANCHOR, detail=f"the {words} of {segment.label} is not known")
    return Missing(reason=Reason.ZONE_UNKNOWN, detail=f"the zone of {place.label} is not known")
