"""The buttons under a touchpoint: an editor's own, and those that its kind brings along.

Not here: a checklist's ticks (checklist), a survey's questions (questions), what happens on a tap (conversation).
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.library.library import Library
from flows.library.text import Text
from flows.library.touchpoint import ContentButton, Touchpoint, TouchpointKind
from flows.talk.actions import ACTIONS, MOODS
from flows.talk.facts import Facts
from flows.talk.kept import NOTHING_KEPT, Kept
from flows.talk.length import visible_text
from flows.talk.message import Button, Rows
from flows.talk.values import value
from flows.talk.words import filled, words

LONGEST_LABEL = 64
OFFERED: Mapping[str, tuple[str, ...]] = {
    "": ("details", "accept", "later", "never"),
    "details": ("accept", "later", "never"),
    "later": ("details", "accept"),
    "withdrawn": ("accept",),
    "accepted": ("withdraw",),
    "never": (),
    "confirmed": (),
    "refused": (),
}
"""What was said to an offer or became of it -> what may be tapped from then on."""


def buttons(touchpoint: Touchpoint, facts: Facts, kept: Kept = NOTHING_KEPT) -> Rows:
    """All rows but those of a checklist or survey: what the kind brings, the editor's own, "Got it" last."""
    own = tuple(tuple(_written(button, facts) for button in row) for row in touchpoint.buttons)
    rows = (*_of_kind(touchpoint, facts, kept), *own)
    return (*rows, (got_it(facts.library, facts.locale),)) if touchpoint.acknowledge else rows


def _of_kind(touchpoint: Touchpoint, facts: Facts, kept: Kept) -> Rows:
    library, locale = facts.library, facts.locale
    if touchpoint.kind is TouchpointKind.OFFER and touchpoint.offer:
        return offer_buttons(touchpoint.offer, library, locale, kept.offer)
    if touchpoint.kind is TouchpointKind.PULSE and not kept.mood:
        return (tuple(_mood(mood, library, locale) for mood in MOODS),)
    return ()


def offer_buttons(offer: str, library: Library, locale: str, said: str = "") -> Rows:
    """What may still be tapped, two in a row. said: what was said to it or became of it."""
    made = [
        Button(
            label=label(words(library, f"rendering.offer_{what}", locale)),
            action=f"offer.{what}",
            data={"offer": offer},
        )
        for what in OFFERED[said]
    ]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))


def mood_label(mood: str, library: Library, locale: str) -> str:
    """How a mood reads on its button."""
    return label(words(library, f"rendering.mood_{mood}", locale))


def _mood(mood: str, library: Library, locale: str) -> Button:
    return Button(label=mood_label(mood, library, locale), action="pulse.mood", data={"mood": mood})


def got_it(library: Library, locale: str) -> Button:
    """The button of an acknowledgement."""
    return Button(label=label(words(library, "rendering.got_it", locale)), action="ack")


def show_button(what: str, library: Library, locale: str) -> Button:
    """A button that shows the documents, the emergency numbers or the checklist."""
    told = label(words(library, f"rendering.show_{what}", locale))
    return Button(label=told, action="show", data={"what": what})


def _written(button: ContentButton, facts: Facts) -> Button:
    told = text_label(button.label, facts)
    if button.url:
        return Button(label=told, url=button.url)
    names = ACTIONS.get(button.action, ())
    data = {names[0]: button.value} if names and button.value else {}
    return Button(label=told, action=button.action, data=data)


def text_label(text: Text, facts: Facts) -> str:
    """A wording as a label: no markup is read there."""
    return label(filled(text, facts.locale, lambda name: value(facts, name)))


def label(html: str) -> str:
    """Markup as a label: plain, on one line, cut to what a phone shows."""
    plain = " ".join(visible_text(html).split())
    return plain if len(plain) <= LONGEST_LABEL else plain[: LONGEST_LABEL - 1].rstrip() + "…"
