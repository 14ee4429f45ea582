"""What may be said of a party beyond its papers: a surprise, a tour leader, a guardian, a telephone number. Read from words.

Values in, values out. Not here: what follows from it (party), keeping it (bot.steps.party).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from flows.trips.naming import travellers_named
from flows.trips.trip import Traveller, Trip

NUMBER = re.compile(r"\+?[0-9][0-9 ()/.\-]{4,24}")
NOBODY = "none"


class Do(StrEnum):
    """What is said."""

    SURPRISE = "surprise"
    RELEASE = "release"
    LEADER = "leader"
    GUARDIAN = "guardian"
    PHONE = "phone"


class Fault(StrEnum):
    """Why it cannot be so."""

    WORDS = "words"
    UNKNOWN = "unknown"
    SEVERAL = "several"
    IS_LEADER = "is_leader"
    NO_SURPRISE = "no_surprise"
    IS_SURPRISED = "is_surprised"
    NO_MINOR = "no_minor"
    IS_MINOR = "is_minor"
    NO_NUMBER = "no_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One thing said. who: a traveller's id; "" for a leader who is none any more. guardians: ids, none for the usual one.
    phone: as typed, "" to forget it."""

    do: Do
    who: str
    guardians: tuple[str, ...] = ()
    phone: str = ""

    @property
    def typed(self) -> str:
        """As words that `read_role` reads again."""
        rest = self.guardians if self.do is Do.GUARDIAN else (self.phone,)
        return " ".join(part for part in (self.do, self.who or NOBODY, *rest) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """fault: why; word: what it is about, as typed."""

    fault: Fault
    word: str = ""


def read_role(trip: Trip, text: str) -> Role | Refused:
    """Read "surprise Bruno", "release Bruno", "leader Ann" (or none), "guardian Chiara Bruno, Ann" (without a name: the
    usual one), "phone Ann +31 6 1234 5678" (without a number: forget it)."""
    verb, _, rest = text.strip().partition(" ")
    if verb.lower() not in set(Do):
        return Refused(fault=Fault.WORDS, word=verb)
    do, words = Do(verb.lower()), rest.replace(",", " ").split()
    if do is Do.LEADER and [word.lower() for word in words] == [NOBODY]:
        return Role(do=do, who="")
    person, words = _opening(trip, words)
    if isinstance(person, Refused):
        return person
    match do:
        case Do.GUARDIAN:
            return _guardian(trip, person, words)
        case Do.PHONE:
            number = " ".join(words)
            if number and not NUMBER.fullmatch(number):
                return Refused(fault=Fault.NO_NUMBER, word=number[:40])
            return Role(do=do, who=person.id, phone=number)
    if words:
        return Refused(fault=Fault.UNKNOWN, word=" ".join(words)[:60])
    return _single(trip, do, person)


def _single(trip: Trip, do: Do, person: Traveller) -> Role | Refused:
    surprised = person.id in trip.surprised
    if do is Do.SURPRISE and person.id == trip.leader:
        return Refused(fault=Fault.IS_LEADER, word=person.name)
    if do is Do.RELEASE and not surprised:
        return Refused(fault=Fault.NO_SURPRISE, word=person.name)
    if do is Do.LEADER and person.minor:
        return Refused(fault=Fault.IS_MINOR, word=person.name)
    if do is Do.LEADER and surprised:
        return Refused(fault=Fault.IS_SURPRISED, word=person.name)
    return Role(do=do, who=person.id)


def _guardian(trip: Trip, minor: Traveller, words: list[str]) -> Role | Refused:
    if not minor.minor:
        return Refused(fault=Fault.NO_MINOR, word=minor.name)
    named: list[str] = []
    while words:
        person, words = _opening(trip, words)
        if isinstance(person, Refused):
            return person
        if person.minor:
            return Refused(fault=Fault.IS_MINOR, word=person.name)
        if person.id in trip.surprised:
            return Refused(fault=Fault.IS_SURPRISED, word=person.name)
        named.append(person.id)
    return Role(do=Do.GUARDIAN, who=minor.id, guardians=tuple(dict.fromkeys(named)))


def _opening(trip: Trip, words: list[str]) -> tuple[Traveller | Refused, list[str]]:
    """Whom the longest opening names, and the words behind it."""
    for length in range(len(words), 0, -1):
        found = travellers_named(trip, " ".join(words[:length]))
        if len(found) > 1:
            return Refused(fault=Fault.SEVERAL, word=" ".join(words[:length])), words
        if found:
            return found[0], words[length:]
    return Refused(fault=Fault.UNKNOWN, word=" ".join(words[:3])[:60]), words
