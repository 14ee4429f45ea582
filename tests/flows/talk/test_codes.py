"""What a person types to join."""

from __future__ import annotations

from datetime import date

import pytest

from flows.talk.codes import date_fits, factor_fits, start_code, surname_fits, typed_code
from flows.trips.trip import Traveller
from tests.support.trips import ANN, lisbon_family

DEPARTURE = date(2027, 5, 12)


def named(name: str, surname: str) -> Traveller:
    return Traveller(id="someone", name=name, first_name=name.split()[0], surname=surname)


@pytest.mark.parametrize(
    "text", ["ABCD2345", "abcd2345", "abcd 2345", "AB-CD-23-45", " ab cd–2345 ", "abcd_2345"]
)
def test_a_code_is_read_through_case_spaces_and_dashes(text: str) -> None:
    """However it is spaced and written, the code is the same."""
    assert typed_code(text) == "ABCD2345"


@pytest.mark.parametrize(
    "text", ["", "ABCD234", "ABCD23456", "ABCD234O", "ABCD2341", "hello there", "ABCD234é"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    """Wrong length or a letter that codes never have: not a code."""
    assert typed_code(text) == ""


def test_start_takes_a_token_or_a_code() -> None:
    """A deep link's token stays as it is; a code is read like any other; junk is neither."""
    token = "abcDEF_-0123456789xyzA"
    assert [start_code(given) for given in (token, "abcd-2345", "x", "a b c", "<b>")] == [
        token,
        "ABCD2345",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("typed", "name", "surname"),
    [
        ("de vries", "Ann de Vries", "de Vries"),
        ("VRIES", "Ann de Vries", "de Vries"),
        ("Ann de Vries", "Ann de Vries", "de Vries"),
        ("Muller", "Jan Müller", "Müller"),
        ("Mueller", "Jan Müller", "Müller"),
        ("Sorensen", "Bo Sørensen", "Sørensen"),
        ("o'brien", "Pat O’Brien", "O’Brien"),
        ("OBrien", "Pat O’Brien", "O’Brien"),
        ("garcia marquez", "Gabriel García Márquez", "García-Márquez"),
        ("STRASSE", "Eva Straße", "Straße"),
        ("李", "小龙 李", "李"),
        ("Smith", "Ann Smith", ""),
    ],
)
def test_a_surname_is_known_however_it_is_typed(typed: str, name: str, surname: str) -> None:
    """Case, accents, particles and apostrophes do not matter."""
    assert surname_fits(typed, named(name, surname))


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "de", "Bruno", "Vrie", "Vriess", "ann", "%", "de Vries or Jansen"]
)
def test_another_word_is_not_the_surname(typed: str) -> None:
    """Nearly is not enough, and nothing is never a surname."""
    assert not surname_fits(typed, ANN)


def test_a_traveller_without_letters_in_the_name_has_no_surname_to_guess() -> None:
    """An empty name is not opened by an empty word."""
    assert not surname_fits("?", named("- -", "-"))


@pytest.mark.parametrize(
    "typed",
    [
        "2027-05-12",
        "2027/5/12",
        "12-05-2027",
        "12/5/27",
        "05/12/2027",
        "12.5.",
        "12052027",
        "20270512",
        "120527",
        "12 mei 2027",
        "12 mei",
        "12. Mai 2027",
        "le 12 mai",
        "May 12, 2027",
        "Wednesday 12 May 2027",
        "12MAY",
    ],
)
def test_a_date_is_known_in_every_usual_writing(typed: str) -> None:
    """Either order of day and month, four languages, with or without the year."""
    assert date_fits(typed, DEPARTURE)


@pytest.mark.parametrize(
    "typed",
    [
        "13 May 2027",
        "12 June",
        "12-05-2026",
        "2027",
        "12",
        "May",
        "12 12",
        "12 5 12 5",
        "12 May 2026",
        "99999999",
    ],
)
def test_another_date_does_not_fit(typed: str) -> None:
    """A part of the date, another year, or a list of guesses is refused."""
    assert not date_fits(typed, DEPARTURE)


def test_the_factor_is_the_surname_or_the_departure() -> None:
    """Either opens; the return date does not."""
    trip = lisbon_family()
    fits = [factor_fits(typed, trip, ANN) for typed in ("vries", "12 may", "19 may", "hello")]
    assert fits == [True, True, False, False]
