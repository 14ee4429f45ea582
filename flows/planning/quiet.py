"""Quiet hours: the local night in which nothing gentle leaves (DESIGN §3.6).

Not here: which classes wait for the morning (budget) and what else may hold a message back (claim).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flows.trips.times import aware, resolve, zone_info


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local wall times, [start, end): at `start` it is quiet, at `end` no longer. Equal ones mean that it never is."""

    start: time = time(21)
    end: time = time(8)


NIGHT = QuietHours()


def quiet_until(now: datetime, zone: str, hours: QuietHours = NIGHT) -> datetime | None:
    """The UTC instant at which the night around `now` ends in `zone` (IANA); None when it is not quiet. Later than now.

    Raises NaiveTime and UnknownZone.
    """
    instant = aware(now, "now")
    local = instant.astimezone(zone_info(zone))
    clock, day = local.time(), local.date()
    if hours.start <= hours.end:
        quiet = hours.start <= clock < hours.end
    else:
        quiet = clock >= hours.start or clock < hours.end
    if not quiet:
        return None
    if hours.start > hours.end and clock >= hours.start:
        day += timedelta(days=1)
    until = resolve(day, hours.end, zone)
    # Where the clock goes back over the end, the night has ended once already.
    return until if until > instant else None
