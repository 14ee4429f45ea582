"""Public holidays: by country and day, named in the reader's language where some country names them so."""

from __future__ import annotations

from datetime import date

import pytest

from bot.lookups.holidays import public_holidays
from flows.library.text import LOCALES


def names(country: str, day: date) -> list[str]:
    found = public_holidays(country, day, day)
    return [holiday.name(locale) for holiday in found for locale in LOCALES]


def test_both_ends_of_the_days_are_counted_in() -> None:
    """From the first to the last day, not one second more."""
    found = public_holidays("PT", date(2027, 4, 25), date(2027, 5, 1))
    assert [holiday.day for holiday in found] == [date(2027, 4, 25), date(2027, 5, 1)]
    assert public_holidays("PT", date(2027, 4, 26), date(2027, 4, 30)) == ()


def test_a_stay_over_new_year_sees_both_years() -> None:
    """The holidays of either year, in their order."""
    found = public_holidays("PT", date(2027, 12, 24), date(2028, 1, 2))
    assert [holiday.day for holiday in found] == [date(2027, 12, 25), date(2028, 1, 1)]


@pytest.mark.parametrize(
    ("country", "day", "told"),
    [
        ("PT", date(2027, 5, 1), ["Dag van de Arbeid", "Labour Day", "Fête du Travail", "Erster Mai"]),
        ("GR", date(2027, 5, 3), ["Tweede paasdag", "Easter Monday", "Lundi de Pâques", "Ostermontag"]),
        (
            "PT",
            date(2027, 4, 25),
            ["Dia da Liberdade", "Freedom Day", "Dia da Liberdade", "Dia da Liberdade"],
        ),
        ("JP", date(2027, 5, 5), ["Children's Day"] * 4),
    ],
)
def test_a_name_is_the_readers_else_the_countrys_own(country: str, day: date, told: list[str]) -> None:
    """What a Dutch, French or German speaking country also keeps is named so; a foreign alphabet gives way to English."""
    assert names(country, day) == told


def test_two_independences_are_not_one_feast() -> None:
    """A name is borrowed only for the same feast: another country's day of that name is its own."""
    assert names("ID", date(2027, 8, 17))[0] == "Hari Kemerdekaan Republik Indonesia"


def test_a_day_off_instead_of_a_weekend_is_marked() -> None:
    """Christmas 2027 is a Saturday: the Monday after it is free, and says what for."""
    found = public_holidays("GB", date(2027, 12, 25), date(2027, 12, 28))
    assert [(holiday.day.day, holiday.name("en"), holiday.instead) for holiday in found] == [
        (25, "Christmas Day", False),
        (26, "Boxing Day", False),
        (27, "Christmas Day", True),
        (28, "Boxing Day", True),
    ]


def test_what_goes_by_the_moon_is_marked_as_an_estimate() -> None:
    """Nobody knows the day of Eid for certain a year before."""
    (found,) = public_holidays("ID", date(2027, 3, 10), date(2027, 3, 10))
    assert (found.name("en"), found.estimated) == ("Eid al-Fitr", True)


def test_an_unknown_country_has_none() -> None:
    """No holiday and no fault."""
    assert public_holidays("XX", date(2027, 1, 1), date(2027, 12, 31)) == ()
    assert public_holidays("", date(2027, 1, 1), date(2027, 12, 31)) == ()
