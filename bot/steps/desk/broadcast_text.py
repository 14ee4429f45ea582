"""What an agent typed as a broadcast, taken apart and checked: conditions, class, a text for each language.

Pure. Not here: whom it reaches and sending it (broadcasting).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.steps.desk.audience import Asking, objection, read_asking
from flows.library.placeholders import placeholders_in
from flows.library.text import LOCALES
from flows.library.touchpoint import MessageClass
from flows.talk.length import visible_length
from flows.talk.markup import MOST_UNITS, escape
from flows.talk.wording import Wording

ALLOWED = ("traveller.first_name", "trip.destination")
ROOM_FOR_VALUES = 400
LONGEST = MOST_UNITS - ROOM_FOR_VALUES
CLASSES = (MessageClass.SERVICE, MessageClass.OPERATIONAL, MessageClass.MARKETING)
BEGINNING = r"({})\s*:\s*(.*)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A broadcast as typed. texts: locale -> text, the first one is what missing languages read."""

    asking: Asking
    message_class: MessageClass
    texts: Mapping[str, str]


def read_broadcast(argument: str, words: Wording, locales: Sequence[str] = LOCALES) -> Typed | str:
    """The broadcast, or what is wrong with it in an agent's words (markup). locales: those that chats may speak."""
    first, _, below = argument.partition("\n")
    asking = read_asking(first)
    wrong = objection(asking, words, also=frozenset({"class"}))
    if wrong:
        return wrong
    named = asking.rest.get("class", MessageClass.SERVICE).lower()
    if named == MessageClass.SAFETY:
        return words.say("broadcast.safety")
    if named not in CLASSES:
        return words.say("broadcast.class_unknown", name=named[:30])
    texts = read_texts(f"{asking.words}\n{below}", words.locale, locales)
    if not texts:
        return words.say("broadcast.usage")
    for locale, text in texts.items():
        for placeholder in placeholders_in(text):
            if placeholder not in ALLOWED:
                allowed = ", ".join(f"{{{name}}}" for name in ALLOWED)
                return words.say(
                    "broadcast.placeholder_unknown", name=f"{{{placeholder[:40]}}}", allowed=allowed
                )
        if visible_length(escape(text)) > LONGEST:
            return words.say("broadcast.too_long", language=locale, most=LONGEST)
    return Typed(asking=asking, message_class=MessageClass(named), texts=texts)


def read_texts(typed: str, default: str, locales: Sequence[str] = LOCALES) -> dict[str, str]:
    """Language -> text. A line "nl: …" begins a language; text before any such line is in `default`."""
    beginning = re.compile(BEGINNING.format("|".join(locales)), re.IGNORECASE | re.DOTALL)
    found: dict[str, list[str]] = {}
    locale = default
    for line in typed.strip().split("\n"):
        begun = beginning.fullmatch(line.strip())
        if begun:
            locale, line = begun[1].lower(), begun[2]
        found.setdefault(locale, []).append(line.rstrip())
    texts = {locale: "\n".join(lines).strip() for locale, lines in found.items()}
    return {locale: text for locale, text in texts.items() if text}
