"""Looking things up in the library: places by code, city or country, texts by locale."""

from __future__ import annotations

import pytest

from flows.library.library import Library, plain
from flows.library.place import PlaceFacts
from flows.library.text import Text
from flows.trips.trip import Place
from tests.support.trips import PLACES, town

LISBON = PlaceFacts(
    id="lisbon", iata=frozenset({"LIS"}), cities=frozenset({"lisboa", "lissabon"}), country="PT"
)
PORTUGAL = PlaceFacts(id="portugal", country="PT")
ANYWHERE = PlaceFacts(id="default")
LIBRARY = Library(places=(ANYWHERE, LISBON, PORTUGAL))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (PLACES["LIS"], LISBON),
        (town("Lisboa", "PT", None), LISBON),
        (town("LISBÓA", "PT", None), LISBON),
        (Place(name="Lissabon"), LISBON),
        (town("Lisboa", "US", None), None),
        (PLACES["FCO"], None),
        (None, None),
    ],
)
def test_a_place_is_known_by_code_or_city(where: Place | None, expected: PlaceFacts | None) -> None:
    """A city counts in its own country alone, however it is spelt."""
    assert LIBRARY.place(where) is expected


@pytest.mark.parametrize(("country", "expected"), [("PT", PORTUGAL), ("IT", ANYWHERE), (None, ANYWHERE)])
def test_a_default_is_the_countrys_first(country: str | None, expected: PlaceFacts) -> None:
    """Where nothing is known of a place, its country speaks, else what holds everywhere."""
    assert LIBRARY.default_place(country) is expected


def test_an_empty_library_knows_nothing() -> None:
    """Nothing is found, and nothing breaks."""
    assert (Library().place(PLACES["LIS"]), Library().default_place("PT"), Library().touchpoint("x")) == (
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("wanted", "expected"), [("nl", "nl"), ("nl-BE", "nl"), ("nl_BE", "nl"), ("pt", "en"), ("", "en")]
)
def test_a_text_has_a_best_locale(wanted: str, expected: str) -> None:
    """The wanted locale, its language, else English."""
    assert Text(forms={"nl": {"other": "x"}, "en": {"other": "y"}}).locale(wanted) == expected


def test_without_english_the_first_speaks() -> None:
    """A text in French alone is said in French; a missing plural form is the other one."""
    only = Text(forms={"fr": {"other": "x"}})
    assert (only.locale("de"), only.template("de", "one")) == ("fr", "x")


def test_city_names_are_compared_plainly() -> None:
    """Case and accents do not matter."""
    assert plain(" São Tomé ") == "sao tome"
