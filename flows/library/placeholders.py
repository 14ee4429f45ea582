"""The closed list of placeholders: what a text may quote, where each exists and how it reads; and templates in pieces.

A placeholder is a name in braces: {trip.destination}. There is no template logic. Not here: where values come from
(flows.talk.values).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flows.library.samples import ROWS
from flows.library.text import SLOT
from flows.library.touchpoint import Per


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """One placeholder. supplier: whose fact it is. per: the occurrences in which it exists. samples: locale -> how it
    reads. counted: a number that may choose a plural form. block: several lines, to stand on its own."""

    name: str
    supplier: str
    per: frozenset[Per]
    samples: Mapping[str, str]
    counted: bool = False
    block: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A wording in pieces: texts[0] names[0] texts[1] … texts[n]. lone: a brace stands alone, or is empty."""

    texts: tuple[str, ...]
    names: tuple[str, ...]
    lone: bool = False


@lru_cache(maxsize=16_384)
def template(words: str) -> Template:
    """A wording taken apart, once."""
    parts = SLOT.split(words)
    texts, names = tuple(parts[0::2]), tuple(parts[1::2])
    lone = any("{" in text or "}" in text for text in texts) or "" in names
    return Template(texts=texts, names=names, lone=lone)


def placeholders_in(words: str) -> tuple[str, ...]:
    """The names in braces, in order, each once."""
    return tuple(dict.fromkeys(template(words).names))


def sample(name: str, locale: str) -> str:
    """How a placeholder reads; its name in brackets for an unknown one."""
    known = PLACEHOLDERS.get(name)
    return known.samples.get(locale, known.samples["en"]) if known else f"[{name}]"


COUNTED = frozenset({"trip.nights", "trip.days_to_go", "stay.nights"})
BLOCKS = frozenset(
    {"trip.glance", "trip.route", "trip.today", "trip.tomorrow", "place.good", "place.tips", "place.arrive"}
    | {
        "place.facts",
        "place.dishes",
        "place.customs",
        "place.rainy",
        "country.differences",
        "country.phrases",
    }
    | {"trip.holidays", "trip.weather", "trip.documents", "documents.here", "trip.changes", "change.lines"}
    | {"checklist.open", "emergency.numbers"}
)

PLACEHOLDERS: Mapping[str, Placeholder] = {
    name: Placeholder(
        name=name,
        supplier=supplier,
        per=per,
        samples=samples,
        counted=name in COUNTED,
        block=name in BLOCKS,
    )
    for name, supplier, per, samples in ROWS
}
