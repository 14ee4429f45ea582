"""Names as paper prints them -> people: "KRAUSE/VOLKER MR" is Volker Krause.

Not here: who belongs to one party (bookings).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.imports.places import folded

_TITLES = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "mstr",
    "dr",
    "prof",
    "chd",
    "inf",
    "mme",
    "mlle",
    "herr",
    "frau",
    "dhr",
    "mevr",
    "mevrouw",
    "meneer",
    "mw",
    "mej",
    "monsieur",
    "madame",
}
_CHILD = {"mstr", "chd", "inf"}
_PARTICLES = {
    "de",
    "da",
    "di",
    "do",
    "du",
    "des",
    "del",
    "della",
    "den",
    "der",
    "dos",
    "das",
    "la",
    "le",
    "van",
}
_PARTICLES |= {"von", "zu", "ten", "ter", "te", "ver", "het", "el", "al", "bin", "ibn", "y", "e"}
_GLUED = re.compile(r"(?<=[A-Z]{2})(MSTR|MRS|MR)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A traveller as one line of paper names them. key: the same for the same name, fit to be an id."""

    name: str
    first_name: str
    surname: str
    key: str
    minor: bool = False
    lead: bool = False
    born: date | None = None
    shouted: bool = False


def read_person(
    name: str | None,
    *,
    given: str | None = None,
    family: str | None = None,
    minor: bool = False,
    lead: bool = False,
    born: date | None = None,
) -> Person | None:
    """The person behind a printed name; None when nothing is printed. Titles fall away, capitals become a name."""
    shouted = False
    if given and family:
        titles: set[str] = set()
        first, last = given, family
        middle = ""
    else:
        printed = " ".join((name or given or family or "").split())
        first, middle, last, titles = _split(printed)
    if not (first or last):
        return None
    if (first + middle + last).isupper() and len(first + last) > 3:
        shouted = True
        first, middle, last = _calm(first), _calm(middle), _calm(last)
    full = " ".join(part for part in (first, middle, last) if part)
    return Person(
        name=full,
        first_name=first or last,
        surname=last,
        key="-".join(folded(full).split()) or "traveller",
        minor=minor or bool(titles & _CHILD),
        lead=lead,
        born=born,
        shouted=shouted,
    )


def _split(printed: str) -> tuple[str, str, str, set[str]]:
    """First name, what stands between, surname (with its particles), and the titles found."""
    slashed = _slashed(printed)
    if slashed is not None:
        family, given = slashed
        found = _GLUED.search(given)
        words, titles = _without_titles(_GLUED.sub("", given).split())
        if found:
            titles.add(found[1].lower())
        first = words[0] if words else ""
        return first, " ".join(words[1:]), " ".join(family.split()), titles
    if printed.count(",") == 1:
        family, _, given = printed.partition(",")
        words, titles = _without_titles(given.split())
        names, more = _without_titles(family.split())
        if words and names:
            # "Vries, Ann de": the particles belong to the surname again.
            tail = len(words)
            while tail > 1 and words[tail - 1].casefold() in _PARTICLES:
                tail -= 1
            return words[0], " ".join(words[1:tail]), " ".join([*words[tail:], *names]), titles | more
    words, titles = _without_titles(printed.replace(",", " ").split())
    if len(words) < 2:
        return (words[0] if words else ""), "", "", titles
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return words[0], " ".join(words[1:start]), " ".join(words[start:]), titles


def _slashed(printed: str) -> tuple[str, str] | None:
    """Surname and given names of "KRAUSE/VOLKER MR"; None for any other slash. A title behind one of its own is one too."""
    family, *rest = (part.strip() for part in printed.split("/"))
    if len(rest) == 2 and rest[1].strip(".").casefold() in _TITLES:
        rest = [" ".join(rest)]
    if len(rest) != 1 or not family or not _is_lettered(family) or not _is_lettered(rest[0]):
        return None
    return family, rest[0]


def _is_lettered(words: str) -> bool:
    return all(
        mark.isalpha() or unicodedata.category(mark) in ("Mn", "Mc") or mark in " .'’()-" for mark in words
    )


def _without_titles(words: list[str]) -> tuple[list[str], set[str]]:
    plain = [word.strip("().").casefold() for word in words]
    titles: set[str] = set()
    first, last = 0, len(words)
    while last - first > 1 and plain[first] in _TITLES:
        titles.add(plain[first])
        first += 1
    while last - first > 1 and plain[last - 1] in _TITLES:
        titles.add(plain[last - 1])
        last -= 1
    return words[first:last], titles


def _calm(name: str) -> str:
    """DE VRIES-JANSEN -> de Vries-Jansen."""
    words = name.split()
    return " ".join(
        word.lower() if word.casefold() in _PARTICLES and position < len(words) - 1 else word.title()
        for position, word in enumerate(words)
    )
