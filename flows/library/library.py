"""The library itself: everything published, looked up by id or by place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.library.place import EmergencyNumbers, PlaceFacts
from flows.library.survey import Survey
from flows.library.text import Text
from flows.library.touchpoint import Touchpoint
from flows.trips.trip import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something travellers ask about. words: what they type, per locale; answer may hold placeholders."""

    id: str
    words: Mapping[str, tuple[str, ...]]
    answer: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An upsell: what it is, in words; ships without prices and off."""

    id: str
    title: Text
    details: Text
    on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All content. words: every fixed sentence of the conversation by id ("join.ask_code"), buttons included."""

    touchpoints: tuple[Touchpoint, ...] = ()
    places: tuple[PlaceFacts, ...] = ()
    emergency: Mapping[str, EmergencyNumbers] = field(default_factory=dict)
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    words: Mapping[str, Text] = field(default_factory=dict)

    def touchpoint(self, touchpoint_id: str) -> Touchpoint | None:
        """By its id or a former one."""
        for touchpoint in self.touchpoints:
            if touchpoint.id == touchpoint_id or touchpoint_id in touchpoint.replaces:
                return touchpoint
        return None

    def place(self, place: Place | None) -> PlaceFacts | None:
        """What we know of a place: by IATA code, else by city name and country. None when it is not in the library."""
        if place is None:
            return None
        city = plain(place.label)
        for facts in self.places:
            if place.iata and place.iata in facts.iata:
                return facts
            if city in facts.cities and place.country in (None, "", facts.country):
                return facts
        return None

    def default_place(self, country: str | None) -> PlaceFacts | None:
        """The default for a country, else for everywhere."""
        fallback = None
        for facts in self.places:
            if facts.iata or facts.cities:
                continue
            if facts.country and facts.country == country:
                return facts
            if not facts.country:
                fallback = facts
        return fallback


def plain(words: str) -> str:
    """Lower case, without accents: how city names are compared."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()
