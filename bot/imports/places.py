"""Where something is: IATA code, coordinates, country or city -> Place with its zone.

Facts come from airportsdata, tzfpy, tzdata's zone.tab and Babel's territory names. A UTC offset is not a zone, and
never enters here. Not here: what a time means at the place (printed).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import airportsdata
import tzfpy
from babel import Locale
from babel.core import get_global

from bot.imports.printed import known_zone
from flows.trips.times import zone_info
from flows.trips.trip import Place

NAMING = ("en", "nl", "fr", "de")
"""Languages in which a paper may write a country's name."""

_CITY_NAMING = (*NAMING, "es", "it", "pt")
_SAME_FROM, _SAME_UNTIL = 2024, 2034


class Located(NamedTuple):
    """A place, and a note for the report when its zone was inferred (else "")."""

    place: Place
    note: str


@lru_cache(maxsize=1)
def _airports() -> Mapping[str, Any]:
    return airportsdata.load("IATA")


@lru_cache(maxsize=1)
def _metros() -> Mapping[str, Any]:
    return airportsdata.load_iata_macs()


@lru_cache(maxsize=1)
def _metro_of() -> dict[str, str]:
    """Airport code -> the city code it shares with others."""
    return {airport: code for code, metro in _metros().items() for airport in metro["airports"]}


@lru_cache(maxsize=4096)
def airport(code: str) -> Place | None:
    """The airport, or the city of several airports, with this IATA code (any case); None when unknown."""
    wanted = code.strip().upper()
    row = _airports().get(wanted)
    if row is not None:
        return Place(
            name=row["name"],
            city=row["city"] or None,
            country=row["country"] or None,
            iata=wanted,
            metro=_metro_of().get(wanted, wanted),
            zone=known_zone(row["tz"]),
            latitude=row["lat"],
            longitude=row["lon"],
        )
    metro = _metros().get(wanted)
    if metro is None:
        return None
    zones = {known_zone(each["tz"]) for each in metro["airports"].values()}
    return Place(
        name=metro["name"],
        city=metro["name"],
        country=metro["country"],
        iata=wanted,
        metro=wanted,
        zone=zones.pop() if len(zones) == 1 else None,
    )


def folded(text: str) -> str:
    """`text` without accents, case and punctuation, for comparing names."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark))
    return " ".join(kept.split())


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Folded name or code -> ISO 3166 alpha-2."""
    codes = {code for code in get_global("territory_zones") if len(code) == 2 and code.isalpha()}
    found: dict[str, str] = {}
    for language in NAMING:
        for code, name in Locale(language).territories.items():
            if code in codes:
                found.setdefault(folded(name), code)
    for code, alias in get_global("territory_aliases").items():
        if len(alias) == 1 and alias[0] in codes:
            found.setdefault(folded(code), alias[0])
    found.update({"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "holland": "NL", "usa": "US"})
    found.update({folded(code): code for code in codes})
    return found


@lru_cache(maxsize=1024)
def country_code(text: str | None) -> str | None:
    """ISO 3166 alpha-2 for "PT", "PRT", "Portugal" or its name in en, nl, fr, de; None when unknown."""
    return _countries().get(folded(text)) if text else None


@lru_cache(maxsize=1)
def _zones_by_country() -> dict[str, tuple[str, ...]]:
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    found: dict[str, list[str]] = defaultdict(list)
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found[code].append(zone)
    return {code: tuple(zones) for code, zones in found.items()}


@lru_cache(maxsize=512)
def country_zone(country: str) -> str | None:
    """The zone of a country that has one, or several that keep the same time (Germany); else None."""
    zones = [zone for zone in _zones_by_country().get(country, ()) if known_zone(zone)]
    if not zones:
        return None
    noons = [
        datetime(year, month, 15, 12, tzinfo=UTC)
        for year in range(_SAME_FROM, _SAME_UNTIL)
        for month in range(1, 13)
    ]
    kept = {tuple(noon.astimezone(zone_info(zone)).utcoffset() for noon in noons) for zone in zones}
    return zones[0] if len(kept) == 1 else None


@lru_cache(maxsize=1)
def _zones_by_city() -> dict[tuple[str, str], frozenset[str]]:
    """(country, folded city) -> zones of the airports and the zone-naming cities of that name."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _airports().values():
        if row["city"] and row["tz"]:
            found[(row["country"], folded(row["city"]))].add(row["tz"])
    country_of = {zone: code for code, zones in _zones_by_country().items() for zone in zones}
    for language in _CITY_NAMING:
        for zone, names in Locale(language).time_zones.items():
            if zone in country_of and "city" in names:
                found[(country_of[zone], folded(names["city"]))].add(zone)
    for zone, code in country_of.items():
        found[(code, folded(zone.rsplit("/", 1)[-1]))].add(zone)
    return {key: frozenset(zones) for key, zones in found.items()}


@lru_cache(maxsize=1)
def _airports_by_city() -> dict[tuple[str, str], str]:
    """(country, folded city) -> the first of its airports' codes."""
    found: dict[tuple[str, str], str] = {}
    for code in sorted(_airports()):
        row = _airports()[code]
        if row["city"]:
            found.setdefault((row["country"], folded(row["city"])), code)
    return found


def town_airport(city: str, country: str) -> Place | None:
    """An airport of this town, which tells where about it lies; None when it has none."""
    code = _airports_by_city().get((country, folded(city)))
    return airport(code) if code is not None else None


def city_zone(city: str, country: str) -> str | None:
    """The zone that all airports of this city in this country share, or that is named after it; else None."""
    zones = _zones_by_city().get((country, folded(city)), frozenset())
    return known_zone(next(iter(zones))) if len(zones) == 1 else None


def coordinate_zone(latitude: float, longitude: float) -> str | None:
    """The zone of the land at these coordinates (degrees); None at sea, at 0/0 and outside the globe."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude == 0 and longitude == 0):
        return None
    return known_zone(tzfpy.get_tz(longitude, latitude))


@lru_cache(maxsize=8192)
def locate(
    name: str | None,
    *,
    iata: str | None = None,
    city: str | None = None,
    country: str | None = None,
    zone: str | None = None,
    address: str | None = None,
    phone: str | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
) -> Located | None:
    """The place that these facts describe, None when they name nothing. What is printed wins over what we look up.

    zone: stated by the paper; else from the IATA code, the coordinates, a country with one zone, the city.
    """
    code = iata.strip().upper() if iata else None
    if code is None and name and len(name) == 3 and name.isascii() and name.isalpha() and name.isupper():
        code = name if airport(name) else None
    known = airport(code) if code else None
    printed = name if name and name != code else None
    label = printed or (known.name if known else None) or code or city or address
    if label is None:
        return None
    land = country_code(country) or (known.country if known else None)
    if known is not None:
        latitude = known.latitude if latitude is None else latitude
        longitude = known.longitude if longitude is None else longitude
    found, note = known_zone(zone) or (known.zone if known else None), ""
    if found is None and latitude is not None and longitude is not None:
        found = coordinate_zone(latitude, longitude)
    if found is None and land:
        found = country_zone(land)
    town = city or (known.city if known else None)
    if found is None and land and town:
        found = city_zone(town, land)
        note = f"{label}: zone {found} inferred from {town}, {land}." if found else ""
    if code and known is None:
        note = f"{code} is not an airport code we know" + (f"; its zone is {found}." if found else ".")
    place = Place(
        name=label,
        city=town,
        country=land,
        iata=code,
        metro=known.metro if known else code,
        zone=found,
        address=address,
        phone=phone,
        latitude=latitude,
        longitude=longitude,
    )
    return Located(place, note)
