"""A checklist under its message: a tick for each person or the party, redrawn in place when one is tapped.

Not here: where ticks are kept (bot.storage) and which lists there are (content/stages).
"""

from __future__ import annotations

from collections.abc import Set

from flows.library.touchpoint import Item, Touchpoint
from flows.planning.conditions import asks_nothing, objection
from flows.planning.due import Recipient
from flows.planning.facts import facts as conditions_of
from flows.planning.group import groups
from flows.planning.occasions import occasions
from flows.talk.buttons import LONGEST_LABEL, text_label
from flows.talk.facts import Facts
from flows.talk.message import Button, Rows

MOST_BUTTONS = 96
OPEN, DONE = "☐", "☑"
TICK = "checklist.tick"

Ticks = Set[tuple[str, str]]
"""(item id, traveller id; "" for the party) of what is ticked."""


def tick_rows(touchpoint: Touchpoint, facts: Facts, ticks: Ticks) -> Rows:
    """A row for each tick: the party's first, then a section for each person. One traveller needs no name.

    Where that would pass a keyboard's limit, every item has one tick for all.
    """
    wanted = shown_items(touchpoint, facts)
    people = facts.spoken_of
    shared = [item for item in wanted if not item.per_person]
    own = [item for item in wanted if item.per_person]
    if len(shared) + len(own) * len(people) > MOST_BUTTONS:
        shared, own = list(wanted), []
    alone = len(people) == 1
    rows = [(_tick(touchpoint, item, "", "", facts, ticks),) for item in shared]
    for person in people:
        name = "" if alone else person.first_name
        rows.extend((_tick(touchpoint, item, person.id, name, facts, ticks),) for item in own)
    return tuple(rows[:MOST_BUTTONS])


def anything_open(rows: Rows) -> bool:
    """True while a button of these is a tick that was not set."""
    return any(button.action == TICK and button.label.startswith(OPEN) for row in rows for button in row)


def shown_items(touchpoint: Touchpoint, facts: Facts) -> tuple[Item, ...]:
    """The items whose condition holds for this occurrence."""
    if all(asks_nothing(item.audience) for item in touchpoint.items):
        return touchpoint.items
    recipient = Recipient(
        holder=facts.holder, travellers=tuple(person.id for person in facts.spoken_of), known=facts.now
    )
    parties = groups(facts.trip, recipient, facts.life.evidence, now=facts.now)
    found = occasions(touchpoint.per, parties)
    here = next((one for one in found if one.occurrence == facts.occurrence), found[0] if found else None)
    if here is None:
        return ()
    known = conditions_of(here, facts.library, facts.moment.at if facts.moment else None)
    return tuple(item for item in touchpoint.items if not objection(item.audience, known))


def _tick(touchpoint: Touchpoint, item: Item, person: str, name: str, facts: Facts, ticks: Ticks) -> Button:
    sign = DONE if (item.id, person) in ticks else OPEN
    told = (
        f"{sign} {name}: {text_label(item.text, facts)}" if name else f"{sign} {text_label(item.text, facts)}"
    )
    if len(told) > LONGEST_LABEL:
        told = told[: LONGEST_LABEL - 1].rstrip() + "…"
    return Button(label=told, action=TICK, data={"item": item.id, "person": person})
