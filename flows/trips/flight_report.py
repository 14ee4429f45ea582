"""A report on one flight of one day, whoever made it, and what it says of a segment.

Not here: reading what a service sends (flight_status) or an agent types (bot.steps.desk), keeping it (bot.steps.flying).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from flows.trips.duration import lasts, there, too_short
from flows.trips.evidence import FlightStatus, Source
from flows.trips.times import aware, resolve
from flows.trips.trip import Kind, Segment

NUMBER = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z])\s*[-/]?\s*0*([1-9][0-9]{0,3})([A-Z]?)")
FOR_AN_AGENT = timedelta(hours=3)
"""A machine's word that moves a flight by more than this waits for a person's."""

EARLIER = timedelta(minutes=30)
"""So does one that lets it leave earlier: who hears that too late misses it."""

A_LITTLE = timedelta(minutes=30)
HALF_DAY = timedelta(hours=12)


class FlightWord(StrEnum):
    """What is said of a flight."""

    ON_TIME = "on_time"
    DELAYED = "delayed"
    CANCELLED = "cancelled"
    DIVERTED = "diverted"
    DEPARTED = "departed"
    LANDED = "landed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightReport:
    """number as `folded` makes it ("KL897"); day: the local date on which it was to depart. at: when this became known
    (aware). delay: against the papers. departs, arrives: an aware instant, or the local clock there. destination: where it
    goes instead, as people call it. unsure: whoever says so is not certain."""

    number: str
    day: date
    word: FlightWord
    at: datetime
    delay: timedelta | None = None
    departs: datetime | time | None = None
    arrives: datetime | time | None = None
    destination: str = ""
    unsure: bool = False

    def __post_init__(self) -> None:
        for value in (self.at, self.departs, self.arrives):
            if isinstance(value, datetime):
                aware(value, "FlightReport")


def folded(text: str) -> str:
    """A flight number as it is compared: "KL897" for "kl 0897" and "KL-897"; "" for what is none."""
    found = NUMBER.fullmatch(text.strip().upper())
    return "".join(found.groups()) if found else ""


def number_of(segment: Segment) -> str:
    """The folded number of a flight; "" for what is no flight or has none."""
    if segment.kind is not Kind.FLIGHT or not segment.number:
        return ""
    return folded(f"{segment.carrier or ''}{segment.number}") or folded(segment.number)


def status_of(
    report: FlightReport, segment: Segment, *, source: Source = Source.FLIGHT_STATUS, who: str = ""
) -> FlightStatus | None:
    """What `report` says of this segment; None where its papers print no time that it could move. A landing that cannot be is
    left out: nobody knows it."""
    departs, arrives = _said(report, segment)
    after = departs or there(segment.departs, segment.origin)
    if arrives is not None and report.word is not FlightWord.LANDED and too_short(segment, after, arrives):
        arrives = None
    times = departs is not None or arrives is not None
    if not times and report.word in (FlightWord.ON_TIME, FlightWord.DELAYED):
        return None
    return FlightStatus(
        segment=segment.id,
        at=report.at,
        departs=departs,
        arrives=arrives,
        landed=report.word is FlightWord.LANDED,
        left=report.word is FlightWord.DEPARTED,
        cancelled=report.word is FlightWord.CANCELLED,
        diverted=(report.destination or "?") if report.word is FlightWord.DIVERTED else "",
        source=source,
        who=who,
    )


def weighty(report: FlightReport, segment: Segment, held: FlightStatus | None = None) -> bool:
    """True for what a machine's word alone does not tell travellers: off, elsewhere, hours late, or earlier. held: what was
    said before and counts: hours that somebody has let go already need no second word for a few minutes more."""
    if report.unsure or report.word in (FlightWord.CANCELLED, FlightWord.DIVERTED):
        return True
    told = status_of(report, segment)
    if told is None or report.word is FlightWord.LANDED:
        return False
    pairs = (
        (there(segment.departs, segment.origin), told.departs, held.departs if held else None),
        (there(segment.arrives, segment.destination), told.arrives, held.arrives if held else None),
    )
    for was, now, known in pairs:
        if was is None or now is None or now - was <= FOR_AN_AGENT:
            continue
        if known is None or abs(now - known) > A_LITTLE:
            return True
    printed = pairs[0][0]
    early = printed is not None and told.departs is not None and printed - told.departs > EARLIER
    return early and report.word is not FlightWord.DEPARTED


def impossible(report: FlightReport, segment: Segment, held: FlightStatus | None = None) -> bool:
    """True where it would land before it leaves, after less than half of its time, or half a day too late: what is typed so
    is a slip. held: what was said before and counts."""
    departs, arrives = _said(report, segment)
    if arrives is None or report.word is FlightWord.LANDED:
        return False
    after = departs or (held.departs if held is not None else None) or there(segment.departs, segment.origin)
    if after is None:
        return False
    printed = lasts(segment)
    overlong = printed is not None and arrives - after > printed + HALF_DAY
    return overlong or too_short(segment, after, arrives)


def premature(report: FlightReport, segment: Segment, held: FlightStatus | None = None) -> bool:
    """True where it is said to have left before it can have, or to have landed before it left or after less than half of its
    time, or hours from now. The earliest departure that papers, the report or `held` give counts: one that was put off may
    go sooner."""
    if report.word not in (FlightWord.DEPARTED, FlightWord.LANDED):
        return False
    departs, arrives = _said(report, segment)
    known = (there(segment.departs, segment.origin), departs, held.departs if held is not None else None)
    away = min((one for one in known if one is not None), default=None)
    if away is None:
        return False
    if report.word is FlightWord.DEPARTED:
        return report.at < away - A_LITTLE
    landed = arrives or report.at
    return report.at < away or landed > report.at + A_LITTLE or too_short(segment, away, landed)


def _said(report: FlightReport, segment: Segment) -> tuple[datetime | None, datetime | None]:
    """The departure and the arrival that a report names."""
    printed = there(segment.departs, segment.origin)
    lands = there(segment.arrives, segment.destination)
    departs = _instant(report.departs, report.day, segment.origin.zone, printed)
    arrives: datetime | None = None
    if report.word is FlightWord.ON_TIME and departs is None:
        departs, arrives = printed, lands
    if report.delay is not None and printed is not None:
        departs = printed + report.delay
    if report.arrives is not None:
        after = departs or printed
        arrives = _instant(
            report.arrives, _day(after, report.day), segment.destination.zone, lands, after=after
        )
    return departs, arrives


def _day(at: datetime | None, day: date) -> date:
    return at.date() if at is not None else day


def _instant(
    said: datetime | time | None,
    day: date,
    zone: str | None,
    printed: datetime | None,
    *,
    after: datetime | None = None,
) -> datetime | None:
    """The instant of what was said. A clock alone is that of the day, or of the next where the day's lies far before."""
    if said is None or isinstance(said, datetime):
        return said
    if zone is None:
        return None
    at = resolve(day, said, zone)
    if after is not None:
        before = resolve(day - timedelta(days=1), said, zone)
        if before > after:
            return before
        return at if at > after else resolve(day + timedelta(days=1), said, zone)
    if printed is not None and printed - at > HALF_DAY:
        return resolve(day + timedelta(days=1), said, zone)
    return at
