"""What is said of one stay or visit: the one that the message is about.

Not here: legs and the trip as a whole (values), which days are spent where (days).
"""

from __future__ import annotations

from flows.talk.facts import Facts, Shown, ends, nights, starts
from flows.talk.whens import clock, moment
from flows.talk.words import words


def name(facts: Facts) -> str | None:
    """As a voucher calls it."""
    held = facts.held()
    return held.segment.label if held else None


def address(facts: Facts) -> str | None:
    """As printed; the town where no more is."""
    held = facts.held()
    return (held.place.address or facts.named(held.place)) if held else None


def check_in(facts: Facts) -> str | None:
    """When one may come."""
    held = facts.held()
    return moment(starts(held), facts, held.place) if held else None


def begins(facts: Facts) -> str | None:
    """When a visit starts, by the clock of its own place: a port call's is not always the ship's."""
    held = facts.held()
    return moment(starts(held), facts, held.place, ashore=True) if held else None


def check_out(facts: Facts) -> str | None:
    """When one leaves."""
    held = facts.held()
    return moment(ends(held), facts, held.place) if held else None


def check_in_time(facts: Facts) -> str | None:
    """The same as one says it on that very day: the clock alone; where none is printed, that one asks for it. Nothing where
    they come days later: the room waits for them."""
    held = facts.held()
    if held is None or held.comes is not None:
        return None
    return _clock(starts(held), facts) or words(facts.library, "rendering.ask_from", facts.locale)


def check_out_time(facts: Facts) -> str | None:
    """When one leaves, as one says it on that very day."""
    held = facts.held()
    if held is None:
        return None
    return _clock(ends(held), facts) or words(facts.library, "rendering.ask_until", facts.locale)


def _clock(shown: Shown | None, facts: Facts) -> str:
    """Without its place: on that day one is there."""
    return clock(shown, None, facts) if shown is not None else ""


def nights_told(facts: Facts) -> str | None:
    """How many nights, by the calendar."""
    held = facts.held()
    count = nights(held) if held else None
    return str(count) if count else None


def phone(facts: Facts) -> str | None:
    """As printed."""
    held = facts.held()
    return held.place.phone if held else None


def town(facts: Facts) -> str | None:
    """Its town."""
    held = facts.held()
    return facts.named(held.place) if held else None
