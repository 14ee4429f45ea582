"""What an import says at its end: as JSON for programs, in words for people.

Not here: what becomes of a booking (bot.steps.take_in), what was refused (bot.imports).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from bot.imports.rejection import Reason, Rejection
from bot.steps.following import Following, Follows
from bot.steps.take_in import Outcome, TakenIn
from bot.steps.trip_rows import BELIEVABLE, BELIEVABLE_YEARS
from flows.trips.blast import Verdict
from flows.trips.times import zone_info
from flows.trips.trip import Booking, Place, Segment

SHOWN = 20
FEW = 3
FAR = datetime.max.replace(tzinfo=UTC)
ALL_IN, SOME_REFUSED, NOTHING_READABLE, STOPPED = 0, 1, 2, 3
WOULD_STOP = "Such an import stops before it touches anything. Where it is meant so, import with --force."
HELD_BACK = "Suspicious bookings were held back, untouched: look at them, and import again with --force what is meant so."


class ImportReport:
    """Collects what became of each booking. keep: whether every booking is listed (JSON), or only
    what people read. forced: a person said that it shall go in whatever it does."""

    def __init__(self, join_link: Callable[[str], str | None], *, keep: bool, forced: bool = False) -> None:
        self._join_link = join_link
        self._keep = keep
        self._forced = forced
        self._listed = 0
        self.counts: Counter[Outcome] = Counter()
        self.bookings: list[dict[str, Any]] = []
        self.lines: list[str] = []
        self.suspicious: list[str] = []
        self._past: dict[bool, list[str]] = {True: [], False: []}
        self.broken: list[Rejection] = []
        self.verdict: Verdict | None = None

    def refuse(self, booking: Booking, error: Exception) -> None:
        """One that was read well and could not be stored: a fault of ours, told so that nobody misses it."""
        why = (
            f"This booking could not be stored ({type(error).__name__}); the others went in. "
            "Import it again, and send us the log if it happens twice."
        )
        self.broken.append(
            Rejection(
                file="",
                row=None,
                field="reference",
                value=booking.reference,
                why=why,
                reason=Reason.UNREADABLE,
            )
        )

    def add(self, taken: TakenIn) -> None:
        """One more booking."""
        self.counts[taken.outcome] += 1
        booking = taken.booking
        if self._keep:
            self.bookings.append(self._document(taken))
            return
        if taken.suspicious and len(self.suspicious) < SHOWN:
            head = f"SUSPICIOUS {booking.reference}"
            self.suspicious.extend(f"{head}: {one.text}" for one in taken.suspicious)
        if taken.outcome is Outcome.PAST:
            believable, why = _why_past(taken)
            if len(self._past[believable]) < SHOWN:
                self._past[believable].append(f"PAST {booking.reference}: {why}")
        if self._listed >= SHOWN:
            return
        self._listed += 1
        names = ", ".join(person.name for person in booking.travellers if person.name)
        self.lines.append(f"{booking.reference}: {taken.outcome}, {len(booking.segments)} segments, {names}")
        told = taken.outcome in (Outcome.CHANGED, Outcome.SUSPICIOUS)
        self.lines.extend(f"    {line}" for line in taken.lines if told)
        self.lines.extend(f"    {line}" for line in following_lines(taken.following))
        self.lines.extend(f"    {note}" for note in booking.notes)
        for issued in taken.issued:
            link = self._join_link(issued.token)
            self.lines.append(f"    {issued.name}: code {issued.code}" + (f"  {link}" if link else ""))

    def document(self, rejections: Iterable[Rejection], *, notes: Iterable[str] = ()) -> dict[str, Any]:
        """The report as JSON values. notes: on whole files."""
        counted = {outcome.value: self.counts[outcome] for outcome in _ORDER}
        refused = [
            {
                "file": one.file,
                "row": one.row,
                "field": one.field,
                "value": one.value,
                "why": one.why,
            }
            for one in rejections
        ]
        document = {**counted, "rejected": refused, "bookings": self.bookings, "notes": list(notes)}
        return document | (
            {"forced" if self._forced else "stopped": list(self.verdict.lines)}
            if self.verdict and self.verdict.stops
            else {}
        )

    def words(
        self, rejections: tuple[Rejection, ...], *, notes: Iterable[str] = (), dry_run: bool = False
    ) -> list[str]:
        """The report for people, line by line."""
        total = sum(self.counts.values())
        told = [*notes, *self.lines]
        if total > SHOWN:
            told.append(f"… and {total - SHOWN} more (--json lists every one)")
        # Dates that nobody can mean come first: those are to be mended.
        past = [*self._past[False], *self._past[True]]
        told.extend(past)
        if self.counts[Outcome.PAST] > len(past):
            told.append(f"… and {self.counts[Outcome.PAST] - len(past)} more that are past")
        told.extend(self.suspicious[:SHOWN])
        if self.counts[Outcome.SUSPICIOUS]:
            told.append(HELD_BACK)
        for one in rejections[:SHOWN]:
            where = one.file if one.row is None else f"{one.file}, row {one.row}"
            field = f", {one.field}" if one.field else ""
            value = f" = {one.value!r}" if one.value is not None else ""
            told.append(f"REFUSED {where}{field}{value}: {one.why}")
        if len(rejections) > SHOWN:
            told.append(f"… and {len(rejections) - SHOWN} more refused")
        summary = ", ".join(f"{self.counts[outcome]} {outcome}" for outcome in _ORDER if self.counts[outcome])
        told.append(f"{summary or 'no bookings'}; {len(rejections)} refused")
        if self.verdict is not None and self.verdict.stops:
            word = "FORCED" if self._forced else "STOPPED"
            told.extend(f"{word}: {line}" for line in self.verdict.lines)
            if not self._forced:
                told.append(WOULD_STOP)
        if dry_run:
            told.append("Dry run: nothing was stored and no codes were made.")
        if self.counts[Outcome.PAST]:
            told.append("Past trips are kept as history: nothing will be sent for them.")
        return told

    def _document(self, taken: TakenIn) -> dict[str, Any]:
        booking = taken.booking
        return {
            "reference": booking.reference,
            "travellers": [person.name for person in booking.travellers],
            "outcome": taken.outcome.value,
            "links": [
                {"traveller": one.name, "code": one.code, "url": self._join_link(one.token)}
                for one in taken.issued
            ],
            "segments": [segment_document(segment) for segment in booking.segments],
            "notes": list(booking.notes),
            "lines": list(taken.lines),
            "suspicious": [
                {"kind": one.kind.value, "text": one.text, "segment": one.segment} for one in taken.suspicious
            ],
            "messages": [following_document(one) for one in taken.following],
        }


def _why_past(taken: TakenIn) -> tuple[bool, str]:
    """Whether its dates can be meant, and why the booking counts as history."""
    row = taken.row
    days = [
        moment.day
        for segment in taken.booking.segments
        for moment in (segment.departs, segment.arrives)
        if moment is not None and (taken.booking.cancelled or not segment.cancelled)
    ]
    if row is None or row.departs_at is None or not days:
        return True, "it is over"
    if row.departs_at.year not in BELIEVABLE_YEARS:
        return False, f"its first date is {min(days)}, which systems write for a date that they do not know"
    if row.departs_at > row.changed_at + BELIEVABLE:
        return False, f"its first date is {min(days)}, further ahead than anybody sells"
    return True, f"the last date on its papers is {max(days)}: it is over"


_ORDER = (
    Outcome.NEW,
    Outcome.CHANGED,
    Outcome.UNCHANGED,
    Outcome.CANCELLED,
    Outcome.PAST,
    Outcome.SUSPICIOUS,
)


def following_lines(following: Iterable[Following]) -> list[str]:
    """The messages that would follow, a line each: when by the reader's clock, who, what, and how it begins. Of many that
    go no more the number, with the next of them: --json lists every one."""
    lines: list[str] = []
    ended: dict[str, list[Following]] = {}
    for one in following:
        if one.how is Follows.NO_MORE:
            ended.setdefault(one.who, []).append(one)
        else:
            lines.append(_following_line(one))
    for who, many in ended.items():
        if len(many) <= FEW:
            lines.extend(map(_following_line, many))
            continue
        first = min(many, key=lambda one: one.at or FAR)
        lines.append(
            f"no more: {who}, {len(many)} planned messages, the next of them "
            f"{first.touchpoint} (was {_local(first.at, first.zone)})"
        )
    return lines


def _following_line(one: Following) -> str:
    when = _local(one.at, one.zone)
    match one.how:
        case Follows.NOW:
            when = "at once"
        case Follows.MOVED:
            when = f"{when} (was {_local(one.was, one.zone)})"
        case Follows.ASKED:
            when = f"by itself at {when}, or by an agent's word" if one.at else "after an agent's word"
        case Follows.NO_MORE:
            when = f"no more (was {when})"
        case Follows.MENDED:
            when = "put right where it stands"
    return f"{when}: {one.who}, {one.touchpoint}" + (f": {one.line}" if one.line else "")


def following_document(one: Following) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "who": one.who,
        "how": one.how.value,
        "touchpoint": one.touchpoint,
        "at": one.at.isoformat() if one.at else None,
        "local": _local(one.at, one.zone) if one.at else None,
        "was": one.was.isoformat() if one.was else None,
        "zone": one.zone,
        "line": one.line,
    }


def _local(at: datetime | None, zone: str | None) -> str:
    if at is None:
        return "at a time that is not known"
    told = f"{at.astimezone(zone_info(zone or 'UTC')):%Y-%m-%d %H:%M}"
    return told if zone else f"{told} UTC"


def exit_code(*, readable: bool, rejected: int) -> int:
    """0 all in, 1 some refused or held back, 2 nothing readable. 3, stopped, is said by the command itself."""
    if not readable:
        return NOTHING_READABLE
    return SOME_REFUSED if rejected else ALL_IN


def segment_document(segment: Segment) -> dict[str, Any]:
    """A segment as JSON values."""
    return {
        "kind": segment.kind.value,
        "number": segment.number,
        "carrier": segment.carrier,
        "name": segment.name or (segment.label if not segment.kind.is_leg else None),
        "from": place_document(segment.origin),
        "to": place_document(segment.destination),
        "departs": segment.departs.iso,
        "arrives": segment.arrives.iso if segment.arrives is not None else None,
        "cancelled": segment.cancelled,
    }


def place_document(place: Place) -> dict[str, Any]:
    """A place as JSON values."""
    return {"name": place.name, "iata": place.iata, "country": place.country, "zone": place.zone}
