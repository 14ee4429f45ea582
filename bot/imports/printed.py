"""A time as paper prints it, and what it means at a place (DESIGN §3.4).

Only ISO 8601 is read: 03/04/2026 is refused, never guessed. Not here: which zone a place has (places).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from bot.imports.rejection import Reason, Refusal
from flows.errors import UnknownZone
from flows.trips.times import Time, zone_info

FIRST_YEAR, LAST_YEAR = 1970, 2100

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:(?:[Tt]|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?:(?P<zulu>[Zz])|(?P<sign>[+-])(?P<ahead>\d{1,2})(?::?(?P<rest>\d{2}))?)?(?:\[(?P<zone>[\w/+-]+)\])?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?", re.ASCII)
_AMBIGUOUS = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})\b", re.ASCII)
_SERIAL = re.compile(r"\d{4,6}(?:[.,]\d+)?", re.ASCII)

_FORM = "Write it as 2027-05-12 09:40, or 2027-05-12 when only the day is known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the paper says, no more. clock None: only a day. offset: as printed. utc: it ended in Z.
    zone: an IANA name, when the paper itself names one."""

    day: date
    clock: time | None = None
    offset: timedelta | None = None
    utc: bool = False
    zone: str | None = None

    @property
    def wall(self) -> datetime:
        """Day and clock (midnight without one), read as if in UTC: only for comparing and sorting."""
        return datetime.combine(self.day, self.clock or time(), tzinfo=UTC)

    def instant(self, zone: str | None) -> datetime:
        """The best known UTC instant: Z or offset as printed, else in `zone`, else in UTC; a day begins at midnight."""
        if self.utc:
            return self.wall
        if self.offset is not None:
            return self.wall - self.offset
        known = self.zone or zone
        time_there = Time(day=self.day, clock=self.clock or time(), zone=known)
        return time_there.utc or self.wall


def known_zone(name: str | None) -> str | None:
    """`name` when it is the zone of a place (UTC and Etc/… are not), else None."""
    if not name or "/" not in name or name.startswith("Etc/"):
        return None
    try:
        zone_info(name)
    except UnknownZone:
        return None
    return name


def read_time(text: str, *, zone: str | None = None) -> Printed:
    """The time that `text` prints. zone: the IANA name that the paper gives beside it.

    Raises Refusal (without field) for anything but ISO 8601, and for years outside 1970-2100.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise Refusal(Reason.NOT_A_TIME, _why_not(text), value=text)
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            why = f"A year outside {FIRST_YEAR}-{LAST_YEAR} is not a travel date. Correct the year."
            raise Refusal(Reason.OUT_OF_RANGE, why, value=text)
        clock = None
        if match["hour"] is not None:
            if match["hour"] == "24" and match["minute"] == "00":
                day, clock = day + timedelta(days=1), time()
            else:
                clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        offset = None
        if match["sign"]:
            ahead = timedelta(hours=int(match["ahead"]), minutes=int(match["rest"] or 0))
            offset = timezone(ahead if match["sign"] == "+" else -ahead).utcoffset(None)
    except ValueError as error:
        raise Refusal(Reason.NOT_A_TIME, f"This day or time does not exist. {_FORM}", value=text) from error
    return Printed(
        day=day,
        clock=clock,
        offset=offset,
        utc=match["zulu"] is not None,
        zone=known_zone(zone) or known_zone(match["zone"]),
    )


def read_clock(text: str) -> time | None:
    """A time of day alone ("15:00"), or None when it is not one."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None


def _why_not(text: str) -> str:
    if _AMBIGUOUS.search(text):
        return f"Which of these is the day and which the month is never guessed. {_FORM}"
    if _SERIAL.fullmatch(text.strip()):
        return f"This looks like a spreadsheet's serial number, not a date. {_FORM}"
    return f"This is not a date or time that can be read. {_FORM}"


def settle(printed: Printed, zone: str | None, *, what: str) -> tuple[Time, str]:
    """The time that `printed` means at a place with `zone` (None = unknown), and a note or "".

    The place's zone wins over the paper's offset: the wall time stays, the instant comes from the zone, the note says
    so. `Z` is an instant, shown at the place. A zone that nobody knows is told of the segment (line). what: names the time in the note ("departure of KL 1697").
    """
    at = zone or printed.zone
    if printed.utc:
        note = "" if at else f"{what}: given in UTC, and the place's zone is unknown; the clock shown is UTC."
        return Time.at(printed.wall, at), note
    if printed.clock is None:
        return Time(day=printed.day, zone=at), ""
    time_there = Time(day=printed.day, clock=printed.clock, zone=at)
    local = time_there.local
    if local is not None and local.replace(tzinfo=None, fold=0) != datetime.combine(
        printed.day, printed.clock
    ):
        read = f"{local:%H:%M}" if local.date() == printed.day else f"{local:%Y-%m-%d %H:%M}"
        return time_there, (
            f"{what}: {printed.clock:%H:%M} does not exist on {printed.day} in {at}, where the clocks go forward; "
            f"it is read as {read}."
        )
    if printed.offset is None or local is None or local.utcoffset() == printed.offset:
        return time_there, ""
    later = Time(day=printed.day, clock=printed.clock.replace(fold=1), zone=at)
    if later.local is not None and later.local.utcoffset() == printed.offset:
        return Time(day=printed.day, clock=printed.clock.replace(fold=1), zone=at), ""
    note = f"{what}: the paper's offset {_offset(printed.offset)} is not that of {at} then; the printed wall time is kept."
    return time_there, note


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
