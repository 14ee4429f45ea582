"""Which traveller of a new paper is which of the party: names in any case, order, accents and titles.

Not here: what a merged booking looks like (merge).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from flows.trips.towns import plain
from flows.trips.trip import Traveller
from flows.trips.unnamed import is_unnamed

TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mstr", "chd", "inf", "dr", "prof"),
        *("dhr", "mevr", "mw", "mej", "meneer", "mevrouw", "herr", "frau", "hr", "fr"),
        *("m", "mme", "mlle", "monsieur", "madame"),
    )
)
FLAT = str.maketrans({"ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""Letters that no accent can be taken off."""

NEARLY = 0.8  # how much of two names must be the same for a correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A merged party. ids: read id -> held id. met: ids of those who were held and whom the paper names."""

    travellers: tuple[Traveller, ...]
    ids: dict[str, str]
    met: frozenset[str]


def spoken(name: str) -> tuple[str, ...]:
    """The words of a name in the order they are said, plain, without titles: "DE VRIES/ANN MRS" gives ann de vries."""
    if "/" in name:
        surname, _, first = name.partition("/")
        name = f"{first} {surname}"
    words = plain(name).split()
    # A lone M in the middle is an initial, not Monsieur.
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    kept = [word for number, word in enumerate(words) if not (number and word in TITLES and len(word) > 1)]
    return tuple(kept)


def company(
    held: tuple[Traveller, ...], read: tuple[Traveller, ...], edited: Mapping[str, Traveller] | None = None
) -> Company:
    """The held party with what a paper adds: known people keep their id, new ones join, nobody drops out. edited: id ->
    the same person as an agent named them by hand; a paper may mean either."""
    pairs = _pairs(held, read, edited or {})
    merged: list[Traveller] = []
    for person in held:
        other = next((new for new in read if pairs.get(new.id) == person.id), None)
        merged.append(_renewed(person, other) if other else person)
    met = frozenset(pairs.values())
    led = any(person.lead for person in held)
    for new in read:
        if new.id in pairs:
            continue
        pairs[new.id] = unused(new.id, {person.id for person in merged})
        merged.append(replace(new, id=pairs[new.id], lead=new.lead and not led))
    return Company(travellers=tuple(merged), ids=pairs, met=met)


def unused(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with the first number that nobody has: "ann", "ann-2"."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _pairs(
    held: tuple[Traveller, ...], read: tuple[Traveller, ...], edited: Mapping[str, Traveller]
) -> dict[str, str]:
    pairs: dict[str, str] = {}
    names = {
        one.id: {spoken(one.name), *([spoken(edited[one.id].name)] if one.id in edited else [])}
        for one in held
    }

    def pair(same: Callable[[Traveller, Traveller], bool]) -> None:
        for new in read:
            if new.id not in pairs:
                free = (one for one in held if one.id not in pairs.values() and same(one, new))
                found = next(free, None)
                if found is not None:
                    pairs[new.id] = found.id

    pair(lambda one, new: spoken(new.name) in names[one.id])
    pair(lambda one, new: sorted(spoken(new.name)) in [sorted(name) for name in names[one.id]])
    pairs.update(_akin(held, read, pairs, edited))
    if len(held) == 1 and not pairs and is_unnamed(held[0]) and read:
        # At last a paper says who it is.
        pairs[next((one for one in read if one.lead), read[0]).id] = held[0].id
    lost = [one for one in held if one.id not in pairs.values()]
    strange = [new for new in read if new.id not in pairs]
    if len(held) == len(read) > 1 == len(lost) == len(strange):
        # The rest of the party is here and one name is nearly the same: a correction. Alone, Ann may well not be Dan.
        old, new = lost[0], strange[0]
        half = plain(old.surname) == plain(new.surname) or plain(old.first_name) == plain(new.first_name)
        alike = SequenceMatcher(None, " ".join(spoken(old.name)), " ".join(spoken(new.name))).ratio()
        if half and alike >= NEARLY:
            pairs[new.id] = old.id
    return pairs


def _akin(
    held: Sequence[Traveller],
    read: Sequence[Traveller],
    pairs: Mapping[str, str],
    edited: Mapping[str, Traveller],
) -> dict[str, str]:
    """Those whom a paper prints shorter or in other letters ("DEVRIES/A", "Mueller"), where only one person on either side
    can be meant."""
    lost = [one for one in held if one.id not in pairs.values()]
    strange = [new for new in read if new.id not in pairs]
    fits = {
        new.id: [one.id for one in lost if akin(one, new) or (one.id in edited and akin(edited[one.id], new))]
        for new in strange
    }
    rivals = [one for found in fits.values() for one in found]
    return {new: found[0] for new, found in fits.items() if len(found) == 1 and rivals.count(found[0]) == 1}


def akin(one: Traveller, other: Traveller) -> bool:
    """True where both may be one person: the same surname, however it is spaced and its umlauts are written, and one first
    name the initial of the other or a part of it. Two birth dates are two people."""
    if one.born and other.born and one.born != other.born:
        return False
    mine, theirs = spoken(one.name), spoken(other.name)
    if _run(mine) == _run(theirs):
        return True
    surnames = {_run(spoken(person.surname)) for person in (one, other)}
    if len(surnames) != 1 or "" in surnames:
        return False
    first, second = (spoken(person.first_name)[:1] for person in (one, other))
    if not first or not second:
        return False
    short, long = sorted((_run(first), _run(second)), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


def _given(person: Traveller) -> int:
    """Letters of the first name."""
    return len(_run(spoken(person.first_name)[:1]))


def _run(words: Sequence[str]) -> str:
    """Letters alone, ä and ae alike."""
    told = "".join(words).translate(FLAT)
    for written, meant in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        told = told.replace(written, meant)
    return told


def _renewed(person: Traveller, read: Traveller) -> Traveller:
    known = sorted(spoken(person.name)) == sorted(spoken(read.name))
    if not known and akin(
        person, read
    ):  # an initial gives way to the name it stands for, and nothing else does
        known = _given(read) <= 1 or _given(person) > 1
    return replace(
        person,
        name=person.name if known else read.name,
        first_name=person.first_name if known else read.first_name,
        surname=person.surname if known else read.surname,
        minor=person.minor or read.minor,
        born=read.born or person.born,
    )
