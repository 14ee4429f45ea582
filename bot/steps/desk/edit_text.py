"""What an agent types to change a booking -> edits: "KL1697 departs 06:40", "drop Bruno", "name Chris -> Christina".

Several stand on a line each, or behind a semicolon. Not here: whether they can be made (flows.trips.editing), what is said
of them (bot.steps.desk.editing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.imports.typed import TICKET, read_addition, read_place, read_renaming, read_when
from flows.trips.editing import segment_said
from flows.trips.edits import (
    CancelSegment,
    CancelTrip,
    DropTraveller,
    Edit,
    ReinstateSegment,
    ReinstateTrip,
    Relabel,
    Reroute,
    Retime,
    Split,
)
from flows.trips.naming import segments_called
from flows.trips.trip import Booking, Segment

SAID = re.compile(r"\s*[;\n]+\s*")
LEAVES = ("departs", "leaves", "check-in", "checkin", "starts", "begins")
LANDS = ("arrives", "lands", "check-out", "checkout", "ends", "until")
OFF = ("cancel", "cancelled", "canceled", "off")
ON = ("reinstate", "reinstated", "on")
WHOLE = ("at", "is", "for", "only")
WORDS = (*LEAVES, *LANDS, "from", "to", *WHOLE, *OFF[1:], *ON[1:])
ARROW = re.compile(r"\s*(?:->|=>|→|=)\s*")
FOR = re.compile(r"\s+(?:for|only)\s+")


class Unread(Exception):
    """What was typed is no edit: {said}"""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(f"What was typed is no edit: {said}")


def read_edits(booking: Booking, text: str) -> tuple[Edit, ...]:
    """What these words mean for this booking. Raises Unread with the part that means nothing, and EditRefused where a segment
    is not there or may be several."""
    parts = [part for part in SAID.split(text.strip()) if part]
    return tuple(edit for part in parts for edit in _read(booking, part))


def _read(booking: Booking, said: str) -> Iterator[Edit]:
    first, _, rest = said.partition(" ")
    rest = rest.strip()
    match first.casefold():
        case "cancel":
            yield CancelSegment(segment=rest) if rest else CancelTrip()
        case "reinstate":
            yield ReinstateSegment(segment=rest) if rest else ReinstateTrip()
        case "drop" if rest:
            yield DropTraveller(traveller=rest)
        case "add" if rest:
            name, _, born = rest.rpartition(" ")
            child = name and born.casefold() in ("child", "kid", "minor")
            yield read_addition(name if child else rest, minor=bool(child))
        case "name" if len(ARROW.split(rest)) == 2:
            old, new = ARROW.split(rest)
            if not old or not new:
                raise Unread(said)
            yield read_renaming(old, new)
        case "split" if len(FOR.split(rest)) == 2:
            segments, people = FOR.split(rest)
            yield Split(segments=_list(segments), travellers=_list(people))
        case _:
            yield from _of_segment(booking, said)


def _list(text: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"\s*(?:,|&|\+)\s*|\s+and\s+", text.strip()) if one)


def _of_segment(booking: Booking, said: str) -> Iterator[Edit]:
    """ "KL1697 departs 06:40 arrives 08:45": the segment, then a word and what is so now, once or more."""
    words = said.split()
    starts = [number for number, word in enumerate(words) if number and word.casefold() in WORDS]
    named = [start for start in starts if segments_called(booking.segments, " ".join(words[:start]))]
    at = (named or starts[:1] or [0])[-1]
    if not at:
        raise Unread(said)
    held = segment_said(booking, " ".join(words[:at]))
    times: dict[str, str] = {}
    for word, value in _facts(words[at:]):
        if word in LEAVES:
            times["departs"] = value
        elif word in LANDS:
            times["arrives"] = value
        else:
            yield _fact(held, word, value, said)
    if times:
        yield _retimed(held, times, said)


def _facts(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each word with what is said after it; what a thing is called, and who takes it, may hold any word."""
    while words:
        word = words[0].casefold()
        ends = () if word in WHOLE else (*LEAVES, *LANDS, "from", "to")
        end = next((n for n, one in enumerate(words) if n and one.casefold() in ends), len(words))
        yield word, " ".join(words[1:end])
        words = words[end:]


def _fact(held: Segment, word: str, value: str, said: str) -> Edit:
    if word in OFF and not value:
        return CancelSegment(segment=held.id)
    if word in ON and not value:
        return ReinstateSegment(segment=held.id)
    if value and word == "from" and held.kind.is_leg:
        return Reroute(segment=held.id, origin=read_place(value, held.origin))
    if value and word in ("to", "at"):
        return Reroute(segment=held.id, destination=read_place(value, held.destination))
    if value and word in ("for", "only"):
        return Split(segments=(held.id,), travellers=_list(value))
    if value and word == "is":
        ticket = TICKET.fullmatch(value)
        if held.kind.is_leg and ticket is not None:
            return Relabel(segment=held.id, carrier=ticket[1].upper(), number=ticket[2])
        return Relabel(segment=held.id, name=value)
    raise Unread(said)


def _retimed(held: Segment, times: dict[str, str], said: str) -> Retime:
    known = {"departs": held.departs.day, "arrives": (held.arrives or held.departs).day}
    read = {name: read_when(value, known[name]) for name, value in times.items()}
    if None in read.values():
        raise Unread(said)
    return Retime(segment=held.id, departs=read.get("departs"), arrives=read.get("arrives"))
