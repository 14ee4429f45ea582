"""content/places, countries, climates, languages, emergency: what is known of where one goes."""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    Field,
)

from flows.library.audience import Feel
from flows.library.schema.shape import (
    Country,
    Id,
    Month,
    Shape,
    Whole,
    Wording,
    Words,
    YesNo,
    many,
)


class PlaceShape(Shape):
    """content/places/<id>.yaml"""

    id: Id
    name: Wording | None = None
    iata: many(Annotated[str, Field(pattern="^[A-Z]{3}$")]) = []  # type: ignore[valid-type]
    cities: many(Words) = []  # type: ignore[valid-type]
    country: Country | None = None
    climate: str = ""
    southern: YesNo = False
    wet: many(Month) | None = None  # type: ignore[valid-type]
    topics: dict[Id, Wording] = {}


class CountryShape(Shape):
    """One entry of content/countries/<file>.yaml"""

    country: Country
    currency: Annotated[str, Field(pattern="^([A-Z]{3})?$")] = ""
    plugs: many(Annotated[str, Field(pattern="^[A-O]$")]) = []  # type: ignore[valid-type]
    voltage: Whole | None = None
    drives: Annotated[str, Field(pattern="^(left|right)?$")] = ""
    regions: many(Id) = []  # type: ignore[valid-type]
    climate: str = ""
    southern: YesNo = False
    languages: many(Id) = []  # type: ignore[valid-type]
    source: str = ""


class ClimateShape(Shape):
    """content/climates/<id>.yaml; months are those of the northern half"""

    id: Id
    feels: Annotated[list[Feel], Field(min_length=12, max_length=12)]
    wet: many(Month) = []  # type: ignore[valid-type]
    seasons: dict[
        Annotated[str, Field(pattern="^(spring|summer|autumn|winter|dry|wet)$")],
        Wording,
    ] = {}


class PhraseShape(Shape):
    """One phrase of a language."""

    means: Wording
    say: Words


class LanguageShape(Shape):
    """content/languages/<id>.yaml"""

    id: Id
    name: Wording
    phrases: list[PhraseShape] = []


class EmergencyShape(Shape):
    """One entry of content/emergency/<file>.yaml"""

    country: Country
    general: str = ""
    police: str = ""
    ambulance: str = ""
    fire: str = ""
    source: str = ""
    verified_on: Annotated[str, Field(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""
