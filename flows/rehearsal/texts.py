"""What is wrong with a wording: a locale that is missing, placeholders, markup, length.

Not here: which wordings a library has (wordings), how touchpoints refer to other things (references).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flows.library.document import Fault, Severity
from flows.library.library import Library
from flows.library.placeholders import PLACEHOLDERS, placeholders_in, sample, template
from flows.library.refusals import did_you_mean, nearest
from flows.library.text import LOCALES, Text
from flows.library.tongues import called
from flows.library.touchpoint import Per
from flows.talk.dates import plural
from flows.talk.length import visible_length
from flows.talk.markup import MOST_UNITS, TAG, markup_fault

LONGEST_NAME = 64
LONGEST_BLOCK = 1_400
LONGEST_LABEL = 52
LONGEST_DIGEST = 300


class Use(StrEnum):
    """How a wording is shown. PLACE: a place's own words, quoted by others. WORDS: a fixed sentence, whose
    placeholders are its own."""

    MESSAGE = "message"
    LABEL = "label"
    DIGEST = "digest"
    PLACE = "place"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text where it stands. what: "the text", "the item passport". per: the occurrences it is said in."""

    text: Text
    what: str
    use: Use = Use.MESSAGE
    per: Per = Per.TRIP
    extra: int = 0


def faults_of(wording: Wording, longest: Mapping[tuple[str, str], int]) -> Iterator[Fault]:
    """Everything wrong with one wording."""
    yield from _locales(wording)
    yield from _placeholders(wording)
    yield from _markup(wording)
    yield from _length(wording, longest)
    if wording.use is not Use.PLACE:
        yield from _plural(wording)


def _fault(wording: Wording, locale: str, why: str, severity: Severity = Severity.ERROR) -> Fault:
    here = wording.text.at(locale)
    return Fault(file=here.file, line=here.line, why=why, severity=severity)


def _locales(wording: Wording) -> Iterator[Fault]:
    missing = [called(locale) for locale in LOCALES if locale not in wording.text.forms]
    if missing:
        why = f"{wording.what} has no {' and no '.join(missing)}: add it"
        yield _fault(wording, "", why)
    for locale, forms in wording.text.forms.items():
        if not all(form.strip() for form in forms.values()):
            yield _fault(wording, locale, f"{wording.what} is empty in {called(locale)}: write something")


def _names(wording: Wording, locale: str) -> frozenset[str]:
    forms = wording.text.forms[locale].values()
    return frozenset(name for form in forms for name in placeholders_in(form))


def _placeholders(wording: Wording) -> Iterator[Fault]:
    seen: dict[str, frozenset[str]] = {}
    for locale, forms in wording.text.forms.items():
        tongue = called(locale)
        if any(template(form).lone for form in forms.values()):
            why = (
                f"the {tongue} of {wording.what} has a {{ or }} that is not part of a placeholder: remove it"
            )
            yield _fault(wording, locale, why)
        seen[locale] = _names(wording, locale)
        if wording.use is Use.WORDS:
            continue
        for name in sorted(seen[locale] - {""}):
            why = _unfit(name, wording)
            for here in wording.text.places_of(locale, f"{{{name}}}") if why else ():
                told = f"the {tongue} of {wording.what} uses {{{name}}}{why}"
                yield Fault(file=here.file, line=here.line, why=told)
    measure = _measure(wording.text)
    every = frozenset(name for locale in measure for name in seen[locale] if _known(name, wording))
    for locale, names in seen.items():
        extra = sorted(name for name in names - every if _known(name, wording))
        if extra:
            told = ", ".join(f"{{{name}}}" for name in extra)
            why = f"the {called(locale)} of {wording.what} has {told}, which no other language has"
            yield _fault(wording, locale, f"{why}: take it out, or write every language")
    for locale, names in seen.items():
        lacking = _left_out(every - names, [name for name in names - {""} if not _known(name, wording)])
        if lacking:
            told = ", ".join(f"{{{name}}}" for name in lacking)
            why = f"the {called(locale)} of {wording.what} leaves out {told}, which another language has"
            yield _fault(wording, locale, why)


def _measure(text: Text) -> tuple[str, ...]:
    """The locales that say which placeholders a text has: what is shipped, where an overlay rewords some of it."""
    own = [locale for locale in text.forms if locale not in text.files]
    return tuple(locale for locale in own if locale in LOCALES) or tuple(own) or tuple(text.forms)


def _left_out(lacking: frozenset[str], unknown: list[str]) -> list[str]:
    """What a locale lacks beyond what its unknown placeholders stand for: those are told already."""
    meant = {name: nearest(name, list(PLACEHOLDERS)) for name in unknown}
    left = sorted(lacking - set(meant.values()))
    strange = sum(1 for near in meant.values() if near not in lacking)
    return left if len(left) > strange else []


def _known(name: str, wording: Wording) -> bool:
    return wording.use is Use.WORDS or name in PLACEHOLDERS


def _unfit(name: str, wording: Wording) -> str:
    """Why a placeholder cannot stand here; empty when it can."""
    known = PLACEHOLDERS.get(name)
    if known is None:
        near = did_you_mean(name, list(PLACEHOLDERS))
        return near.replace("did you mean ", "did you mean {").replace("?", "}?") or ", which does not exist"
    if wording.use is Use.PLACE:
        if name.startswith("place.") or known.per != frozenset(Per):
            return ", which a place's own words cannot know"
        return ""
    if wording.per not in known.per:
        where = " or ".join(sorted(per.value for per in known.per))
        return f", which is known only with per: {where} (here: {wording.per.value})"
    if wording.use is Use.LABEL and known.block:
        return ", which is several lines long: a label has one"
    return ""


def _markup(wording: Wording) -> Iterator[Fault]:
    for locale, forms in wording.text.forms.items():
        for form in forms.values():
            if wording.use is Use.LABEL and TAG.search(form):
                why = f"the {called(locale)} of {wording.what} has markup, and a button shows none"
                yield _fault(wording, locale, why)
                continue
            wrong = markup_fault(form)
            if wrong:
                why = f"Telegram would refuse the {called(locale)} of {wording.what}: {wrong}"
                yield _fault(wording, locale, why)


def _length(wording: Wording, longest: Mapping[tuple[str, str], int]) -> Iterator[Fault]:
    for locale, forms in wording.text.forms.items():
        for form in forms.values():
            units = wording.extra + spoken_length(form, locale, longest)
            if units > MOST_UNITS and wording.use is not Use.PLACE:
                why = (
                    f"the {called(locale)} of {wording.what} can grow to {units:,} characters with long values,"
                    f" and Telegram takes {MOST_UNITS:,}: shorten it"
                )
                yield _fault(wording, locale, why)
            bare = visible_length(form)
            most = {Use.LABEL: LONGEST_LABEL, Use.DIGEST: LONGEST_DIGEST}.get(wording.use, MOST_UNITS)
            if bare > most and wording.use is not Use.MESSAGE:
                why = (
                    f"the {called(locale)} of {wording.what} is {bare} characters long: keep it under {most}"
                )
                yield _fault(wording, locale, why, Severity.WARNING)


def spoken_length(form: str, locale: str, longest: Mapping[tuple[str, str], int]) -> int:
    """How many units a form shows when every placeholder has a long value."""
    taken = template(form)
    units = visible_length("".join(taken.texts))
    for name in taken.names:
        known = PLACEHOLDERS.get(name)
        guess = (
            LONGEST_BLOCK if known and known.block else LONGEST_NAME + visible_length(sample(name, locale))
        )
        units += longest.get((name, locale), guess)
    return units


def longest_values(library: Library) -> Mapping[tuple[str, str], int]:
    """How long the library's own values can be: (placeholder, locale) -> units."""
    found: dict[tuple[str, str], int] = {}
    told = [(topic, text) for place in library.places for topic, text in place.topics.items()]
    told += [("season", text) for climate in library.climates.values() for text in climate.seasons.values()]
    for topic, text in told:
        for locale, forms in text.forms.items():
            key = (f"place.{topic}", locale)
            units = max(spoken_length(form, locale, {}) for form in forms.values())
            found[key] = max(found.get(key, 0), units)
    for locale in library.locales:
        lists = [
            sum(
                visible_length(phrase.means.template(locale)) + visible_length(phrase.say) + len(" : \n")
                for phrase in language.phrases
            )
            for language in library.languages.values()
        ]
        if lists:
            found["country.phrases", locale] = max(lists)
    return found


def _plural(wording: Wording) -> Iterator[Fault]:
    count, text = wording.text.count, wording.text
    if not count:
        return
    if wording.use is not Use.WORDS:
        known = PLACEHOLDERS.get(count)
        if known is None or not known.counted:
            countable = [name for name, one in PLACEHOLDERS.items() if one.counted]
            why = f"count: {count} is no number{did_you_mean(count, countable)}; write one of {', '.join(countable)}"
            yield _fault(wording, "", why)
        elif wording.per not in known.per:
            yield _fault(wording, "", f"count: {count} is not known with per: {wording.per.value}")
    for locale, forms in text.forms.items():
        lacking = {plural(number, locale) for number in range(1, 30)} - set(forms)
        for category in sorted(lacking):
            why = f"the {called(locale)} of {wording.what} has no plural form “{category}”: add it"
            yield _fault(wording, locale, why)
