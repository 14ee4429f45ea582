"""The library itself: everything published, looked up by id or by place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flows.library.audience import Feel
from flows.library.climate import Climate, northern, season
from flows.library.country import CountryFacts
from flows.library.language import Language
from flows.library.place import EmergencyNumbers, PlaceFacts
from flows.library.survey import Survey
from flows.library.text import LOCALES, Origin, Text
from flows.library.touchpoint import Per, Touchpoint
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
    """All content. words: every fixed sentence of the conversation by id ("join.ask_code"), buttons included. added: the
    languages that an agency adds to the shipped ones, with where each is declared.

    What begins with an underscore is made of the rest, so that it can be looked up quickly.
    """

    touchpoints: tuple[Touchpoint, ...] = ()
    places: tuple[PlaceFacts, ...] = ()
    emergency: Mapping[str, EmergencyNumbers] = field(default_factory=dict)
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    words: Mapping[str, Text] = field(default_factory=dict)
    countries: Mapping[str, CountryFacts] = field(default_factory=dict)
    climates: Mapping[str, Climate] = field(default_factory=dict)
    languages: Mapping[str, Language] = field(default_factory=dict)
    added: Mapping[str, Origin] = field(default_factory=dict)
    _by_id: Mapping[str, Touchpoint] = field(init=False, repr=False, compare=False)
    _by_iata: Mapping[str, PlaceFacts] = field(init=False, repr=False, compare=False)
    _by_city: Mapping[str, tuple[PlaceFacts, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        former = {name: one for one in reversed(self.touchpoints) for name in one.replaces}
        by_id = former | {one.id: one for one in reversed(self.touchpoints)}
        by_city: dict[str, tuple[PlaceFacts, ...]] = {}
        for facts in self.places:
            for city in facts.cities:
                by_city[city] = (*by_city.get(city, ()), facts)
        object.__setattr__(self, "_by_id", by_id)
        by_iata = {code: facts for facts in reversed(self.places) for code in facts.iata}
        object.__setattr__(self, "_by_iata", by_iata)
        object.__setattr__(self, "_by_city", by_city)

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages that a chat may speak, the shipped ones first."""
        return (*LOCALES, *self.added)

    def touchpoint(self, touchpoint_id: str) -> Touchpoint | None:
        """By its id, else by a former one."""
        return self._by_id.get(touchpoint_id)

    def notice(self, touchpoint_id: str | None) -> Touchpoint | None:
        """The touchpoint of this id where it tells of a change of the booking; None for any other, and for none."""
        found = self.touchpoint(touchpoint_id or "")
        return found if found is not None and found.per is Per.CHANGE else None

    def place(self, place: Place | None) -> PlaceFacts | None:
        """What we know of a place: by IATA code, else by city name and country. None when it is not in the library."""
        if place is None:
            return None
        if place.iata and place.iata in self._by_iata:
            return self._by_iata[place.iata]
        for facts in self._by_city.get(plain(place.label), ()):
            if place.country in (None, "", facts.country):
                return facts
        return None

    def default_places(self, country: str | None, climate: str = "") -> tuple[PlaceFacts, ...]:
        """What holds where a place says nothing itself: the default for its country, for its climate, for everywhere."""
        found: list[tuple[int, PlaceFacts]] = []
        for facts in self.places:
            if facts.iata or facts.cities:
                continue
            if facts.country:
                if facts.country == country:
                    found.append((0, facts))
            elif not facts.climate:
                found.append((2, facts))
            elif facts.climate == climate:
                found.append((1, facts))
        return tuple(facts for _, facts in sorted(found, key=lambda one: one[0]))

    def default_place(self, country: str | None, climate: str = "") -> PlaceFacts | None:
        """The first of them."""
        return next(iter(self.default_places(country, climate)), None)

    def country(self, place: Place | None) -> CountryFacts | None:
        """What we know of a place's country."""
        if place is None:
            return None
        if place.country:
            return self.countries.get(place.country)
        known = self.place(place)
        return self.countries.get(known.country) if known is not None else None

    def climate(self, place: Place | None) -> Climate | None:
        """The climate of a place: its own, else its country's."""
        known, land = self.place(place), self.country(place)
        own = known.climate if known is not None else ""
        return self.climates.get(own or (land.climate if land is not None else ""))

    def feel(self, place: Place | None, month: int) -> Feel | None:
        """How a month (1-12) feels there; None where nobody knows."""
        climate = self.climate(place)
        return climate.feels[self._northern(place, month) - 1] if climate is not None else None

    def is_wet(self, place: Place | None, month: int) -> bool | None:
        """Is a month (1-12) a rainy one there? None where nobody knows."""
        known, climate = self.place(place), self.climate(place)
        if known is not None and known.wet is not None:
            return month in known.wet
        return self._northern(place, month) in climate.wet if climate is not None else None

    def season(self, place: Place | None, month: int) -> Text | None:
        """What that time of the year is like there: of spring, summer, autumn and winter, else of the dry and the wet
        months; None where nobody wrote it."""
        climate = self.climate(place)
        if climate is None:
            return None
        by_rain = "wet" if self.is_wet(place, month) else "dry"
        return climate.seasons.get(season(self._northern(place, month))) or climate.seasons.get(by_rain)

    def place_key(self, place: Place) -> str:
        """What outside facts of a place are kept under, whatever a paper calls it: "lisbon", else "PT/sintra"."""
        known = self.place(place)
        if known is not None and (known.iata or known.cities):
            return known.id
        return f"{place.country or ''}/{plain(place.label)}"

    def _northern(self, place: Place | None, month: int) -> int:
        """The month of the northern hemisphere that this one is like there."""
        known, land = self.place(place), self.country(place)
        southern = (known is not None and known.southern) or (land is not None and land.southern)
        return northern(month, southern=southern)


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Lower case, without accents: how city names are compared."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()
