"""A rehearsal with events in words for people: the trips' stages, everything that was seen in the order of time, and what
was not said and why.

Not here: a rehearsal without events (rehearsal_report), what is a line (flows.rehearsal.record).
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.rehearsal_report import CLOCK, rehearsal_words, stage_words, unsaid_words
from flows.rehearsal.record import AGENTS, Line, Rehearsed, Seen, in_zone


def rehearsed_words(rehearsed: Rehearsed, *, agents: bool = False) -> Iterator[str]:
    """Line by line. agents: with what is seen in the agents' group. Without events as each trip is told alone."""
    if not rehearsed.lines:
        for trip in rehearsed.trips:
            yield from rehearsal_words(trip)
        return
    for trip in rehearsed.trips:
        yield from stage_words(trip)
    for line in rehearsed.lines:
        if agents or line.chat != AGENTS:
            yield from line_words(line)
    for trip in rehearsed.trips:
        yield from unsaid_words(trip)
    yield ""


def line_words(line: Line) -> Iterator[str]:
    """One thing that was seen; nothing for an edit that changed nothing."""
    when = f"  {line.local:{CLOCK}} {line.zone or ''}".rstrip()
    about = f"{line.touchpoint} ({line.message_class})" if line.touchpoint else "message"
    head, *rest = line.text.split("\n")
    match line.seen:
        case Seen.EVENT:
            yield ""
            yield f"{when}  * {head}"
            yield from _block(rest)
        case Seen.SAID:
            yield ""
            yield f"{when}  {_speaker(line)}: {head}"
            yield from _block(rest)
        case Seen.TAPPED:
            yield ""
            yield f"{when}  {_speaker(line)} taps [{line.text}]"
        case Seen.SHOWN:
            yield f"    shown: {line.text}"
        case Seen.SENT:
            yield ""
            yield f"{when}  {about} to {line.chat}"
            yield from _block((head, *rest))
            yield from _buttons(line.buttons)
        case Seen.EDITED if line.changes:
            first = f" of {in_zone(line.first, line.zone):{CLOCK}}" if line.first is not None else ""
            yield ""
            yield f"{when}  edited for {line.chat}: {about}{first}"
            yield from (f"    {sign} {text}" for sign, text in line.changes)


def _speaker(line: Line) -> str:
    return f"{line.who} among the {AGENTS}" if line.chat == AGENTS else line.who


def _block(lines: list[str] | tuple[str, ...]) -> Iterator[str]:
    return (f"    │ {line}".rstrip() for line in lines)


def _buttons(labels: tuple[str, ...]) -> Iterator[str]:
    if labels:
        yield "    " + "  ".join(f"[{label}]" for label in labels)
