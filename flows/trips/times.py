"""One noun: a time as a booking prints it, and what it means as an instant.

A time is an instant with a zone, a wall time with a zone, or a date alone, and stays what it was (DESIGN §3.4).
Not here: which zone a place has (bot.imports.places) and which zone is in force for a traveller (moments).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.errors import NaiveTime, UnknownZone


@lru_cache(maxsize=1024)
def zone_info(name: str) -> ZoneInfo:
    """The zone data of an IANA name. Raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone=name) from error


def aware(value: datetime, what: str) -> datetime:
    """`value` in UTC. Raises NaiveTime: every instant in this house has a zone."""
    if value.tzinfo is None:
        raise NaiveTime(what=what, value=value.isoformat())
    return value.astimezone(UTC)


def resolve(day: date, clock: time, zone: str) -> datetime:
    """The UTC instant of a wall time: in a gap the first instant after it, in a fold the first unless `clock.fold`.

    Kept once found: trips share their days, and content its hours.
    """
    return _resolved(day, clock, clock.fold, zone)


@lru_cache(maxsize=65_536)
def _resolved(day: date, clock: time, fold: int, zone: str) -> datetime:
    # The two times that a fold tells apart are equal to Python: without it they would share an entry.
    info = zone_info(zone)
    wall = datetime.combine(day, clock, info)
    instant = wall.astimezone(UTC)
    there = instant.astimezone(info).replace(tzinfo=None)
    wanted = wall.replace(tzinfo=None, fold=0)
    if there == wanted:
        return instant
    # The wall time does not exist. Bisect for the jump itself: the first instant that reads later than it.
    before, after = instant - timedelta(hours=26), instant + timedelta(hours=26)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(info).replace(tzinfo=None) > wanted:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


MOVED_ALONG = "moved with the departure, as nobody gave a new one"
"""Why an arrival is inferred after its departure alone was moved: stages go by it, and no traveller reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A local time at a place.

    day: the local date. clock: the wall time, None when only a date is known. zone: IANA name, None when unknown.
    instant: set when the source gave an instant (`Z`); then day and clock are derived from it by `at`.
    inferred: why, in a few words, when nobody printed this time; else empty.
    """

    day: date
    clock: time | None = None
    zone: str | None = None
    instant: datetime | None = None
    inferred: str = ""

    def __post_init__(self) -> None:
        if self.instant is not None:
            aware(self.instant, "Time.instant")

    @classmethod
    def at(cls, instant: datetime, zone: str | None, *, inferred: str = "") -> Time:
        """The time that an instant has in `zone` (in UTC when the zone is unknown)."""
        utc = aware(instant, "Time.at")
        local = utc.astimezone(zone_info(zone)) if zone else utc
        return cls(day=local.date(), clock=local.time(), zone=zone, instant=utc, inferred=inferred)

    @property
    def utc(self) -> datetime | None:
        """The instant, or None when the clock or the zone is unknown."""
        if self.instant is not None:
            return self.instant.astimezone(UTC)
        if self.clock is None or self.zone is None:
            return None
        return resolve(self.day, self.clock, self.zone)

    @property
    def local(self) -> datetime | None:
        """The aware local datetime, or None when the clock or the zone is unknown."""
        utc = self.utc
        return utc.astimezone(zone_info(self.zone)) if utc is not None and self.zone else None

    def instant_at(self, clock: time) -> datetime | None:
        """The instant, planned at `clock` when only a date is known (15:00 for check-in); None without a zone."""
        if self.utc is not None:
            return self.utc
        if self.zone is None or self.clock is not None:
            return None
        return resolve(self.day, clock, self.zone)

    @property
    def iso(self) -> str:
        """ISO 8601: local with offset; without offset in an unknown zone; a date where only a date is known."""
        if self.clock is None:
            return self.day.isoformat()
        local = self.local
        if local is None:
            return datetime.combine(self.day, self.clock).isoformat()
        return local.isoformat()
