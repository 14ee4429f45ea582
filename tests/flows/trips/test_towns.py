"""When two places are one town."""

from __future__ import annotations

from flows.trips.towns import borrow, distance_km, plain, same_country, same_town
from tests.support.trips import place, town


def test_when_two_places_are_one_town() -> None:
    """Airport, metro area, name without accents, or nearness; never a name over a border."""
    assert same_town(place("NRT"), place("HND"))
    assert same_town(town("Zürich", "CH", None), town("zurich", "CH", None))
    assert not same_town(town("San José", "CR", None), town("San Jose", "US", None))
    assert same_town(town("Roma", "IT", None, (41.9, 12.5)), place("FCO"))
    assert not same_town(town("Roma", "IT", None, (41.9, 12.5)), place("FLR"))
    assert distance_km(town("Roma", "IT", None), place("FCO")) is None
    assert plain("L’Aquila  (città)") == "l aquila citta"


def test_a_border_town_pair_is_near_all_the_same() -> None:
    """Nearness does not stop at a border: Kehl is a hotel of Strasbourg."""
    assert same_town(town("Kehl", "DE", None, (48.57, 7.82)), town("Strasbourg", "FR", None, (48.58, 7.75)))


def test_what_a_place_lacks_is_borrowed() -> None:
    """City, country and zone come from the arrival; what is there stays."""
    lent = borrow(town("Alfama", "PT", None), place("LIS"))
    assert (lent.city, lent.country, lent.zone) == ("Alfama", "PT", "Europe/Lisbon")
    assert borrow(place("FCO"), place("LIS")) is place("FCO")
    assert borrow(lent, None) is lent


def test_two_unknown_countries_are_not_the_same() -> None:
    """Only known countries can be equal."""
    assert same_country(place("FCO"), place("VCE"))
    assert not same_country(town("A", "", None), place("VCE"))
