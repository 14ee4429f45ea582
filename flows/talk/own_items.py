"""What travellers put on a checklist themselves: by a button and the next message, by replying to the list, or with
/checklist and the words; and how it comes off again.

Not here: how they look on the list (checklist) and where they are kept (bot.storage.own_items).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from flows.talk.checklist import ADD
from flows.talk.dialogue import IDLE, Known, ListKnown, State, Step, Tapped
from flows.talk.effects import AddItems, Answered, DropItem, Edit, Effect, Say, Turn
from flows.talk.feedback import refused
from flows.talk.kept import OwnItem
from flows.talk.markup import Html, escape
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.wording import Wording

MOST, LONGEST = 20, 60
AWAITED = timedelta(hours=1)
"""So long after the button the next message is an item; later it is a message to the agency."""

MORE = timedelta(minutes=5)
"""So long after an item a few more words are another one."""

MOST_WORDS = 5
"""What has more words than that, behind a first item, is said to a person."""

AGAIN = "again"
"""In a state that awaits an item: one was written already."""

PARTS = re.compile(r"[\n,;]+")
BULLETS = "-–—•*+☐☑ \t"
MINUS = ("-", "–", "—")
QUESTION = ("?", "？", "؟")


def ask_item(state: State, known: Known, tapped: Tapped, words: Wording, *, now: datetime) -> Turn:
    """ "Add your own" was tapped: the next message is the item."""
    listed, trip = known.listed, known.current
    if listed is None or trip is None:
        return refused(state, words)
    if len(listed.own) >= MOST:
        return Turn(state=state, effects=(Answered(text=words.bare("checklist.full", most=str(MOST))),))
    asked = OutgoingMessage(text=words.say("checklist.ask"), ask=words.bare("checklist.hint"))
    awaited = State(
        step=Step.ITEM,
        trip=trip.id,
        holder=trip.holder,
        delivery=listed.delivery,
        until=(now + AWAITED).isoformat(),
    )
    return Turn(state=awaited, effects=(Answered(), Say(message=asked)))


def awaits_item(state: State, now: datetime) -> bool:
    """True while the next message is an item."""
    return state.step is Step.ITEM and now < datetime.fromisoformat(state.until)


def is_item(text: str) -> bool:
    """False for what is plainly said to a person: a question."""
    return bool(text.strip()) and not text.rstrip().endswith(QUESTION)


def awaits_more(state: State, *, now: datetime) -> State:
    """After an item was written: the next few words are one too."""
    return replace(state, until=(now + MORE).isoformat(), question=AGAIN)


def is_another(state: State, text: str) -> bool:
    """Can this be one more item? The first may be any words; behind it a sentence is not one."""
    if state.question != AGAIN:
        return True
    return all(len(part.split()) <= MOST_WORDS for part in PARTS.split(text)) and not text.rstrip().endswith(
        "!"
    )


def ends_items(state: State) -> State:
    """A command ends the row of items; what the button asked for stays asked."""
    return IDLE if state.step is Step.ITEM and state.question == AGAIN else state


def written_items(known: Known, text: str, words: Wording) -> Turn | None:
    """Items that were typed. With a minus in front, one of the own comes off. None when there is no list to put it on."""
    listed = known.listed
    if listed is None:
        return None
    dropped = [
        one for part in PARTS.split(text) if (one := _meant(listed, part)) and part.strip().startswith(MINUS)
    ]
    if dropped:
        off = tuple(DropItem(list=listed.delivery, number=one.number) for one in dropped)
        said = words.say("checklist.removed", items=_listed(one.text for one in dropped))
        return Turn(state=IDLE, effects=(*off, _say(said)))
    typed = [part.strip(BULLETS) for part in PARTS.split(text)]
    fresh = list(dict.fromkeys(" ".join(part.split()) for part in typed if part.strip(BULLETS)))
    if not fresh:
        return Turn(state=IDLE, effects=(_say(words.say("checklist.ask")),))
    if any(len(part) > LONGEST for part in fresh):
        return Turn(
            state=IDLE, effects=(_say(words.say("checklist.too_long", most=LONGEST), _more(listed, words)),)
        )
    new = [part for part in fresh if _meant(listed, part) is None]
    if not new:
        return Turn(state=IDLE, effects=(_say(words.say("checklist.there", items=_listed(fresh))),))
    room = MOST - len(listed.own)
    full = words.say("checklist.full", most=MOST)
    if not room:
        return Turn(state=IDLE, effects=(_say(full),))
    added = new[:room]
    said = words.say("checklist.added", items=_listed(added))
    told = _say(f"{said}\n\n{full}") if len(new) > room else _say(said, _more(listed, words))
    return Turn(state=IDLE, effects=(AddItems(list=listed.delivery, texts=tuple(added)), told))


def choose_removal(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """ "Remove" was tapped: which of the own items?"""
    listed = known.listed
    if listed is None or not listed.own:
        return refused(state, words)
    message = OutgoingMessage(text=words.say("checklist.which"), buttons=_removals(listed))
    return Turn(state=state, effects=(Answered(), Say(message=message)))


def removed(state: State, known: Known, tapped: Tapped, words: Wording) -> Turn:
    """One of them was tapped: it comes off, and the question shows what else could."""
    listed = known.listed
    number = tapped.data.get("number", "")
    item = next((one for one in listed.own if str(one.number) == number), None) if listed else None
    if listed is None or item is None:
        return refused(state, words)
    left = replace(listed, own=tuple(one for one in listed.own if one is not item))
    said = words.say("checklist.removed", items=_listed([item.text]))
    effects: tuple[Effect, ...] = (
        DropItem(list=listed.delivery, number=item.number),
        Answered(text=words.bare("checklist.off")),
    )
    if tapped.message_id is not None:
        shown = OutgoingMessage(text=said, buttons=_removals(left))
        effects = (*effects, Edit(message_id=tapped.message_id, message=shown))
    return Turn(state=state, effects=effects)


def _removals(listed: ListKnown) -> Rows:
    return tuple(
        (
            Button(
                label=f"🗑 {one.text}",
                action="checklist.drop",
                data={"list": str(listed.delivery), "number": str(one.number)},
            ),
        )
        for one in listed.own
    )


def _more(listed: ListKnown, words: Wording) -> Rows:
    data = {"list": str(listed.delivery)}
    return ((Button(label=words.bare("rendering.checklist_add"), action=ADD, data=data),),)


def _meant(listed: ListKnown, typed: str) -> OwnItem | None:
    """The own item that these words name."""
    wanted = " ".join(typed.strip(BULLETS).split()).casefold()
    return next((one for one in listed.own if one.text.casefold() == wanted), None)


def _listed(texts: Iterable[str]) -> Html:
    return Html(", ".join(f"<b>{escape(text)}</b>" for text in texts))


def _say(text: str, buttons: Rows = ()) -> Say:
    return Say(message=OutgoingMessage(text=text, buttons=buttons))
