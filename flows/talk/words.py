"""The fixed sentences of the conversation, and how any wording is filled: pieces, plural form, escaped values.

Not here: the values that belong to a trip (values) and whole messages (render).
"""

from __future__ import annotations

from collections.abc import Callable

from flows.errors import MissingFact, MissingWords
from flows.library.country import Side
from flows.library.library import Library
from flows.library.placeholders import template
from flows.library.text import Text
from flows.talk.addressed import unaddressed
from flows.talk.dates import plural
from flows.talk.markup import Html, escape
from flows.trips.changes import What
from flows.trips.trip import Kind

Value = Callable[[str], str]

PLAIN = frozenset({What.NEW, What.OFF, What.ON, What.NAME, What.NOT_THEIRS, What.LEAVES, What.JOINS})
"""What is said of a segment or a person, without a fact that was and is."""

NEEDED = tuple(
    f"rendering.{name}"
    for name in [
        "night",
        "local_time",
        "nights",
        "check_out",
        "nothing_fixed",
        "all_local",
        "wait",
        "next_leg",
        "leg_to",
        *(f"leg_{kind}" for kind in Kind if kind.is_leg),
        "clock_forward",
        "clock_back",
        "earlier",
        "later",
        "day_earlier",
        "day_later",
        "ask_from",
        "ask_until",
        "police",
        "ambulance",
        "fire",
        "for",
        "got_it",
        "skip",
        "done",
        "back",
        "checklist_add",
        "checklist_remove",
        "checklist_done",
        "offer_details",
        "offer_accept",
        "offer_later",
        "offer_never",
        "offer_withdraw",
        "mood_good",
        "mood_fair",
        "mood_poor",
        "digest",
        "today",
        "tomorrow",
        "emergency",
        "good_to_know",
        "one_traveller",
        "show_documents",
        "show_emergency",
        "show_checklist",
        "plug",
        *(f"side_{side}" for side in Side),
        "roaming_home",
        "roaming_ask",
        "phrase",
        *(f"differs_{one}" for one in ("money", "plug", "left", "right", "emergency", "roaming")),
        *("holiday", "holiday_about", "holiday_instead"),
        *("changed", "change_to", "change_open", "change_new", "change_off", "change_on", "change_name"),
        *("change_leaves", "change_joins", "change_not_theirs"),
        *(f"what_{what}" for what in What if what not in PLAIN),
    ]
)
"""The fixed words without which messages cannot be rendered."""


def filled(text: Text, locale: str, value: Value, count: int | None = None) -> Html:
    """A wording in its best locale, every placeholder in its place. value: gives a name's markup.

    count: chooses the plural form.
    """
    best = text.locale(locale)
    category = "other" if count is None else plural(count, best)
    pieces = template(text.template(best, category))
    if not pieces.names:
        return Html(pieces.texts[0])
    parts = [pieces.texts[0]]
    for name, after in zip(pieces.names, pieces.texts[1:], strict=True):
        parts.append(value(name))
        parts.append(after)
    return Html(unaddressed("".join(parts)))


def words(library: Library, words_id: str, locale: str, **values: object) -> Html:
    """A fixed sentence, its values escaped (Html ones are markup already).

    Raises MissingWords for an unknown id, MissingFact for a placeholder without a value.
    """
    text = library.words.get(words_id)
    if text is None:
        raise MissingWords(id=words_id)

    def value(name: str) -> str:
        found = values.get(name)
        if found is None:
            raise MissingFact(name)
        return escape(found if isinstance(found, str) else str(found))

    counted = values.get(text.count) if text.count else None
    return filled(text, locale, value, counted if isinstance(counted, int) else None)
