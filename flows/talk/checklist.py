"""A checklist under its message: a tick for each person or the party, redrawn in place when one is tapped; and what a
reminder brings of it, which is what is still open.

Not here: where ticks are kept (bot.storage), which lists there are (content/stages), what travellers add (own_items).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.library.touchpoint import Item, Touchpoint
from flows.planning.conditions import objection, objection_then
from flows.planning.due import Recipient
from flows.planning.facts import Facts as Conditions
from flows.planning.group import groups
from flows.planning.occasions import occasions
from flows.talk.buttons import label, text_label
from flows.talk.facts import Facts
from flows.talk.kept import Kept
from flows.talk.markup import Html, escape
from flows.talk.message import Button, Rows
from flows.talk.words import words
from flows.trips.lives import Lives

MOST_TICKS = 74
"""Of the hundred buttons that a keyboard takes, so many may be a list's own ticks: room stays for twenty that travellers
add, so that adding one never takes the sections away."""

LONGEST_TICK = 64
OPEN, DONE = "☐", "☑"
FULL, EMPTY, BAR = "▰", "▱", 10
MOST_LINES = 30
TICK, ADD, REMOVE = "checklist.tick", "checklist.add", "checklist.remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing to tick. item: its id; person: a traveller's id, "" for the party; name: of the person, "" where it need
    not be said. told: what it is, plain. done: it is ticked."""

    item: str
    person: str
    name: str
    told: str
    done: bool

    @property
    def button(self) -> Button:
        """The button that turns it over."""
        sign = DONE if self.done else OPEN
        shown = f"{sign} {self.name}: {self.told}" if self.name else f"{sign} {self.told}"
        if len(shown) > LONGEST_TICK:
            shown = shown[: LONGEST_TICK - 1].rstrip() + "…"
        return Button(label=shown, action=TICK, data={"item": self.item, "person": self.person})


def marks(touchpoint: Touchpoint, facts: Facts, kept: Kept) -> tuple[Mark, ...]:
    """Everything to tick: the party's first, then a section for each person (one traveller needs no name), then what
    travellers added. Where that would pass a keyboard's limit, every item has one tick for all.
    """
    wanted = shown_items(touchpoint, facts)
    people = facts.spoken_of
    shared = [item for item in wanted if not item.per_person]
    own = [item for item in wanted if item.per_person]
    if len(shared) + len(own) * len(people) > MOST_TICKS:
        shared, own = list(wanted), []
    alone = len(people) == 1
    found = [_mark(item, "", "", facts, kept) for item in shared]
    for person in people:
        name = "" if alone else person.first_name
        found.extend(_mark(item, person.id, name, facts, kept) for item in own)
    added = [
        Mark(item=one.id, person="", name="", told=label(escape(one.text)), done=(one.id, "") in kept.ticks)
        for one in kept.own
    ]
    return (*found[:MOST_TICKS], *added)


def tick_rows(found: Sequence[Mark], facts: Facts, kept: Kept) -> Rows:
    """A row for each tick, and below them a way to add what is missing and to take back what was added."""
    add = Button(label=label(words(facts.library, "rendering.checklist_add", facts.locale)), action=ADD)
    remove = Button(
        label=label(words(facts.library, "rendering.checklist_remove", facts.locale)), action=REMOVE
    )
    return (*((mark.button,) for mark in found), (add, remove) if kept.own else (add,))


def progress(found: Sequence[Mark]) -> Html:
    """ "☑ 7/16 ▰▰▰▰▱▱▱▱▱▱": the bar is full only when all is done, and empty only when nothing is."""
    done = sum(mark.done for mark in found)
    filled = done * BAR // len(found)
    if done and not filled:
        filled = 1
    return Html(f"{DONE} {done}/{len(found)} {FULL * filled}{EMPTY * (BAR - filled)}")


def open_lines(found: Sequence[Mark]) -> tuple[str, ...]:
    """What is open, plain, a line for each thing with the names of those who lack it."""
    lacking: dict[tuple[str, str], list[str]] = {}
    for mark in found:
        if not mark.done:
            lacking.setdefault((mark.item, mark.told), []).append(mark.name)
    return tuple(f"{told}{_of(names)}" for (_, told), names in list(lacking.items())[:MOST_LINES])


def open_rows(found: Sequence[Mark]) -> Rows:
    """A row for each tick that is not set."""
    return tuple((mark.button,) for mark in found if not mark.done)


def anything_open(rows: Rows) -> bool:
    """True while a button of these is a tick that was not set."""
    return any(button.action == TICK and button.label.startswith(OPEN) for row in rows for button in row)


def shown_items(touchpoint: Touchpoint, facts: Facts) -> tuple[Item, ...]:
    """The items whose condition holds for this occurrence."""
    if not any(item.audience.asked or item.audience.asked_then for item in touchpoint.items):
        return touchpoint.items
    recipient = Recipient(
        holder=facts.holder, travellers=tuple(person.id for person in facts.spoken_of), known=facts.now
    )
    lives = Lives(facts.trip, facts.life.evidence, known=facts.lives)
    parties = groups(facts.trip, recipient, facts.life.evidence, now=facts.now, lives=lives)
    found = occasions(touchpoint.per, parties)
    here = next(
        (one for one in found if one.occurrence in (facts.occurrence, facts.segment)),
        found[0] if found else None,
    )
    if here is None:
        return ()
    known = Conditions(here, facts.library, lookups=facts.lookups, travel_minutes=facts.travel_minutes)
    anchor = facts.moment.at if facts.moment else None
    return tuple(
        item
        for item in touchpoint.items
        if not objection(item.audience, known)
        and not objection_then(item.audience, known, anchor=anchor, at=facts.now)
    )


def _mark(item: Item, person: str, name: str, facts: Facts, kept: Kept) -> Mark:
    return Mark(
        item=item.id,
        person=person,
        name=name,
        told=text_label(item.text, facts),
        done=(item.id, person) in kept.ticks,
    )


def _of(names: Sequence[str]) -> str:
    named = [name for name in names if name]
    return f" ({', '.join(named)})" if named else ""
