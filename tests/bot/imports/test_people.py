"""Printed names become people."""

from __future__ import annotations

import pytest

from bot.imports.people import read_person


@pytest.mark.parametrize(
    ("printed", "name", "first", "surname", "key"),
    [
        ("Ann de Vries", "Ann de Vries", "Ann", "de Vries", "ann-de-vries"),
        ("KRAUSE/VOLKER", "Volker Krause", "Volker", "Krause", "volker-krause"),
        ("KRAUSE/VOLKER MR", "Volker Krause", "Volker", "Krause", "volker-krause"),
        ("KRAUSE/VOLKERMR", "Volker Krause", "Volker", "Krause", "volker-krause"),
        ("DE VRIES/ANN MRS", "Ann de Vries", "Ann", "de Vries", "ann-de-vries"),
        ("Vries, Ann de", "Ann de Vries", "Ann", "de Vries", "ann-de-vries"),
        ("Krause, Volker", "Volker Krause", "Volker", "Krause", "volker-krause"),
        ("ANN DE VRIES", "Ann de Vries", "Ann", "de Vries", "ann-de-vries"),
        ("Mr. Bruno Rossi", "Bruno Rossi", "Bruno", "Rossi", "bruno-rossi"),
        ("Anna Maria Rossi", "Anna Maria Rossi", "Anna", "Rossi", "anna-maria-rossi"),
        ("JANSEN-SMIT/DAN", "Dan Jansen-Smit", "Dan", "Jansen-Smit", "dan-jansen-smit"),
        ("Chloé  Dubois", "Chloé Dubois", "Chloé", "Dubois", "chloe-dubois"),
        ("Ann", "Ann", "Ann", "", "ann"),
        ("山田太郎", "山田太郎", "山田太郎", "", "山田太郎"),
        ("!!!", "!!!", "!!!", "", "traveller"),
        ("ROSSI/", "Rossi", "Rossi", "Rossi", "rossi"),
    ],
)
def test_names_are_read_as_people_say_them(
    printed: str, name: str, first: str, surname: str, key: str
) -> None:
    """Slash, comma, capitals and titles are ways of printing."""
    found = read_person(printed)
    assert found is not None
    assert (found.name, found.first_name, found.surname, found.key) == (name, first, surname, key)


def test_given_and_family_name_win() -> None:
    """Where the paper splits the name, nothing is guessed."""
    found = read_person("Somebody Else", given="Juan", family="García López")
    assert found is not None
    assert (found.name, found.first_name, found.surname) == ("Juan García López", "Juan", "García López")


@pytest.mark.parametrize(
    ("printed", "minor"), [("ROSSI/CHIARA CHD", True), ("ROSSI/DAN MSTR", True), ("ROSSI/ANN", False)]
)
def test_a_childs_title_makes_a_minor(printed: str, minor: bool) -> None:
    """Airlines print children with CHD, INF or MSTR."""
    found = read_person(printed)
    assert found is not None
    assert found.minor is minor


def test_nothing_printed_is_nobody() -> None:
    """An empty name names nobody."""
    assert (read_person(None), read_person("  ")) == (None, None)
