"""Places get their zone from code, coordinates, country or city, and from nothing else."""

from __future__ import annotations

import pytest

from bot.imports.places import (
    airport,
    city_zone,
    coordinate_zone,
    country_code,
    country_zone,
    locate,
    town_airport,
)


def test_an_airport_knows_its_city_country_zone_and_metro() -> None:
    """Several airports share the city's code; a lone one has its own."""
    heathrow, lisbon = airport("lhr"), airport("LIS")
    assert heathrow is not None
    assert lisbon is not None
    assert (heathrow.metro, heathrow.country, heathrow.zone) == ("LON", "GB", "Europe/London")
    assert (lisbon.metro, lisbon.city, lisbon.zone) == ("LIS", "Lisbon", "Europe/Lisbon")
    assert airport("QQQ") is None


def test_a_city_code_is_a_place_too() -> None:
    """NYC is New York, in its one zone."""
    found = airport("NYC")
    assert found is not None
    assert (found.metro, found.country, found.zone) == ("NYC", "US", "America/New_York")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("PT", "PT"),
        ("prt", "PT"),
        ("Portugal", "PT"),
        ("Allemagne", "DE"),
        ("Duitsland", "DE"),
        ("Österreich", "AT"),
        ("United States", "US"),
        ("USA", "US"),
        ("UK", "GB"),
        ("Nederland", "NL"),
        ("Atlantis", None),
        ("EU", None),
        ("001", None),
        ("", None),
        (None, None),
    ],
)
def test_countries_are_known_by_code_and_name(said: str | None, code: str | None) -> None:
    """Two letters, three letters, and names in four languages."""
    assert country_code(said) == code


def test_only_a_country_with_one_time_has_a_zone() -> None:
    """Germany's two zones keep the same time; Portugal, New Zealand and the United States have several."""
    assert [country_zone(code) for code in ("NL", "DE", "JP", "IT")] == [
        "Europe/Amsterdam",
        "Europe/Berlin",
        "Asia/Tokyo",
        "Europe/Rome",
    ]
    assert [country_zone(code) for code in ("PT", "NZ", "US", "XX")] == [None] * 4


def test_coordinates_give_the_zone_of_the_land() -> None:
    """The sea, the null island and numbers off the globe have none."""
    assert coordinate_zone(38.71, -9.14) == "Europe/Lisbon"
    assert coordinate_zone(32.65, -16.91) == "Atlantic/Madeira"
    assert [coordinate_zone(*spot) for spot in ((0, 0), (40.0, -40.0), (91.0, 0.0), (0.0, 181.0))] == [
        None
    ] * 4


def test_a_city_gives_a_zone_only_when_all_of_that_name_agree() -> None:
    """Lisboa is Lisbon; there are Portlands on both coasts."""
    assert [city_zone(name, "PT") for name in ("Lisbon", "Lisboa", "Ponta Delgada", "Nowhere")] == [
        "Europe/Lisbon",
        "Europe/Lisbon",
        "Atlantic/Azores",
        None,
    ]
    assert city_zone("Portland", "US") is None
    assert city_zone("Denver", "US") == "America/Denver"


def test_an_inferred_zone_says_so() -> None:
    """A zone from the city carries a note; one from the country or the coordinates needs none."""
    found = locate("Inn", city="Lisbon", country="Portugal")
    assert found is not None
    assert (found.place.zone, found.note) == (
        "Europe/Lisbon",
        "Inn: zone Europe/Lisbon inferred from Lisbon, PT.",
    )
    plain = locate("Inn", country="NL")
    assert plain is not None
    assert (plain.place.zone, plain.note) == ("Europe/Amsterdam", "")


def test_coordinates_are_stronger_than_the_country() -> None:
    """A hotel on Madeira is on Madeira's time."""
    found = locate("Quinta", country="PT", city="Lisbon", latitude=32.65, longitude=-16.91)
    assert found is not None
    assert found.place.zone == "Atlantic/Madeira"


def test_a_stated_zone_is_the_strongest() -> None:
    """What the paper states is taken, if it is a zone."""
    found = locate("Inn", country="PT", zone="Atlantic/Azores")
    wrong = locate("Inn", country="NL", zone="Mars/Base")
    assert found is not None
    assert wrong is not None
    assert (found.place.zone, wrong.place.zone) == ("Atlantic/Azores", "Europe/Amsterdam")


def test_three_capitals_are_a_code_only_if_an_airport_has_it() -> None:
    """LIS is an airport, SPA is one too, QQQ is a name."""
    lisbon, other = locate("LIS"), locate("QQQ")
    assert lisbon is not None
    assert other is not None
    assert (lisbon.place.iata, lisbon.place.name) == ("LIS", "Lisbon Portela Airport")
    assert (other.place.iata, other.place.name) == (None, "QQQ")


def test_nothing_names_no_place() -> None:
    """Without a name, code or city there is no place."""
    assert locate(None) is None


def test_a_town_lies_about_where_its_airport_does() -> None:
    """In its own country, whatever the case and the accents; a village has none."""
    porto = town_airport("PÓRTO", "PT")
    assert porto is not None
    assert (porto.iata, round(porto.latitude or 0), round(porto.longitude or 0)) == ("OPO", 41, -9)
    assert town_airport("Porto", "IT") is None
    assert town_airport("Monsanto", "PT") is None
