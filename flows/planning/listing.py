"""How conditions list what they ask for: in an editor's words, joined by "or".

Not here: the conditions (conditions).
"""

from __future__ import annotations

from functools import lru_cache

from flows.trips.personas import Persona

PEOPLE = {
    Persona.FAMILY: "families with young children",
    Persona.COUPLE: "couples",
    Persona.SOLO: "solo travellers",
    Persona.BUSINESS: "business travellers",
    Persona.SENIORS: "seniors",
    Persona.GROUP: "groups",
    Persona.OWN_CAR: "those who come by own car",
}


@lru_cache(maxsize=1024)
def people(personas: frozenset[Persona]) -> str:
    """Whom an editor means: "couples or seniors"."""
    return one_of([PEOPLE[persona] for persona in Persona if persona in personas])


@lru_cache(maxsize=4096)
def listed(words: frozenset[str]) -> str:
    """ "a", "a or b", "a, b or c", sorted and in plain words."""
    return one_of(sorted(str(word).replace("_", " ") for word in words))


def one_of(given: list[str]) -> str:
    """ "a", "a or b", "a, b or c", in the given order."""
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])} or {given[-1]}"
