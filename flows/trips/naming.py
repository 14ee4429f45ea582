"""Which segment and which travellers are meant by what an agent types: "KL1697", "hotel alfama", "Ann".

Not here: attaching anything (bot.steps.documents).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from flows.trips.trip import Segment, Traveller, Trip

Found = TypeVar("Found")
LEADS = ("for", "voor", "pour", "für")
"""Words before a name that are no part of it."""

AIRLINE = re.compile("[A-Z]{2}|[A-Z][0-9]|[0-9][A-Z]")
FLIGHT_NUMBER = re.compile("[0-9]{2,4}")
FLIGHT = re.compile(f"(?:{AIRLINE.pattern}){FLIGHT_NUMBER.pattern}")
QUOTED = re.compile('["“„«](.+)["”“»]')
NEARLY = 0.75  # how alike a word and a first name are where one is taken for a slip of the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a line of words means. segments: several when it is not clear which; travellers: the same name may be two
    people's. rest: the words that name neither."""

    segments: tuple[Segment, ...] = ()
    travellers: tuple[Traveller, ...] = ()
    rest: str = ""


def segments_named(trip: Trip, text: str) -> tuple[Segment, ...]:
    """The live segments that are called so: by id, else by ticket ("KL 1697"), else by whole name, else by a name that
    begins so. None for no match; several where a person must choose."""
    return segments_called(
        [segment for segment in trip.booking.segments if not segment.cancelled or trip.cancelled], text
    )


def segments_called(segments: Sequence[Segment], text: str) -> tuple[Segment, ...]:
    """Those of these segments, live or not, that are called so, as `segments_named` finds them."""
    wanted = squeezed(text)
    if not wanted:
        return ()
    exact = tuple(segment for segment in segments if segment.id == text.strip())
    tickets = tuple(segment for segment in segments if wanted in _tickets(segment))
    begins = tuple(
        segment
        for segment in segments
        if not segment.kind.is_leg
        and len(wanted) >= 3
        and any(name.startswith(wanted) for name in _names(segment))
    )
    return exact or tickets or begins


def travellers_named(trip: Trip, text: str) -> tuple[Traveller, ...]:
    """Those of the party who are called so: by id or whole name, else by first name."""
    return travellers_called(trip.travellers, text)


def travellers_called(people: Sequence[Traveller], text: str) -> tuple[Traveller, ...]:
    """Those of these people who are called so, as `travellers_named` finds them."""
    wanted = squeezed(text)
    whole = tuple(one for one in people if one.id == text.strip() or squeezed(one.name) == wanted)
    return whole or tuple(one for one in people if wanted and squeezed(one.first_name) == wanted)


def read_words(trip: Trip, text: str) -> Read:
    """Read "KL1697 Ann boarding pass": the longest opening that names a segment, then one that names a traveller; what is
    left is the document's own name. Either may be missing, in either order."""
    words = text.split()
    segments, words = _opening(words, lambda told: segments_named(trip, told))
    people, words = _opening(_bare(words), lambda told: travellers_named(trip, told))
    if not segments and people:
        segments, words = _opening(words, lambda told: segments_named(trip, told))
    return Read(segments=segments, travellers=people, rest=" ".join(words))


def stranger_in(trip: Trip, rest: str) -> str:
    """A word of a document's own name that rather means a flight or a person, and none of this trip: "KL9999", "Bruni",
    "for Zoë". Empty when there is none; what stands in quotes is a name and nothing else."""
    if quoted(rest):
        return ""
    words = rest.split()
    for number, word in enumerate(words):
        if FLIGHT.fullmatch(word):
            return word
        if number and AIRLINE.fullmatch(words[number - 1]) and FLIGHT_NUMBER.fullmatch(word):
            return f"{words[number - 1]} {word}"
        if word.casefold() in LEADS and words[number + 1 :][:1] and words[number + 1][0].isupper():
            return words[number + 1]
        names = [squeezed(one.first_name) for one in trip.travellers]
        if word[0].isupper() and get_close_matches(squeezed(word), names, n=1, cutoff=NEARLY):
            return word
    return ""


def quoted(text: str) -> str:
    """What stands between quotes, where that is all; else empty."""
    found = QUOTED.fullmatch(text.strip())
    return found[1].strip() if found else ""


def squeezed(text: str) -> str:
    """How names are compared: letters and digits alone, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^0-9a-z]", "", plain) or "".join(plain.split())


def _tickets(segment: Segment) -> set[str]:
    told = {squeezed(segment.label), squeezed(segment.name or "")}
    if segment.kind.is_leg and segment.number:
        told |= {squeezed(f"{who or ''}{segment.number}") for who in (segment.carrier, segment.operator, "")}
    return told - {""}


def _names(segment: Segment) -> list[str]:
    """A hotel is also called without the word for it: "Alfama" is "Hotel Alfama"."""
    whole = segment.name or segment.label
    return [squeezed(whole), *(squeezed(" ".join(whole.split()[n:])) for n in range(1, len(whole.split())))]


def _bare(words: list[str]) -> list[str]:
    return words[1:] if words and words[0].casefold() in LEADS and len(words) > 1 else words


def _opening(
    words: list[str], named: Callable[[str], tuple[Found, ...]]
) -> tuple[tuple[Found, ...], list[str]]:
    for length in range(len(words), 0, -1):
        found = named(" ".join(words[:length]))
        if found:
            return found, words[length:]
    return (), words
