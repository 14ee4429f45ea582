"""Who travels on made-up trips: alone, in pairs, with children, old, many, behind a tour leader, with a birthday on the way.

Not here: the trips (generated).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flows.trips.trip import Traveller

GIVEN_NAMES = ("Ann", "Bruno", "Chiara", "Dan", "Eva", "Femke", "Gijs", "Hanna", "Ilse")


def _people(*born: date | None, minors: int = 0) -> tuple[Traveller, ...]:
    """A party of these; the last `minors` are children."""
    count = len(born)
    return tuple(
        Traveller(
            id=name.casefold(),
            name=f"{name} Jansen",
            first_name=name,
            surname="Jansen",
            lead=number == 0,
            minor=number >= count - minors,
            born=day,
        )
        for number, (name, day) in enumerate(zip(GIVEN_NAMES, born, strict=False))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who travels together, and in words what they are. leader: id of their tour leader."""

    people: tuple[Traveller, ...]
    words: str
    leader: str | None = None


def _solo(leaving: date) -> Party:
    return Party(people=_people(None), words="alone")


def _couple(leaving: date) -> Party:
    return Party(people=_people(None, None), words="a couple")


def _family(leaving: date) -> Party:
    eight, five = date(leaving.year - 8, 3, 3), date(leaving.year - 5, 11, 20)
    return Party(people=_people(None, None, eight, five, minors=2), words="a family with children")


def _seniors(leaving: date) -> Party:
    born = date(leaving.year - 71, 5, 9), date(leaving.year - 69, 8, 30)
    return Party(people=_people(*born), words="two seniors")


def _group(leaving: date) -> Party:
    return Party(people=_people(*(None for _ in GIVEN_NAMES)), words="a group of nine")


def _tour(leaving: date) -> Party:
    people = _people(*(None for _ in GIVEN_NAMES))
    return Party(people=people, words="a group of nine with a tour leader", leader=people[0].id)


def _birthday(leaving: date) -> Party:
    soon = leaving + timedelta(days=1)
    born = date(leaving.year - 40, soon.month, min(soon.day, 28))
    return Party(people=_people(born, None), words="with a birthday on the way")


PARTIES: tuple[Callable[[date], Party], ...] = (
    _solo,
    _couple,
    _couple,
    _family,
    _family,
    _seniors,
    _group,
    _tour,
    _birthday,
)
