"""What we know of a place or a country, offline and durable: no businesses, prices or hours (DESIGN §3.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.library.text import Origin, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """id; how it is recognised (IATA codes, city names in any language, country; empty = the default for all).

    name: how each locale calls it. topics: "good", "tips", "arrive", … -> Text. climate: an id of the climates, "" for
    the country's own (with neither IATA codes nor cities: the default for that climate). wet: the rainy months there,
    None for the climate's own.
    """

    id: str
    name: Text | None = None
    iata: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    country: str = ""
    topics: Mapping[str, Text] = field(default_factory=dict)
    climate: str = ""
    southern: bool = False
    wet: frozenset[int] | None = None
    origin: Origin = field(default=Origin(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumbers:
    """The numbers of one country. general first; any may be empty. source: where from; verified_on ISO date or empty."""

    country: str
    general: str = ""
    police: str = ""
    ambulance: str = ""
    fire: str = ""
    source: str = ""
    verified_on: str = ""
    origin: Origin = field(default=Origin(), compare=False)
