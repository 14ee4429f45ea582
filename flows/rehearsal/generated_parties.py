"""Who travels on made-up trips: alone, in pairs, with children, old, many, and with a birthday on the way.

Not here: the trips (generated).
"""

from __future__ import annotations

from collections.abc import Callable
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


Party = tuple[tuple[Traveller, ...], str]


def _solo(leaving: date) -> Party:
    return _people(None), "alone"


def _couple(leaving: date) -> Party:
    return _people(None, None), "a couple"


def _family(leaving: date) -> Party:
    child = date(leaving.year - 8, 3, 3)
    return _people(None, None, child, date(leaving.year - 5, 11, 20), minors=2), "a family with children"


def _seniors(leaving: date) -> Party:
    return _people(date(leaving.year - 71, 5, 9), date(leaving.year - 69, 8, 30)), "two seniors"


def _group(leaving: date) -> Party:
    return _people(*(None for _ in GIVEN_NAMES)), "a group of nine"


def _birthday(leaving: date) -> Party:
    soon = leaving + timedelta(days=1)
    born = date(leaving.year - 40, soon.month, min(soon.day, 28))
    return _people(born, None), "with a birthday on the way"


PARTIES: tuple[Callable[[date], Party], ...] = (
    _solo,
    _couple,
    _couple,
    _family,
    _family,
    _seniors,
    _group,
    _birthday,
)
