"""What is wrong with how things refer to each other: ids, offers, checklists, buttons, places, fixed words.

Not here: wordings (texts), times (reach), emergency numbers (numbers).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from flows.library.document import Fault, Severity
from flows.library.library import Library
from flows.library.placeholders import PLACEHOLDERS, placeholders_in
from flows.library.refusals import did_you_mean
from flows.library.text import LOCALES, Origin
from flows.library.tongues import called
from flows.library.touchpoint import ContentButton, Late, MessageClass, Touchpoint, TouchpointKind
from flows.rehearsal.wordings import wordings
from flows.talk.actions import HERE, LONGEST_WAY, SHOWN, WISHES, WRITTEN
from flows.talk.words import NEEDED

MOST_ITEMS = 74
TOPICS = sorted(
    name.removeprefix("place.")
    for name in PLACEHOLDERS
    if name.startswith("place.") and name not in ("place.name", "place.season")
)
"""What a place may tell of itself: a text can quote nothing else."""


def faults_of(library: Library, *, unread: bool = False) -> Iterator[Fault]:
    """Every reference that leads nowhere. unread: some touchpoints could not be read, and may be what is named."""
    yield from _ids(library)
    for touchpoint in library.touchpoints:
        yield from _touchpoint(touchpoint, library)
        yield from _reminder(touchpoint, library, unread=unread)
    for topic in library.topics.values():
        for locale in LOCALES:
            if not topic.words.get(locale):
                yield _at(
                    topic.answer.origin, f"the topic {topic.id} has no {called(locale)} words: add some"
                )
    yield from _places(library)
    yield from _fixed_words(library)


def _at(origin: Origin, why: str, severity: Severity = Severity.ERROR) -> Fault:
    return Fault(file=origin.file, line=origin.line, why=why, severity=severity)


def _ids(library: Library) -> Iterator[Fault]:
    first: dict[str, Touchpoint] = {}
    for touchpoint in library.touchpoints:
        before = first.setdefault(touchpoint.id, touchpoint)
        if before is not touchpoint:
            where = f"content/{before.origin.file}:{before.origin.line}"
            yield _at(
                touchpoint.origin, f"the id {touchpoint.id} is taken already by {where}: choose another"
            )
    former: dict[str, str] = {}
    for touchpoint in library.touchpoints:
        for old in touchpoint.replaces:
            if old in first:
                why = f"it replaces {old}, which still exists: take out one of the two"
                yield _at(touchpoint.origin.at("replaces"), why)
            elif former.setdefault(old, touchpoint.id) != touchpoint.id:
                yield _at(
                    touchpoint.origin.at("replaces"),
                    f"it replaces {old}, and so does {former[old]}: only one can",
                )


def _touchpoint(touchpoint: Touchpoint, library: Library) -> Iterator[Fault]:
    origin, kind = touchpoint.origin, touchpoint.kind
    if touchpoint.late is Late.DIGEST:
        if touchpoint.digest is None:
            why = "late: digest needs a digest: text, the line that stands for it in a digest"
            yield _at(origin.at("late"), why)
        if touchpoint.message_class is MessageClass.MARKETING:
            yield _at(origin.at("late"), "a digest carries no marketing: write late: skip")
    for field, wanted, known in (
        ("offer", TouchpointKind.OFFER, list(library.offers)),
        ("survey", TouchpointKind.SURVEY, list(library.surveys)),
    ):
        named: str = getattr(touchpoint, field)
        if kind is wanted and not named:
            yield _at(origin.at("kind"), f"kind: {field} needs {field}: with an id from content/{field}s")
        elif named and named not in known:
            yield _at(origin.at(field), f"there is no {field} {named}{did_you_mean(named, known)}")
        elif named and kind is not wanted:
            yield _at(origin.at(field), f"{field}: goes with kind: {field} (here: {kind.value})")
    if kind is TouchpointKind.OFFER and touchpoint.message_class is not MessageClass.MARKETING:
        why = "an offer is class: marketing, so that consent is asked"
        yield _at(origin.at("class"), why, Severity.WARNING)
    if kind is TouchpointKind.CHECKLIST and not touchpoint.items:
        yield _at(origin.at("kind"), "a checklist needs items:")
    if touchpoint.items and kind is not TouchpointKind.CHECKLIST:
        yield _at(origin.at("items"), f"items: go with kind: checklist (here: {kind.value})")
    if len(touchpoint.items) > MOST_ITEMS:
        why = f"a keyboard holds {MOST_ITEMS} items, and here are {len(touchpoint.items)}"
        yield _at(origin.at("items"), why)
    last = {item.id: number for number, item in enumerate(touchpoint.items)}
    for item, times in Counter(item.id for item in touchpoint.items).items():
        if times > 1:
            why = f"two items are called {item}: ticks could not tell them apart"
            yield _at(origin.at(f"items.{last[item]}.id"), why)
    places = [place.id for place in library.places]
    audiences = {
        "for": touchpoint.audience,
        **{f"items.{number}.for": item.audience for number, item in enumerate(touchpoint.items)},
    }
    for path, audience in audiences.items():
        for name in sorted(audience.destinations - set(places)):
            why = f"there is no place {name} in content/places{did_you_mean(name, places)}"
            yield _at(origin.at(f"{path}.destinations"), why)
    for row, buttons in enumerate(touchpoint.buttons):
        if len(buttons) > 8:
            why = f"a row holds 8 buttons, and here are {len(buttons)}"
            yield _at(origin.at(f"buttons.{row}"), why)
        for number, button in enumerate(buttons):
            yield from _button(button, library, touchpoint, f"buttons.{row}.{number}")


def _reminder(touchpoint: Touchpoint, library: Library, *, unread: bool) -> Iterator[Fault]:
    """A reminder brings what is open of a checklist that there is."""
    origin, named = touchpoint.origin, touchpoint.checklist
    if touchpoint.kind is not TouchpointKind.REMINDER:
        if named:
            why = f"checklist: goes with kind: reminder (here: {touchpoint.kind.value})"
            yield _at(origin.at("checklist"), why)
        return
    lists = [one.id for one in library.touchpoints if one.kind is TouchpointKind.CHECKLIST]
    if not named:
        yield _at(
            origin.at("kind"), "kind: reminder needs checklist: with the id of a touchpoint that is one"
        )
    elif named not in lists and not unread:
        yield _at(origin.at("checklist"), f"there is no checklist {named}{did_you_mean(named, lists)}")


def _button(button: ContentButton, library: Library, touchpoint: Touchpoint, path: str) -> Iterator[Fault]:
    if button.url:
        wrong = _url_fault(button.url)
        if wrong:
            origin = touchpoint.origin.at(f"{path}.url")
            yield _at(origin, f"the address {button.url} {wrong}")
        return
    origin = touchpoint.origin.at(f"{path}.do")
    if button.action not in WRITTEN:
        able = sorted(WRITTEN)
        hint = did_you_mean(button.action, able) or f"; it can {', '.join(able)}"
        yield _at(origin, f"a button cannot do {button.action}{hint}")
        return
    choices: dict[str, list[str]] = {
        "show": list(SHOWN),
        "wish": list(WISHES),
        "here": list(HERE),
        "language.set": list(library.locales),
        **{action: list(library.offers) for action in WRITTEN if action.startswith("offer.")},
    }
    known = choices.get(button.action)
    origin = touchpoint.origin.at(f"{path}.with", f"{path}.do")
    if button.action == "travel_time":
        if not (button.value.isascii() and button.value.isdecimal() and 0 < int(button.value) <= LONGEST_WAY):
            yield _at(
                origin, f"do: travel_time with: {button.value or 'nothing'} is no number of minutes (45)"
            )
    elif known is None:
        if button.value:
            yield _at(origin, f"do: {button.action} takes no with: (here: {button.value})")
    elif button.value not in known:
        hint = did_you_mean(button.value, known) or f"; write one of {', '.join(known)}"
        yield _at(origin, f"do: {button.action} with: {button.value or 'nothing'} leads nowhere{hint}")


def _url_fault(url: str) -> str:
    """Why a phone could not open it; empty when it can."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "cannot be read"
    if parts.scheme not in ("https", "http", "tg"):
        return "needs https:// in front"
    if any(letter.isspace() for letter in url) or (parts.scheme != "tg" and "." not in host):
        return "is not one that a phone can open"
    return ""


def _places(library: Library) -> Iterator[Fault]:
    """Place texts that are quoted but have no default, and countries without emergency numbers."""
    fallback = library.default_place(None)
    topics = fallback.topics if fallback else {}
    told: set[str] = set()
    for wording in wordings(library):
        for locale, forms in wording.text.forms.items():
            for name in {name for form in forms.values() for name in placeholders_in(form)}:
                topic = name.removeprefix("place.")
                if (
                    name in told
                    or topic in ("name", "season", "facts", name)  # nothing is true of every place
                    or name not in PLACEHOLDERS
                    or topic in topics
                ):
                    continue
                told.add(name)
                origin = wording.text.places_of(locale, f"{{{name}}}")[0]
                why = f"{{{name}}} has no default: add {topic} to places/default.yaml, or it is skipped elsewhere"
                yield _at(origin, why, Severity.WARNING)
    taken: dict[str, str] = {}
    for place in library.places:
        for topic, text in place.topics.items():
            if topic not in TOPICS:
                hint = did_you_mean(topic, TOPICS) or f"; write one of {', '.join(TOPICS)}"
                yield _at(text.origin, f"a place has no topic {topic}{hint}")
        for code in sorted(place.iata):
            if taken.setdefault(code, place.id) != place.id:
                yield _at(place.origin, f"the airport {code} belongs to {taken[code]} already")
        if place.country and place.country not in library.emergency:
            why = f"there are no emergency numbers for {place.country}: what quotes them is skipped there"
            yield _at(place.origin, why, Severity.WARNING)


def _fixed_words(library: Library) -> Iterator[Fault]:
    for name in NEEDED:
        if name not in library.words:
            yield Fault(file="words/rendering.yaml", line=1, why=f"the words {name} are missing: add them")
