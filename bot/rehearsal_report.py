"""A rehearsed trip in words for people, line by line. Not here: the playing (bot.services.rehearsal)."""

from __future__ import annotations

from collections.abc import Iterator

from flows.rehearsal.transcript import PlayedTrip, TouchpointRow

CLOCK = "%a %d %b %Y %H:%M"


def rehearsal_words(trip: PlayedTrip) -> Iterator[str]:
    """Stages first, then what was said, then what was not and why."""
    yield from stage_words(trip)
    for one in trip.touchpoints:
        if one.sent:
            yield ""
            yield f"  {_when(one)}  {one.touchpoint} ({one.message_class}) to {one.traveller}"
            yield from (f"    │ {line}".rstrip() for line in (one.text or "").split("\n"))
            if one.buttons:
                yield "    " + "  ".join(f"[{label}]" for label in one.buttons)
    yield from unsaid_words(trip)
    yield ""


def stage_words(trip: PlayedTrip) -> Iterator[str]:
    """The trip's name, what had to be assumed, and its stages."""
    yield f"Trip {trip.reference}"
    for note in trip.notes:
        yield f"  ({note})"
    people: tuple[str, ...] = ()
    for row in trip.stages:
        if row.travellers != people:
            people = row.travellers
            yield f"\n  {', '.join(people)}"
        direction = f" {row.direction}" if row.direction else ""
        yield f"    {row.since:{CLOCK}}  {row.stage.name}{direction} {row.place or ''}".rstrip()
        yield f"      {row.because}"


def unsaid_words(trip: PlayedTrip) -> Iterator[str]:
    """What was not said and why."""
    skipped = [one for one in trip.touchpoints if not one.sent]
    if skipped:
        yield "\n  Not said:"
    for one in skipped:
        detail = f": {one.detail}" if one.detail else ""
        yield f"    {_when(one)}  {one.touchpoint}  {one.reason}{detail}"


def _when(one: TouchpointRow) -> str:
    local = one.local
    return f"{local:{CLOCK}} {one.zone or ''}".rstrip() if local else "never"
