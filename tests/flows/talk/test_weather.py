"""Seasons, forecasts and public holidays: of the days and the places where one really is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from flows.library.library import Library
from flows.library.lookups import NO_LOOKUPS, Forecast, Holiday, Lookups, Sky
from flows.library.text import LOCALES
from flows.trips.trip import Place, Trip
from tests.support.lands import WORLD, told
from tests.support.trips import flight, italy_round_trip, lisbon_family, place, stay, trip

LISBON, ITALY = lisbon_family(), italy_round_trip()
AUCKLAND = trip(stay("Harbour Inn", "AKL", "2027-07-03", "2027-07-10", id="inn"))
BALI = trip(stay("Pondok", "DPS", "2027-09-29", "2027-10-14", id="pondok"))


def day(text: str, low: int, high: int, sky: Sky = Sky.CLEAR) -> Forecast:
    return Forecast(day=date.fromisoformat(text), low=low, high=high, sky=sky)


def forecasts(**places: list[Forecast]) -> Lookups:
    """Forecasts by town, as the library keys them ("PT_sintra" is PT/sintra)."""
    by_key = {name.replace("_", "/"): tuple(days) for name, days in places.items()}
    return Lookups(forecasts=lambda key: by_key.get(key, ()))


def holidays(*found: Holiday) -> Lookups:
    """The same holidays in every country, as a look-up gives them: within the days asked for."""
    return Lookups(
        holidays=lambda country, since, until: tuple(one for one in found if since <= one.day <= until)
    )


@pytest.mark.parametrize(
    ("journey", "season"),
    [(LISBON, "Spring"), (AUCKLAND, "Winter"), (BALI, "Dry"), (ITALY, "-")],
)
def test_a_season_is_that_of_the_month_of_arrival_on_that_side_of_the_world(
    journey: Trip, season: str
) -> None:
    """July is winter in Auckland; September is dry in Bali, whose rains are written for the north."""
    assert told("place.season", journey) == season


def test_the_seasons_of_the_south_shift_by_six_months() -> None:
    """What feels like January in the north feels so in July there."""
    north, south = place("LIS"), place("AKL")
    assert [WORLD.feel(south, month) for month in range(1, 13)] == [
        WORLD.feel(north, (month + 5) % 12 + 1) for month in range(1, 13)
    ]
    assert [month for month in range(1, 13) if WORLD.is_wet(north, month)] == [1, 11, 12]
    assert [month for month in range(1, 13) if WORLD.is_wet(south, month)] == [5, 6, 7]
    assert WORLD.feel(place("LHR"), 1) is None


@pytest.mark.parametrize(
    ("locale", "line"),
    [
        ("nl", "wo 12 mei ☀️ 14–23 °C"),
        ("en", "Wed 12 May ☀️ 14–23 °C"),
        ("fr", "mer. 12 mai ☀️ 14–23 °C"),
        ("de", "Mi., 12. Mai ☀️ 14–23 °C"),
    ],
)
def test_a_day_of_a_forecast_is_one_line(locale: str, line: str) -> None:
    """Weekday, sky, from cold to warm."""
    known = forecasts(lisbon=[day("2027-05-12", 14, 23)])
    assert told("trip.weather", LISBON, locale=locale, lookups=known) == line


def test_only_days_of_the_stay_that_lie_ahead_are_told() -> None:
    """From the day of arrival to the day of leaving, a week at most, and nothing of yesterday."""
    every = [day(f"2027-05-{number:02d}", 14, 23) for number in range(8, 24)]
    known = forecasts(lisbon=every)
    assert [line.split()[1] for line in told("trip.weather", LISBON, lookups=known).splitlines()] == [
        *["12", "13", "14", "15", "16", "17", "18"]
    ]
    late = told("trip.weather", LISBON, lookups=known, now="2027-05-17T08:00")
    assert [line.split()[1] for line in late.splitlines()] == ["17", "18", "19"]
    assert told("trip.weather", LISBON, lookups=forecasts(lisbon=every[:4])) == "-"
    assert told("trip.weather", LISBON, lookups=NO_LOOKUPS) == "-"


def test_several_towns_stand_under_their_names() -> None:
    """Rome and then Florence, the day of the change in both."""
    known = forecasts(
        IT_rome=[day("2027-09-12", 18, 29), day("2027-09-13", 18, 28)],
        IT_florence=[day("2027-09-13", 16, 27, Sky.RAIN)],
    )
    assert told("trip.weather", ITALY, lookups=known).splitlines() == [
        "<b>Rome</b>",
        "Sun 12 Sept ☀️ 18–29 °C",
        "Mon 13 Sept ☀️ 18–28 °C",
        "<b>Florence</b>",
        "Mon 13 Sept 🌧 16–27 °C",
    ]


@pytest.mark.parametrize(
    ("forecast", "line"),
    [
        (day("2027-05-14", -5, 2, Sky.SNOW), "🌨 −5…2 °C"),
        (day("2027-05-14", -9, -3, Sky.FOG), "🌫 −9…−3 °C"),
        (day("2027-05-14", 0, 0, Sky.THUNDER), "⛈ 0 °C"),
        (day("2027-05-14", 0, 7, Sky.CLOUD), "☁️ 0–7 °C"),
        (day("2027-05-15", 0, 7, Sky.CLOUD), "-"),
    ],
)
def test_todays_weather_is_that_of_the_local_day(forecast: Forecast, line: str) -> None:
    """Cold is told with a minus that no dash hides; another day's forecast says nothing of today."""
    known = forecasts(lisbon=[forecast])
    assert told("weather.today", LISBON, lookups=known, now="2027-05-14T22:59") == line


def test_today_begins_at_midnight_there() -> None:
    """23:00 UTC is midnight in Lisbon's summer."""
    known = forecasts(lisbon=[day("2027-05-15", 12, 20)])
    assert told("weather.today", LISBON, lookups=known, now="2027-05-14T22:59:59") == "-"
    assert told("weather.today", LISBON, lookups=known, now="2027-05-14T23:00") == "☀️ 12–20 °C"


def test_a_town_is_found_under_any_of_its_names() -> None:
    """The airport, "Lisboa" and Lisbon share one forecast; an unknown town has its own."""
    town = Place(name="Lisboa", country="PT")
    sintra = Place(name="Sintra", country="PT")
    assert [WORLD.place_key(one) for one in (place("LIS"), town, sintra)] == ["lisbon", "lisbon", "PT/sintra"]
    assert Library().place_key(place("LIS")) == "PT/lisbon"


FREEDOM = Holiday(day=date(2027, 5, 14), names={"en": "Freedom & Day", "nl": "Vrijheidsdag"})


@pytest.mark.parametrize(
    ("locale", "line"),
    [
        ("nl", "vrijdag 14 mei: Vrijheidsdag"),
        ("en", "Friday 14 May: Freedom &amp; Day"),
        ("fr", "vendredi 14 mai\u202f: Freedom &amp; Day"),
        ("de", "Freitag, 14. Mai: Freedom &amp; Day"),
    ],
)
def test_a_holiday_is_told_with_its_day(locale: str, line: str) -> None:
    """In the reader's language where it has a name there, else in English."""
    assert told("trip.holidays", LISBON, locale=locale, lookups=holidays(FREEDOM)) == line


@pytest.mark.parametrize(
    ("when", "counts"),
    [("2027-05-11", False), ("2027-05-12", True), ("2027-05-19", True), ("2027-05-20", False)],
)
def test_a_holiday_counts_from_the_day_of_arrival_to_the_day_of_leaving(when: str, counts: bool) -> None:
    """The edges of the stay are counted in, the days beside them are not."""
    found = told(
        "trip.holidays", LISBON, lookups=holidays(Holiday(day=date.fromisoformat(when), names={"en": "X"}))
    )
    assert (found != "-") is counts


def test_an_estimate_and_a_day_in_lieu_say_so() -> None:
    """What goes by the moon is around a day; a Monday off says for what."""
    moon = Holiday(day=date(2027, 5, 16), names={"en": "Eid"}, estimated=True)
    monday = Holiday(day=date(2027, 5, 17), names={"en": "Sunday's feast"}, instead=True)
    assert told("trip.holidays", LISBON, lookups=holidays(moon, monday)).splitlines() == [
        "around Sunday 16 May: Eid",
        "Monday 17 May: Sunday's feast (day off in lieu)",
    ]


def test_a_holiday_of_the_day_one_changes_towns_is_told_once() -> None:
    """Rome and Florence keep the same feast on the 13th."""
    feast = Holiday(day=date(2027, 9, 13), names={"": "Festa"})
    assert told("trip.holidays", ITALY, lookups=holidays(feast)) == "Monday 13 September: Festa"


def test_a_holiday_that_is_over_is_told_no_more() -> None:
    """On the last day nobody needs to know of last week."""
    assert told("trip.holidays", LISBON, lookups=holidays(FREEDOM), now="2027-05-14T12:00") != "-"
    assert told("trip.holidays", LISBON, lookups=holidays(FREEDOM), now="2027-05-15T12:00") == "-"


def test_without_a_way_back_no_holiday_is_promised() -> None:
    """Nobody knows how long one stays."""
    one_way = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out"))
    far = FREEDOM.day + timedelta(days=90)
    assert told("trip.holidays", one_way, lookups=holidays(FREEDOM, Holiday(day=far, names={}))) == "-"


def test_the_first_of_a_month_is_premier_in_french() -> None:
    """And only there."""
    first = Holiday(day=date(2027, 5, 1), names={"en": "X"})
    week = trip(
        flight("KL1", "AMS", "LIS", "2027-04-28T09:40", "2027-04-28T11:45", id="out"),
        flight("KL2", "LIS", "AMS", "2027-05-11T09:40", "2027-05-11T13:45", id="back"),
    )
    told_in = {
        locale: told("trip.holidays", week, locale=locale, lookups=holidays(first)) for locale in LOCALES
    }
    assert told_in == {
        "nl": "zaterdag 1 mei: X",
        "en": "Saturday 1 May: X",
        "fr": "samedi 1er mai\u202f: X",
        "de": "Samstag, 1. Mai: X",
    }
    known = forecasts(lisbon=[day("2027-05-01", 14, 23)])
    assert told("trip.weather", week, locale="fr", lookups=known) == "sam. 1er mai ☀️ 14–23 °C"
