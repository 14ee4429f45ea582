"""When two places are one town: airport and hotel, Heathrow and Gatwick, "Zürich" and "zurich".

Not here: which zone a place has (bot.imports.places).
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import replace
from functools import lru_cache

from flows.trips.trip import Place

EARTH_KM = 6371.0


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Letters and digits only, without case and accents, single spaces: how two spellings are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def distance_km(a: Place, b: Place) -> float | None:
    """The great-circle distance, or None when a place has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    north, south = math.radians(a.latitude), math.radians(b.latitude)
    dlat, dlon = south - north, math.radians(b.longitude - a.longitude)
    half = math.sin(dlat / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(dlon / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def same_country(a: Place, b: Place) -> bool:
    """True when both countries are known and equal."""
    return a.country is not None and a.country == b.country


def same_town(a: Place, b: Place, *, km: float = 40.0) -> bool:
    """True when the airport, the metro area, the name of the town or nearness says so.

    Nearness never overrules a shared town name: Narita is Tokyo, 60 km away. A town name is not shared over a border.
    """
    if a is b:
        return True
    if (a.iata and a.iata == b.iata) or (a.metro and a.metro == b.metro):
        return True
    abroad = a.country is not None and b.country is not None and a.country != b.country
    name = plain(a.label)
    if not abroad and name and name == plain(b.label):
        return True
    apart = distance_km(a, b)
    return apart is not None and apart <= km


def borrow(place: Place, arrival: Place | None) -> Place:
    """`place` with the city, country and zone it lacks taken from where one arrives for it."""
    if arrival is None or (place.city and place.country and place.zone):
        return place
    return replace(
        place,
        city=place.city or arrival.city,
        country=place.country or arrival.country,
        zone=place.zone or arrival.zone,
    )
