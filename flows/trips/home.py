"""Which country is home: where the first leg starts, else that of the home zone.

Not here: which zone is home (bot.steps).
"""

from __future__ import annotations

from babel.core import get_global

from flows.trips.route import Itinerary


def home_country(shape: Itinerary, home_zone: str | None) -> str | None:
    """ISO 3166 alpha-2; None when nobody knows. home_zone: IANA, None when unknown."""
    if shape.origin is not None and shape.origin.country:
        return shape.origin.country
    territory = get_global("zone_territories").get(home_zone or "")
    return territory if isinstance(territory, str) else None
