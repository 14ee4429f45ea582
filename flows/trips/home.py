"""Which country is home: where the first leg starts, else that of the home zone.

Not here: which zone is home (bot.steps).
"""

from __future__ import annotations

from babel.core import get_global

from flows.trips.route import Itinerary

NOWHERE = ("ZZ", "001")
"""How CLDR calls no country in particular: that of Etc/UTC."""


def home_country(shape: Itinerary, home_zone: str | None) -> str | None:
    """ISO 3166 alpha-2; None when nobody knows. home_zone: IANA, None when unknown."""
    if shape.origin is not None and shape.origin.country:
        return shape.origin.country
    territory = get_global("zone_territories").get(home_zone or "")
    return territory if isinstance(territory, str) and territory not in NOWHERE else None
