"""A rehearsed trip as a Markdown document that an agency prints and discusses.

Not here: the lines for a terminal (rehearsal_report), the playing (bot.services.rehearsal).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.record_report import line_words
from flows.rehearsal.record import AGENTS, Line
from flows.rehearsal.transcript import PlayedTrip, StageRow, TouchpointRow

DAY = "%a %d %b %Y"
CLOCK = "%H:%M"
MEANT = re.compile(r"([\\`*_{}\[\]<>#|~])")
"""What Markdown would read as its own."""
AT_THE_START = re.compile(r"^(\s*\d*)([-+=]|(?<=\d)[.)](?=\s|$))")
"""What would begin a list or underline a heading."""

REASONS = {
    "not_for_this_trip": "Not for this trip",
    "turned_off": "Switched off",
    "in_digest": "Folded into one message",
    "no_anchor": "Nothing to go by",
    "other_stage": "The traveller would be elsewhere",
    "useless": "Too late to be of use",
    "fact_missing": "Something it must say is not known",
    "unreleased": "Waits for an agent's word",
    "nothing_open": "Nothing is open any more",
    "no_consent": "No consent to offers",
    "late": "Its moment had passed",
    "other_trip": "Busy with another trip",
}
"""How a reason is headed in print; any other is printed as it is called."""


def markdown(trip: PlayedTrip, locale: str) -> Iterator[str]:
    """Line by line: the stages, what is said stage by stage, what is not said by reason."""
    yield f"# {meant(trip.reference)}"
    yield ""
    sent = [row for row in trip.touchpoints if row.sent]
    skipped = [row for row in trip.touchpoints if not row.sent]
    yield f"{len(sent)} messages in {locale}; {len(skipped)} not said."
    for note in trip.notes:
        yield ""
        yield f"*{meant(note)}*"
    if trip.stages:
        yield ""
        yield "## The stages"
        yield from _stages(trip.stages)
    if sent:
        yield ""
        yield "## What is said"
        yield from _said(sent)
    if skipped:
        yield ""
        yield "## What is not said"
        yield from _not_said(skipped)
    yield ""


def _stages(rows: tuple[StageRow, ...]) -> Iterator[str]:
    for people, run in groupby(rows, key=lambda row: row.travellers):
        yield ""
        yield f"**{meant(', '.join(people))}**"
        yield ""
        yield "| from | stage | where | because |"
        yield "| --- | --- | --- | --- |"
        for row in run:
            way = f" ({row.direction})" if row.direction else ""
            stage = f"{row.stage.value.replace('_', ' ')}{way}"
            since = f"{row.since:{DAY} {CLOCK}}"
            yield f"| {since} | {stage} | {meant(row.place or '')} | {meant(row.because)} |"


def _said(rows: list[TouchpointRow]) -> Iterator[str]:
    for stage, run in groupby(rows, key=lambda row: row.stage):
        yield ""
        yield f"### {stage.value.replace('_', ' ').capitalize() if stage else 'At any time'}"
        for row in run:
            local = row.local
            yield ""
            when = f"{local:{DAY}}, {local:{CLOCK}}" if local else ""
            about = f"`{row.touchpoint}` · {row.message_class} · to {meant(row.traveller)}"
            yield f"**{when}** {meant(row.zone or '')} · {about}"
            yield ""
            for line in (row.text or "").split("\n"):
                # Two blanks at the end keep the line's own break.
                yield f"> {meant(line)}  ".rstrip() + ("  " if line.strip() else "")
            if row.buttons:
                yield ">"
                yield "> " + " ".join(f"`{label.replace('`', '')}`" for label in row.buttons)


def _not_said(rows: list[TouchpointRow]) -> Iterator[str]:
    for reason, run in groupby(sorted(rows, key=lambda row: row.reason), key=lambda row: row.reason):
        yield ""
        yield f"### {REASONS.get(reason, reason.replace('_', ' ').capitalize())}"
        yield ""
        for row in run:
            local = row.local
            when = f", {local:{DAY} {CLOCK}}" if local else ""
            detail = f": {meant(row.detail)}" if row.detail else ""
            yield f"- `{row.touchpoint}`{when}{detail}"


def seen(lines: Iterable[Line], *, agents: bool) -> Iterator[str]:
    """Everything that was seen while events were played, in the order of time."""
    yield "# What was seen"
    for line in lines:
        if line.chat == AGENTS and not agents:
            continue
        first, *rest = [one for one in line_words(line) if one] or [""]
        if first:
            yield ""
            yield f"**{meant(first.strip())}**  "
            yield from (f"> {meant(one.strip().removeprefix('│').strip())}  ".rstrip() + "  " for one in rest)
    yield ""


def meant(text: str) -> str:
    """The text as it is meant, whatever Markdown would make of it."""
    return AT_THE_START.sub(r"\1\\\2", MEANT.sub(r"\\\1", text))
