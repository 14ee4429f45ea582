"""What we know of a country: money, plugs, the side of the road, its regions, climate and languages. Durable facts only.

Any may be missing. Not here: emergency numbers (place), how a currency or a country is called (flows.talk.dates).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from flows.library.text import Origin

EEA = "eea"
"""The region in which phones are used as at home."""


class Side(StrEnum):
    """The side of the road that one drives on."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryFacts:
    """country: ISO 3166 alpha-2. currency: ISO 4217, empty when not known. plugs: the letters of IEC ("C"). voltage:
    volts, None when not known. regions: "schengen", "eea", … climate: an id of content/climates; languages: ISO 639.
    southern: its seasons are those of the southern hemisphere."""

    country: str
    currency: str = ""
    plugs: tuple[str, ...] = ()
    voltage: int | None = None
    drives: Side | None = None
    regions: frozenset[str] = frozenset()
    climate: str = ""
    languages: tuple[str, ...] = ()
    southern: bool = False
    source: str = ""
    origin: Origin = field(default=Origin(), compare=False)
