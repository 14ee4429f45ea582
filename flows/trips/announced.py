"""A booking as it goes by what is said of its flights: the times that its travellers go by, printed or not.

So that one road finds what is news to them, whether a paper or the airline says so. A few minutes are none. Not here: the
stages and anchors, which follow every minute (effective).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flows.trips.edges import DEFAULT, Edges
from flows.trips.evidence import Evidence
from flows.trips.progress import Progress, progress
from flows.trips.times import MOVED_ALONG, Time
from flows.trips.travelled import legs
from flows.trips.trip import Booking, Place, Segment

NOTICEABLE = timedelta(minutes=15)
"""Nobody plans otherwise for less."""


def announced(booking: Booking, evidence: Evidence, *, edges: Edges = DEFAULT) -> Booking:
    """`booking` with the times that everybody's statuses give its legs; a flight that does not go is cancelled."""
    told = progress(evidence)
    if not told:
        return booking
    segments = tuple(
        _announced(one, told[one.id], evidence, edges) if one.id in told and not one.cancelled else one
        for one in booking.segments
    )
    return replace(booking, segments=segments)


def _announced(segment: Segment, told: Progress, evidence: Evidence, edges: Edges) -> Segment:
    leg = legs((segment,), (), evidence, edges, None)[0]
    if leg.stopped:
        return replace(segment, cancelled=True)
    departs = _moved(segment.departs, leg.departs, leg.departs_inferred, segment.origin)
    arrives = segment.arrives
    if arrives is not None and not leg.doubt:
        arrives = _moved(arrives, leg.arrives, leg.arrives_inferred, segment.destination)
    elsewhere = segment.destination
    if told.diverted:
        elsewhere = Place(name=told.diverted, city=told.diverted, zone=segment.destination.zone)
    return replace(segment, departs=departs, arrives=arrives, destination=elsewhere)


def _moved(printed: Time, at: datetime, inferred: str, place: Place) -> Time:
    """The time that holds, to the minute, where it is noticeably another. What moves along stays inferred."""
    was = printed.utc
    known = not inferred or inferred == MOVED_ALONG
    if not known or (was is not None and abs(at - was) < NOTICEABLE):
        return printed
    zone = printed.zone or place.zone
    return Time.at(at.replace(second=0, microsecond=0), zone, inferred=inferred)
