"""Facts about the places, countries, climates, languages and emergency numbers that ship: complete, short, and consistent.

Not here: touchpoints and their wording (test_pack), how these documents are read (tests of flows.library).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers.shortnumberinfo import is_emergency_number

from bot.content import load
from flows.library.place import PlaceFacts
from flows.library.text import LOCALES, Text
from flows.trips.trip import Place

LIBRARY = load()
REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference"
PLACES = [place for place in LIBRARY.places if place.topics and place.cities]
NAMES = [place for place in LIBRARY.places if not place.topics]
DEFAULTS = [place for place in LIBRARY.places if not place.iata and not place.cities]
BULLETS = {"tips": (4, 5), "facts": (5, 5), "dishes": (4, 5), "customs": (3, 4), "rainy": (2, 3)}
SENTENCES = {"good", "arrive"}
GENERAL = ("112", "911", "999", "000", "111")
"""Numbers that a country may use for everything."""

NOT_GIVEN = {
    "AC": "no second list knows Ascension Island",
    "DZ": "the second list gives one other number for everything",
    "ER": "112 is one service's number there, and no list says whose",
    "LS": "the second list gives other numbers for every service",
    "NF": "no second list knows Norfolk Island, and its services have numbers of their own",
    "RS": "the sources agree on no number of the police, the ambulance or the fire service",
}
"""Countries of which phonenumbers confirms a general number that we do not give, and why."""

BEGINNINGS = {
    "en": ("Hello", "Good morning"),
    "nl": ("Hallo", "Goedemorgen"),
    "fr": ("Bonjour",),
    "de": ("Guten",),
}


def bullets(place: PlaceFacts) -> Iterator[tuple[str, str, list[str]]]:
    """(topic, locale, lines) of a place's lists."""
    for topic, text in place.topics.items():
        if topic in BULLETS:
            for locale in LOCALES:
                yield topic, locale, text.template(locale).split("\n")


def wordings() -> Iterator[tuple[str, Text]]:
    """Every wording of climates and languages, with where an editor finds it."""
    for climate in LIBRARY.climates.values():
        for season, text in climate.seasons.items():
            yield f"{climate.id} {season}", text
    for language in LIBRARY.languages.values():
        yield f"{language.id} name", language.name
        for phrase in language.phrases:
            yield f"{language.id} {phrase.say}", phrase.means


def named(place: PlaceFacts, locale: str) -> Place:
    """The place as a booking would name it in a language."""
    city = place.name.template(locale) if place.name is not None else ""
    return Place(name=city, city=city, country=place.country)


def countries_in_use() -> set[str]:
    return {*LIBRARY.emergency, *(place.country for place in LIBRARY.places if place.country)}


def test_agencies_find_where_they_sell() -> None:
    """The pack knows at least 25 destinations."""
    assert len(PLACES) >= 25


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
def test_places_are_complete(place: PlaceFacts) -> None:
    """A destination has a name, cities, a country, and words on every topic, in four languages."""
    assert set(place.topics) == SENTENCES | set(BULLETS)
    assert place.name is not None
    assert place.cities
    lacking = [
        (name, locale)
        for name, text in (("name", place.name), *place.topics.items())
        for locale in LOCALES
        if locale not in text.forms
    ]
    assert lacking == []


@pytest.mark.parametrize("place", LIBRARY.places, ids=lambda place: place.id)
def test_lists_are_short_and_alike(place: PlaceFacts) -> None:
    """A list has the right number of bullets, as many in each language, each of two lines on a phone."""
    wrong = []
    for topic, locale, lines in bullets(place):
        fewest, most = BULLETS[topic]
        if not fewest <= len(lines) <= most or len(lines) != len(
            place.topics[topic].template("en").split("\n")
        ):
            wrong.append((topic, locale, str(len(lines))))
        wrong += [(topic, locale, line) for line in lines if not line.startswith("• ") or len(line) > 135]
    assert wrong == []


@pytest.mark.parametrize("place", NAMES, ids=lambda place: place.id)
def test_names_alone_are_complete(place: PlaceFacts) -> None:
    """A town of which only its name is known has it in four languages, and a country whose facts are known."""
    assert place.name is not None
    assert set(LOCALES) <= set(place.name.forms)
    assert place.country in LIBRARY.countries


def test_a_town_known_by_name_takes_its_words_from_the_defaults() -> None:
    """Brussels has its name in every language, and tips that hold anywhere."""
    brussels = LIBRARY.place(Place(name="BRU", city="Brussels", country="BE", iata="BRU"))
    assert brussels in NAMES
    assert brussels.name is not None
    assert [brussels.name.template(locale) for locale in ("en", "nl", "fr", "de")] == [
        "Brussels",
        "Brussel",
        "Bruxelles",
        "Brüssel",
    ]
    (default, *_) = LIBRARY.default_places("BE", "oceanic")
    assert "tips" in default.topics


def test_a_place_is_found_by_its_name() -> None:
    """A destination, and a town known by name, is found under its own name in every language."""
    lost = [
        (place.id, locale)
        for place in [*PLACES, *NAMES]
        for locale in LOCALES
        if LIBRARY.place(named(place, locale)) is not place
    ]
    assert lost == []


def test_no_city_belongs_to_two_places() -> None:
    """A spelling of a city leads to one place of a country only."""
    taken: dict[tuple[str, str], str] = {}
    twice = []
    for place in [*PLACES, *NAMES]:
        for city in sorted(place.cities):
            if taken.setdefault((city.lower(), place.country), place.id) != place.id:
                twice.append((city, place.id))
    assert twice == []


def test_climates_have_their_own_default() -> None:
    """There is one default for everywhere, and one each for climates that differ; none names a country's facts."""
    assert [place.id for place in DEFAULTS if not place.climate] == ["default"]
    assert {place.climate for place in DEFAULTS} >= {"tropical", "arid", "nordic", "mediterranean"}
    assert [place.id for place in DEFAULTS if "facts" in place.topics] == []


def test_countries_in_use_are_known() -> None:
    """Every country with a place or emergency numbers has an entry, and each entry says where it comes from."""
    assert sorted(countries_in_use() - set(LIBRARY.countries)) == []
    assert [key for key, facts in LIBRARY.countries.items() if not facts.source] == []


def test_countries_point_at_what_exists() -> None:
    """Each climate that a country or a place names exists."""
    named = {facts.climate for facts in LIBRARY.countries.values()} | {
        place.climate for place in LIBRARY.places
    }
    assert sorted(named - set(LIBRARY.climates) - {""}) == []


def test_places_have_a_climate_and_a_language() -> None:
    """For every destination we know the climate and some phrases of a language spoken there."""
    mute = []
    for place in PLACES:
        land = LIBRARY.countries[place.country]
        if not (place.climate or land.climate):
            mute.append((place.id, "climate"))
        if not set(land.languages) & set(LIBRARY.languages):
            mute.append((place.id, "language"))
    assert mute == []


def test_regions_are_those_of_2026() -> None:
    """The European Union has 27 members; Schengen 29, with Bulgaria, Croatia and Romania, without Ireland and Cyprus."""
    overseas = {"AX", "GF", "GP", "MF", "MQ", "RE", "YT"}
    members = {
        region: {key for key, facts in LIBRARY.countries.items() if region in facts.regions} - overseas
        for region in ("eu", "eea", "schengen")
    }
    assert {region: len(found) for region, found in members.items()} == {"eu": 27, "eea": 30, "schengen": 29}
    assert members["schengen"] >= {"BG", "HR", "RO", "CH", "IS", "LI", "NO"}
    assert members["eu"] - members["schengen"] == {"IE", "CY"}
    assert LIBRARY.countries["BG"].currency == "EUR"


def test_plugs_and_sides_agree_with_the_reference() -> None:
    """A plug type is one that both lists give; the side of the road and the voltage are the reference's."""
    path = REFERENCE / "plugs_driving.tsv"
    if not path.is_file():
        pytest.skip("there is no plugs_driving.tsv beside the checkout")
    with path.open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        given = {row["cc"]: row for row in csv.DictReader(lines, delimiter="\t")}
    wrong = []
    for key, facts in LIBRARY.countries.items():
        row = given.get(key, {"plugs_wikidata": "", "plugs_fluids": "", "driving": "", "voltage": ""})
        both = set(row["plugs_wikidata"]) & set(row["plugs_fluids"])
        if not set(facts.plugs) <= both:
            wrong.append((key, "plugs"))
        if facts.drives is not None and facts.drives != row["driving"].lower():
            wrong.append((key, "drives"))
        if facts.voltage is not None and str(facts.voltage) != row["voltage"]:
            wrong.append((key, "voltage"))
    assert wrong == []


def test_climates_cover_the_year() -> None:
    """A climate tells of four seasons, or of the dry and the wet one, and never of a degree."""
    kinds = {frozenset({"spring", "summer", "autumn", "winter"}), frozenset({"dry", "wet"})}
    assert [
        climate.id for climate in LIBRARY.climates.values() if frozenset(climate.seasons) not in kinds
    ] == []
    assert [
        name for name, text in wordings() if any("°" in text.template(locale) for locale in LOCALES)
    ] == []


def test_climates_and_languages_speak_four_languages() -> None:
    """Every season and phrase exists in nl, en, fr and de."""
    assert [name for name, text in wordings() if set(text.forms) < set(LOCALES)] == []


def test_french_signs_stay_with_their_word() -> None:
    """In the French of climates and languages the space before : ; ? ! does not break."""
    assert [name for name, text in wordings() if re.search(r" [:;?!»]|« ", text.template("fr"))] == []


def test_languages_say_the_same_six_things() -> None:
    """A language has six phrases and begins with a greeting."""
    assert {key for key, one in LIBRARY.languages.items() if len(one.phrases) != 6} == set()
    cold = [
        (key, locale)
        for key, one in LIBRARY.languages.items()
        for locale, greetings in BEGINNINGS.items()
        if not one.phrases[0].means.template(locale).startswith(greetings)
    ]
    assert cold == []


def test_every_confirmed_country_has_emergency_numbers() -> None:
    """Where phonenumbers confirms a general emergency number we have an entry, or a reason for none."""
    lacking = sorted(
        region
        for region in phonenumbers.SUPPORTED_SHORT_REGIONS
        if region not in LIBRARY.emergency and any(is_emergency_number(number, region) for number in GENERAL)
    )
    assert lacking == sorted(NOT_GIVEN)
