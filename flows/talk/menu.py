"""The menu under the text field, and which command one of its words stands for, in any language.

Not here: what the commands answer (commands).
"""

from __future__ import annotations

from flows.library.library import Library, plain
from flows.library.tongues import own_name
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.wording import Wording, sendable

LAYOUT = (("trip", "checklist"), ("tips", "documents"), ("emergency", "contact"), ("language", "help"))

STOP = frozenset({"stop", "stopp", "stop all", "stopall"})


def menu(words: Wording) -> tuple[tuple[str, ...], ...]:
    """The rows of menu words in the chat's language."""
    return tuple(tuple(words.bare(f"menu.{name}") for name in row) for row in LAYOUT)


def menu_command(library: Library, text: str) -> str:
    """The command that a menu word stands for, in whatever language it was shown; "" for any other text."""
    typed = plain(text)
    for row in LAYOUT:
        for name in row:
            label = library.words.get(f"menu.{name}")
            if label is not None and typed in {plain(forms["other"]) for forms in label.forms.values()}:
                return name
    return ""


def is_stop(text: str) -> bool:
    """STOP as one types it to a text message, without the slash."""
    return plain(text).strip(" .!") in STOP


def with_menu(words: Wording, text: str) -> OutgoingMessage:
    """A message that brings the menu along."""
    return OutgoingMessage(text=sendable(text), menu=menu(words))


def languages(library: Library) -> Rows:
    """A button for each language, in its own name, two in a row."""
    made = [
        Button(label=own_name(locale), action="language.set", data={"locale": locale})
        for locale in library.locales
    ]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))


def consent_question(words: Wording) -> OutgoingMessage:
    """Asked once, with both answers."""
    return OutgoingMessage(text=words.say("consent.ask"), buttons=consent(words, given=None))


def consent(words: Wording, *, given: bool | None) -> Rows:
    """Buttons for consent to offers: both while it was not asked, else the other one."""
    yes = Button(
        label=words.bare("consent.yes"), action="consent.set", data={"purpose": "offers", "value": "yes"}
    )
    no = Button(
        label=words.bare("consent.no"), action="consent.set", data={"purpose": "offers", "value": "no"}
    )
    if given is None:
        return ((yes, no),)
    return ((no,),) if given else ((yes,),)
