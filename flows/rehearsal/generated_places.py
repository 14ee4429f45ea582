"""Where made-up trips go: towns with their zones and about how long one travels there (hours).

Not here: the trips (generated).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A town. hours: on the way there, from Western Europe or from where one changes."""

    iata: str
    city: str
    country: str
    zone: str
    hours: float
    latitude: float
    longitude: float


def _spot(
    iata: str, city: str, country: str, zone: str, hours: float, latitude: float, longitude: float
) -> Spot:
    return Spot(
        iata=iata,
        city=city,
        country=country,
        zone=zone,
        hours=hours,
        latitude=latitude,
        longitude=longitude,
    )


HOMES = (
    _spot("AMS", "Amsterdam", "NL", "Europe/Amsterdam", 0, 52.3, 4.8),
    _spot("BRU", "Brussels", "BE", "Europe/Brussels", 0, 50.9, 4.5),
    _spot("FRA", "Frankfurt", "DE", "Europe/Berlin", 0, 50.0, 8.6),
    _spot("LYS", "Lyon", "FR", "Europe/Paris", 0, 45.7, 5.1),
)
LISBON = _spot("LIS", "Lisbon", "PT", "Europe/Lisbon", 3.0, 38.8, -9.1)
ROME = _spot("FCO", "Rome", "IT", "Europe/Rome", 2.2, 41.8, 12.2)
FLORENCE = _spot("FLR", "Florence", "IT", "Europe/Rome", 2.0, 43.8, 11.2)
VENICE = _spot("VCE", "Venice", "IT", "Europe/Rome", 1.9, 45.5, 12.3)
LONDON = _spot("LHR", "London", "GB", "Europe/London", 1.2, 51.5, -0.5)
PARIS = _spot("CDG", "Paris", "FR", "Europe/Paris", 3.3, 49.0, 2.5)
NEAR = (
    LISBON,
    ROME,
    LONDON,
    _spot("BCN", "Barcelona", "ES", "Europe/Madrid", 2.2, 41.3, 2.1),
    _spot("PMI", "Palma", "ES", "Europe/Madrid", 2.4, 39.6, 2.7),
    _spot("TFS", "Tenerife", "ES", "Atlantic/Canary", 4.6, 28.0, -16.6),
    _spot("ATH", "Athens", "GR", "Europe/Athens", 3.4, 37.9, 23.9),
    _spot("HER", "Heraklion", "GR", "Europe/Athens", 3.7, 35.3, 25.2),
    _spot("IST", "Istanbul", "TR", "Europe/Istanbul", 3.4, 41.3, 28.7),
    _spot("KEF", "Reykjavík", "IS", "Atlantic/Reykjavik", 3.2, 64.0, -22.6),
    _spot("RAK", "Marrakesh", "MA", "Africa/Casablanca", 3.8, 31.6, -8.0),
    _spot("CPH", "Copenhagen", "DK", "Europe/Copenhagen", 1.4, 55.6, 12.6),
    _spot("TLL", "Tallinn", "EE", "Europe/Tallinn", 2.4, 59.4, 24.8),
)
BY_TRAIN = (
    PARIS,
    LONDON,
    _spot("BRU", "Bruges", "BE", "Europe/Brussels", 3.0, 51.2, 3.2),
    _spot("CGN", "Cologne", "DE", "Europe/Berlin", 2.8, 50.9, 7.0),
    _spot("BER", "Berlin", "DE", "Europe/Berlin", 6.2, 52.4, 13.5),
    _spot("ZRH", "Zürich", "CH", "Europe/Zurich", 7.0, 47.5, 8.6),
)
BY_FERRY = (
    (
        _spot("HEL", "Helsinki", "FI", "Europe/Helsinki", 0, 60.3, 24.9),
        _spot("TLL", "Tallinn", "EE", "Europe/Tallinn", 2.2, 59.4, 24.8),
    ),
    (
        _spot("AMS", "IJmuiden", "NL", "Europe/Amsterdam", 0, 52.5, 4.6),
        _spot("NCL", "Newcastle", "GB", "Europe/London", 15.5, 55.0, -1.6),
    ),
)
DOHA = _spot("DOH", "Doha", "QA", "Asia/Qatar", 6.5, 25.3, 51.6)
DUBAI = _spot("DXB", "Dubai", "AE", "Asia/Dubai", 6.8, 25.3, 55.4)
ATLANTA = _spot("ATL", "Atlanta", "US", "America/New_York", 9.5, 33.6, -84.4)
FAR = (
    (DOHA, _spot("DPS", "Denpasar", "ID", "Asia/Makassar", 9.8, -8.7, 115.2)),
    (DOHA, _spot("BKK", "Bangkok", "TH", "Asia/Bangkok", 6.9, 13.7, 100.7)),
    (DUBAI, _spot("NRT", "Tokyo", "JP", "Asia/Tokyo", 9.9, 35.8, 140.4)),
    (DUBAI, _spot("CPT", "Cape Town", "ZA", "Africa/Johannesburg", 9.6, -34.0, 18.6)),
    (DUBAI, _spot("AKL", "Auckland", "NZ", "Pacific/Auckland", 16.0, -37.0, 174.8)),
    (ATLANTA, _spot("CUR", "Willemstad", "CW", "America/Curacao", 4.5, 12.2, -69.0)),
    (ATLANTA, _spot("HNL", "Honolulu", "US", "Pacific/Honolulu", 9.6, 21.3, -157.9)),
)
AROUND = (
    (ROME, FLORENCE, VENICE),
    (LISBON, _spot("OPO", "Porto", "PT", "Europe/Lisbon", 2.8, 41.2, -8.7)),
    (PARIS, _spot("LYS", "Lyon", "FR", "Europe/Paris", 2.0, 45.7, 5.1)),
    (PARIS, _spot("GVA", "Geneva", "CH", "Europe/Zurich", 2.0, 46.2, 6.1)),
)
