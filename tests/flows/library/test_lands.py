"""Countries, climates and languages: read from what an editor writes, looked up by place, compared with home."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import content
from flows.library.audience import Feel
from flows.library.climate import northern, season
from flows.library.country import CountryFacts, Side
from flows.library.differences import Difference, differences, roams_as_at_home
from flows.library.library import Library
from flows.library.lookups import NO_LOOKUPS
from flows.library.place import EmergencyNumbers, PlaceFacts
from flows.trips.home import home_country
from flows.trips.itinerary import itinerary
from flows.trips.trip import Place
from tests.support.lands import WORLD
from tests.support.trips import ANN, lisbon_family, place, stay, town, trip


def test_a_country_is_read_with_all_that_is_known() -> None:
    """Every field, typed; what is left out is empty."""
    files = {
        "countries/a.yaml": b"""
- {country: nz, currency: NZD, plugs: I, voltage: "230", drives: left, regions: [oceania], climate: mild,
   southern: "yes", languages: [en, mi], source: "CLDR"}
- {country: XX}
"""
    }
    library, faults = content.inspect(files)
    assert faults == ()
    land, bare = (replace(one, origin=library.countries["XX"].origin) for one in library.countries.values())
    assert land == CountryFacts(
        country="NZ",
        currency="NZD",
        plugs=("I",),
        voltage=230,
        drives=Side.LEFT,
        regions=frozenset({"oceania"}),
        climate="mild",
        languages=("en", "mi"),
        southern=True,
        source="CLDR",
    )
    assert bare == CountryFacts(country="XX")


@pytest.mark.parametrize(
    ("month", "southern", "like"), [(1, False, 1), (12, False, 12), (1, True, 7), (6, True, 12), (7, True, 1)]
)
def test_the_south_is_half_a_year_apart(month: int, southern: bool, like: int) -> None:
    """January there is July here."""
    assert northern(month, southern=southern) == like


def test_a_season_has_three_months() -> None:
    """Winter goes over the turn of the year."""
    assert [season(month) for month in range(1, 13)] == [
        *["winter"] * 2,
        *["spring"] * 3,
        *["summer"] * 3,
        *["autumn"] * 3,
        "winter",
    ]


def with_place(**more: object) -> Library:
    """The world with Funchal, which says something of its own."""
    funchal = PlaceFacts(id="funchal", cities=frozenset({"funchal"}), country="PT", **more)  # type: ignore[arg-type]
    return replace(WORLD, places=(*WORLD.places, funchal))


FUNCHAL = Place(name="Funchal", country="PT")


def test_a_places_own_climate_wins_over_its_countrys() -> None:
    """An island is not the mainland; what it does not say is the country's."""
    assert WORLD.feel(FUNCHAL, 1) is Feel.COOL
    assert with_place(climate="rains").feel(FUNCHAL, 1) is Feel.HOT
    assert with_place().feel(FUNCHAL, 1) is Feel.COOL


def test_a_places_own_rainy_months_are_as_in_the_calendar_there() -> None:
    """They do not shift, whatever the hemisphere; none at all is an answer too."""
    own = with_place(wet=frozenset({2}), southern=True)
    assert [month for month in range(1, 13) if own.is_wet(FUNCHAL, month)] == [2]
    assert with_place(wet=frozenset()).is_wet(FUNCHAL, 12) is False
    assert with_place(southern=True).is_wet(FUNCHAL, 6) is True


def test_what_nobody_knows_is_none() -> None:
    """No country, no climate, no place."""
    for somewhere in (None, Place(name="Nowhere"), place("LHR")):
        assert (WORLD.feel(somewhere, 7), WORLD.is_wet(somewhere, 7), WORLD.season(somewhere, 7)) == (
            None,
            None,
            None,
        )


def test_a_country_that_a_paper_does_not_print_is_the_places() -> None:
    """Lisbon lies in Portugal, also where the booking says Lisbon alone."""
    assert WORLD.country(Place(name="Lisboa")) is WORLD.countries["PT"]
    assert WORLD.country(Place(name="Nowhere")) is None


@pytest.mark.parametrize(
    ("country", "climate", "ids"),
    [
        (None, "", ["default"]),
        ("ID", "rains", ["default_rains", "default"]),
        ("PT", "rains", ["portugal", "default_rains", "default"]),
        ("PT", "mild", ["portugal", "default"]),
    ],
)
def test_defaults_go_from_the_country_to_the_climate_to_everywhere(
    country: str | None, climate: str, ids: list[str]
) -> None:
    """The nearest first."""
    shelf = replace(WORLD, places=(*WORLD.places, PlaceFacts(id="portugal", country="PT")))
    assert [one.id for one in shelf.default_places(country, climate)] == ids
    found = shelf.default_place(country, climate)
    assert found is not None
    assert found.id == ids[0]


@pytest.mark.parametrize(
    ("home", "there", "found"),
    [
        ("NL", "PT", []),
        ("NL", "NL", []),
        ("NL", "FR", []),
        ("NL", "GB", list(Difference)),
        ("NL", "ID", [Difference.MONEY, Difference.SIDE, Difference.ROAMING]),
        ("US", "JP", [Difference.MONEY, Difference.SIDE, Difference.EMERGENCY, Difference.ROAMING]),
        ("NL", "XX", []),
        ("XX", "NL", []),
        (None, "PT", []),
        ("NL", None, []),
    ],
)
def test_only_what_is_known_of_both_can_differ(
    home: str | None, there: str | None, found: list[Difference]
) -> None:
    """Never from a country that we know nothing of."""
    assert list(differences(WORLD, home, there)) == found


def test_a_voltage_differs_only_between_the_two_kinds() -> None:
    """200 V is of the high kind, 199 V of the low."""
    own = CountryFacts(country="AA", plugs=("C",), voltage=230)

    def apart(voltage: int | None) -> bool:
        lands = {"AA": own, "BB": CountryFacts(country="BB", plugs=("C",), voltage=voltage)}
        return Difference.PLUG in differences(Library(countries=lands), "AA", "BB")

    assert [apart(volts) for volts in (100, 199, 200, 240, None)] == [True, True, False, False, False]


def test_roaming_is_free_only_with_both_ends_in_the_area() -> None:
    """And is no question at home, or where a country is not known."""
    pairs = [("NL", "PT"), ("NL", "GB"), ("GB", "NL"), ("NL", "NL"), ("NL", "XX")]
    assert [roams_as_at_home(WORLD, *pair) for pair in pairs] == [True, False, False, None, None]


def test_an_emergency_number_is_told_only_where_both_are_known() -> None:
    """A country without numbers has nothing to compare."""
    shelf = replace(WORLD, emergency={"NL": EmergencyNumbers(country="NL", general="112")})
    assert Difference.EMERGENCY not in differences(shelf, "NL", "GB")


def test_home_is_where_the_first_leg_starts_else_the_zones_country() -> None:
    """Unknown where neither is known; "Etc/UTC" is no country."""
    there = town("Spa", "BE", "Europe/Brussels")
    drive = itinerary(trip(stay("Het Huis", there, "2027-07-03", "2027-07-10", id="h")), ANN.id)
    flown = itinerary(lisbon_family(), ANN.id)
    assert home_country(flown, "Asia/Tokyo") == "NL"
    assert [home_country(drive, zone) for zone in ("Europe/Paris", "Etc/UTC", "UTC", None)] == [
        "FR",
        None,
        None,
        None,
    ]


def test_without_look_ups_nothing_is_known() -> None:
    """No holidays, no forecast, no fault."""
    day = lisbon_family().booking.segments[0].departs.day
    assert (NO_LOOKUPS.holidays("PT", day, day), NO_LOOKUPS.forecasts("lisbon")) == ((), ())
