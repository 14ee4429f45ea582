"""What changed in a trip, in lines: what it was and what it is now.

Not here: how a change is found (flows.trips.merge) and recorded (bot.steps), that it is let go (flows.planning).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from flows.talk import dates
from flows.talk.facts import Facts, Shown
from flows.talk.markup import Html, escape
from flows.talk.whens import day as day_told
from flows.talk.words import words
from flows.trips.announced import announced
from flows.trips.changes import Changed, What
from flows.trips.difference import stands

PLAIN = {
    What.NEW: "new",
    What.OFF: "off",
    What.ON: "on",
    What.NOT_THEIRS: "not_theirs",
    What.LEAVES: "leaves",
    What.JOINS: "joins",
}
"""What needs no was and now."""


def of_change(facts: Facts) -> Html | None:
    """The lines of this occurrence's change; None where the whole trip changed and nothing is compared."""
    change = facts.trip.change(facts.occurrence)
    return _told(change.lines, facts) if change is not None else None


def segment(facts: Facts) -> str | None:
    """What this occurrence's change is about, as a ticket calls it: "KL 1697"."""
    change = facts.trip.change(facts.occurrence)
    lines = _theirs(change.lines, facts) if change is not None else ()
    return lines[0].label if lines else None


def since_booked(facts: Facts) -> Html | None:
    """All that is otherwise than when it was booked and that travellers were told, each fact once: what it first was and
    what it is now. What the booking no longer says is left out: it would be false. So is who travels: they know."""
    first: dict[tuple[str, str], Changed] = {}
    untold: dict[tuple[str, str], Changed] = {}
    for change in facts.trip.changes:
        kept = first if change.told else untold
        for line in change.lines:
            if not line.segment:
                continue
            key = (line.segment, _subject(line.what))
            before = first.get(key) or untold.get(key)
            kept[key] = line if before is None else _joined(before, line)
    booking = announced(facts.trip.booking, facts.life.evidence)
    return _told((line for line in first.values() if not _as_before(line) and stands(line, booking)), facts)


def _subject(what: What) -> str:
    """That a segment is off and that it is on again are the same fact."""
    return "goes" if what in (What.OFF, What.ON, What.NOT_THEIRS) else what.value


def _joined(before: Changed, after: Changed) -> Changed:
    if before.what in PLAIN:
        return after
    return replace(after, was=before.was)


def _as_before(line: Changed) -> bool:
    """On again after all, or back to what it was."""
    return line.what is What.ON or (line.what not in PLAIN and line.was == line.now)


def _theirs(lines: Iterable[Changed], facts: Facts) -> tuple[Changed, ...]:
    """Those of segments that somebody takes whom the message speaks of; of strange ones all."""
    spoken_of = {person.id for person in facts.spoken_of}
    takers = {segment.id: segment.travellers for segment in facts.trip.booking.segments}
    return tuple(
        line
        for line in lines
        if not (who := line.travellers or takers.get(line.segment)) or not spoken_of.isdisjoint(who)
    )


def _told(lines: Iterable[Changed], facts: Facts) -> Html | None:
    told = dict.fromkeys(_line(line, facts) for line in _theirs(lines, facts))
    return Html("\n".join(told)) if told else None


def _line(line: Changed, facts: Facts) -> Html:
    """ "KL 1697, Wed 12 May: departure was 14:10, now 06:40"; both days where the day itself is another."""
    if line.what in PLAIN:
        return words(facts.library, f"rendering.change_{PLAIN[line.what]}", facts.locale, label=line.label)
    if line.what is What.NAME and line.was and line.now:
        return words(facts.library, "rendering.change_name", facts.locale, was=line.was, now=line.now)
    was, now = _printed(line.was), _printed(line.now)
    label = line.label
    if was is not None and now is not None and was.clock and now.clock and was.day == now.day:
        clocks = [dates.clock(one.clock) for one in (was, now) if one.clock is not None]
        label = f"{label}, {_day(now, facts)}"
        before, after = clocks
    else:
        before = _moment(was, facts) if was is not None else line.was
        after = _moment(now, facts) if now is not None else line.now
    word = "changed" if before and after else "change_to" if after else "change_open"
    what = words(facts.library, f"rendering.what_{line.what}", facts.locale)
    return words(
        facts.library, f"rendering.{word}", facts.locale, label=label, what=what, was=before, now=after
    )


def _printed(told: str) -> Shown | None:
    """A time as papers print it; None for anything else, such as a place's name."""
    try:
        if "T" not in told:
            return Shown(day=date.fromisoformat(told))
        wall = datetime.fromisoformat(told)
    except ValueError:
        return None
    return Shown(day=wall.date(), clock=wall.time())


def _day(shown: Shown, facts: Facts) -> Html:
    """Short; a night by its two days."""
    return Html(
        day_told(shown, facts) if shown.at_night else escape(dates.short_day(shown.day, facts.locale))
    )


def _moment(shown: Shown, facts: Facts) -> Html:
    day = _day(shown, facts)
    return Html(f"{day} {dates.clock(shown.clock)}") if shown.clock is not None else day
