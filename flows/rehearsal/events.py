"""What happens while a trip is rehearsed: JSON lines into events, every fault named by line and field.

Not here: which kinds there are and what fields they know (event_forms), playing them (bot.rehearsing), files on disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from flows.errors import EventsRefused
from flows.rehearsal.event_forms import CHATTED, COMMON, FORMS, Do, Field, Kind
from flows.trips.times import zone_info
from flows.trips.trip import Traveller

LONGEST_LINE = 100_000
MOST_EVENTS = 10_000
LATER = re.compile(r"([+-]?)(?:(\d{1,3})d)?\s*(?:(\d{1,4})h)?\s*(?:(\d{1,5})m(?:in)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens at `at` (UTC). line: of its file, from 1. fields: as its form reads them; what was not given is
    absent."""

    line: int
    at: datetime
    do: Do
    fields: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text field; "" when it was not given."""
        return str(self.fields.get(name, ""))

    def number(self, name: str) -> float:
        """A number; 0 when it was not given."""
        return float(self.fields.get(name, 0))

    def flag(self, name: str) -> bool:
        """True when it was given and true."""
        return self.fields.get(name) is True

    def instant(self, name: str) -> datetime | None:
        """A time (UTC); None when it was not given."""
        value = self.fields.get(name)
        return value if isinstance(value, datetime) else None

    def means(self, person: Traveller) -> bool:
        """True when `who` may be this person."""
        names = (person.id.casefold(), person.name.casefold(), person.first_name.casefold())
        return self.text("who").strip().casefold() in names

    @property
    def by_staff(self) -> bool:
        """True when colleagues do it in their group."""
        return FORMS[self.do].staff or self.text("in") == "agents"

    @property
    def in_chats(self) -> bool:
        """True when people do it, by what they send."""
        return self.by_staff or self.do in CHATTED

    @property
    def colleague(self) -> str:
        """Which colleague it names; "" for none."""
        return self.text("who") if self.text("in") == "agents" else self.text("by")

    @property
    def said(self) -> str:
        """The event in one line, as it was written, without its time."""
        given = " ".join(f"{name}: {_shown(value)}" for name, value in self.fields.items() if name != "note")
        return f"{self.do} {given}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFault:
    """What is wrong with one line, and what to write. field: "" where it is the line."""

    line: int
    field: str
    why: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.field}" if self.field else f"line {self.line}"
        return f"{where}: {self.why}"


def read_events(lines: Iterable[str], *, zone: str | None = None) -> tuple[Event, ...]:
    """The events in the order of time, those of one instant as they are written. zone: of times without an offset (IANA),
    None: UTC. Empty lines count for nothing. Raises EventsRefused with every fault."""
    events: list[Event] = []
    faults: list[EventFault] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        if len(events) == MOST_EVENTS:
            faults.append(
                EventFault(line=number, field="", why=f"more than {MOST_EVENTS} events. Split the file.")
            )
            break
        found = _event(number, line, zone)
        if isinstance(found, Event):
            events.append(found)
        else:
            faults.extend(found)
    if faults:
        raise EventsRefused(faults)
    return tuple(sorted(events, key=lambda one: one.at))


def _event(number: int, line: str, zone: str | None) -> Event | list[EventFault]:
    def fault(name: str, why: str) -> EventFault:
        return EventFault(line=number, field=name, why=why)

    if len(line) > LONGEST_LINE:
        return [fault("", f"longer than {LONGEST_LINE} characters. Write one event a line.")]
    try:
        raw = json.loads(line.strip("\ufeff \t\r\n"), object_pairs_hook=_pairs, parse_constant=_no_constant)
    except _Twice as twice:
        return [fault(str(twice), "stands there twice. Write it once.")]
    except (ValueError, RecursionError):
        return [
            fault("", 'no JSON. Write one object a line, such as {"at": "2027-05-11T18:00", "do": "cancel"}.')
        ]
    if not isinstance(raw, dict):
        return [fault("", 'no JSON object. Write {"at": …, "do": …}.')]
    done = raw.get("do")
    if not isinstance(done, str) or done not in list(Do):
        given = f"{_shown(done)} is nothing that can happen" if "do" in raw else "is missing"
        return [fault("do", f"{given}. Write one of {', '.join(Do)}.")]
    form = FORMS[Do(done)]
    known = {one.name: one for one in (*COMMON, *form.fields)}
    faults = [
        fault(name, f"is no field of {done}. It knows {', '.join(known)}.")
        for name in raw
        if name not in known
    ]
    read: dict[str, Any] = {}
    for name, one in known.items():
        if name not in raw:
            if one.needed:
                faults.append(fault(name, f"is missing. Write {_wanted(one)}."))
            continue
        value = _value(one, raw[name], zone)
        if value is None:
            faults.append(fault(name, f"{_shown(raw[name])} cannot be used. Write {_wanted(one)}."))
        else:
            read[name] = value
    if form.one_of and sum(name in raw for name in form.one_of) != 1:
        faults.append(fault("", f"{done} takes either {' or '.join(form.one_of)}. Write one of them."))
    faults.extend(fault(name, why) for name, why in _together(Do(done), raw))
    if faults:
        return faults
    at = read.pop("at")
    read.pop("do")
    return Event(line=number, at=at, do=Do(done), fields=read)


def _together(do: Do, raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Fields that need each other."""
    if do is Do.REBOOK and "segment" in raw and not {"departs", "arrives"} & raw.keys():
        yield "departs", "is missing: nothing of the segment would change. Write departs or arrives."
    if do is Do.REBOOK and "file" in raw and (both := {"departs", "arrives"} & raw.keys()):
        yield min(both), "goes with segment, not with file. Write it into the file."
    if do is Do.OVERRIDE and raw.get("word") == "at" and "time" not in raw:
        yield "time", f"is missing: at which instant? Write {Kind.TIME}."
    if do is Do.OVERRIDE and raw.get("word") == "text" and "text" not in raw:
        yield "text", f"is missing: what shall it say? Write {Kind.TEXT}."


def _wanted(one: Field) -> str:
    if one.choices:
        return f"one of {', '.join(one.choices)}"
    if one.name == "do":
        return f"one of {', '.join(Do)}"
    if one.least is not None and one.most is not None:
        return f"a number from {one.least:g} to {one.most:g}"
    return str(one.kind)


def _value(one: Field, raw: object, zone: str | None) -> Any:
    """The field's value, or None when it is none."""
    match one.kind:
        case Kind.FLAG:
            return raw if isinstance(raw, bool) else None
        case Kind.NUMBER:
            if isinstance(raw, bool) or not isinstance(raw, int | float):
                return None
            inside = (one.least is None or raw >= one.least) and (one.most is None or raw <= one.most)
            return raw if inside else None
        case Kind.TIME | Kind.LOCAL:
            return _time(raw, zone) if one.kind is Kind.TIME else _local(raw)
        case Kind.DAY:
            return _day(raw)
        case Kind.SPAN:
            return _minutes(raw)
    if not isinstance(raw, str) or not raw.strip() or (one.choices and raw not in one.choices):
        return None
    return raw


def _time(raw: object, zone: str | None) -> datetime | None:
    value = _moment(raw)
    if value is None:
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone_info(zone) if zone else UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return None


def _local(raw: object) -> datetime | None:
    """Without a zone: the place of the segment says which."""
    value = _moment(raw)
    return value if value is not None and value.tzinfo is None else None


def _moment(raw: object) -> datetime | None:
    if not isinstance(raw, str) or len(raw) < len("2027-05-11T18:00"):
        return None
    try:
        return datetime.fromisoformat(raw)
    except ValueError:
        return None


def _day(raw: object) -> date | None:
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _minutes(raw: object) -> int | None:
    """A span in minutes."""
    found = LATER.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None or not any(found.groups()[1:]):
        return None
    days, hours, minutes = (int(one or 0) for one in found.groups()[1:])
    return (-1 if found.group(1) == "-" else 1) * (days * 1440 + hours * 60 + minutes)


def _shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return repr(text if len(text) <= 60 else text[:60] + "…") if isinstance(value, str) else text[:60]


class _Twice(Exception):
    """A key that stands twice in one object."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)
